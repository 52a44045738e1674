"""The last legs of the main job: from an approved plan to a paid KPI, its letters and the monitor."""

import re
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from kern.basis.datums import vandaag
from kern.documenten.tasks import maak_brieven
from kern.gebruikers.voorbeeld import WACHTWOORD
from tests.browser.rol import Rol, Toneel
from tests.browser.samen import naar_dossier
from tests.kern.documenten.bestanden import pdf

BEWIJS = "De meldkamer draait; het verslag van de audit is bijgevoegd."
BRIEVEN = ("Besluit op de snelle toets", "Besluit op het transformatieplan", "Uitbetalingsbesluit")


def sluit_overeenkomst(t: Toneel) -> None:
    """The CZV reserves and draws up the agreement; parties sign in the application or on paper; both sides confirm the application."""
    czv = t.als("beoordelaar")
    czv.pak_op("reserveer")
    czv.zet_stap("Reserveer de middelen")
    naar_dossier(czv, t)
    czv.volg("Naar de overeenkomst")
    assert "Stel eerst de overeenkomst op." in czv.belet("De overeenkomst is getekend")
    expect(czv.veld("Overeengekomen bedrag")).to_have_value("8.400.000")
    czv.druk("Stel op")
    czv.is_gelukt()
    assert "Huisartsencoöperatie Waalstad heeft nog niet getekend." in czv.belet("De overeenkomst is getekend")
    maak_brieven()
    for account in ("planmaker", "tweede", "beoordelaar"):
        teken_zelf(t.als(account))
    naar_dossier(czv, t)
    czv.volg("Naar de overeenkomst")
    partij = czv.inhoud.get_by_role("listitem").filter(has_text="Huisartsencoöperatie Waalstad").filter(has_text="moet nog tekenen")
    partij.get_by_text(re.compile("^Leg een handtekening op papier vast")).click()
    czv.vul({"Naam van wie tekende": "Mr. A. de Graaf", "Functie": "bestuurder"}, partij)
    exemplaar = {"name": "getekend.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    czv.veld("Ondertekend exemplaar", partij).set_input_files(exemplaar)
    czv.druk("Leg vast", partij)
    czv.is_gelukt()
    czv.zet_stap("De overeenkomst is getekend")
    bevestig_aanvraag(t)


def teken_zelf(rol: Rol) -> None:
    """Sign for the own organisation, with one's password; a wrong one is refused and the rest stays."""
    rol.pak_op("Teken de overeenkomst")
    expect(rol.kop).to_have_text("Teken de overeenkomst")
    rol.veld("Ik heb de overeenkomst met de KPI-bijlage gelezen en teken namens mijn organisatie.").check()
    rol.vul({"Uw functie": "lid van de raad van bestuur", "Uw wachtwoord": "een verkeerd wachtwoord"})
    rol.druk(re.compile("^Teken namens "))
    expect(rol.page.get_by_role("alert").first).to_contain_text("Dit wachtwoord klopt niet")
    expect(rol.veld("Uw functie").first).to_have_value("lid van de raad van bestuur")
    rol.vul({"Uw wachtwoord": WACHTWOORD})
    rol.druk(re.compile("^Teken namens "))
    rol.is_gelukt()


def bevestig_aanvraag(t: Toneel) -> None:
    """Both sides confirm the joint application, each from the werkvoorraad; then it is with the NZa (3a.5)."""
    for account in ("beoordelaar", "planmaker"):
        rol = t.als(account)
        rol.pak_op("Bevestig de aanvraag")
        rol.druk("Bevestig de aanvraag")
        rol.is_gelukt()
    expect(t.als("planmaker").inhoud).to_contain_text("Verstuurd aan de NZa")


def krijg_beschikking(t: Toneel) -> None:
    """The NZa registers its betaalbeschikking; an impossible one is refused at its field."""
    nza = t.als("nza")
    nza.pak_op("betaalbeschikking")
    nza.open_stap("Leg de betaalbeschikking vast")
    besluit = {"name": "tb.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    nza.vul({"Kenmerk van de NZa": "TB/REG-26-001", "Afgegeven op": vandaag().isoformat(), "Bedrag": "9.400.000"})
    nza.veld("De betaalbeschikking").set_input_files(besluit)
    nza.druk("Leg de betaalbeschikking vast")
    expect(nza.page.get_by_role("alert").first).to_contain_text("kan niet hoger zijn dan het toegekende bedrag van € 8.400.000")
    expect(nza.veld("Kenmerk van de NZa")).to_have_value("TB/REG-26-001")
    nza.vul({"Bedrag": "8.400.000,00"})
    nza.veld("De betaalbeschikking").set_input_files(besluit)
    nza.druk("Leg de betaalbeschikking vast")
    nza.is_gelukt()


def begin_uitvoering(t: Toneel) -> None:
    """Execution starts once the form of cost registration is agreed (3a.3)."""
    czv, planmaker = t.als("beoordelaar"), t.als("planmaker")
    naar_dossier(czv, t)
    belet = czv.belet("Start de uitvoering")
    assert "Spreek eerst af hoe de kosten worden geregistreerd." in belet
    assert "3a.3" in belet
    planmaker.pak_op("kosten")
    planmaker.page.get_by_text("Leg de vorm vast", exact=True).click()
    planmaker.kies("Hoe worden de kosten geregistreerd?", "kostenplaats op planniveau")
    planmaker.druk("Leg vast")
    planmaker.is_gelukt()
    naar_dossier(czv, t)
    czv.zet_stap("Start de uitvoering")


def dien_bewijs_in(t: Toneel) -> None:
    """The penvoerder proves KPI 1 with a file; KPI 3 still waits for the go/no-go (1g.6)."""
    planmaker = t.als("planmaker")
    naar_kpi(planmaker, t, 3)
    assert "1g.6" in planmaker.belet("Dien het bewijs in")
    naar_kpi(planmaker, t, 1)
    planmaker.open_stap("Dien het bewijs in")
    planmaker.vul({"Wat is bereikt, en waaruit blijkt dat?": BEWIJS})
    planmaker.veld("Bewijsstuk").set_input_files({"name": "audit.pdf", "mimeType": "application/pdf", "buffer": b"geen pdf"})
    planmaker.druk("Dien het bewijs in")
    expect(planmaker.page).to_have_title(re.compile("^Fout: "))
    expect(planmaker.veld("Wat is bereikt, en waaruit blijkt dat?")).to_have_value(BEWIJS)
    planmaker.veld("Bewijsstuk").set_input_files({"name": "audit.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    planmaker.druk("Dien het bewijs in")
    planmaker.is_gelukt()


def naar_kpi(rol: Rol, t: Toneel, nummer: int) -> None:
    """To the page of one KPI, by way of the dossier and the table."""
    naar_dossier(rol, t)
    rol.volg(re.compile("^Naar de KPI's"))
    rol.volg(re.compile(rf"^(KPI )?{nummer}\b"))


def beoordeel_en_ken_toe(t: Toneel) -> None:
    """The CZV reads the evidence, judges and grants; the same person does not pay (3a.5)."""
    czv = t.als("beoordelaar")
    czv.pak_op("beoordeel KPI 1")
    czv.open_stap("Beoordeel de KPI")
    expect(czv.inhoud).to_contain_text("audit.pdf")
    czv.kies("Is de KPI behaald?", "behaald")
    czv.vul({"Waarop baseert u dit?": "Gezien in het verslag van de audit."})
    czv.druk("Beoordeel de KPI")
    czv.is_gelukt()
    naar_kpi(czv, t, 1)
    czv.zet_stap("Ken het bedrag toe", {"Motivering": "Conform de afspraken in de overeenkomst."})
    naar_kpi(czv, t, 1)
    belet = czv.belet("Geef de betaalopdracht")
    assert "U kende dit bedrag zelf toe. Een tweede persoon bij de coördinerende zorgverzekeraar geeft de betaalopdracht." in belet
    assert "Er is nog geen voortgangsmoment vastgelegd" in belet
    assert "3a.5" in belet


def leg_voortgang_vast(t: Toneel) -> None:
    """Progress and costs are discussed and put on record, without which nothing is paid (3a.5)."""
    planmaker = t.als("planmaker")
    naar_dossier(planmaker, t)
    planmaker.volg("Leg de voortgang vast")
    planmaker.vul({"Kosten tot nu": "€ 410.000,-", "Wat is besproken?": "Op schema; werving loopt."})
    planmaker.druk("Leg vast")
    planmaker.is_gelukt()


def betaal_uit(t: Toneel) -> None:
    """A second person at the CZV orders the payment, and the CZV says when it was paid; everybody sees what went out."""
    tweede_persoon, planmaker = t.als("tweede-persoon"), t.als("planmaker")
    tweede_persoon.pak_op("betaalopdracht voor KPI 1")
    tweede_persoon.open_stap("Geef de betaalopdracht")
    tweede_persoon.druk("Geef opdracht voor € 2.400.000")
    tweede_persoon.is_gelukt()
    tweede_persoon.pak_op("betaal bij KPI 1")
    tweede_persoon.page.get_by_text("Leg de betaling vast", exact=True).click()
    tweede_persoon.vul({"Kenmerk van de betaling": "INGB-2026-0001"})
    tweede_persoon.druk(re.compile("^Leg vast"))
    tweede_persoon.is_gelukt()
    naar_kpi(planmaker, t, 1)
    expect(planmaker.inhoud).to_contain_text("betaald")


def haal_brieven_op(t: Toneel, map_: Path) -> None:
    """The worker makes the three letters; the planmaker downloads each, and it names the dossier."""
    maak_brieven()
    planmaker = t.als("planmaker")
    for titel in BRIEVEN:
        naar_dossier(planmaker, t)
        bestand = planmaker.download(titel, map_)
        assert bestand.read_bytes().startswith(b"%PDF-")
        tekst = " ".join("".join(blad.extract_text() for blad in PdfReader(bestand).pages).split())
        assert t.kenmerk in tekst, f"{titel} noemt {t.kenmerk} niet"


def kijk_op_de_monitor(t: Toneel) -> None:
    """The bestuurlijke groep sees what was asked, granted and paid, without seeing the dossier."""
    groep = t.als("groep")
    groep.volg("Monitor", groep.page.get_by_role("navigation", name="Hoofdmenu").first)
    cijfers = groep.inhoud.get_by_role("listitem")
    for naam, waarde in (("Ingediende dossiers", "1"), ("Gevraagd", "€ 8,4 mln"), ("Toegekend", "€ 8,4 mln"), ("Uitbetaald", "€ 2,4 mln")):
        expect(cijfers.filter(has_text=naam).first).to_contain_text(waarde)
    antwoord = groep.page.goto(f"/dossiers/{t.kenmerk}/")
    assert antwoord is not None
    assert antwoord.status == 404


def lees_berichten(t: Toneel) -> None:
    """What happened on the way was told to who must know, in words."""
    deelnemer = t.als("deelnemer")
    deelnemer.volg(re.compile("^Berichten"), deelnemer.page.get_by_role("navigation", name="Hoofdmenu").first)
    for onderwerp in ("snelle toets goedgekeurd", "transformatieplan goedgekeurd", "uitvoering gestart"):
        expect(deelnemer.inhoud).to_contain_text(re.compile(onderwerp, re.IGNORECASE))
