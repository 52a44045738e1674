"""1g.1: the financieringsplan shows what is spent, earned and prefinanced over time, and warns where it runs short."""

import datetime as dt
from decimal import Decimal

import pytest

from kern.toestanden.stap import StapNietToegestaan
from tests.verantwoording import opzet
from tests.verantwoording.opzet import GESTART, NU, Mensen
from verantwoording.financieringsplan import Beeld, Financieringsplan, financieringsplan, in_woorden, kwartaal_van, volgend
from verantwoording.models import GeplandeUitgave
from verantwoording.services.financiering import plan_uitgaven
from verantwoording.services.toekenning import leg_voortgang_vast

K3, K4, K1 = dt.date(2025, 7, 1), dt.date(2025, 10, 1), dt.date(2026, 1, 1)


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


def plan(
    *bewegingen: tuple[dt.date, str, int], gepland: dict[dt.date, int] | None = None, kosten: dict[dt.date, int] | None = None
) -> Financieringsplan:
    return Financieringsplan(
        NU,
        [(d, b, Decimal(n)) for d, b, n in bewegingen],
        {k: Decimal(n) for k, n in (gepland or {}).items()},
        {k: Decimal(n) for k, n in (kosten or {}).items()},
    )


def zin(p: Financieringsplan) -> str:
    return p.waarschuwing.replace("\u00a0", " ")


def test_een_kwartaal_begint_in_januari_april_juli_of_oktober() -> None:
    assert [kwartaal_van(dt.date(2025, mnd, 17)).month for mnd in range(1, 13)] == [1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10]
    assert [volgend(K3), volgend(K4)] == [K4, K1]
    assert in_woorden(K3) == "3e kwartaal 2025"


def test_is_er_elk_kwartaal_genoeg_dan_is_er_geen_waarschuwing() -> None:
    assert plan((K3, "eigen", 100), (K1, "kpi", 500), gepland={K3: 50, K4: 50, K1: 100}).waarschuwing == ""


def test_een_tekort_wordt_in_woorden_gezegd_met_kwartaal_en_bedrag() -> None:
    p = plan((K1, "kpi", 500), gepland={K3: 50, K4: 70})
    assert [(k.begin, int(k.saldo)) for k in p.kwartalen] == [(K3, -50), (K4, -120), (K1, 380)]
    assert zin(p) == (
        "Vanaf het 3e kwartaal 2025 is er een tekort van € 50. Het is het grootst in het 4e kwartaal 2025: € 120. "
        "Vanaf het 1e kwartaal 2026 is het weer gedekt."
    )


def test_een_tekort_dat_blijft_wordt_zo_genoemd() -> None:
    zonder = plan(gepland={K3: 50})
    assert zin(zonder) == "Vanaf het 3e kwartaal 2025 is er een tekort van € 50. Het wordt daarna niet meer gedekt."


def test_voorfinanciering_die_wordt_verrekend_gaat_er_weer_af() -> None:
    p = plan((K3, "bevoorschotting", 100), (K1, "bevoorschotting", -100), (K1, "kpi", 60), gepland={K4: 80})
    assert [k.saldo for k in p.kwartalen] == [100, 20, -20]
    assert (int(p.kwartalen[2].verdiend), int(p.kwartalen[2].voorgefinancierd)) == (60, -100)


def test_bekende_kosten_gaan_voor_wat_was_gepland() -> None:
    p = plan(gepland={K3: 10, K4: 10, K1: 10}, kosten={dt.date(2025, 9, 30): 40, dt.date(2025, 12, 31): 100})
    assert p.uitgaven == {K3: 40, K4: 60, K1: 10}
    assert [k.is_werkelijk for k in p.kwartalen] == [True, True, False]


def test_het_beeld_zegt_hetzelfde_als_de_tabel() -> None:
    beeld = Beeld(plan((K3, "eigen", 100), (K4, "kpi", 100), gepland={K3: 50, K4: 50}))
    assert [[b.hoogte for b in k.blokken] for k in beeld.kolommen] == [[110], [110, 110]]
    assert [k.y_besteed for k in beeld.kolommen] == [175, 120]
    assert beeld.lijn_werkelijk == ""


def test_kpis_kosten_en_uitgaven_van_een_dossier_staan_erin(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 400])
    leg_voortgang_vast(t, besproken_op=NU, kosten_tot_nu=Decimal(250), toelichting="Gaat goed.", door=m.penvoerder, op=NU)
    plan_uitgaven(t.dossier, {K4: Decimal(99), K1: Decimal(300)}, door=m.penvoerder, op=NU)
    opzet.toegekend(m, opzet.kpi(t, 1), Decimal(500))
    p = financieringsplan(t.dossier, m.penvoerder, NU)
    assert sorted(p.bewegingen) == sorted([(NU, "kpi", Decimal(500)), (dt.date(2025, 12, 1), "kpi", Decimal(400))])
    assert p.uitgaven == {K4: Decimal(250), K1: Decimal(300)}
    assert GESTART < NU


def test_alleen_de_penvoerder_plant_uitgaven(m: Mensen) -> None:
    dossier = opzet.snelle_toets(m)
    for door in (m.deelnemer, m.czv, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            plan_uitgaven(dossier, {K3: Decimal(1)}, door=door, op=NU)
    assert not GeplandeUitgave.objects.exists()
