"""1d.2: in step 2 the coordinating insurer convenes all parties."""

import datetime as dt

import pytest

from config.voorbeeld import escalaties
from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.berichten.models import Bericht
from kern.organisaties.models import Lidmaatschap
from tests.regels import ladder as trap
from tests.regels.hulp import belet, belet_met_plek
from transformatie.models import Escalatie

NOG_NIET = "Het overleg met alle partijen is nog niet gehouden."


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    return trap.ingediend(wereld)


def test_stap_2_roept_alle_partijen_en_beide_verzekeraars_bijeen(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 2)
    genodigd = {o.naam for o in ladder.gesprekken.get(stap=2).organisaties.all()}
    assert genodigd == {
        "Ziekenhuis Waalstad",
        "Huisartsencoöperatie Waalstad",
        loop.dossier.coordinerend.naam,
        loop.dossier.tweede.naam,
    }
    bericht_aan = set(Bericht.objects.filter(soort="ga_naar_stap_2").values_list("aan_id", flat=True))
    leden = Lidmaatschap.objects.filter(organisatie__naam__in=genodigd).values_list("gebruiker_id", flat=True)
    assert bericht_aan == set(leden)


def test_stap_2_haalt_de_klok_van_stap_1_en_begint_een_eigen_van_veertien_dagen_bij_de_verzekeraar(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 2)
    klok = trap.klok(ladder, "escalatiestap_2")
    assert (trap.klok(ladder, "escalatiestap_1").status, klok.einde_op, klok.verantwoordelijk, klok.regel) == (
        "gehaald",
        loop.op + dt.timedelta(days=14),
        loop.dossier.coordinerend,
        "1d.2",
    )


def test_zonder_gehouden_overleg_is_er_geen_stap_3(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 2)
    assert belet(lambda: loop.zet(ladder, "ga_naar_stap_3", loop.czv), "1d.2") == [NOG_NIET]
    escalaties.plan_overleg(loop, ladder, 2, loop.op)
    assert belet(lambda: loop.zet(ladder, "ga_naar_stap_3", loop.czv), "1d.2") == [NOG_NIET]
    escalaties.houd_overleg(loop, ladder, 2)
    loop.zet(ladder, "ga_naar_stap_3", loop.czv)
    assert Escalatie.objects.get().status == "stap_3"


def test_het_gesprek_van_stap_1_telt_niet_als_het_overleg_van_stap_2(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 2)
    assert ladder.gesprekken.get(stap=1).uitkomst == "Nog geen oplossing."
    assert belet(lambda: loop.zet(ladder, "ga_naar_stap_3", loop.czv)) == [NOG_NIET]


def test_stap_2_maakt_een_overleg_waarvoor_iedereen_is_genodigd(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 2)
    overleg = escalaties.overleg_van(ladder, 2)
    assert (overleg.status, overleg.organisator, overleg.hoort_bij) == ("voorbereiding", loop.dossier.coordinerend, ladder.pk)
    escalaties.plan_overleg(loop, ladder, 2, loop.op)
    assert {u.organisatie.naam for u in overleg.uitnodigingen.all()} == {o.naam for o in loop.dossier.betrokken_organisaties}


def test_wat_het_overleg_opleverde_is_wat_stap_2_opleverde_met_wie_er_was(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 2)
    aanwezig = [loop.planmaker.organisatie.pk, loop.dossier.coordinerend.pk]
    escalaties.houd_overleg(loop, ladder, 2, "De gemeente legt het voor aan de raad.", aanwezig=aanwezig)
    gesprek = ladder.gesprekken.get(stap=2)
    assert {o.pk for o in gesprek.organisaties.all()} == set(aanwezig)
    assert (gesprek.gesproken_op, gesprek.uitkomst) == (loop.op, "De gemeente legt het voor aan de raad.")


def test_een_overleg_zonder_uitkomst_brengt_de_ladder_niet_verder(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 2)
    assert belet_met_plek(lambda: escalaties.houd_overleg(loop, ladder, 2, " ")) == [
        ("Beschrijf wat het overleg opleverde.", "1d.2", "uitkomst")
    ]
    assert escalaties.overleg_van(ladder, 2).status == "uitgenodigd"


def test_stap_2_wordt_bij_haar_overleg_vastgelegd_en_niet_ernaast(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 2)
    assert belet(lambda: trap.spreek(loop, ladder)) == ["Leg dit gesprek vast bij het overleg van deze stap."]


def test_een_afgezegd_overleg_laat_een_nieuw_achter_tot_de_ladder_eindigt(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 2)
    eerste = escalaties.overleg_van(ladder, 2)
    loop.zet(eerste, "zeg_af", loop.czv, reden="De wethouder is ziek.")
    tweede = escalaties.overleg_van(ladder, 2)
    assert (tweede.pk != eerste.pk, tweede.status) == (True, "voorbereiding")
    loop.zet(ladder, "los_op", loop.planmaker, uitkomst="Gebeld; opgelost.")
    tweede.refresh_from_db()
    assert (tweede.status, tweede.reden, ladder.dossier.overleggen.filter(soort_overleg="escalatie").count()) == (
        "afgezegd",
        "Het knelpunt is opgelost.",
        2,
    )


@pytest.mark.parametrize(("dagen", "geweigerd"), [(0, True), (1, False)])
def test_een_stap_van_voor_de_eerste_dag_valt_er_niet_onder(loop: Levensloop, settings: object, dagen: int, geweigerd: bool) -> None:
    ladder = trap.tot_stap(loop, 2)
    settings.REGEL_GELDT_VANAF = {"1d.2": loop.op + dt.timedelta(days=dagen)}  # type: ignore[attr-defined]
    if geweigerd:
        assert belet(lambda: loop.zet(ladder, "ga_naar_stap_3", loop.czv)) == [NOG_NIET]
    else:
        loop.zet(ladder, "ga_naar_stap_3", loop.czv)
