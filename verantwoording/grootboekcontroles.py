"""What must always hold in the ledger itself, recomputed from the postings."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from transformatie.models.dossier import kenmerk
from verantwoording.controle import grootboekcontrole
from verantwoording.models import Betaalopdrachtregel, Boeking, Boekingsregel, KpiVerantwoording, Rekening, Toekenning

R, Soort = Rekening, Boeking.Soort
NOOIT_NEGATIEF = [R.TOEGEZEGD, R.TE_BETALEN, R.VOORSCHOT, R.UITBETAALD, R.TE_VORDEREN, R.ZVW_FONDS]
BETAALD = [R.UITBETAALD, R.VOORSCHOT, R.TE_VORDEREN, R.ZVW_FONDS]
NUL = Decimal(0)


def _als_tekst(boeking: Boeking) -> str:
    waar = f" in {boeking.dossier.kenmerk}" if boeking.dossier is not None else ""
    return f"de boeking '{boeking.get_soort_display()}' van {toon_datum(boeking.op)}{waar} ({boeking.pk})"


@grootboekcontrole("boekingen sluiten", 10)
def elke_boeking_is_samen_nul() -> Iterator[str]:
    """The lines of a boeking add up to zero, and there is at least one on either side."""
    rijen = Boeking.objects.annotate(saldo=Sum("regels__bedrag"), aantal=Count("regels")).filter(~Q(saldo=0) | Q(aantal__lt=2))
    for boeking in rijen.select_related("dossier").order_by("op", "vastgelegd_op", "pk").iterator():
        if boeking.aantal < 2:
            yield f"{_als_tekst(boeking)} heeft geen twee kanten."
        else:
            yield f"{_als_tekst(boeking)} is samen {toon_bedrag(boeking.saldo)} in plaats van € 0."


@grootboekcontrole("regels horen bij hun dossier", 12)
def elke_regel_staat_in_het_dossier_van_haar_boeking() -> Iterator[str]:
    """A line is in the dossier of its boeking, and never in another one's statement."""
    anders = Boekingsregel.objects.exclude(dossier=F("boeking__dossier")).exclude(dossier=None, boeking__dossier=None)
    for regel in anders.select_related("boeking__dossier").order_by("pk").iterator():
        yield f"een regel van {_als_tekst(regel.boeking)} staat in een ander dossier."


def standen(regels: "QuerySet[Boekingsregel]", *per: str) -> Iterator[tuple[dict[str, Any], dt.date, Decimal]]:
    """The balance after each day that has postings, per these fields, in order of the days. One query."""
    stand: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    dagen = regels.order_by().values("boeking__op", *per).annotate(dag=Sum("bedrag")).order_by("boeking__op", *per)
    for dag in dagen.iterator():
        sleutel = tuple(dag[veld] for veld in per)
        stand[sleutel] += dag["dag"]
        yield dag, dag["boeking__op"], stand[sleutel]


@grootboekcontrole("potten", 20)
def geen_pot_was_ooit_minder_dan_leeg() -> Iterator[str]:
    """At the end of every day each pot holds nothing or more."""
    for rij, op, stand in standen(Boekingsregel.objects.filter(rekening=R.POT), "pot", "pot__naam"):
        if stand < 0:
            yield f"de pot {rij['pot__naam']} stond op {toon_datum(op)} {toon_bedrag(-stand)} onder nul."


@grootboekcontrole("rekeningen per plan", 22)
def geen_rekening_van_een_plan_is_negatief() -> Iterator[str]:
    """No account of a plan is ever below zero at the end of a day."""
    regels = Boekingsregel.objects.filter(rekening__in=NOOIT_NEGATIEF, dossier__isnull=False)
    for rij, op, stand in standen(regels, "dossier__jaar", "dossier__volgnummer", "rekening"):
        if stand < 0:
            yield f"{_kenmerk(rij)}: '{Rekening(rij['rekening']).label}' stond op {toon_datum(op)} {toon_bedrag(-stand)} onder nul."


def _kenmerk(rij: dict[str, Any]) -> str:
    return kenmerk(rij["dossier__jaar"], rij["dossier__volgnummer"])


@grootboekcontrole("betaald en toegekend", 24)
def nooit_meer_betaald_dan_toegekend() -> Iterator[str]:
    """What went out for a plan, in whatever way, stays within its grant and the extra means it got."""
    uit = _som_per("dossier", Boekingsregel.objects.filter(rekening__in=BETAALD))
    ruimer = _som_per("dossier", Boekingsregel.objects.filter(rekening=R.TOEGEZEGD, boeking__soort=Soort.VERRUIMING))
    for toekenning in Toekenning.objects.select_related("dossier").order_by("pk").iterator():
        ruimte = toekenning.bedrag + ruimer.get(toekenning.dossier_id, NUL)
        if uit.get(toekenning.dossier_id, NUL) > ruimte:
            yield f"{toekenning.dossier.kenmerk}: er is {toon_bedrag(uit[toekenning.dossier_id])} uitbetaald; toegekend is {toon_bedrag(ruimte)}."


def _som_per(veld: str, regels: "QuerySet[Boekingsregel]") -> dict[Any, Decimal]:
    return dict(regels.order_by().values_list(veld).annotate(som=Sum("bedrag")))


@grootboekcontrole("correcties", 30)
def elke_correctie_spiegelt_haar_boeking() -> Iterator[str]:
    """A correction has exactly the lines of what it corrects, the other way round, and is not older."""
    correcties = (
        Boeking.objects.filter(soort=Soort.CORRECTIE)
        .select_related("corrigeert", "dossier")
        .prefetch_related("regels", "corrigeert__regels")
    )
    for correctie in correcties.order_by("op", "vastgelegd_op", "pk"):
        origineel = correctie.corrigeert
        if origineel is None or _kanten(origineel, -1) != _kanten(correctie, 1):
            yield f"{_als_tekst(correctie)} is niet het omgekeerde van de boeking die zij corrigeert."
        elif correctie.op < origineel.op:
            yield f"{_als_tekst(correctie)} is ouder dan de boeking die zij corrigeert."


def _kanten(boeking: Boeking, teken: int) -> Counter[tuple[Any, ...]]:
    return Counter((r.rekening, r.pot_id, r.organisatie_id, teken * r.bedrag) for r in boeking.regels.all())


@grootboekcontrole("reserveringen", 40)
def elke_reservering_hoort_bij_een_toekenning() -> Iterator[str]:
    """What was reserved for a plan is its grant, booked once; nothing is reserved for who still waits."""
    geboekt = _som_per("boeking__onderwerp", _regels(Soort.RESERVERING, R.TOEGEZEGD))
    for t in Toekenning.objects.select_related("dossier").order_by("pk").iterator():
        hoort, staat = (t.bedrag if t.gereserveerd_op else NUL), geboekt.pop(t.pk, NUL)
        if hoort != staat:
            yield f"{t.dossier.kenmerk}: gereserveerd is {toon_bedrag(hoort)}, geboekt is {toon_bedrag(staat)}."
    yield from (f"er is {toon_bedrag(som)} gereserveerd voor een toekenning die niet bestaat ({pk})." for pk, som in geboekt.items())


@grootboekcontrole("toekenningen per KPI", 42)
def elk_toegekend_bedrag_is_geboekt() -> Iterator[str]:
    """What was granted for a KPI is what its boeking says, less the advance it already had (1g.4)."""
    geboekt = _som_per("boeking__onderwerp", _regels(Soort.KPI_TOEGEKEND, R.TE_BETALEN))
    for k in KpiVerantwoording.objects.select_related("dossier", "kpi").order_by("pk").iterator():
        hoort, staat = k.te_betalen, geboekt.pop(k.pk, NUL)
        if hoort != staat:
            yield f"{k.dossier.kenmerk}, {k.kpi}: toegekend is {toon_bedrag(hoort)}, geboekt is {toon_bedrag(staat)}."
    yield from (f"er is {toon_bedrag(som)} toegekend voor een KPI die niet bestaat ({pk})." for pk, som in geboekt.items())


@grootboekcontrole("uitbetalingen", 44)
def elke_uitbetaling_is_geboekt() -> Iterator[str]:
    """What was paid on a line of a payment order left 'te betalen' by the same amount."""
    geboekt = _som_per("boeking__onderwerp", _regels(Soort.UITBETALING, R.TE_BETALEN))
    betaald = Betaalopdrachtregel.objects.filter(soort=Betaalopdrachtregel.Soort.KPI, betaald_op__isnull=False)
    for regel in betaald.select_related("opdracht__verantwoording__dossier", "opdracht__verantwoording__kpi").order_by("pk").iterator():
        k, staat = regel.opdracht.verantwoording, -geboekt.pop(regel.pk, NUL)
        if regel.bedrag != staat:
            yield f"{k.dossier.kenmerk}, {k.kpi}: uitbetaald is {toon_bedrag(regel.bedrag)}, geboekt is {toon_bedrag(staat)}."
    yield from (f"er is {toon_bedrag(-som)} betaald voor een uitbetaling die niet bestaat ({pk})." for pk, som in geboekt.items())


def _regels(soort: str, rekening: str) -> "QuerySet[Boekingsregel]":
    """The lines of this kind on this account that were not reversed."""
    return Boekingsregel.objects.filter(boeking__soort=soort, boeking__correctie=None, rekening=rekening)
