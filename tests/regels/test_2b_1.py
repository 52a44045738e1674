"""2b.1: a plan describes its impact on one of the four criteria, and always on the transitiedoelen and the regioplan."""

import datetime as dt

import pytest

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from tests.fabrieken.wereld import plan_in_beoordeling, plan_in_opstelling, plan_klaar_voor_besluit, toets_klaar_om_in_te_dienen
from tests.regels.hulp import belet
from transformatie.formats import geldend_format

CRITERIA = [v.sleutel for v in geldend_format("transformatieplan", dt.date(2025, 4, 1)).criteria]
CRITERIUM = "Beschrijf de impact op ten minste een van de vier criteria."
DOELEN = "Beschrijf de impact op de transitiedoelen."
REGIOPLAN = "Beschrijf de impact op het regioplan."


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    return plan_in_opstelling(wereld)


def schrijf(loop: Levensloop, **velden: str) -> None:
    versie = loop.plan.laatste_versie
    versie.inhoud = {**versie.inhoud, **velden}
    versie.save()


def leeg(loop: Levensloop, tekst: str = "") -> None:
    schrijf(loop, transitiedoelen=tekst, regioplan=tekst, **dict.fromkeys(CRITERIA, tekst))


def test_er_zijn_vier_criteria() -> None:
    assert CRITERIA == ["criterium_zorggebruik", "criterium_herverdeling", "criterium_personeel", "criterium_vastgoed"]


@pytest.mark.parametrize("tekst", ["", "  \n"])
def test_zonder_impact_wordt_alles_tegelijk_genoemd(loop: Levensloop, tekst: str) -> None:
    leeg(loop, tekst)
    assert belet(loop.dien_plan_in) == [CRITERIUM, DOELEN, REGIOPLAN]


@pytest.mark.parametrize("criterium", CRITERIA)
def test_elk_van_de_vier_volstaat_als_criterium(loop: Levensloop, criterium: str) -> None:
    leeg(loop)
    schrijf(loop, **{criterium: "Een vijfde minder ligdagen."})
    assert belet(loop.dien_plan_in) == [DOELEN, REGIOPLAN]
    schrijf(loop, transitiedoelen="T1 en T2.", regioplan="Opgave chronische zorg.")
    loop.dien_plan_in()
    assert loop.plan.status == "ingediend"


def test_de_transitiedoelen_zijn_altijd_nodig_hoe_goed_de_rest_ook_is(loop: Levensloop) -> None:
    schrijf(loop, transitiedoelen="", **dict.fromkeys(CRITERIA, "Overtuigend."))
    assert belet(loop.dien_plan_in) == [DOELEN]


def test_ook_een_aanvulling_wordt_getoetst(wereld: Wereld) -> None:
    loop = plan_in_beoordeling(wereld)
    loop.zet(loop.plan, "verklaar_incompleet", loop.czv, wat_ontbreekt="De begroting.", instemming_penvoerder=True)
    schrijf(loop, regioplan="")
    assert belet(lambda: loop.zet(loop.plan, "vul_aan", loop.planmaker)) == [REGIOPLAN]


def test_ook_een_aangepaste_versie_wordt_getoetst(wereld: Wereld) -> None:
    loop = plan_klaar_voor_besluit(wereld)
    loop.zet(loop.plan, "vraag_aanpassing", loop.czv, gevraagde_aanpassing="Minder KPI's.")
    schrijf(loop, transitiedoelen="")
    assert belet(loop.dien_plan_in) == [DOELEN]


def test_de_snelle_toets_vraagt_een_criterium_en_de_verhouding_tot_het_regioplan(wereld: Wereld) -> None:
    loop = toets_klaar_om_in_te_dienen(wereld)
    toets = loop.toets
    toets.inhoud = {**toets.inhoud, "regioplan": "", **dict.fromkeys(CRITERIA, " ")}
    toets.save()
    assert belet(loop.dien_toets_in) == [
        "Nog niet ingevuld: Verhouding tot het regioplan of ROAZ-plan.",
        "Onderbouw ten minste een van de vier criteria.",
    ]


@pytest.mark.parametrize(("dagen", "geweigerd"), [(0, True), (1, False)])
def test_een_stap_van_voor_de_eerste_dag_valt_er_niet_onder(loop: Levensloop, settings: object, dagen: int, geweigerd: bool) -> None:
    settings.REGEL_GELDT_VANAF = {"2b.1": loop.op + dt.timedelta(days=dagen)}  # type: ignore[attr-defined]
    schrijf(loop, transitiedoelen="")
    if geweigerd:
        assert belet(loop.dien_plan_in) == [DOELEN]
    else:
        loop.dien_plan_in()
