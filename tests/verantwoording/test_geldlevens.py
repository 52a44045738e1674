"""Random lives of plans through the services; after every step the invariants of the ledger hold, and the past stays as it was."""

import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kern.toestanden.stap import StapGeweigerd
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.geld import pot_met
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.controle import bevindingen
from verantwoording.models import Betaalopdrachtregel, Boeking, Boekingsregel, Pot, Rekening, Terugbetaling, Toekenning, ToekenningStatus
from verantwoording.selectors import saldi
from verantwoording.services import potten
from verantwoording.services.betaalopdracht import markeer_betaald
from verantwoording.services.terugbetaling import in_handen, leg_ontvangst_vast, nog_open, vorder
from verantwoording.services.wachtrij import wachtrij

BETAALD = (Rekening.UITBETAALD, Rekening.VOORSCHOT, Rekening.TE_VORDEREN, Rekening.ZVW_FONDS)
CENT = Decimal("0.01")


@dataclass
class Leven:
    """Some plans around one pot, with what was booked so far."""

    m: Mensen
    plannen: list[Toekenning]
    verleden: dict[int, tuple[object, ...]] = field(default_factory=dict)

    def vers(self, plek: int) -> Toekenning:
        return Toekenning.objects.get(pk=self.plannen[plek % len(self.plannen)].pk)


def reserveer(leven: Leven, plek: int, deel: int) -> None:
    voer_uit(leven.vers(plek), "reserveer", door=leven.m.czv, op=NU)


def voer_op(leven: Leven, plek: int, deel: int) -> None:
    """From reserved to execution, with everything in between."""
    t = leven.vers(plek)
    if t.status == ToekenningStatus.GERESERVEERD:
        opzet.in_uitvoering(leven.m, opzet.beschikt(leven.m, opzet.getekend(leven.m, t)))


def ken_toe(leven: Leven, plek: int, deel: int) -> None:
    """A KPI in full, in part or not at all; now and then with an advance on the next one (1g.4)."""
    t, m = leven.vers(plek), leven.m
    open_ = list(t.kpis.filter(status="open").select_related("kpi").order_by("kpi__nummer"))
    if not open_:
        return
    k, volgende = open_[0], open_[1:]
    bedrag = (k.kpi.bedrag * deel / 100).quantize(CENT)
    uitkomst = {k.kpi.bedrag: "volledig", Decimal(0): "geen"}.get(bedrag, "gedeeltelijk")
    extra = {"voorschot_op": volgende[0], "voorschot_bedrag": (volgende[0].kpi.bedrag / 3).quantize(CENT)} if volgende and deel % 2 else {}
    voer_uit(opzet.beoordeeld(m, k), "ken_toe", door=m.czv, op=NU, uitkomst=uitkomst, bedrag=bedrag, motivering="Zo besloten.", **extra)


def geef_opdracht(leven: Leven, plek: int, deel: int) -> None:
    k = leven.vers(plek).kpis.filter(status="toegekend", bedrag_toegekend__gt=0).order_by("kpi__nummer").first()
    if k is not None:
        voer_uit(k, "betaal_uit", door=leven.m.tweede_persoon, op=NU)


def betaal(leven: Leven, plek: int, deel: int) -> None:
    """One insurer pays one line of an order."""
    regels = Betaalopdrachtregel.objects.filter(opdracht__toekenning=leven.vers(plek), betaald_op=None, vervallen_op=None)
    regel = regels.select_related("opdracht__verantwoording").order_by("pk").first()
    if regel is not None:
        door = next(lid for lid in (leven.m.czv, leven.m.tweede) if lid.organisatie_id == regel.verzekeraar_id)
        markeer_betaald(regel, betaald_op=NU, referentie=f"BANK-{regel.pk}", door=door, op=NU)


def vorder_terug(leven: Leven, plek: int, deel: int) -> None:
    """Money that was too much is claimed from who holds it (3a.4)."""
    t = leven.vers(plek)
    wie = leven.m.penvoerder.organisatie
    bedrag = (in_handen(t, wie) * deel / 100).quantize(CENT)
    if bedrag:
        vorder(t, schuldenaar=wie, bedrag=bedrag, reden="De kosten vielen lager uit.", op=NU)


def ontvang(leven: Leven, plek: int, deel: int) -> None:
    """An instalment comes in, or more than was asked; the latter is refused."""
    open_ = [v for v in Terugbetaling.objects.filter(toekenning=leven.vers(plek)).order_by("pk") if nog_open(v)]
    if open_:
        bedrag = max((nog_open(open_[0]) * deel / 80).quantize(CENT), CENT)
        leg_ontvangst_vast(open_[0], bedrag=bedrag, ontvangen_op=NU, referentie=f"IN-{uuid.uuid4()}"[:30], door=leven.m.czv, op=NU)


def beeindig(leven: Leven, plek: int, deel: int) -> None:
    voer_uit(leven.vers(plek), "beeindig", door=leven.m.czv, op=NU, reden="Het plan stopt.")


def rond_af(leven: Leven, plek: int, deel: int) -> None:
    voer_uit(leven.vers(plek), "rond_af", door=leven.m.czv, op=NU)


def meer_budget(leven: Leven, plek: int, deel: int) -> None:
    potten.stel_beschikbaar(Pot.objects.get(), Decimal(deel * 3 + 1), op=NU)


DADEN = [reserveer, voer_op, ken_toe, geef_opdracht, betaal, betaal, vorder_terug, ontvang, beeindig, rond_af, meer_budget]


def stap(leven: Leven, daad: int, plek: int, deel: int) -> None:
    """One act as a person would try it; a refusal is an answer too, and leaves nothing behind."""
    voor = Boekingsregel.objects.count()
    try:
        with transaction.atomic():
            DADEN[daad](leven, plek, deel)
    except StapGeweigerd:
        assert Boekingsregel.objects.count() == voor


def klopt(leven: Leven) -> None:
    """The invariants of the money."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    pot = Pot.objects.get()
    uit_de_pot = {}
    for t in leven.plannen:
        stand = saldi(t.dossier_id)
        assert sum(stand.values()) == 0
        assert min(saldo for rekening, saldo in stand.items() if rekening not in (Rekening.POT, Rekening.BUDGET)) >= 0
        assert sum(stand[r] for r in BETAALD) <= t.bedrag
        uit_de_pot[t.pk] = -stand[Rekening.POT]
        assert 0 <= uit_de_pot[t.pk] <= t.bedrag
    budget = Boekingsregel.objects.filter(rekening=Rekening.BUDGET).aggregate(s=Sum("bedrag"))["s"]
    assert potten.saldo_per_pot()[pot.pk] == -budget - sum(uit_de_pot.values()) >= 0
    terug = Boeking.objects.filter(soort="vrijval").values_list("onderwerp", flat=True)
    assert len(terug) == len(set(terug))
    nu = {r.pk: (r.boeking_id, r.rekening, r.pot_id, r.organisatie_id, r.bedrag) for r in Boekingsregel.objects.all()}
    assert {pk: nu[pk] for pk in leven.verleden} == leven.verleden
    leven.verleden = nu
    assert list(bevindingen()) == []


def wacht_niemand_ten_onrechte(leven: Leven) -> None:
    """After money came free nobody at the head of the queue waits for money that is there."""
    rij = wachtrij(NU)
    assert [p.nummer for p in rij] == list(range(1, len(rij) + 1))
    assert [p.sinds for p in rij] == sorted(p.sinds for p in rij)


STAPPEN = st.lists(st.tuples(st.integers(0, len(DADEN) - 1), st.integers(0, 2), st.integers(0, 100)), max_size=12)
AANLOOP = [(0, 0, 0), (1, 0, 0), (2, 0, 61), (3, 0, 0), (4, 0, 0)]
"""Every life begins with a plan that runs and a KPI of which the first line is paid, so that chance soon meets money."""
PLANNEN = [[Decimal("600.01"), Decimal("400")], [Decimal(700)], [Decimal("333.33")]]


@given(STAPPEN)
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_over_elk_leven_van_een_paar_plannen_klopt_het_grootboek_na_elke_stap(db: None, stappen: list[tuple[int, int, int]]) -> None:
    """Toekennen, deels betalen, vrijvallen, afronden en beëindigen, in elke volgorde."""
    bewaarpunt = transaction.savepoint()
    try:
        pot_met(1500)
        m = opzet.maak_mensen()
        leven = Leven(m, [opzet.toekenning(m, b, titel=f"Plan {n}") for n, b in enumerate(PLANNEN)])  # type: ignore[arg-type]
        klopt(leven)
        for daad, plek, deel in AANLOOP + stappen:
            stap(leven, daad, plek, deel)
            klopt(leven)
        wacht_niemand_ten_onrechte(leven)
    finally:
        transaction.savepoint_rollback(bewaarpunt)
