"""The page with a person's notices: what is shown, and what one may filter on."""

import uuid
from dataclasses import dataclass

from django.db.models import BooleanField, Case, QuerySet, Value, When

from kern.berichten.dagoverzicht import noemt
from kern.berichten.models import Bericht
from kern.termijnen.omschrijvingen import omschrijf

VOLGORDE = ("is_gelezen", "-op", "-vastgelegd_op", "pk")


@dataclass(frozen=True)
class Dossierkeuze:
    """A dossier one has notices about, by its kenmerk."""

    zaak: uuid.UUID
    kenmerk: str


def dossierkeuzes(gebruiker_id: uuid.UUID) -> list[Dossierkeuze]:
    """The dossiers this person's notices name themselves; one that is kept nameless is not given away here. Two queries."""
    laatste = Bericht.objects.voor(gebruiker_id).filter(zaak__isnull=False).order_by("zaak", "-op", "-vastgelegd_op").distinct("zaak")
    per_zaak = {bericht.zaak: bericht for bericht in laatste if bericht.zaak}
    namen = omschrijf(per_zaak) if per_zaak else {}
    keuzes = [
        Dossierkeuze(zaak, namen[zaak].kenmerk) for zaak, bericht in per_zaak.items() if zaak in namen and noemt(bericht, namen[zaak])
    ]
    return sorted(keuzes, key=lambda keuze: keuze.kenmerk)


def gekozen_dossier(keuzes: list[Dossierkeuze], gevraagd: str) -> Dossierkeuze | None:
    """What `?dossier=` asks, by kenmerk; nonsense is no filter."""
    return next((keuze for keuze in keuzes if keuze.kenmerk == gevraagd), None)


def op_leesvolgorde(berichten: "QuerySet[Bericht]") -> "QuerySet[Bericht]":
    """Unread first, then the newest on top."""
    gelezen = Case(When(gelezen_op__isnull=True, then=Value(False)), default=Value(True), output_field=BooleanField())
    return berichten.annotate(is_gelezen=gelezen).order_by(*VOLGORDE)
