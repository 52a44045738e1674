"""Whom to call, per organisation and per level, as the pages show it (1d.4)."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kern.organisaties.models import Contactpersoon, Organisatie
from kern.organisaties.regels import is_oud_contact

NIVEAUS = [Contactpersoon.Niveau.BESTUUR, Contactpersoon.Niveau.MANAGEMENT, Contactpersoon.Niveau.UITVOERING]


@dataclass(frozen=True)
class Niveaulijst:
    """The people of one level; `is_leeg` is said on the page."""

    naam: str
    personen: list[Contactpersoon]


@dataclass(frozen=True)
class Contactkaart:
    """One organisation with its levels, board first."""

    organisatie: Organisatie
    niveaus: list[Niveaulijst]


def algemene() -> "QuerySet[Contactpersoon]":
    """The contact persons that are there for everything, by name."""
    return Contactpersoon.objects.filter(zaak=None).order_by("naam")


def voor_zaak(organisaties: Iterable[Organisatie], zaak: uuid.UUID, op: dt.date) -> list[Contactpersoon]:
    """Of these organisations the contact persons for this case first, then those for everything. One query."""
    personen = Contactpersoon.objects.filter(Q(zaak=None) | Q(zaak=zaak), organisatie__in=list(organisaties)).order_by("naam")
    return sorted(gemerkt(personen, op), key=lambda p: p.zaak is None)


def gemerkt(personen: Iterable[Contactpersoon], op: dt.date) -> list[Contactpersoon]:
    """These people, each with whether it was checked too long ago."""
    lijst = list(personen)
    for persoon in lijst:
        persoon.is_oud = is_oud_contact(persoon, op)  # type: ignore[attr-defined] # for the template only
    return lijst


def kaart(organisatie: Organisatie, personen: Iterable[Contactpersoon]) -> Contactkaart:
    """The people of this organisation, per level, also the levels that have nobody."""
    eigen = [p for p in personen if p.organisatie_id == organisatie.pk]
    return Contactkaart(organisatie, [Niveaulijst(str(n.label), [p for p in eigen if p.niveau == n]) for n in NIVEAUS])
