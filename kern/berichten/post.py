"""What beheer sees of the post: how it stands, and the letters that failed."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from kern.berichten.models import Bericht, Retouradres
from kern.documenten.brieven import briefsoort
from kern.documenten.models import Brief
from kern.gebruikers.models import Gebruiker
from kern.organisaties.models import Lidmaatschap

MEESTE_BRIEVEN = MEESTE_ADRESSEN = 50


@dataclass(frozen=True)
class Stand:
    """How many are waiting, are being tried again, have failed, came back, and are held for an address that fails."""

    wacht: int
    opnieuw: int
    mislukt: int
    terug: int
    aangehouden: int


@dataclass(frozen=True)
class Poststand:
    """The stand of the mail and of the letters."""

    berichten: Stand
    brieven: Stand


@dataclass(frozen=True)
class Briefregel:
    """A failed letter as the list shows it."""

    brief: Brief
    titel: str


@dataclass(frozen=True)
class Adresregel:
    """An address from which mail came back, and whose it is now."""

    retour: Retouradres
    gebruiker: Gebruiker | None
    organisaties: str


def adresregels(op: dt.date) -> list[Adresregel]:
    """The flagged addresses, the latest on top, each with its person and their organisations; three queries."""
    rijen = list(Retouradres.objects.filter(aantal__gt=0)[:MEESTE_ADRESSEN])
    mensen = {g.email.lower(): g for g in Gebruiker.objects.filter(email__in=[r.adres for r in rijen])}
    leden: dict[uuid.UUID, list[str]] = {}
    lidmaatschappen = Lidmaatschap.objects.geldig_op(op).filter(gebruiker__in=[g.pk for g in mensen.values()])
    for wie, naam in lidmaatschappen.order_by("organisatie__naam").values_list("gebruiker_id", "organisatie__naam").distinct():
        leden.setdefault(wie, []).append(naam)
    return [Adresregel(r, g, ", ".join(leden.get(g.pk, [])) if g else "") for r in rijen for g in [mensen.get(r.adres)]]


def post_stand() -> Poststand:
    """Two counts, of the mail and of the letters."""
    return Poststand(_stand(Bericht.objects.all()), _stand(Brief.objects.all()))


def _stand(rijen: "QuerySet[Any]") -> Stand:
    return Stand(
        **rijen.aggregate(
            wacht=Count("pk", filter=Q(status="wacht", pogingen=0)),
            opnieuw=Count("pk", filter=Q(status="wacht", pogingen__gt=0)),
            mislukt=Count("pk", filter=Q(status="mislukt")),
            terug=Count("pk", filter=Q(status="teruggekomen")),
            aangehouden=Count("pk", filter=Q(status="aangehouden")),
        )
    )


def briefregels(brieven: "QuerySet[Brief]") -> list[Briefregel]:
    """The first of these letters, with the title of their kind."""
    return [Briefregel(brief, _titel(brief.soort)) for brief in brieven[:MEESTE_BRIEVEN]]


def _titel(soort: str) -> str:
    try:
        return briefsoort(soort).titel
    except LookupError:
        return soort.replace("_", " ").capitalize()
