"""Two people at once: what the database itself holds, on two real connections."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum

from kern.toestanden.stap import StapNietMogelijk
from kern.toestanden.uitvoeren import voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.models import Betaalopdracht, Betaalopdrachtregel, Boeking, Boekingsregel, KpiVerantwoording, Toekenning, Uitbetaling

pytestmark = pytest.mark.django_db(transaction=True)
WACHTER = "verantwoording_nooit_meer_dan_toegekend"


def tegelijk(*taken: Callable[[], object]) -> list[object]:
    """Run each task in its own thread and connection; what it returned, or the exception it raised."""
    uitkomsten: list[object] = [None] * len(taken)

    def loop(plek: int, taak: Callable[[], object]) -> None:
        try:
            uitkomsten[plek] = taak()
        except Exception as fout:
            uitkomsten[plek] = fout
        finally:
            connection.close()

    draden = [threading.Thread(target=loop, args=paar) for paar in enumerate(taken)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=60)
    return uitkomsten


@contextmanager
def zonder_wachter() -> Iterator[None]:
    """Take the guard on payouts away, and put it back whatever happens."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE verantwoording_uitbetaling DISABLE TRIGGER {WACHTER}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE verantwoording_uitbetaling ENABLE TRIGGER {WACHTER}")


def ruime_kpis(m: Mensen) -> Toekenning:
    """A grant of 1000 with two KPI's that, through a fault elsewhere, were granted 600 each."""
    t = opzet.lopend(m)
    KpiVerantwoording.objects.filter(toekenning=t).update(bedrag_toegekend=Decimal(600))
    return t


def betaal_na_een_eigen_controle(t: Toekenning, nummer: int, m: Mensen, sein: threading.Barrier) -> None:
    """What a program without the guard would do: look whether it fits, then pay; both look before either pays."""
    with transaction.atomic():
        betaald = Uitbetaling.objects.filter(toekenning=t).aggregate(s=Sum("bedrag"))["s"] or Decimal(0)
        assert betaald + 600 <= t.bedrag
        sein.wait(timeout=30)
        Uitbetaling.objects.create(verantwoording=opzet.kpi(t, nummer), toekenning=t, bedrag=600, op=NU, door=m.tweede_persoon.gebruiker)


def race(m: Mensen, t: Toekenning) -> tuple[list[object], Decimal]:
    sein = threading.Barrier(2)
    uitkomsten = tegelijk(*(lambda n=n: betaal_na_een_eigen_controle(t, n, m, sein) for n in (1, 2)))
    return uitkomsten, Uitbetaling.objects.filter(toekenning=t).aggregate(s=Sum("bedrag"))["s"]


def test_tegelijk_betalen_komt_nooit_boven_het_toegekende_en_zonder_de_wachter_wel() -> None:
    m = opzet.maak_mensen()
    met = ruime_kpis(m)
    uitkomsten, betaald = race(m, met)
    assert (betaald, met.bedrag) == (Decimal(600), Decimal(1000))
    geweigerd = [u for u in uitkomsten if isinstance(u, DatabaseError)]
    assert len(geweigerd) == 1
    assert "niet meer worden uitbetaald dan is toegekend" in str(geweigerd[0])

    zonder = ruime_kpis(opzet.maak_mensen())
    with zonder_wachter():
        uitkomsten, betaald = race(m, zonder)
    assert uitkomsten == [None, None]
    assert betaald == Decimal(1200) > zonder.bedrag


def test_twee_keer_tegelijk_opdracht_geven_geeft_er_een() -> None:
    m = opzet.maak_mensen()
    k = opzet.toegekend(m, opzet.kpi(opzet.lopend(m)))
    sein = threading.Barrier(2)

    def klik() -> str:
        eigen = KpiVerantwoording.objects.get(pk=k.pk)
        sein.wait(timeout=30)
        return voer_uit(eigen, "betaal_uit", door=m.tweede_persoon, op=NU, verwacht="toegekend").status

    uitkomsten = tegelijk(klik, klik)
    assert sorted(type(u).__name__ for u in uitkomsten) == [StapNietMogelijk.__name__, "str"]
    assert [o.bedrag for o in Betaalopdracht.objects.all()] == [Decimal(600)]
    assert [r.bedrag for r in Betaalopdrachtregel.objects.all()] == [Decimal(600)]


def test_twee_keer_tegelijk_toekennen_boekt_een_keer() -> None:
    m = opzet.maak_mensen()
    k = opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m)))
    sein = threading.Barrier(2)

    def ken_toe(bedrag: int, uitkomst: str) -> str:
        eigen = KpiVerantwoording.objects.get(pk=k.pk)
        sein.wait(timeout=30)
        return voer_uit(eigen, "ken_toe", door=m.czv, op=NU, uitkomst=uitkomst, bedrag=Decimal(bedrag), motivering="x").status

    uitkomsten = tegelijk(lambda: ken_toe(600, "volledig"), lambda: ken_toe(300, "gedeeltelijk"))
    assert sorted(type(u).__name__ for u in uitkomsten) == [StapNietMogelijk.__name__, "str"]
    assert Boeking.objects.filter(soort=Boeking.Soort.KPI_TOEGEKEND).count() == 1


def test_een_boeking_die_niet_sluit_haalt_het_vastleggen_niet() -> None:
    m = opzet.maak_mensen()
    t = opzet.gereserveerd(m, opzet.toekenning(m))

    @transaction.atomic
    def boek_een_kant() -> None:
        boeking = Boeking.objects.create(dossier=t.dossier, soort="vrijval", onderwerp=t.pk, op=NU)
        Boekingsregel.objects.create(boeking=boeking, dossier=t.dossier, rekening="toegezegd", bedrag=5)

    with pytest.raises(DatabaseError, match="sluit niet"):
        boek_een_kant()
    assert not Boeking.objects.filter(soort="vrijval").exists()
