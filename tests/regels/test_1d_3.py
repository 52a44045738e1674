"""1d.3: in step 3 management or board meets, aimed at within two weeks."""

import datetime as dt

import pytest

from config.voorbeeld import escalaties
from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.berichten.models import Bericht
from kern.organisaties.models import Contactpersoon
from kern.termijnen.ronde import loop_klokken
from kern.toestanden.uitvoeren import mogelijkheden
from tests.regels import ladder as trap
from transformatie.aanzet import AanZet
from transformatie.escalatiebeurten import opdrachten
from transformatie.models import Dossier, Escalatie
from transformatie.selectors.dossier import laad_termijnen, met_bijzaken, open_escalaties


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    return trap.ingediend(wereld)


def test_stap_3_begint_een_streven_van_twee_weken(loop: Levensloop) -> None:
    """Stap 3 begint op vrijdag 11 april 2025; twee weken later is vrijdag 25 april."""
    ladder = trap.tot_stap(loop, 3)
    klok = trap.klok(ladder, "bestuurlijk_gesprek")
    assert (loop.op, klok.einde_op, klok.regel, klok.verantwoordelijk) == (
        dt.date(2025, 4, 11),
        dt.date(2025, 4, 25),
        "1d.3",
        loop.dossier.coordinerend,
    )
    assert trap.klok(ladder, "escalatiestap_2").status == "gehaald"


def test_het_streven_heeft_herinneringen_en_een_zichtbare_overschrijding(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 3)
    for dag in range(30):
        loop_klokken(loop.op + dt.timedelta(days=dag))
    klok = trap.klok(ladder, "bestuurlijk_gesprek")
    assert [m.niveau for m in klok.meldingen.order_by("op")] == ["herinnering_7", "herinnering_1", "overschreden"]
    assert (klok.status, klok.was_te_laat) == ("overschreden", True)


def test_een_verlopen_streven_opent_geen_nieuwe_ladder(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 3)
    loop_klokken(dt.date(2025, 4, 26))
    assert list(Escalatie.objects.all()) == [ladder]


def test_wordt_het_na_het_streven_opgelost_dan_blijft_de_klok_te_laat_geteld(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 3)
    loop.naar(dt.date(2025, 4, 29)).zet(ladder, "los_op", loop.czv, uitkomst="Bestuurlijk opgelost.")
    klok = trap.klok(ladder, "bestuurlijk_gesprek")
    assert (klok.status, klok.was_te_laat) == ("alsnog_gehaald", True)


def test_na_stap_3_is_er_geen_hogere_stap(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 3)
    assert [m.naam for m in mogelijkheden(ladder, door=loop.czv, op=loop.op)] == ["los_op", "sluit"]


def test_het_bestuurlijk_gesprek_haalt_het_streven_op_de_dag_dat_het_was(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 3)
    loop.na(10)
    escalaties.houd_overleg(loop, ladder, 3, "De bestuurders zijn het eens.")
    klok = trap.klok(ladder, "bestuurlijk_gesprek")
    assert (klok.status, klok.gehaald_op, klok.was_te_laat) == ("gehaald", loop.op, False)
    assert ladder.gesprekken.get(stap=3).uitkomst == "De bestuurders zijn het eens."


def zetten(loop: Levensloop) -> list[AanZet]:
    """Who is to move, as the dossier page and the werkvoorraad ask it."""
    dossier = met_bijzaken(Dossier.objects.filter(pk=loop.dossier.pk)).get()
    laad_termijnen(dossier)
    return [zet for ladder in open_escalaties(dossier) for zet in opdrachten(ladder)]


def test_is_de_verzekeraar_te_laat_dan_ligt_de_taak_bij_zijn_bestuurlijk_aanspreekpunt(loop: Levensloop) -> None:
    trap.tot_stap(loop, 3)
    czv = loop.dossier.coordinerend
    bestuurder = Contactpersoon.objects.get(organisatie=czv, niveau="bestuur").naam
    [zet] = zetten(loop)
    assert (zet.wie, bestuurder in zet.wat) == ((czv,), False)
    loop_klokken(dt.date(2025, 4, 26))
    taak, zelf = zetten(loop)
    assert taak.wat == (
        "Escalatie, stap 3: het streven van twee weken is voorbij. "
        f"De taak ligt nu bij {bestuurder}, het bestuurlijk aanspreekpunt van {czv} (1d.3)."
    )
    assert (zelf.wie, zelf.kort) == ((loop.planmaker.organisatie,), "bestuurlijk gesprek zelf beleggen")
    [bericht] = {b.tekst for b in Bericht.objects.filter(soort="streven_verlopen_czv")}
    assert bestuurder in bericht


@pytest.mark.parametrize(
    ("stap", "zin"),
    [
        (0, "Er is een knelpunt gemeld. Begin stap 1"),
        (1, "Escalatie, stap 1: spreek elkaar"),
        (2, "Escalatie, stap 2: roep alle betrokken partijen bijeen"),
        (3, "Escalatie, stap 3: beleg een bestuurlijk gesprek"),
    ],
)
def test_elke_stap_zegt_wie_wat_doet(loop: Levensloop, stap: int, zin: str) -> None:
    trap.tot_stap(loop, stap)
    [zet] = zetten(loop)
    assert zet.wat.startswith(zin)
    assert len(zet.wie) == (4 if stap < 2 else 1)


def test_na_het_gesprek_van_een_stap_is_de_verzekeraar_aan_zet(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 1)
    trap.spreek(loop, ladder)
    [zet] = zetten(loop)
    assert (zet.wie, zet.wat) == (
        (loop.dossier.coordinerend,),
        "Escalatie, stap 1: het gesprek is vastgelegd. Is het knelpunt opgelost? Zo niet, ga dan naar stap 2 (1d.2).",
    )
