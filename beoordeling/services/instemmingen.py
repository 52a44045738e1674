"""Asking parties for commitment and gemeenten for approval, and asking again what a new version touches (1b.1)."""

import datetime as dt

from beoordeling.models import Commitment, CommitmentStatus, GemeentelijkAkkoord
from kern.toestanden.uitvoeren import voer_uit
from transformatie.models import Partij, Planversie, Transformatieplan
from transformatie.services.versies import Verschil, verschillen

OPEN = [CommitmentStatus.GEVRAAGD, CommitmentStatus.GEGEVEN, CommitmentStatus.GEWEIGERD]


def vraag(plan: Transformatieplan, versie: Planversie, *, op: dt.date) -> None:
    """Ask everyone this version touches; who is not touched keeps what it gave (1b.1)."""
    vorige = plan.versies.filter(nummer__lt=versie.nummer, bevroren_op__isnull=False).order_by("-nummer").first()
    anders = verschillen(vorige, versie) if vorige else None
    _laat_vervallen_van_wie_wegging(plan, op)
    gezien = set()
    for partij in plan.dossier.deelnemende_partijen:
        if partij.organisatie_id in gezien:
            continue
        gezien.add(partij.organisatie_id)
        vraag_commitment(partij, versie, op=op, opnieuw=anders is None or raakt(partij, anders))
    if versie.heeft_sociale_onderdelen:
        sociaal = anders is None or any(v.is_sociaal_domein for v in anders)
        for partij in plan.dossier.deelnemende_gemeenten:
            vraag_akkoord(partij, versie, op=op, opnieuw=sociaal)


def raakt(partij: Partij, anders: list[Verschil]) -> bool:
    """Whether a change touches this party: the text or the amount, its own KPI, or for a gemeente the social domain."""
    for verschil in anders:
        if verschil.organisatie_id is None and not verschil.is_sociaal_domein:
            return True
        if verschil.organisatie_id == partij.organisatie_id:
            return True
        if verschil.is_sociaal_domein and partij.rol == "gemeente":
            return True
    return False


def vraag_commitment(partij: Partij, versie: Planversie, *, op: dt.date, opnieuw: bool = True) -> None:
    """Ask this party to commit to this version, unless what it gave before still stands."""
    huidig = Commitment.objects.filter(versie__plan=versie.plan, organisatie=partij.organisatie, status__in=OPEN).first()
    if huidig is not None:
        if not opnieuw and huidig.status == CommitmentStatus.GEGEVEN:
            return
        voer_uit(huidig, "verval", door=None, op=op, feiten={"organisatie": partij.organisatie.naam})
    Commitment.objects.get_or_create(
        versie=versie, organisatie=partij.organisatie, defaults={"dossier": versie.plan.dossier, "gevraagd_op": op}
    )


def vraag_akkoord(partij: Partij, versie: Planversie, *, op: dt.date, opnieuw: bool = True) -> None:
    """Ask this gemeente to approve the social-domain parts of this version."""
    huidig = GemeentelijkAkkoord.objects.filter(versie__plan=versie.plan, organisatie=partij.organisatie, status__in=OPEN).first()
    if huidig is not None:
        if not opnieuw and huidig.status == CommitmentStatus.GEGEVEN:
            return
        voer_uit(huidig, "verval", door=None, op=op, feiten={"organisatie": partij.organisatie.naam})
    GemeentelijkAkkoord.objects.get_or_create(
        versie=versie, organisatie=partij.organisatie, defaults={"dossier": versie.plan.dossier, "gevraagd_op": op}
    )


def _laat_vervallen_van_wie_wegging(plan: Transformatieplan, op: dt.date) -> None:
    """A party that left has nothing left to commit to."""
    over = {p.organisatie_id for p in plan.dossier.deelnemende_partijen}
    for model in (Commitment, GemeentelijkAkkoord):
        for rij in model.objects.filter(versie__plan=plan, status__in=OPEN).exclude(organisatie__in=over):
            voer_uit(rij, "verval", door=None, op=op, feiten={"organisatie": rij.organisatie.naam})
