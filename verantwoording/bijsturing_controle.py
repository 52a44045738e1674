"""What must agree between bijsturing, claims and the ledger."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum

from kern.basis.geld import toon_bedrag
from verantwoording.controle import grootboekcontrole
from verantwoording.models import (
    AanvullendeBeschikking,
    Boeking,
    Boekingsregel,
    Rekening,
    Terugbetaling,
    TerugbetalingStatus,
    Terugontvangst,
    Toekenning,
    Verruiming,
)

NUL = Decimal(0)
Soort = Boeking.Soort


@grootboekcontrole("extra middelen", 60)
def elke_verruiming_is_geboekt() -> Iterator[str]:
    """Extra means are booked as agreed, and the ceiling is what the rows add up to (3a.4, 3a.5)."""
    verruimd = dict(Verruiming.objects.order_by().values_list("toekenning").annotate(s=Sum("bedrag")))
    aangevuld = dict(AanvullendeBeschikking.objects.order_by().values_list("toekenning").annotate(s=Sum("bedrag")))
    geboekt = _geboekt(Soort.VERRUIMING, Rekening.TOEGEZEGD)
    for v in Verruiming.objects.select_related("toekenning__dossier").order_by("op", "vastgelegd_op"):
        if (staat := geboekt.pop(v.bijsturing_id, NUL)) != v.bedrag:
            yield f"{v.toekenning.dossier.kenmerk}: extra toegekend is {toon_bedrag(v.bedrag)}, geboekt is {toon_bedrag(staat)}."
    yield from (f"er is {toon_bedrag(s)} verruimd zonder bijsturing ({pk})." for pk, s in geboekt.items())
    for t in Toekenning.objects.select_related("dossier").order_by("pk").iterator():
        if t.bedrag_extra != verruimd.get(t.pk, NUL) or t.bedrag_aanvullend != aangevuld.get(t.pk, NUL):
            yield f"{t.dossier.kenmerk}: het plafond klopt niet met de extra middelen en de aanvullende beschikkingen."


def _geboekt(soort: str, rekening: str, **waarop: object) -> dict[object, Decimal]:
    """What is booked per subject on this account."""
    regels = Boekingsregel.objects.filter(boeking__soort=soort, rekening=rekening, **waarop)
    return dict(regels.order_by().values_list("boeking__onderwerp").annotate(s=Sum("bedrag")))


@grootboekcontrole("ontvangsten", 62)
def elke_ontvangst_is_geboekt() -> Iterator[str]:
    """What came in is booked to the fund, once."""
    geboekt = _geboekt(Soort.TERUGONTVANGST, Rekening.ZVW_FONDS)
    for o in Terugontvangst.objects.select_related("terugbetaling__dossier").order_by("op", "vastgelegd_op"):
        if (staat := geboekt.pop(o.pk, NUL)) != o.bedrag:
            kenmerk = o.terugbetaling.dossier.kenmerk
            yield f"{kenmerk}: ontvangen is {toon_bedrag(o.bedrag)} (kenmerk {o.referentie}), geboekt is {toon_bedrag(staat)}."
    yield from (f"er is {toon_bedrag(s)} als terugbetaald geboekt zonder ontvangst ({pk})." for pk, s in geboekt.items())


@grootboekcontrole("vorderingen", 64)
def elke_vordering_staat_open_voor_wat_niet_is_ontvangen() -> Iterator[str]:
    """Per plan: what its open claims still ask is what stands on TE_VORDEREN, and a settled claim is covered."""
    teruggeboekt = set(Boeking.objects.filter(soort=Soort.TERUGONTVANGST, correctie__isnull=False).values_list("onderwerp", flat=True))
    saldi = dict(Boekingsregel.objects.filter(rekening=Rekening.TE_VORDEREN).order_by().values_list("dossier").annotate(s=Sum("bedrag")))
    open_per_dossier: dict[object, Decimal] = {}
    kenmerken: dict[object, str] = {}
    for v in Terugbetaling.objects.select_related("dossier").prefetch_related("ontvangsten", "termijnen").order_by("op", "vastgelegd_op"):
        kenmerken[v.dossier_id] = v.dossier.kenmerk
        rest = v.bedrag - sum((o.bedrag for o in v.ontvangsten.all() if o.pk not in teruggeboekt), NUL)
        if sum((t.bedrag for t in v.termijnen.all()), NUL) != v.bedrag:
            yield f"{v.dossier.kenmerk}: de termijnen van een terugbetaling tellen niet op tot {toon_bedrag(v.bedrag)}."
        if (v.status == TerugbetalingStatus.VOLDAAN) != (rest == 0):
            yield f"{v.dossier.kenmerk}: een terugbetaling van {toon_bedrag(v.bedrag)} heet '{v.get_status_display()}' terwijl {toon_bedrag(rest)} open staat."
        if v.status == TerugbetalingStatus.OPEN:
            open_per_dossier[v.dossier_id] = open_per_dossier.get(v.dossier_id, NUL) + rest
    for dossier, kenmerk in kenmerken.items():
        hoort, staat = open_per_dossier.get(dossier, NUL), saldi.get(dossier, NUL)
        if hoort != staat:
            yield f"{kenmerk}: terug te betalen is {toon_bedrag(hoort)}, in het grootboek staat {toon_bedrag(staat)}."
