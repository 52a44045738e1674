"""3a.3: the form of cost registration is settled before execution starts; hours are never asked for."""

import datetime as dt

import pytest

from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import GESTART, Mensen
from verantwoording.models import Kostenvorm, Toekenning
from verantwoording.services.toekenning import spreek_kostenvorm_af


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


@pytest.fixture
def t(m: Mensen) -> Toekenning:
    return opzet.beschikt(m, opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m))))


def test_zonder_afspraak_over_de_kostenregistratie_start_de_uitvoering_niet(m: Mensen, t: Toekenning) -> None:
    with pytest.raises(StapBelet) as fout:
        voer_uit(t, "start_uitvoering", door=m.czv, op=GESTART)
    assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [("Spreek eerst af hoe de kosten worden geregistreerd.", "3a.3")]


@pytest.mark.parametrize("wie", ["penvoerder", "czv"])
def test_met_een_kostenplaats_op_planniveau_start_de_uitvoering(m: Mensen, t: Toekenning, wie: str) -> None:
    spreek_kostenvorm_af(t, vorm=Kostenvorm.KOSTENPLAATS, door=getattr(m, wie), op=GESTART)
    assert voer_uit(t, "start_uitvoering", door=m.czv, op=GESTART).status == "in_uitvoering"


def test_een_andere_vorm_vraagt_een_beschrijving(m: Mensen, t: Toekenning) -> None:
    with pytest.raises(StapBelet) as fout:
        spreek_kostenvorm_af(t, vorm=Kostenvorm.ANDERS, toelichting=" ", door=m.penvoerder, op=GESTART)
    assert [(b.tekst, b.regel, b.veld) for b in fout.value.beletselen] == [("Beschrijf de vorm die u afspreekt.", "3a.3", "toelichting")]
    spreek_kostenvorm_af(t, vorm=Kostenvorm.ANDERS, toelichting="Projectadministratie per kwartaal.", door=m.penvoerder, op=GESTART)
    assert (t.kostenvorm, t.kostenvorm_op) == ("anders", GESTART)


def test_wie_er_niet_over_gaat_spreekt_niets_af(m: Mensen, t: Toekenning) -> None:
    for door in (m.deelnemer, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            spreek_kostenvorm_af(t, vorm=Kostenvorm.KOSTENPLAATS, door=door, op=GESTART)


def test_van_een_afgesloten_plan_verandert_de_vorm_niet_meer(m: Mensen, t: Toekenning) -> None:
    voer_uit(t, "beeindig", door=m.czv, op=GESTART, reden="De partijen stoppen.")
    with pytest.raises(StapBelet) as fout:
        spreek_kostenvorm_af(t, vorm=Kostenvorm.KOSTENPLAATS, door=m.czv, op=GESTART + dt.timedelta(days=1))
    assert [b.regel for b in fout.value.beletselen] == ["3a.3"]


def test_geen_vorm_vraagt_om_uren() -> None:
    assert not [v for v in Kostenvorm.labels if "uur" in v or "uren" in v]
