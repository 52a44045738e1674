"""What beheer sees of the post: how it stands, and the letters that failed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from kern.berichten.models import Bericht
from kern.documenten.brieven import briefsoort
from kern.documenten.models import Brief

MEESTE_BRIEVEN = 50


@dataclass(frozen=True)
class Stand:
    """How many are waiting, are being tried again, and have failed."""

    wacht: int
    opnieuw: int
    mislukt: int


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


def post_stand() -> Poststand:
    """Two counts, of the mail and of the letters."""
    return Poststand(_stand(Bericht.objects.all()), _stand(Brief.objects.all()))


def _stand(rijen: "QuerySet[Any]") -> Stand:
    return Stand(
        **rijen.aggregate(
            wacht=Count("pk", filter=Q(status="wacht", pogingen=0)),
            opnieuw=Count("pk", filter=Q(status="wacht", pogingen__gt=0)),
            mislukt=Count("pk", filter=Q(status="mislukt")),
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
