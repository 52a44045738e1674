"""What changed for a party since the version it committed to, in a fixed number of queries (1b.1)."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from beoordeling.models import Commitment, CommitmentStatus, GemeentelijkAkkoord
from beoordeling.services.instemmingen import eerder_gegeven, per_organisatie, wat_raakt
from transformatie.models import Kpi, Planversie, Transformatieplan
from transformatie.models.afspraken import met_verdeling
from transformatie.services.versies import Verschil, verschillen


@dataclass(frozen=True)
class Sinds:
    """The answer a party gave before, and what changed since then: for this party, and besides."""

    eerder: Commitment | GemeentelijkAkkoord
    voor_u: list[Verschil] = field(default_factory=list)
    overig: list[Verschil] = field(default_factory=list)


def laad_kpis(versies: list[Planversie]) -> None:
    """The KPI's and mijlpalen of all versions at once, remembered on them. Two queries."""
    from django.db.models import prefetch_related_objects

    per_versie: dict[uuid.UUID, list[Kpi]] = defaultdict(list)
    for kpi in met_verdeling(Kpi.objects.filter(versie__in=versies)):
        per_versie[kpi.versie_id].append(kpi)
    for versie in versies:
        versie.__dict__["kpi_lijst"] = per_versie[versie.pk]
    prefetch_related_objects(versies, "mijlpalen")


def sinds_eerder(rij: Commitment | GemeentelijkAkkoord) -> Sinds | None:
    """For one party on its own page; None when it never gave this before."""
    eerder = eerder_gegeven(rij)
    if eerder is None:
        return None
    return _sinds(rij, eerder, _rollen(rij), verschillen(eerder.versie, rij.versie))


def _rollen(rij: Commitment | GemeentelijkAkkoord) -> set[str]:
    return {p.rol for p in rij.dossier.deelnemende_partijen if p.organisatie_id == rij.organisatie_id}


def _sinds(
    rij: Commitment | GemeentelijkAkkoord, eerder: Commitment | GemeentelijkAkkoord, rollen: set[str], anders: list[Verschil]
) -> Sinds:
    if isinstance(rij, GemeentelijkAkkoord):
        voor_u = [v for v in anders if v.is_sociaal_domein]
    else:
        voor_u = wat_raakt(rij.organisatie_id, rollen, anders)
    return Sinds(eerder, voor_u, [v for v in anders if v not in voor_u])


def per_partij(plan: Transformatieplan, gevraagd: dict[uuid.UUID, Commitment]) -> dict[uuid.UUID, Sinds]:
    """For every party that is asked again: what it gave before and what changed for it. Three queries, or one."""
    open_ = {pk: rij for pk, rij in gevraagd.items() if rij.status != CommitmentStatus.GEGEVEN}
    gaf: dict[uuid.UUID, Commitment] = {}
    eerder = Commitment.objects.filter(versie__plan=plan, organisatie__in=open_, gegeven_op__isnull=False)
    for rij in eerder.order_by("versie__nummer", "gegeven_op"):
        gaf[rij.organisatie_id] = rij
    versies: dict[uuid.UUID, Planversie] = {v.pk: v for v in plan.__dict__.get("alle_versies") or plan.versies.all()}
    if gaf:
        laad_kpis(list(versies.values()))
    rollen = {partij.organisatie_id: r for partij, r in per_organisatie(plan.dossier.deelnemende_partijen)}
    anders: dict[tuple[uuid.UUID, uuid.UUID], list[Verschil]] = {}
    gevonden = {}
    for pk, oud in gaf.items():
        nu = open_[pk]
        sleutel = (oud.versie_id, nu.versie_id)
        oud.versie, nu.versie = versies[oud.versie_id], versies[nu.versie_id]
        if sleutel not in anders:
            anders[sleutel] = verschillen(oud.versie, nu.versie)
        gevonden[pk] = _sinds(nu, oud, rollen.get(pk, set()), anders[sleutel])
    return gevonden
