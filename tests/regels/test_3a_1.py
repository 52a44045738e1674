"""3a.1: every quarter of the execution has a statement of costs, with its task, its clock and its visible arrears."""

import datetime as dt
from decimal import Decimal

import pytest

from kern.termijnen.models import Termijn
from kern.termijnen.ronde import loop_klokken
from kern.web.panelen import werkvoorraad
from tests.verantwoording import kostenspel, opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.models import Kostenstand
from verantwoording.services.kosten import afwijking


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


def test_elk_kwartaal_vraagt_een_stand_met_een_klok_van_dertig_dagen(m: Mensen) -> None:
    opzet.lopend(m)
    loop_klokken(dt.date(2025, 10, 1))
    loop_klokken(dt.date(2026, 1, 1))
    assert list(Kostenstand.objects.order_by("jaar", "kwartaal").values_list("jaar", "kwartaal")) == [(2025, 3), (2025, 4)]
    klokken = Termijn.objects.filter(soort_termijn="kostenstand").order_by("start_op")
    assert [(k.regel, k.einde_op) for k in klokken] == [("3a.1", dt.date(2025, 10, 30)), ("3a.1", dt.date(2026, 1, 30))]


def test_de_taak_en_de_achterstand_staan_in_de_werkvoorraad(m: Mensen) -> None:
    t = kostenspel.lopend(m)
    taak, achterstand = "Dien de kostenstand van het 3e kwartaal 2025 in", "Achterstand: de kostenstand van het 3e kwartaal 2025"
    assert [(w.uiterlijk, w.is_aan_zet) for w in werkvoorraad(m.penvoerder, NU) if w.wat == taak] == [(dt.date(2025, 10, 30), True)]
    assert [w.is_aan_zet for w in werkvoorraad(m.czv, NU) if w.wat == achterstand] == [False]
    assert not [w for w in werkvoorraad(m.czv, dt.date(2025, 10, 30)) if w.wat == achterstand]
    kostenspel.ingediend(m, t, (150, 600), (50, 400))
    assert not [w for wie in (m.penvoerder, m.czv) for w in werkvoorraad(wie, NU) if w.wat in (taak, achterstand)]


def test_de_prognose_wordt_naast_de_begroting_gelegd(m: Mensen) -> None:
    t = kostenspel.lopend(m)
    kostenspel.ingediend(m, t, (150, 700), (50, 450))
    assert tuple(afwijking(t)) == (Decimal(150), Decimal("15.0"))
