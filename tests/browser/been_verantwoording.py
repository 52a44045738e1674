"""The legs of the money of one large plan: proof, an advance, a go/no-go, a partial KPI, an overrun, a repayment, and its lawfulness."""

import datetime as dt
import io
import re
from decimal import Decimal

from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

from config.voorbeeld import standen
from config.voorbeeld.levensloop import Levensloop
from kern.basis.datums import vandaag
from kern.basis.geld import toon_bedrag
from tests.browser.rol import Rol, Toneel
from transformatie.models import Kpi, KpiDeel
from verantwoording.models import Betaalopdrachtregel

TWINTIG_MILJOEN = Decimal("20000000")
PARTIJEN = ("Huisartsencoöperatie Waalstad", "GGZ Rivierenrijk", "Thuiszorg Maas en Waal", "Wijkzorg De Linge")
AANTAL = 12
DEEL = Decimal("1666666.67")
VOORSCHOT = Decimal("500000.01")
DEELS = Decimal("1000000.33")
TERUG = Decimal("250000.01")
REKENINGEN = (
    "toegezegd aan het plan",
    "toegekend per KPI, te betalen",
    "uitbetaald",
    "terug te vorderen",
    "terugbetaald aan het Zvw-fonds",
)
WAAROM = "Elke partij verantwoordt een eigen resultaat."


def zet_plan_klaar(t: Toneel, op: dt.date) -> Levensloop:
    """Twenty million, five parties, twelve KPI's of which the last three wait for a go/no-go; up to the day the execution can start."""
    loop = standen.toets_klaar_voor_besluit(
        t.wereld,
        op - dt.timedelta(days=330),
        titel="Zorg dichtbij in twaalf stappen",
        deelnemers=PARTIJEN,
        gemeenten=(),
        bedrag=TWINTIG_MILJOEN,
    )
    loop.na(3).keur_toets_goed().na(20).schrijf_plan()
    maak_twaalf_kpis(loop)
    loop.na(20).dien_plan_in().na(3).plan_compleet().na(10).geef_commitment().na(10).beoordeel()
    loop.na(5).stel_terugkoppeling_op().na(2).tweede_stemt_in().na(2).keur_plan_goed()
    loop.na(5).reserveer().na(10).teken().na(14).beschik().na(3).spreek_sleutel_af().spreek_kostenvorm_af()
    t.titel, t.kenmerk = loop.dossier.titel, loop.dossier.kenmerk
    return loop


def maak_twaalf_kpis(loop: Levensloop) -> None:
    """Twelve equal amounts, to the cent; who has more KPI's than the guideline says why (1f.2)."""
    versie = loop.plan.laatste_versie
    KpiDeel.objects.filter(kpi__versie=versie).delete()
    go, partijen = versie.mijlpalen.get(is_go_no_go=True), [loop.planmaker.organisatie, *loop.deelnemers]
    eerste = versie.kpis.get(nummer=1)
    versie.kpis.update(na_mijlpaal=None)
    versie.kpi_motivering = WAAROM
    versie.save()
    for nummer in range(1, AANTAL + 1):
        bedrag = DEEL if nummer < AANTAL else TWINTIG_MILJOEN - DEEL * (AANTAL - 1)
        wie = partijen[(nummer - 1) % len(partijen)]
        vast = {"bedrag": bedrag, "organisatie": wie, "sector": wie.sector, "na_mijlpaal": go if nummer > 9 else None}
        anders = {"omschrijving": f"Stap {nummer} is gezet", "indicator": eerste.indicator, "streefwaarde": "100%"}
        Kpi.objects.update_or_create(
            versie=versie, nummer=nummer, defaults=vast, create_defaults={**vast, **anders, "meten_op": eerste.meten_op}
        )


def naar_vandaag(loop: Levensloop, op: dt.date) -> Levensloop:
    """Execution runs since half a year; the money of KPI 1 is proved and judged, and the costs of the quarters are known."""
    loop.start_uitvoering().na(20).leg_voortgang_vast().dien_bewijs_in(1).na(3).beoordeel_kpi(1)
    return loop.naar(op)


# --- the legs -----------------------------------------------------------------------------------------------------


def naar(rol: Rol, t: Toneel, blad: str) -> None:
    rol.ga(f"/dossiers/{t.kenmerk}/{blad}/")


def geef_voorschot_bij_kpi_1(t: Toneel) -> None:
    """The CZV grants KPI 1 and releases an advance on KPI 2 with it (1g.4)."""
    czv = t.als("beoordelaar")
    naar(czv, t, "kpis/1")
    czv.open_stap("Ken het bedrag toe")
    keuze = czv.veld("Voorschot op een volgende KPI (1g.4)")
    keuze.select_option(value=keuze.locator("option").filter(has_text="KPI 2:").get_attribute("value"))
    czv.vul({"Bedrag van het voorschot": toon_bedrag(VOORSCHOT), "Motivering": "Behaald; KPI 2 vraagt nu een investering."})
    czv.druk("Ken het bedrag toe")
    czv.is_gelukt()


def betaal(t: Toneel, nummer: int) -> None:
    """A second person orders; each insurer finds its lines in its own list and marks them paid (3a.5)."""
    tweede_persoon = t.als("tweede-persoon")
    naar(tweede_persoon, t, f"kpis/{nummer}")
    tweede_persoon.open_stap("Geef de betaalopdracht")
    tweede_persoon.druk(re.compile("^Geef (de )?(betaal)?opdracht"))
    tweede_persoon.is_gelukt()
    for account in ("tweede-persoon", "tweede"):
        rol = t.als(account)
        rol.ga("/uitbetalingen/")
        while (regel := rol.inhoud.get_by_role("row").filter(has_text="Leg de betaling vast")).count():
            leg_betaling_vast(rol, regel.first, nummer)


def leg_betaling_vast(rol: Rol, regel: Locator, nummer: int) -> None:
    regel.get_by_text("Leg de betaling vast").first.click()
    rol.vul({"Kenmerk van de betaling": f"BANK-{nummer}"}, regel)
    rol.druk(re.compile("^Leg vast"), regel)
    rol.is_gelukt()


def besluit_go(t: Toneel) -> None:
    """KPI 10 waits for the go/no-go, which the CZV decides (1g.6)."""
    czv, planmaker = t.als("beoordelaar"), t.als("planmaker")
    naar(planmaker, t, "kpis/10")
    assert "1g.6" in planmaker.belet("Dien het bewijs in")
    naar(czv, t, "kpis")
    czv.inhoud.get_by_text("Neem het besluit", exact=True).click()
    czv.inhoud.get_by_label(re.compile("^go: ga door")).check()
    czv.vul({"Onderbouwing": "De eerste negen stappen laten resultaat zien."})
    czv.druk("Leg het besluit vast")
    czv.is_gelukt()


def ken_kpi_2_deels_toe(t: Toneel) -> None:
    """KPI 2 is reached in part; the advance is settled with what is granted (1g.4, 1g.5)."""
    czv = t.als("beoordelaar")
    naar(czv, t, "kpis/2")
    czv.open_stap("Beoordeel de KPI")
    czv.kies("Is de KPI behaald?", "deels behaald")
    czv.vul({"Bedrag dat bij het behaalde hoort": toon_bedrag(DEELS), "Waarop baseert u dit?": "Zes van de tien locaties doen mee."})
    czv.druk("Beoordeel de KPI")
    czv.is_gelukt()
    naar(czv, t, "kpis/2")
    czv.zet_stap("Ken het bedrag toe", {"Motivering": "Naar rato van wat is behaald."})


def stuur_bij_met_terugbetaling(t: Toneel) -> None:
    """Costs are off, which opened a bijsturing by itself; the penvoerder proposes to pay back, the CZV agrees (3a.4)."""
    planmaker, czv = t.als("planmaker"), t.als("beoordelaar")
    naar(planmaker, t, "bijsturing")
    kop = planmaker.inhoud.get_by_role("heading", name="Terugbetalen aan het Zvw-fonds")
    weg = kop.locator("xpath=following-sibling::details[1]")
    weg.locator("summary").click()
    planmaker.vul({"Hoeveel gaat terug?": toon_bedrag(TERUG), "Waarom is dit bedrag redelijk?": "De inkoop van de meters viel mee."}, weg)
    planmaker.veld("Wie betaalt terug?", weg).select_option(label="Ziekenhuis Waalstad")
    planmaker.vul({"Eerste termijn uiterlijk op": (vandaag() + dt.timedelta(days=30)).isoformat()}, weg)
    planmaker.druk("Leg voor aan de andere kant", weg)
    planmaker.is_gelukt()
    naar(czv, t, "bijsturing")
    czv.vul({"Waarom vindt u dit redelijk?": "Redelijk, gezien de eindstand."})
    czv.druk("Stem in met dit voorstel")
    czv.is_gelukt()


def ontvang_terugbetaling(t: Toneel) -> None:
    """The CZV registers what came in; it goes to the Zvw-fonds (3a.4)."""
    czv = t.als("beoordelaar")
    naar(czv, t, "terugbetalingen")
    czv.inhoud.get_by_text("Leg een ontvangst vast").first.click()
    czv.vul({"Ontvangen bedrag": toon_bedrag(TERUG), "Betalingskenmerk": "NL-TERUG-1"})
    czv.druk("Leg vast")
    czv.is_gelukt()


# --- what must agree ----------------------------------------------------------------------------------------------


def bedrag_bij(plek: Locator, naam: str) -> Decimal:
    """The amount in the line of a list of this name; 0 when the list leaves it out."""
    regel = plek.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*{re.escape(naam)}\s*€", re.IGNORECASE))
    return lees(regel.first.inner_text()) if regel.count() else Decimal(0)


def lees(tekst: str) -> Decimal:
    """The last amount in a text, as the screens write it."""
    gevonden = re.findall(r"€[\s\u00a0]*([\d.]+(?:,\d{2})?)", tekst)
    assert gevonden, f"geen bedrag in: {tekst!r}"
    return Decimal(gevonden[-1].replace(".", "").replace(",", "."))


def grootboek(rol: Rol, t: Toneel) -> dict[str, Decimal]:
    """What the ledger of the plan says, as its page shows it."""
    naar(rol, t, "grootboek")
    stand = rol.inhoud.get_by_role("region", name=re.compile("^Stand per rekening"))
    return {naam: bedrag_bij(stand, naam) for naam in REKENINGEN}


def rechtmatigheid(rol: Rol, t: Toneel) -> dict[str, Decimal]:
    """The same of the rechtmatigheidsdossier."""
    naar(rol, t, "rechtmatigheid")
    geld = rol.inhoud.get_by_role("region", name="Het geld")
    return {naam: bedrag_bij(geld, naam) for naam in REKENINGEN}


def samen_betaald(rol: Rol, t: Toneel) -> Decimal:
    """What the insurers paid together, as the statement per party tells it."""
    naar(rol, t, "rekeningoverzicht")
    return bedrag_bij(rol.inhoud.get_by_role("region", name="Zorgverzekeraars"), "Samen betaald")


def open_op_het_betaalblad(rol: Rol) -> Decimal:
    """The total on the sheet of what an insurer still has to pay."""
    rol.ga("/uitbetalingen/")
    with rol.page.expect_download() as lading:
        rol.inhoud.get_by_role("link", name=re.compile("xlsx")).first.click()
    blad = load_workbook(io.BytesIO(lading.value.path().read_bytes())).active
    assert blad is not None
    return Decimal(str(blad.cell(blad.max_row, blad.max_column).value))


def betaald_volgens_de_opdrachten(loop: Levensloop) -> Decimal:
    """The lines that were marked paid."""
    regels = Betaalopdrachtregel.objects.filter(opdracht__toekenning=loop.toekenning, betaald_op__isnull=False)
    return sum((r.bedrag for r in regels), Decimal(0))


def oordeel_positief(t: Toneel) -> None:
    """The NZa finds the plan in its own list and judges (3a.5)."""
    nza = t.als("nza")
    nza.ga("/rechtmatigheid/")
    nza.volg(t.titel)
    nza.inhoud.get_by_text("Geef een oordeel", exact=True).click()
    nza.inhoud.get_by_label("positief", exact=True).check()
    nza.vul({"Onderbouwing": "De vier onderdelen zijn aangetoond en de bedragen sluiten."})
    nza.druk("Leg het oordeel vast")
    nza.is_gelukt()
    expect(nza.inhoud).to_contain_text("vier onderdelen compleet")
