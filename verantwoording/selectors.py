"""Questions about the money of a dossier."""

import uuid
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce

from kern.organisaties.models import Organisatie
from transformatie.models import Kpi
from transformatie.services.meldingen import indieners
from verantwoording.models import Boekingsregel, KpiVerantwoording, Mijlpaalbesluit, Rekening, Toekenning, Voortgangsmoment


def wie_tekenen(toekenning: Toekenning) -> list[Organisatie]:
    """Both insurers, every submitting party, and each gemeente that is responsible for (a part of) a KPI sign the overeenkomst."""
    dossier = toekenning.dossier
    verzekeraars = [o for o in (dossier.coordinerend, dossier.tweede) if o is not None]
    aanbieders = indieners(dossier)
    gemeenten = {p.organisatie_id: p.organisatie for p in dossier.deelnemende_gemeenten if p.organisatie not in aanbieders}
    return verzekeraars + aanbieders + [o for pk, o in gemeenten.items() if pk in _verantwoordelijk(toekenning)]


def _verantwoordelijk(toekenning: Toekenning) -> set[uuid.UUID]:
    """Who is responsible for a KPI of the approved version, or receives a part of it. One query, or none."""
    versie = toekenning.plan.ingediende_versie
    kpis = versie.kpi_lijst if versie else []
    return {k.organisatie_id for k in kpis} | {d.organisatie_id for k in kpis for d in k.verdeling}


def saldi(dossier_id: uuid.UUID) -> dict[str, Decimal]:
    """The balance per account of one dossier, in euro."""
    rij = Boekingsregel.objects.filter(dossier_id=dossier_id).values_list("rekening").annotate(totaal=Sum("bedrag"))
    return {r: Decimal(0) for r in Rekening.values} | dict(rij)


def besluiten_per_mijlpaal(toekenning: Toekenning) -> dict[uuid.UUID, Mijlpaalbesluit]:
    """The last decision per go/no-go milestone, by the key of the milestone; remembered on the row (1g.6)."""
    if not hasattr(toekenning, "_besluiten"):
        rij = toekenning.mijlpaalbesluiten.order_by("op", "vastgelegd_op")
        toekenning._besluiten = {b.sleutel: b for b in rij}  # type: ignore[attr-defined]  # remembered on the object itself
    return toekenning._besluiten  # type: ignore[attr-defined]  # remembered on the object itself


def wacht_op_mijlpaal(toekenning: Toekenning, kpi: Kpi) -> bool:
    """Whether the go/no-go this KPI depends on has not (yet) been decided as go (1g.6)."""
    if kpi.na_mijlpaal is None:
        return False
    laatste = besluiten_per_mijlpaal(toekenning).get(kpi.na_mijlpaal.sleutel)
    return laatste is None or laatste.besluit != Mijlpaalbesluit.Besluit.GO


def eerste_voortgang(toekenning: Toekenning) -> Voortgangsmoment | None:
    """The first moment of progress; remembered on the row (3a.5)."""
    if not hasattr(toekenning, "_eerste_voortgang"):
        toekenning._eerste_voortgang = toekenning.voortgang.order_by("op", "vastgelegd_op").first()  # type: ignore[attr-defined]  # remembered on the object itself
    return toekenning._eerste_voortgang  # type: ignore[attr-defined]  # remembered on the object itself


def totaal_betaald(toekenning: Toekenning) -> Decimal:
    """What went out for this plan so far, ordered or as an advance, in euro; remembered on the row."""
    if not hasattr(toekenning, "_betaald"):
        toekenning._betaald = sum((k.bedrag_uit for k in toekenning.kpis.all()), Decimal(0))  # type: ignore[attr-defined]  # remembered on the object itself
    return toekenning._betaald  # type: ignore[attr-defined]  # remembered on the object itself


def totaal_toegekend(toekenning: Toekenning, behalve: KpiVerantwoording | None = None) -> Decimal:
    """What was granted over all (other) KPI's so far, with the advances on those that were not decided on, in euro."""
    rijen = toekenning.kpis.exclude(pk=behalve.pk) if behalve is not None else toekenning.kpis.all()
    vast = Coalesce("bedrag_toegekend", "bedrag_voorschot")
    return rijen.exclude(status="vervallen").aggregate(totaal=Sum(vast))["totaal"] or Decimal(0)


def bedrag_boven_beschikking(toekenning: Toekenning, bedrag: Decimal) -> Decimal:
    """By how much paying this amount would pass what the NZa granted, in euro; 0 or less when it fits (3a.5)."""
    return totaal_betaald(toekenning) + bedrag - toekenning.beschikt_bedrag


def vergeet(toekenning: Toekenning) -> None:
    """After a change: ask the database again."""
    for naam in ("_besluiten", "_eerste_voortgang", "_betaald", "_sleutel_wacht"):
        toekenning.__dict__.pop(naam, None)
