"""A gemeente refuses: the ladder of 1d with its side tracks, and the way back to an approved plan."""

import re

from playwright.sync_api import expect

from config.voorbeeld import teksten
from config.voorbeeld.levensloop import Levensloop
from kern.basis.datums import vandaag
from tests.browser.been_partijen import BESLISSERS, ziet_niets
from tests.browser.rol import Rol, Toneel
from tests.browser.samen import naar_dossier
from transformatie.formats import geldend_format

REDEN = "De structurele kosten na afloop zijn voor onze gemeente niet gedekt."
KNELPUNT = "De gemeente Wijchen en het ziekenhuis worden het niet eens over de structurele kosten."
GENERIEK = "Partijen worden het niet eens over wie na afloop de structurele kosten draagt."
UITKOMST = "De groep raadt aan vooraf af te spreken wie welk deel structureel draagt."
DUIDING = "De begroting noemt de kosten na afloop niet; daar zit het verschil."
MERK = teksten.OORDEEL
"""What reviewers write; no submitter may ever read it before it is sent (1c.2)."""


def een_gemeente_weigert(t: Toneel, loop: Levensloop) -> None:
    """Everybody commits, two gemeenten approve their parts and the third refuses: the plan cannot be approved (1b.1)."""
    loop.geef_commitment(*(p.organisatie for p in loop.dossier.deelnemende_partijen if p.organisatie.naam != "Gemeente Wijchen"))
    wijchen, czv = t.als("gemeente-wijchen"), t.als("beoordelaar")
    naar_dossier(wijchen, t)
    wijchen.open_stap("Weiger de onderdelen in het sociaal domein")
    wijchen.inhoud.get_by_role("textbox").first.fill(REDEN)
    wijchen.druk("Weiger de onderdelen in het sociaal domein")
    wijchen.is_gelukt()
    naar_dossier(czv, t)
    belet = czv.belet("Keur het transformatieplan goed")
    assert "Gemeente Wijchen heeft haar onderdelen geweigerd." in belet
    assert "1b.1" in belet


def naar_escalatie(rol: Rol, t: Toneel) -> None:
    naar_dossier(rol, t)
    rol.volg(re.compile("^Bekijk de escalatie|^De gemeente Wijchen en het ziekenhuis"))


def meld_en_spreek(t: Toneel) -> None:
    """Step 1: reported by the penvoerder, talked over by two, and no step further without that talk (1d.1)."""
    planmaker, czv = t.als("planmaker"), t.als("beoordelaar")
    naar_dossier(planmaker, t)
    planmaker.volg("Meld een knelpunt")
    planmaker.vul({"Wat is het knelpunt?": KNELPUNT})
    for wie in ("Gemeente Wijchen", "Ziekenhuis Waalstad"):
        planmaker.inhoud.get_by_label(wie, exact=True).check()
    planmaker.druk("Meld het knelpunt")
    planmaker.is_gelukt()
    naar_escalatie(planmaker, t)
    planmaker.zet_stap("Begin stap 1")
    naar_escalatie(czv, t)
    assert "Leg eerst vast wie er in stap 1 met elkaar spraken en wat eruit kwam." in czv.belet("Ga naar stap 2")
    naar_escalatie(planmaker, t)
    planmaker.volg("Leg het gesprek vast")
    spraken = planmaker.inhoud.get_by_role("group", name="Wie spraken elkaar?")
    for wie in ("Gemeente Wijchen", "Ziekenhuis Waalstad"):
        spraken.get_by_label(wie, exact=True).check()
    planmaker.inhoud.get_by_role("group", name="Wie zaten er aan tafel?").get_by_role("checkbox").first.check()
    planmaker.vul({"Datum van het gesprek": vandaag().isoformat(), "Wat kwam eruit?": "Nog geen oplossing."})
    planmaker.druk(re.compile("^Leg (het gesprek )?vast"))
    planmaker.is_gelukt()


def houd_het_overleg(t: Toneel, stap: int) -> None:
    """The CZV goes to the next step, invites everybody to its meeting and puts it on record (1d.2, 1d.3, 1a.3)."""
    czv = t.als("beoordelaar")
    naar_escalatie(czv, t)
    czv.zet_stap(f"Ga naar stap {stap}")
    naar_escalatie(czv, t)
    if stap == 2:
        assert "Het overleg met alle partijen is nog niet gehouden." in czv.belet("Ga naar stap 3")
    czv.volg("Ga naar het overleg")
    czv.zet_stap(
        "Verstuur de uitnodiging", {"Datum": vandaag().isoformat(), "Tijd": "09:00", "Plaats of link": "Stadhuis van Nijmegen, kamer 3"}
    )
    naar_escalatie(czv, t)
    czv.volg("Ga naar het overleg")
    czv.zet_stap("Leg het overleg vast", {"Uitkomst in een zin": f"Na stap {stap}: nog in gesprek."})


def vraag_de_groep(t: Toneel) -> None:
    """The bestuurlijke groep reads the knelpunt without ever learning which dossier it is; its outcome comes back (1d.5)."""
    planmaker, groep = t.als("planmaker"), t.als("groep")
    naar_escalatie(planmaker, t)
    planmaker.volg("Vraag de bestuurlijke groep")
    planmaker.vul({"Het knelpunt in algemene zin": KNELPUNT})
    planmaker.druk("Lees na wat de groep leest")
    expect(planmaker.inhoud).to_contain_text("1d.5")
    expect(planmaker.veld("Het knelpunt in algemene zin")).to_have_value(KNELPUNT)
    planmaker.vul({"Het knelpunt in algemene zin": GENERIEK})
    planmaker.druk("Lees na wat de groep leest")
    planmaker.druk("Zet op de agenda")
    planmaker.is_gelukt()

    groep.ga("/bestuurlijke-groep/agenda/")
    expect(groep.inhoud).to_contain_text(GENERIEK)
    groep.volg(re.compile("^Leg de uitkomst vast"))
    bron = groep.page.content()
    for verraad in (t.kenmerk, t.titel, "Wijchen", "Waalstad", "Nijmegen", f"/dossiers/{t.kenmerk}"):
        assert verraad not in bron, f"De groep leest '{verraad}'."
    groep.vul({"Uitkomst van de bespreking": UITKOMST})
    groep.druk("Leg de uitkomst vast")
    groep.is_gelukt()
    ziet_niets(groep, t)
    naar_escalatie(planmaker, t)
    expect(planmaker.inhoud).to_contain_text(UITKOMST)


def schakel_de_brigade_in(t: Toneel) -> None:
    """The brigade reads this one dossier for as long as it takes, without prices or opinions, and no longer (1d.6)."""
    planmaker, nza = t.als("planmaker"), t.als("nza")
    naar_escalatie(planmaker, t)
    planmaker.volg("Schakel de Vliegende Brigade in")
    planmaker.vul({"Wat moet de brigade helder maken?": "Waar zit het verschil tussen beide begrotingen?"})
    planmaker.druk("Schakel de brigade in")
    planmaker.is_gelukt()
    ziet_niets(nza, t)
    nza.ga("/vliegende-brigade/")
    nza.volg(re.compile(t.kenmerk))
    nza.inhoud.get_by_label(re.compile("^Willem Postma")).check()
    nza.druk("Geef leestoegang")
    nza.is_gelukt()
    nza.volg("Lees het dossier")
    expect(nza.inhoud).to_contain_text(t.titel)
    gelezen = nza.inhoud.inner_text()
    assert MERK not in gelezen
    assert "8.400.000" not in gelezen
    nza.ga("/vliegende-brigade/")
    nza.volg(re.compile(t.kenmerk))
    nza.vul({"Hoe ziet de brigade het probleem?": DUIDING})
    nza.druk("Rond af")
    nza.is_gelukt()
    ziet_niets(nza, t)
    naar_escalatie(planmaker, t)
    expect(planmaker.inhoud).to_contain_text(DUIDING)


def los_op(t: Toneel) -> None:
    """The ladder ends with what was agreed, for everyone to read."""
    planmaker = t.als("planmaker")
    naar_escalatie(planmaker, t)
    planmaker.open_stap("Het knelpunt is opgelost")
    planmaker.inhoud.get_by_role("textbox").first.fill("Het plan noemt voortaan wie de structurele kosten draagt.")
    planmaker.druk("Het knelpunt is opgelost")
    planmaker.is_gelukt()


def pas_het_plan_aan(t: Toneel, loop: Levensloop) -> None:
    """The insurers ask together for a change; the new version asks who it touches again, and says what changed (1b.1, 1e.3)."""
    loop.beoordeel("coordinerend")
    loop.stel_terugkoppeling_op("aanpassen").tweede_stemt_in()
    czv, planmaker = t.als("beoordelaar"), t.als("planmaker")
    naar_dossier(czv, t)
    czv.open_stap("Vraag om aanpassing")
    czv.inhoud.get_by_role("textbox").first.fill("Beschrijf wie na afloop de structurele kosten draagt.")
    czv.druk("Vraag om aanpassing")
    czv.is_gelukt()
    planmaker.pak_op("transformatieplan aanpassen")
    label = next(v.label for v in geldend_format("transformatieplan", vandaag()).velden if v.sleutel == "impact_keten")
    planmaker.vul({label: "De gemeenten dragen na afloop samen een derde van de structurele kosten."})
    planmaker.druk("Bewaar en lees na")
    naar_dossier(planmaker, t)
    planmaker.open_stap("Dien de aangepaste versie in")
    planmaker.druk("Dien de aangepaste versie in")
    planmaker.is_gelukt()


def stem_alsnog_in(t: Toneel, loop: Levensloop) -> None:
    """Each gemeente is asked again, reads what changed for it, and now all three approve (1b.1)."""
    for account in BESLISSERS:
        rol = t.als(account)
        naar_dossier(rol, t)
        rol.open_stap("Keur de onderdelen in het sociaal domein goed")
        expect(rol.inhoud).to_contain_text("versie 2")
        expect(rol.inhoud).to_contain_text("een derde van de structurele kosten")
        rol.druk("Keur de onderdelen in het sociaal domein goed")
        rol.is_gelukt()
    loop.geef_commitment()


def keur_goed(t: Toneel, loop: Levensloop) -> None:
    """Everybody judged the new version; one terugkoppeling, one decision."""
    loop.beoordeel().stel_terugkoppeling_op().tweede_stemt_in()
    czv, planmaker = t.als("beoordelaar"), t.als("planmaker")
    for account in ("planmaker", "deelnemer", "zorgkantoor"):
        rol = t.als(account)
        naar_dossier(rol, t)
        assert MERK not in rol.page.content(), f"{account} leest een oordeel."
    naar_dossier(czv, t)
    czv.zet_stap("Keur het transformatieplan goed", {"Toegekend bedrag": "8.400.000", "Motivering": "Alle partijen staan achter het plan."})
    naar_dossier(planmaker, t)
    expect(planmaker.inhoud).to_contain_text("goedgekeurd")
