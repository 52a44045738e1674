"""1g.3: money for the preparation is recorded with its source, amount and agreement, and shows in the financieringsplan."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kern.toestanden.stap import StapNietToegestaan
from tests.regels.hulp import belet_met_plek
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Dossier
from verantwoording.financieringsplan import financieringsplan
from verantwoording.models import Bron, Voorfinanciering
from verantwoording.services.financiering import laat_voorfinanciering_vervallen, leg_voorfinanciering_vast


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


@pytest.fixture
def dossier(m: Mensen) -> Dossier:
    return opzet.snelle_toets(m)


def leg_vast(m: Mensen, dossier: Dossier, **anders: Any) -> Voorfinanciering:
    gegevens: dict[str, Any] = {
        "bron": Bron.ROS,
        "bedrag": Decimal(100),
        "van": m.czv.organisatie,
        "aan": m.penvoerder.organisatie,
        "beschikbaar_op": NU,
        "terug_op": None,
        "afspraak": "Uit de ROS van dit jaar.",
        "is_voorbereiding": True,
        "door": m.penvoerder,
        "op": NU,
    }
    return leg_voorfinanciering_vast(dossier, **gegevens | anders)


def test_de_bronnen_zijn_die_van_de_werkinstructie_met_eigen_middelen_spuk_en_maatwerk() -> None:
    assert Bron.values == ["ros", "resv", "o_en_i", "bevoorschotting", "eigen", "spuk", "maatwerk"]


def test_voorfinanciering_staat_in_het_financieringsplan(m: Mensen, dossier: Dossier) -> None:
    leg_vast(m, dossier, terug_op=dt.date(2026, 2, 1))
    plan = financieringsplan(dossier, m.penvoerder, NU)
    assert [(k.begin, k.voorgefinancierd, k.saldo) for k in plan.kwartalen] == [
        (dt.date(2025, 10, 1), Decimal(100), Decimal(100)),
        (dt.date(2026, 1, 1), Decimal(-100), Decimal(0)),
    ]


def test_wat_niet_doorgaat_telt_niet_meer_mee_maar_blijft_staan(m: Mensen, dossier: Dossier) -> None:
    laat_voorfinanciering_vervallen(leg_vast(m, dossier), door=m.czv, op=NU)
    plan = financieringsplan(dossier, m.penvoerder, NU)
    assert (plan.bewegingen, len(plan.voorfinancieringen)) == ([], 1)


def test_verrekenen_voor_het_geld_er_is_wordt_geweigerd(m: Mensen, dossier: Dossier) -> None:
    assert belet_met_plek(lambda: leg_vast(m, dossier, terug_op=dt.date(2025, 1, 1))) == [
        ("Verrekenen kan niet voor de dag waarop het geld beschikbaar is.", "1g.3", "terug_op")
    ]


def test_penvoerder_en_coordinerende_verzekeraar_leggen_vast_anderen_niet(m: Mensen, dossier: Dossier) -> None:
    leg_vast(m, dossier, door=m.czv)
    for door in (m.deelnemer, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            leg_vast(m, dossier, door=door)
    assert Voorfinanciering.objects.count() == 1
