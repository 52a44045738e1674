"""The first legs of the main job: from a new dossier to an approved snelle toets."""

import re

from playwright.sync_api import expect

from config.voorbeeld import teksten
from kern.basis.datums import vandaag
from kern.termijnen.kalender import bereken
from kern.web.templatetags.schermtaal import dag_kort
from tests.browser.rol import Toneel
from tests.browser.samen import beoordeel_alles, kom_tot_terugkoppeling, naar_dossier
from transformatie.formats import geldend_format

TITEL = "Hartzorg dichtbij: thuismeten en anderhalvelijnszorg"


def begin_dossier(t: Toneel) -> None:
    """The planmaker opens a dossier; what is missing is said at its place, and what was typed stays."""
    planmaker = t.als("planmaker")
    expect(planmaker.kop).to_be_visible()
    planmaker.volg("Dossiers", planmaker.page.get_by_role("navigation", name="Hoofdmenu").first)
    planmaker.volg("Begin een dossier")
    t.titel = TITEL
    planmaker.vul({"Titel": TITEL, "Waar gaat het plan over?": "Controles verhuizen van de polikliniek naar huis en de wijk."})
    planmaker.veld("Regio van de penvoerder").select_option(label="Nijmegen")
    expect(planmaker.inhoud.get_by_role("status").filter(has_text="VGZ en CZ").first).to_be_visible()
    planmaker.kies("Domeinen", "Zorgverzekeringswet")
    planmaker.kies("Domeinen", "sociaal domein")
    planmaker.kies("Sectoren", "medisch-specialistische zorg")
    planmaker.druk("Begin het dossier")
    expect(planmaker.page).to_have_title(re.compile("^Fout: Begin een dossier"))
    expect(planmaker.page.get_by_role("alert").first).to_contain_text("Kies welke gemeenten erbij betrokken zijn (1a.1).")
    expect(planmaker.veld("Titel")).to_have_value(TITEL)
    planmaker.veld("Betrokken gemeenten").select_option(label="Gemeente Nijmegen")
    planmaker.druk("Begin het dossier")
    planmaker.is_gelukt()
    t.kenmerk = re.search(r"TP-\d{4}-\d{4}", planmaker.page.url).group()  # type: ignore[union-attr]


def nodig_partijen_uit(t: Toneel) -> None:
    """The planmaker invites the deelnemer; the CZV the gemeente, without which the startgesprek cannot be planned (1a.1)."""
    planmaker, czv = t.als("planmaker"), t.als("beoordelaar")
    naar_dossier(planmaker, t)
    planmaker.volg("Partijen en domeinen")
    planmaker.vul({"Organisatie": "Huisartsencoöperatie Waalstad"})
    planmaker.veld("Rol").select_option(label="deelnemer")
    planmaker.druk("Nodig uit", planmaker.inhoud.get_by_role("region", name="Nodig een partij uit"))
    planmaker.is_gelukt()

    czv.pak_op("startgesprek plannen")
    belet = czv.belet("Plan het startgesprek")
    assert "Nodig eerst gemeente Nijmegen uit." in belet
    assert "1a.1" in belet
    czv.volg("Partijen en domeinen")
    czv.vul({"Organisatie": "gemeente nijmegen"})
    czv.veld("Rol").select_option(label="gemeente")
    czv.veld("Vraagt (mede) SPUK aan").check()
    czv.druk("Nodig uit", czv.inhoud.get_by_role("region", name="Nodig een partij uit"))
    czv.is_gelukt()
    expect(czv.inhoud.get_by_role("row").filter(has_text="Gemeente Nijmegen")).to_contain_text("vraagt SPUK aan")


def voer_startgesprek(t: Toneel) -> None:
    """The CZV plans the startgesprek for today and puts its outcome on record; everybody reads it."""
    czv, planmaker = t.als("beoordelaar"), t.als("planmaker")
    naar_dossier(czv, t)
    czv.zet_stap("Plan het startgesprek", {"Datum": vandaag().isoformat(), "Tijd": "10:30", "Plaats of link": "Waalstad, zaal 2"})
    czv.pak_op("startgesprek vastleggen")
    czv.zet_stap("Leg het gesprek vast", {"Uitkomst in een zin": "Werk dit uit tot een snelle toets, samen met de gemeente."})
    naar_dossier(planmaker, t)
    expect(planmaker.inhoud).to_contain_text("Werk dit uit tot een snelle toets, samen met de gemeente.")


def schrijf_toets(t: Toneel) -> None:
    """The planmaker writes; the concept saves itself and says when, and handing in waits for the karakter (1h.1)."""
    planmaker = t.als("planmaker")
    planmaker.pak_op("snelle toets schrijven")
    velden = {v.sleutel: v.label for v in geldend_format("snelle_toets", vandaag()).velden}
    planmaker.vul({velden[sleutel]: tekst for sleutel, tekst in teksten.TOETS.items()})
    planmaker.vul({"Gevraagd bedrag in euro": "8.400.000"})
    planmaker.veld("Gevraagd bedrag in euro").blur()
    expect(planmaker.inhoud.get_by_text(re.compile(r"Bewaard om \d\d:\d\d"))).to_be_visible(timeout=15_000)
    planmaker.page.reload()
    expect(planmaker.veld(velden["knelpunten"])).to_have_value(teksten.TOETS["knelpunten"])
    planmaker.druk("Bewaar en lees na")
    belet = planmaker.belet("Dien de snelle toets in")
    assert "De indieners hebben het karakter nog niet bevestigd." in belet
    assert "1h.1" in belet


def bevestig_karakter_en_dien_in(t: Toneel) -> None:
    """Both sides confirm the karakter; then the penvoerder reads all of it once more and hands in."""
    planmaker, czv = t.als("planmaker"), t.als("beoordelaar")
    naar_dossier(planmaker, t)
    planmaker.open_stap("Bevestig het karakter")
    planmaker.kies("Karakter van het plan", "opschaling")
    planmaker.vul({"Ruimte om te experimenteren": teksten.EXPERIMENTEERRUIMTE})
    planmaker.druk("Bevestig het karakter")
    belet = planmaker.belet("Dien de snelle toets in")
    assert "De coördinerende zorgverzekeraar heeft het karakter (opschaling) nog niet bevestigd." in belet

    czv.pak_op("karakter van het plan bevestigen")
    czv.open_stap("Bevestig het karakter")
    expect(czv.inhoud.get_by_label("opschaling")).to_be_checked()
    czv.druk("Bevestig het karakter")
    czv.is_gelukt()

    planmaker.pak_op("snelle toets schrijven en indienen")
    naar_dossier(planmaker, t)
    planmaker.open_stap("Dien de snelle toets in")
    expect(planmaker.inhoud).to_contain_text("Lees na wat u indient")
    expect(planmaker.inhoud).to_contain_text("€ 8.400.000")
    planmaker.druk("Dien de snelle toets in")
    planmaker.is_gelukt()


def verklaar_toets_compleet(t: Toneel) -> None:
    """The CZV finds the snelle toets complete; the four weeks run from today (1e.1)."""
    czv = t.als("beoordelaar")
    czv.pak_op("compleetheid van de snelle toets")
    czv.zet_stap("Verklaar compleet")
    naar_dossier(czv, t)
    assert "Er is nog geen gezamenlijke terugkoppeling" in (belet := czv.belet("Keur de snelle toets goed"))
    assert "1c.2" in belet
    assert "1b.3" in belet
    expect(czv.inhoud.locator("dl.tijden").first).to_contain_text(dag_kort(bereken(vandaag(), "4w").einde))


def wijs_regiocoordinator_toe(t: Toneel) -> None:
    """The CZV assigns an external regiocoordinator (1b.3)."""
    czv = t.als("beoordelaar")
    naar_dossier(czv, t)
    czv.volg("Wijs een regiocoördinator toe")
    czv.inhoud.get_by_label(re.compile("^Ahmed Yildiz")).check()
    czv.druk("Wijs toe")
    czv.is_gelukt()


def beoordeel_toets(t: Toneel) -> None:
    """All four judge every point; the submitter sees nothing of it (1c.2)."""
    beoordeel_alles(t, "Snelle toets beoordelen", aantal=7)


def besluit_over_toets(t: Toneel) -> None:
    """One terugkoppeling of both insurers, then the decision."""
    kom_tot_terugkoppeling(t, teksten.TERUGKOPPELING)
    czv, planmaker = t.als("beoordelaar"), t.als("planmaker")
    naar_dossier(czv, t)
    czv.zet_stap("Keur de snelle toets goed", {"Motivering": "Past bij de opgave van de regio en heeft substantiële impact."})
    naar_dossier(planmaker, t)
    expect(planmaker.inhoud).to_contain_text(teksten.TERUGKOPPELING)
