"""3a.4: who deviates from the estimate steers together; while that is open a plan is not finished."""

import datetime as dt
from decimal import Decimal

import pytest

from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.regels.hulp import belet
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.models import Bijsturing, Toekenning
from verantwoording.services.bijsturing import open_bijsturing


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


@pytest.fixture
def t(m: Mensen) -> Toekenning:
    """A plan of which every KPI is settled."""
    t = opzet.lopend(m, [1000])
    opzet.betaald(m, opzet.kpi(t))
    return Toekenning.objects.get(pk=t.pk)


def geopend(m: Mensen, t: Toekenning) -> Bijsturing:
    return open_bijsturing(t, aanleiding="De kosten vallen tegen.", door=m.czv, op=dt.date(2025, 11, 3))


def leg_voor(m: Mensen, b: Bijsturing) -> Bijsturing:
    return voer_uit(b, "leg_voor", door=m.penvoerder, op=NU, uitkomst="anders", onderbouwing="Wij dragen het verschil zelf.")


def test_zonder_bijsturing_kan_het_plan_worden_afgerond(m: Mensen, t: Toekenning) -> None:
    assert voer_uit(t, "rond_af", door=m.czv, op=NU).status == "afgerond"


def test_een_open_bijsturing_houdt_het_afronden_tegen(m: Mensen, t: Toekenning) -> None:
    geopend(m, t)
    assert belet(lambda: voer_uit(t, "rond_af", door=m.czv, op=NU)) == ["De bijsturing van 3 november 2025 is nog open."]


def test_een_voorstel_van_een_kant_is_nog_geen_uitkomst(m: Mensen, t: Toekenning) -> None:
    leg_voor(m, geopend(m, t))
    assert belet(lambda: voer_uit(t, "rond_af", door=m.czv, op=NU), "3a.4") == ["De bijsturing van 3 november 2025 is nog open."]


def test_met_een_uitkomst_waarmee_beide_kanten_instemmen_gaat_de_stap_weer_open(m: Mensen, t: Toekenning) -> None:
    b = leg_voor(m, geopend(m, t))
    voer_uit(b, "stem_in", door=m.czv, op=NU, voorstel=str(b.voorstel.pk), onderbouwing="Redelijk.")
    assert (b.status, b.uitkomst, b.afgesloten_op) == ("afgesloten", "anders", NU)
    assert voer_uit(t, "rond_af", door=m.czv, op=NU).status == "afgerond"


def test_wie_het_voorstel_deed_stemt_er_niet_ook_namens_de_ander_mee_in(m: Mensen, t: Toekenning) -> None:
    b = leg_voor(m, geopend(m, t))
    for wie in (m.penvoerder, m.deelnemer, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            voer_uit(b, "stem_in", door=wie, op=NU, voorstel=str(b.voorstel.pk), onderbouwing="Ja.")


def test_een_bijsturing_sluit_niet_zonder_reden_van_beide_kanten(m: Mensen, t: Toekenning) -> None:
    b = leg_voor(m, geopend(m, t))
    with pytest.raises(StapBelet, match="beide kanten"):
        voer_uit(b, "stem_in", door=m.czv, op=NU, voorstel=str(b.voorstel.pk), onderbouwing=" ")


def test_een_afwijking_buiten_de_marge_opent_zelf_een_bijsturing_en_een_kleinere_niet(
    m: Mensen, t: Toekenning, monkeypatch: pytest.MonkeyPatch
) -> None:
    from verantwoording.services import bijsturing as diensten

    for procent, verwacht in ((Decimal("10.0"), 0), (Decimal("-10.0"), 0), (Decimal("-10.1"), 1)):
        monkeypatch.setattr(diensten, "afwijking", lambda _t, p=procent: (p * 10, p))
        diensten.meet(t, op=NU)
        assert Bijsturing.objects.count() == verwacht
    assert (Bijsturing.objects.get().procent_afwijking, Bijsturing.objects.get().geopend_door) == (Decimal("-10.10"), None)
