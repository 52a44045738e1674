"""1d.1: step 1 of the ladder is a talk between the organisations where it hurts; a late clock opens the ladder itself."""

import datetime as dt
import threading

import pytest
from django.db import connection

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.berichten.models import Bericht
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Rol
from kern.termijnen.models import Klokronde, Termijn
from kern.termijnen.ronde import loop_klokken
from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden
from tests.regels import ladder as trap
from tests.regels.hulp import belet, belet_met_plek
from transformatie.models import Escalatie
from transformatie.services import escalatie, klokken

D = dt.date
EERST_STAP_1 = "Leg eerst vast wie er in stap 1 met elkaar spraken en wat eruit kwam."


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    return trap.ingediend(wereld)


# --- a late clock opens the ladder ------------------------------------------------------------------------------


def test_een_overschreden_termijn_begint_zelf_bij_stap_1(loop: Levensloop) -> None:
    loop_klokken(D(2025, 4, 29))
    assert not Escalatie.objects.exists()
    loop_klokken(trap.NA_HET_EINDE)
    ladder = Escalatie.objects.get()
    assert (ladder.status, ladder.gemeld_op, ladder.gemeld_door, ladder.knelpunt) == (
        "stap_1",
        trap.NA_HET_EINDE,
        None,
        "De termijn 'besluit op de snelle toets' eindigde op 29 april 2025 en is niet gehaald.",
    )
    assert [(r.stap, r.rol) for r in Journaalregel.objects.filter(onderwerp=ladder.pk).order_by("volgnummer")] == [
        ("meld_na_termijn", "systeem"),
        ("begin_stap_1", "systeem"),
    ]


def test_twee_rondes_en_een_week_later_openen_de_ladder_een_keer(loop: Levensloop) -> None:
    for dag in (trap.NA_HET_EINDE, trap.NA_HET_EINDE, D(2025, 5, 7)):
        loop_klokken(dag)
    assert Escalatie.objects.count() == 1
    assert Bericht.objects.filter(zaak=loop.dossier.pk, soort="begin_stap_1").count() == len(
        {b.aan_id for b in Bericht.objects.filter(zaak=loop.dossier.pk, soort="begin_stap_1")}
    )


def test_een_ronde_die_een_week_stillag_meldt_op_de_eerste_dag_na_het_einde(loop: Levensloop) -> None:
    loop_klokken(D(2025, 5, 7))
    assert Escalatie.objects.get().gemeld_op == trap.NA_HET_EINDE


@pytest.mark.django_db(transaction=True)
def test_twee_rondes_tegelijk_openen_de_ladder_een_keer(wereld: Wereld) -> None:
    trap.ingediend(wereld)
    samen = threading.Barrier(2)

    def ronde() -> None:
        samen.wait()
        try:
            loop_klokken(trap.NA_HET_EINDE)
        finally:
            connection.close()

    draden = [threading.Thread(target=ronde) for _ in range(2)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(30)
    assert [(e.status, e.gesprekken.count()) for e in Escalatie.objects.all()] == [("stap_1", 1)]


def test_een_te_late_stap_van_de_ladder_zelf_opent_geen_tweede_ladder(loop: Levensloop) -> None:
    loop_klokken(trap.NA_HET_EINDE)
    loop_klokken(D(2025, 7, 1))
    ladder = Escalatie.objects.get()
    assert (trap.klok(ladder, "escalatiestap_1").status, ladder.status) == ("overschreden", "stap_1")


def test_een_termijn_die_alsnog_wordt_gehaald_na_verlenging_en_weer_verloopt_opent_geen_tweede(loop: Levensloop) -> None:
    """Een ladder per klok: dezelfde klok die na verlenging weer verloopt hoort bij de ladder die er al is."""
    loop.na(2).beoordeel().stel_terugkoppeling_op().tweede_stemt_in().keur_toets_goed()
    klok = loop.plan.klok_indienen
    assert klok is not None
    loop_klokken(klok.einde_op + dt.timedelta(days=1))
    dag = klok.einde_op + dt.timedelta(days=5)
    klok.refresh_from_db()
    klokken.verleng(loop.dossier, klok, tot=dag + dt.timedelta(days=10), reden="Op verzoek.", ingestemd=True, door=loop.czv, op=dag)
    loop_klokken(dag + dt.timedelta(days=20))
    assert Escalatie.objects.filter(termijn=klok).count() == Escalatie.objects.count() == 1
    klok.refresh_from_db()
    assert (klok.status, set(Klokronde.objects.values_list("fout", flat=True))) == ("overschreden", {""})


# --- reporting and step 1 ---------------------------------------------------------------------------------------


def test_elke_partij_en_beide_verzekeraars_kunnen_een_knelpunt_melden_een_vreemde_niet(loop: Levensloop) -> None:
    deelnemer = loop.wereld.lid(loop.deelnemers[0], Rol.PLANMAKER)
    for door in (loop.planmaker, deelnemer, loop.czv, loop.tweede):
        assert escalatie.meld(loop.dossier, knelpunt="Het stokt.", door=door, op=loop.op).gemeld_door == door.organisatie
    vreemde = loop.wereld.lid(loop.wereld.organisatie("GGZ Noorderkwartier"), Rol.PLANMAKER)
    for door in (vreemde, loop.nza, loop.wereld.accounts["groep"], loop.wereld.accounts["beheer"]):
        with pytest.raises(StapNietToegestaan):
            escalatie.meld(loop.dossier, knelpunt="Het stokt.", door=door, op=loop.op)


def test_stap_1_heeft_een_eigen_periode_van_veertien_dagen(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 1)
    klok = trap.klok(ladder, "escalatiestap_1")
    assert (klok.start_op, klok.einde_op, klok.regel) == (loop.op, loop.op + dt.timedelta(days=14), "1d.1")


def test_de_periode_is_een_instelling(loop: Levensloop, settings: object) -> None:
    settings.DAGEN_ESCALATIESTAP = 7  # type: ignore[attr-defined]
    ladder = trap.tot_stap(loop, 1)
    assert trap.klok(ladder, "escalatiestap_1").einde_op == loop.op + dt.timedelta(days=7)


def test_zonder_vastgelegd_gesprek_is_er_geen_stap_2(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 1)
    assert belet(lambda: loop.zet(ladder, "ga_naar_stap_2", loop.czv), "1d.1") == [EERST_STAP_1]
    [stap] = [m for m in mogelijkheden(ladder, door=loop.czv, op=loop.op) if m.naam == "ga_naar_stap_2"]
    assert [b.tekst for b in stap.beletselen] == [EERST_STAP_1]
    trap.spreek(loop, ladder)
    loop.zet(ladder, "ga_naar_stap_2", loop.czv)
    assert Escalatie.objects.get().status == "stap_2"


@pytest.mark.parametrize(("van", "stap"), [(0, "ga_naar_stap_2"), (0, "ga_naar_stap_3"), (1, "ga_naar_stap_3"), (2, "begin_stap_1")])
def test_een_stap_overslaan_of_teruggaan_kan_niet(loop: Levensloop, van: int, stap: str) -> None:
    ladder = trap.tot_stap(loop, van)
    with pytest.raises(StapNietMogelijk):
        loop.zet(ladder, stap, loop.czv)


def test_alleen_de_coordinerende_verzekeraar_gaat_naar_de_volgende_stap(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 1)
    trap.spreek(loop, ladder)
    for door in (loop.planmaker, loop.tweede, None):
        with pytest.raises(StapNietToegestaan):
            loop.zet(ladder, "ga_naar_stap_2", door)


def test_het_verslag_van_stap_1_noemt_twee_partijen_wie_wanneer_en_wat(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 1)
    ziekenhuis, vreemd = loop.planmaker.organisatie, loop.wereld.organisatie("GGZ Noorderkwartier")
    poging = belet_met_plek(
        lambda: trap.spreek(
            loop,
            ladder,
            organisaties=[ziekenhuis, ziekenhuis],
            aanspreekpunten=[" "],
            gesproken_op=loop.op + dt.timedelta(days=1),
            uitkomst=" \n",
        )
    )
    assert poging == [
        ("Een gesprek legt u vast nadat het is gehouden.", "", "gesproken_op"),
        ("Noem ten minste twee organisaties die met elkaar spraken.", "1d.1", "organisaties"),
        ("Noem wie er namens deze organisaties aan tafel zaten.", "1d.1", "aanspreekpunten"),
        ("Beschrijf wat het gesprek opleverde.", "", "uitkomst"),
    ]
    assert belet(lambda: trap.spreek(loop, ladder, organisaties=[ziekenhuis, vreemd])) == ["Kies partijen van dit dossier."]
    gisteren = loop.op - dt.timedelta(days=1)
    assert belet(lambda: trap.spreek(loop, ladder, gesproken_op=gisteren)) == [
        "Deze stap begon op 1 april 2025; het gesprek kan niet eerder zijn."
    ]


def test_een_gesprek_hoort_bij_een_stap_niet_bij_een_melding_of_een_einde(loop: Levensloop) -> None:
    zin = ["Deze escalatie zit niet in een stap met een gesprek."]
    ladder = trap.gemeld(loop)
    assert belet(lambda: trap.spreek(loop, ladder)) == zin
    loop.zet(ladder, "los_op", loop.planmaker, uitkomst="Gebeld; opgelost.")
    assert belet(lambda: trap.spreek(loop, ladder)) == zin


# --- the end ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stap", [0, 1, 2, 3])
def test_oplossen_kan_in_elke_stap_en_stopt_haar_klok(loop: Levensloop, stap: int) -> None:
    ladder = trap.tot_stap(loop, stap)
    loop.na(1).zet(ladder, "los_op", loop.planmaker, uitkomst="De koppeling werkt weer.")
    ladder = Escalatie.objects.get()
    assert (ladder.status, ladder.uitkomst, ladder.beeindigd_op) == ("opgelost", "De koppeling werkt weer.", loop.op)
    loop_klokken(D(2026, 1, 1))
    assert set(Termijn.objects.filter(onderwerp=ladder.pk).values_list("status", flat=True)) <= {"gehaald"}


@pytest.mark.parametrize("stap", [0, 1, 2, 3])
def test_sluiten_zonder_oplossing_kan_in_elke_stap_met_een_reden(loop: Levensloop, stap: int) -> None:
    ladder = trap.tot_stap(loop, stap)
    assert belet(lambda: loop.zet(ladder, "sluit", loop.czv, reden=" ")) == ["Geef een reden."]
    loop.zet(ladder, "sluit", loop.czv, reden="De partijen gaan uit elkaar.")
    assert (Escalatie.objects.get().status, Escalatie.objects.get().uitkomst) == ("gesloten", "De partijen gaan uit elkaar.")


def test_oplossen_zegt_wat_de_oplossing_is_en_sluiten_doet_alleen_de_verzekeraar(loop: Levensloop) -> None:
    ladder = trap.tot_stap(loop, 1)
    assert belet_met_plek(lambda: loop.zet(ladder, "los_op", loop.planmaker, uitkomst=" ")) == [
        ("Beschrijf kort wat de oplossing is.", "", "uitkomst")
    ]
    with pytest.raises(StapNietToegestaan):
        loop.zet(ladder, "sluit", loop.planmaker, reden="Wij zijn er klaar mee.")


@pytest.mark.parametrize(("dagen", "geweigerd"), [(0, True), (1, False)])
def test_een_stap_van_voor_de_eerste_dag_valt_er_niet_onder(loop: Levensloop, settings: object, dagen: int, geweigerd: bool) -> None:
    ladder = trap.tot_stap(loop, 1)
    settings.REGEL_GELDT_VANAF = {"1d.1": loop.op + dt.timedelta(days=dagen)}  # type: ignore[attr-defined]
    if geweigerd:
        assert belet(lambda: loop.zet(ladder, "ga_naar_stap_2", loop.czv)) == [EERST_STAP_1]
    else:
        loop.zet(ladder, "ga_naar_stap_2", loop.czv)
