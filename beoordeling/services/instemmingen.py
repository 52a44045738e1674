"""Asking parties for commitment and gemeenten for approval, and asking again what a new version touches (1b.1)."""

import datetime as dt
import uuid
from collections.abc import Iterable

from beoordeling.models import Commitment, CommitmentStatus, GemeentelijkAkkoord
from kern.toestanden.uitvoeren import voer_uit
from transformatie.models import Dossier, Partij, Partijrol, PlanStatus, Planversie, Transformatieplan
from transformatie.services.meldingen import meld
from transformatie.services.versies import Verschil, verschillen

OPEN = [CommitmentStatus.GEVRAAGD, CommitmentStatus.GEGEVEN, CommitmentStatus.GEWEIGERD]
LIGT_VOOR = [PlanStatus.INGEDIEND, PlanStatus.INCOMPLEET, PlanStatus.IN_BEOORDELING, PlanStatus.IN_AANPASSING]
NOEMT = 8


def vraag(plan: Transformatieplan, versie: Planversie, *, op: dt.date) -> None:
    """Ask everyone this version touches; who is not touched keeps what it gave (1b.1)."""
    vorige = plan.versies.filter(nummer__lt=versie.nummer, bevroren_op__isnull=False).order_by("-nummer").first()
    anders = verschillen(vorige, versie) if vorige else None
    laat_vervallen_van_wie_wegging(plan.dossier, op=op)
    for partij, rollen in per_organisatie(plan.dossier.deelnemende_partijen):
        raakt_haar = anders is None or bool(wat_raakt(partij.organisatie_id, rollen, anders))
        vraag_commitment(partij, versie, op=op, opnieuw=raakt_haar)
    if versie.heeft_sociale_onderdelen:
        sociaal = anders is None or any(v.is_sociaal_domein for v in anders)
        for partij in plan.dossier.deelnemende_gemeenten:
            vraag_akkoord(partij, versie, op=op, opnieuw=sociaal)


def per_organisatie(partijen: Iterable[Partij]) -> list[tuple[Partij, set[str]]]:
    """Each organisation once, with all its roles."""
    eerste: dict[uuid.UUID, Partij] = {}
    rollen: dict[uuid.UUID, set[str]] = {}
    for partij in partijen:
        eerste.setdefault(partij.organisatie_id, partij)
        rollen.setdefault(partij.organisatie_id, set()).add(partij.rol)
    return [(partij, rollen[pk]) for pk, partij in eerste.items()]


def wat_raakt(organisatie_id: uuid.UUID, rollen: set[str], anders: list[Verschil]) -> list[Verschil]:
    """The changes that touch this party: the text or the amount, its own KPI, or for a gemeente the social domain."""
    is_gemeente = Partijrol.GEMEENTE in rollen
    return [
        v
        for v in anders
        if (v.organisatie_id is None and not v.is_sociaal_domein)
        or v.organisatie_id == organisatie_id
        or (v.is_sociaal_domein and is_gemeente)
    ]


def vraag_commitment(partij: Partij, versie: Planversie, *, op: dt.date, opnieuw: bool = True) -> None:
    """Ask this party to commit to this version, unless what it gave before still stands."""
    if not _maak_vrij(Commitment, partij, versie, op=op, opnieuw=opnieuw):
        return
    rij = Commitment.objects.create(versie=versie, organisatie=partij.organisatie, dossier=versie.plan.dossier, gevraagd_op=op)
    eerder = eerder_gegeven(rij)
    if eerder is not None:
        _meld_opnieuw(rij, eerder, partij, op=op)


def vraag_akkoord(partij: Partij, versie: Planversie, *, op: dt.date, opnieuw: bool = True) -> None:
    """Ask this gemeente to approve the social-domain parts of this version."""
    if _maak_vrij(GemeentelijkAkkoord, partij, versie, op=op, opnieuw=opnieuw):
        GemeentelijkAkkoord.objects.create(versie=versie, organisatie=partij.organisatie, dossier=versie.plan.dossier, gevraagd_op=op)


def _maak_vrij(
    model: type[Commitment] | type[GemeentelijkAkkoord], partij: Partij, versie: Planversie, *, op: dt.date, opnieuw: bool
) -> bool:
    """Let the present answer lapse to ask again; False when it stands, or when this version was asked about already."""
    huidig = model.objects.filter(versie__plan=versie.plan, organisatie=partij.organisatie, status__in=OPEN).first()
    if huidig is None:
        return True
    if (huidig.status == CommitmentStatus.GEGEVEN and not opnieuw) or (
        huidig.status == CommitmentStatus.GEVRAAGD and huidig.versie_id == versie.pk
    ):
        return False
    voer_uit(huidig, "verval", door=None, op=op, feiten={"organisatie": partij.organisatie.naam})
    return True


def eerder_gegeven(rij: Commitment | GemeentelijkAkkoord) -> Commitment | GemeentelijkAkkoord | None:
    """What this party gave last, before it was asked again; it says since which version to tell what changed."""
    eerder = type(rij)._default_manager.filter(versie__plan=rij.versie.plan_id, organisatie=rij.organisatie_id, gegeven_op__isnull=False)
    return eerder.exclude(pk=rij.pk).select_related("versie__plan").order_by("-versie__nummer", "-gegeven_op").first()


def _meld_opnieuw(rij: Commitment, eerder: Commitment | GemeentelijkAkkoord, partij: Partij, *, op: dt.date) -> None:
    """The party hears that it is asked again, and what changed for it since the version it committed to (1b.1)."""
    rollen = {p.rol for p in rij.dossier.deelnemende_partijen if p.organisatie_id == partij.organisatie_id}
    anders = [] if eerder.versie_id == rij.versie_id else wat_raakt(partij.organisatie_id, rollen, verschillen(eerder.versie, rij.versie))
    namen = list(dict.fromkeys(v.onderdeel for v in anders))
    rest = f" en nog {len(namen) - NOEMT}" if len(namen) > NOEMT else ""
    wat = f"Voor u veranderde sinds versie {eerder.versie.nummer}: {'; '.join(namen[:NOEMT])}{rest}." if namen else ""
    meld(
        rij.dossier,
        [partij.organisatie],
        soort="commitment_gevraagd",
        sleutel=str(rij.pk),
        op=op,
        onderwerp=f"geef opnieuw commitment, op versie {rij.versie.nummer}",
        tekst=f"U gaf commitment op versie {eerder.versie.nummer}. Versie {rij.versie.nummer} raakt u, dus vragen wij het opnieuw (1b.1). {wat}".strip(),
    )


def laat_vervallen_van_wie_wegging(dossier: Dossier, *, op: dt.date) -> None:
    """A party that left has nothing left to commit to, as long as the plan was not decided on."""
    plan = Transformatieplan.objects.filter(dossier=dossier, status__in=LIGT_VOOR).first()
    if plan is None:
        return
    over = {p.organisatie_id for p in dossier.deelnemende_partijen}
    gemeenten = {p.organisatie_id for p in dossier.deelnemende_gemeenten}
    for model, blijft in ((Commitment, over), (GemeentelijkAkkoord, gemeenten)):
        for rij in model.objects.filter(versie__plan=plan, status__in=OPEN).exclude(organisatie__in=blijft).select_related("organisatie"):
            voer_uit(rij, "verval", door=None, op=op, feiten={"organisatie": rij.organisatie.naam})
