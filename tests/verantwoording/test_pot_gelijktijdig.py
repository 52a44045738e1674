"""Many decide at once on one pot: what the queue and the database themselves hold, on real connections."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import vergrendel, voer_uit
from tests.fabrieken.geld import pot_met
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from tests.verantwoording.test_gelijktijdig import tegelijk
from verantwoording.models import Boeking, Boekingsregel, Pot, Rekening, Toekenning
from verantwoording.services import potten
from verantwoording.services.wachtrij import haal_in

pytestmark = pytest.mark.django_db(transaction=True)
OP = opzet.GOEDGEKEURD


def rij(m: Mensen, *bedragen: int) -> list[Toekenning]:
    return [opzet.toekenning(m, [b], titel=f"Plan {n} van {b}") for n, b in enumerate(bedragen)]


def standen(rijen: list[Toekenning]) -> list[str]:
    return [Toekenning.objects.get(pk=t.pk).status for t in rijen]


def over() -> Decimal:
    return potten.saldo_per_pot()[Pot.objects.get().pk]


@contextmanager
def zonder_wachter() -> Iterator[None]:
    """Take the guard on the pots away, and put it back whatever happens."""
    triggers = ("verantwoording_pot_om_de_beurt", "verantwoording_pot_niet_leeg")
    with connection.cursor() as cursor:
        for trigger in triggers:
            cursor.execute(f"ALTER TABLE verantwoording_boekingsregel DISABLE TRIGGER {trigger}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for trigger in triggers:
                cursor.execute(f"ALTER TABLE verantwoording_boekingsregel ENABLE TRIGGER {trigger}")


def neem_na_een_eigen_controle(t: Toekenning, sein: threading.Barrier) -> None:
    """What a program without the queue would do: look whether it fits, then book; both look before either books."""
    pot = Pot.objects.get()
    with transaction.atomic():
        assert over() >= t.bedrag
        sein.wait(timeout=30)
        boeking = Boeking.objects.create(dossier=t.dossier, soort="reservering", onderwerp=t.pk, op=OP)
        for rekening, bedrag, uit in ((Rekening.POT, -t.bedrag, pot), (Rekening.TOEGEZEGD, t.bedrag, None)):
            Boekingsregel.objects.create(boeking=boeking, dossier=t.dossier, rekening=rekening, bedrag=bedrag, pot=uit)


def test_de_databank_laat_een_pot_nooit_onder_nul_komen_en_zonder_de_wachter_wel() -> None:
    pot_met(1000)
    m = opzet.maak_mensen()
    rijen = rij(m, 700, 600)

    def race() -> list[object]:
        sein = threading.Barrier(2)
        return tegelijk(*(lambda t=t: neem_na_een_eigen_controle(t, sein) for t in rijen))

    uitkomsten = race()
    geweigerd = [u for u in uitkomsten if isinstance(u, DatabaseError)]
    assert (len(geweigerd), over() >= 0) == (1, True)
    assert "niet meer worden toegezegd dan erin zit" in str(geweigerd[0])

    rijen = rij(m, 200, 250) if over() == 300 else rij(m, 300, 350)
    with zonder_wachter():
        assert race() == [None, None]
    assert over() < 0


def test_wie_tegelijk_reserveert_krijgt_wat_past_en_de_rest_hoort_zijn_plaats() -> None:
    pot_met(1000)
    m = opzet.maak_mensen()
    rijen = rij(m, 400, 400, 400, 400)
    sein = threading.Barrier(4)

    def reserveer(t: Toekenning) -> str:
        eigen = Toekenning.objects.get(pk=t.pk)
        sein.wait(timeout=30)
        return voer_uit(eigen, "reserveer", door=m.czv, op=OP).status

    uitkomsten = tegelijk(*(lambda t=t: reserveer(t) for t in rijen))
    assert uitkomsten[:2] == ["gereserveerd", "gereserveerd"]
    assert [type(u) for u in uitkomsten[2:]] == [StapBelet, StapBelet]
    assert (standen(rijen), over()) == (["gereserveerd", "gereserveerd", "wacht", "wacht"], 200)


def test_geld_dat_op_twee_plaatsen_tegelijk_vrijkomt_gaat_in_volgorde_en_nooit_dubbel() -> None:
    pot_met(1000)
    m = opzet.maak_mensen()
    weg = [opzet.gereserveerd(m, t) for t in rij(m, 500, 500)]
    wachtend = rij(m, 450, 450, 450)
    sein = threading.Barrier(2)

    def beeindig(t: Toekenning) -> str:
        eigen = Toekenning.objects.get(pk=t.pk)
        sein.wait(timeout=30)
        return voer_uit(eigen, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.").status

    assert tegelijk(*(lambda t=t: beeindig(t) for t in weg)) == ["beeindigd", "beeindigd"]
    assert (standen(wachtend), over()) == (["gereserveerd", "gereserveerd", "wacht"], 100)


def test_wie_net_met_het_eerste_plan_bezig_is_houdt_de_ander_niet_vast_en_het_plan_schuift_daarna_op() -> None:
    """No circle: the lock of a second dossier is never waited for while the queue is held."""
    pot_met(1000)
    m = opzet.maak_mensen()
    weg = opzet.gereserveerd(m, rij(m, 1000)[0])
    eerste, tweede = rij(m, 600, 300)
    bezig, klaar = threading.Event(), threading.Event()

    def houd_vast() -> str:
        """Somebody at work in the first dossier, who then wants the queue too."""
        with transaction.atomic():
            vergrendel(eerste.dossier_id)
            bezig.set()
            assert klaar.wait(timeout=30)
        return "los"

    def beeindig() -> str:
        assert bezig.wait(timeout=30)
        with transaction.atomic():
            status = voer_uit(Toekenning.objects.get(pk=weg.pk), "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.").status
            gezien.extend(standen([eerste, tweede]))
            klaar.set()
        return status

    gezien: list[str] = []
    taken: list[Callable[[], object]] = [houd_vast, beeindig]
    assert tegelijk(*taken) == ["los", "beeindigd"]
    assert gezien == ["wacht", "wacht"]
    assert (standen([eerste, tweede]), over()) == (["gereserveerd", "gereserveerd"], 100)


def test_de_ronde_haalt_in_wat_bleef_liggen_ook_als_zij_twee_keer_tegelijk_loopt() -> None:
    pot_met(1000, open_van=NU)
    m = opzet.maak_mensen()
    rijen = rij(m, 600, 300)
    sein = threading.Barrier(2)

    def ronde() -> None:
        sein.wait(timeout=30)
        haal_in(NU)

    assert tegelijk(ronde, ronde) == [None, None]
    assert (standen(rijen), Boeking.objects.filter(soort="reservering").count()) == (["gereserveerd", "gereserveerd"], 2)
