"""The startgesprek: advised, never in the way, and never left out without a reason (1a.2)."""

import datetime as dt

import pytest

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.wereld import nieuw


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    return nieuw(wereld)


@pytest.mark.parametrize("reden", ["", "   ", "\n"])
def test_overslaan_vraagt_een_reden_en_spaties_zijn_geen_reden(loop: Levensloop, reden: str) -> None:
    with pytest.raises(StapBelet) as fout:
        loop.zet(loop.dossier.startgesprek, "sla_over", loop.planmaker, reden=reden)
    assert [(b.tekst, b.veld) for b in fout.value.beletselen] == [("Geef een reden.", "reden")]


def test_met_een_reden_gaat_het_dossier_verder_met_de_snelle_toets(loop: Levensloop) -> None:
    loop.zet(loop.dossier.startgesprek, "sla_over", loop.planmaker, reden="Wij spraken elkaar al.")
    assert (loop.dossier.fase, loop.dossier.stand) == ("snelle_toets", "concept")
    loop.schrijf_toets().bevestig_karakter().dien_toets_in()
    assert loop.toets.status == "ingediend"


def test_niemand_laat_het_gesprek_vervallen_waarna_indienen_niet_meer_zou_kunnen(loop: Levensloop) -> None:
    for door in (loop.planmaker, loop.czv, loop.tweede, loop.beslisser(loop.gemeenten[0])):
        with pytest.raises(StapNietToegestaan):
            voer_uit(loop.dossier.startgesprek, "laat_vervallen", door=door, op=loop.op)


def test_wie_de_snelle_toets_intrekt_laat_ook_het_gesprek_vervallen(loop: Levensloop) -> None:
    loop.plan_startgesprek(dt.date(2025, 4, 1))
    loop.zet(loop.toets, "trek_in", loop.planmaker, reden="Wij zien ervan af.")
    assert (loop.dossier.startgesprek.status, loop.dossier.stand, loop.dossier.is_gesloten) == ("vervallen", "ingetrokken", True)


def test_het_verslag_komt_na_het_gesprek_gerekend_naar_onze_klok(loop: Levensloop) -> None:
    """Kwart over twaalf 's nachts op 2 april is in UTC nog 1 april."""
    moment = dt.datetime(2025, 4, 1, 22, 15, tzinfo=dt.UTC)
    loop.zet(loop.dossier.startgesprek, "plan", loop.czv, moment=moment, plaats="online")
    loop.naar(dt.date(2025, 4, 1))
    with pytest.raises(StapBelet) as fout:
        loop.houd_startgesprek()
    assert fout.value.tekst == "Het gesprek staat gepland op 2 april 2025. Leg het daarna vast."
    loop.na(1).houd_startgesprek()
    assert loop.dossier.startgesprek.gehouden_op == dt.date(2025, 4, 2)
