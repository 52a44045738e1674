"""What must hold of payouts and advances, recomputed from the postings."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from kern.basis.geld import toon_bedrag
from verantwoording.controle import grootboekcontrole
from verantwoording.models import Betaalopdrachtregel, Boeking, Boekingsregel, Rekening, Uitbetaling, Voorschot

NUL = Decimal(0)
Soort = Boeking.Soort
MET_KPI = ("verantwoording__dossier", "verantwoording__kpi")


def _geboekt(soort: str, rekening: str) -> dict[Any, Decimal]:
    """What stands on this account per subject, by boekingen of this kind that were not reversed."""
    regels = Boekingsregel.objects.filter(boeking__soort=soort, boeking__correctie=None, rekening=rekening)
    return dict(regels.order_by().values_list("boeking__onderwerp").annotate(som=Sum("bedrag")))


@grootboekcontrole("uitbetaald per KPI", 46)
def een_uitbetaling_is_wat_is_overgemaakt_en_verrekend() -> Iterator[str]:
    """The payout of a KPI is its paid lines and the advance that was settled with it: the advance counts once (1g.4)."""
    per_kpi: dict[Any, Decimal] = defaultdict(Decimal)
    regels = Betaalopdrachtregel.objects.filter(soort=Betaalopdrachtregel.Soort.KPI, betaald_op__isnull=False)
    for kpi, bedrag in regels.values_list("opdracht__verantwoording", "bedrag"):
        per_kpi[kpi] += bedrag
    verrekend = _geboekt(Soort.VOORSCHOT_VERREKEND, Rekening.UITBETAALD)
    for pk, kpi in Voorschot.objects.values_list("pk", "voor"):
        per_kpi[kpi] += verrekend.get(pk, NUL)
    for u in Uitbetaling.objects.select_related(*MET_KPI).order_by("pk"):
        if u.bedrag != per_kpi[u.verantwoording_id]:
            k, staat = u.verantwoording, toon_bedrag(per_kpi[u.verantwoording_id])
            yield f"{k.dossier.kenmerk}, {k.kpi}: uitbetaald is {toon_bedrag(u.bedrag)}; overgemaakt en verrekend is {staat}."


@grootboekcontrole("voorschotten", 48)
def elk_voorschot_telt_een_keer() -> Iterator[str]:
    """Of every advance no more is settled and claimed than was paid, and what was paid is what its boeking says (1g.4)."""
    af = _geboekt(Soort.VOORSCHOT_VERREKEND, Rekening.VOORSCHOT)
    for pk, bedrag in _geboekt(Soort.VORDERING, Rekening.VOORSCHOT).items():
        af[pk] = af.get(pk, NUL) + bedrag
    per_regel = _geboekt(Soort.VOORSCHOT_BETAALD, Rekening.VOORSCHOT)
    betaald: dict[Any, Decimal] = defaultdict(Decimal)
    for regel in Betaalopdrachtregel.objects.filter(soort=Betaalopdrachtregel.Soort.VOORSCHOT, betaald_op__isnull=False).select_related(
        "opdracht"
    ):
        betaald[regel.opdracht.verantwoording_id] += regel.bedrag
        if per_regel.get(regel.pk, NUL) != regel.bedrag:
            staat = toon_bedrag(per_regel.get(regel.pk, NUL))
            yield f"opdracht {regel.opdracht_id}: als voorschot betaald is {toon_bedrag(regel.bedrag)}, geboekt is {staat}."
    for v in Voorschot.objects.select_related("voor__dossier", "voor__kpi").order_by("pk"):
        waar, uit = f"{v.voor.dossier.kenmerk}, voorschot op {v.voor.kpi}", -af.get(v.pk, NUL)
        klaar = v.voor.toegekend_op is not None or v.voor.status == "vervallen"
        if betaald[v.van_id] > v.bedrag or uit > betaald[v.van_id] or (klaar and uit != betaald[v.van_id]):
            yield f"{waar}: vrijgegeven {toon_bedrag(v.bedrag)}, betaald {toon_bedrag(betaald[v.van_id])}, verrekend of terug te betalen {toon_bedrag(uit)}."
