"""1d.3: in step 3 management or board meets, aimed at within two weeks."""

import datetime as dt

import pytest

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.termijnen.ronde import loop_klokken
from kern.toestanden.uitvoeren import mogelijkheden
from tests.regels import ladder as trap
from transformatie.models import Escalatie


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
