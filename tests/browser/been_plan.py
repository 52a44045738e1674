"""The middle legs of the main job: from an empty plan to an approved one."""

import datetime as dt
import re

from playwright.sync_api import expect

from config.voorbeeld import teksten
from kern.basis.datums import vandaag
from tests.browser.rol import Toneel
from tests.browser.samen import beoordeel_alles, kom_tot_terugkoppeling, naar_dossier
from transformatie.formats import geldend_format

TERUGKOPPELING = "Wij zijn samen positief over het plan. De borging na afloop is nu goed beschreven."
KPIS = [  # what, of what to what, how much, by whom, in the social domain
    ("Meldkamer voor thuismeten is ingericht", "meldkamer in gebruik", "ja", "2.400.000", "Ziekenhuis Waalstad", False),
    ("Patiënten volgen hun zorg thuis", "aantal patiënten", "1.200", "€ 3.500.000,00", "Huisartsencoöperatie Waalstad", False),
    ("Leefstijlprogramma draait in de wijken", "deelnemers per jaar", "400", "2500000", "Huisartsencoöperatie Waalstad", True),
]


def schrijf_plan(t: Toneel) -> None:
    """The planmaker fills the chapters and marks what lies in the social domain."""
    planmaker = t.als("planmaker")
    planmaker.pak_op("transformatieplan schrijven")
    labels = {v.sleutel: v.label for v in geldend_format("transformatieplan", vandaag()).velden}
    inhoud = {**teksten.PLAN, **{k: v for k, v in teksten.TOETS.items() if k in labels}}
    planmaker.vul({labels[sleutel]: tekst for sleutel, tekst in inhoud.items()})
    keten = planmaker.inhoud.locator(f"#div_id_{'impact_keten'} ~ .veld").first
    keten.get_by_label("Dit onderdeel valt in het sociaal domein").check()
    planmaker.vul({"Gevraagd bedrag in euro": "8,4 miljoen"})
    planmaker.druk("Bewaar en lees na")
    belet = planmaker.belet("Dien het transformatieplan in")
    assert "Er zijn nog geen KPI's. Leg ten minste een KPI met een bedrag vast." in belet
    assert "1f.3" in belet


def leg_afspraken_vast(t: Toneel) -> None:
    """Two mijlpalen, one a go/no-go, and three KPI's; they must add up to what is asked (1f.3)."""
    planmaker = t.als("planmaker")
    for nummer, (titel, dagen) in enumerate((("Meldkamer in gebruik", 240), ("Besluit over opschalen", 420)), 1):
        planmaker.volg("Voeg een mijlpaal toe")
        planmaker.vul({"Titel": titel, "Datum": (vandaag() + dt.timedelta(days=dagen)).isoformat()})
        if nummer == 2:
            planmaker.inhoud.get_by_label(re.compile("go/no-go", re.IGNORECASE)).check()
        planmaker.druk("Bewaar")
    for nummer, (wat, indicator, streefwaarde, bedrag, wie, is_sociaal) in enumerate(KPIS, 1):
        planmaker.volg("Voeg een KPI toe")
        planmaker.vul({"Omschrijving": wat, "Indicator": indicator, "Streefwaarde": streefwaarde, "Bedrag in euro": bedrag})
        planmaker.vul({"Te behalen op": (vandaag() + dt.timedelta(days=180 * nummer)).isoformat()})
        planmaker.veld("Verantwoordelijke partij").select_option(label=wie)
        planmaker.veld("Sector").select_option(index=1)
        if nummer == 3:
            planmaker.inhoud.get_by_label(re.compile("^Wacht op go/no-go")).select_option(label="mijlpaal 2: Besluit over opschalen")
        if is_sociaal:
            planmaker.inhoud.get_by_label(re.compile("^Valt in het sociaal domein")).check()
        planmaker.druk("Bewaar")
        if nummer == 2:
            belet = planmaker.belet("Dien het transformatieplan in")
            assert "De KPI's tellen op tot € 5.900.000; gevraagd is € 8.400.000." in belet
    expect(planmaker.inhoud).to_contain_text("De KPI's tellen op tot € 8.400.000, precies wat is gevraagd.")


def dien_plan_in(t: Toneel) -> None:
    """The penvoerder hands in; the CZV finds it complete and reads what the approval still waits for (1b.1, 1c.2)."""
    planmaker, czv = t.als("planmaker"), t.als("beoordelaar")
    naar_dossier(planmaker, t)
    planmaker.open_stap("Dien het transformatieplan in")
    expect(planmaker.inhoud).to_contain_text("Lees na wat u indient")
    planmaker.druk("Dien het transformatieplan in")
    planmaker.is_gelukt()
    czv.pak_op("compleetheid van het transformatieplan")
    czv.zet_stap("Verklaar compleet")
    naar_dossier(czv, t)
    belet = czv.belet("Keur het transformatieplan goed")
    for zin in (
        "Huisartsencoöperatie Waalstad heeft nog geen commitment gegeven.",
        "Gemeente Nijmegen heeft haar onderdelen nog niet goedgekeurd.",
        "Dit plan raakt het sociaal domein; gemeente Nijmegen heeft het nog niet mee beoordeeld.",
        "De regiocoördinator van gemeente Almere heeft nog geen oordeel gegeven.",
        "Er is nog geen gezamenlijke terugkoppeling met CZ vastgesteld.",
    ):
        assert zin in belet, f"{zin} ontbreekt in: {belet}"
    for regel in ("1b.1", "1b.2", "1b.3", "1c.2"):
        assert regel in belet


def geef_commitment(t: Toneel) -> None:
    """Each party commits to the version it read, and the gemeente approves its own parts besides (1b.1)."""
    for account in ("planmaker", "deelnemer", "gemeente"):
        rol = t.als(account)
        rol.pak_op("commitment")
        rol.open_stap("Geef commitment")
        expect(rol.inhoud).to_contain_text("Waar u zich over uitspreekt: versie 1")
        expect(rol.veld("Uw functie")).not_to_have_value("")
        rol.druk("Geef commitment")
        rol.is_gelukt()
    gemeente = t.als("gemeente")
    naar_dossier(gemeente, t)
    gemeente.zet_stap("Keur de onderdelen in het sociaal domein goed")


def beoordeel_plan(t: Toneel) -> None:
    """All four judge the plan on every point."""
    beoordeel_alles(t, "Transformatieplan beoordelen", aantal=14)


def besluit_over_plan(t: Toneel) -> None:
    """The joint terugkoppeling, the decision, and the four months and eight weeks that were kept."""
    kom_tot_terugkoppeling(t, TERUGKOPPELING)
    czv = t.als("beoordelaar")
    naar_dossier(czv, t)
    czv.open_stap("Keur het transformatieplan goed")
    czv.vul({"Toegekend bedrag": "9.000.000", "Motivering": "Alle partijen staan achter het plan."})
    czv.druk("Keur het transformatieplan goed")
    expect(czv.page).to_have_title(re.compile("^Fout: "))
    expect(czv.page.get_by_role("alert").first).to_contain_text("toegekend wordt € 9.000.000")
    expect(czv.veld("Motivering")).to_have_value("Alle partijen staan achter het plan.")
    czv.vul({"Toegekend bedrag": "8.400.000"})
    czv.druk("Keur het transformatieplan goed")
    czv.is_gelukt()
