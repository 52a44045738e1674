"""Writing a notice as the code does, for the tests of the outbox."""

import datetime as dt
import uuid

from kern.berichten import services
from kern.berichten.models import Bericht
from kern.gebruikers.models import Gebruiker

OP = dt.date(2025, 5, 6)
MET_KEUZE, ALTIJD = "dien_in", "keur_goed"


def schrijf(*aan: Gebruiker, soort: str = MET_KEUZE, onderwerp: str = "TP-2025-0001: er is iets", **anders: object) -> None:
    """One notice to these people, of a kind one may choose about."""
    velden: dict[str, object] = {"sleutel": str(uuid.uuid4()), "tekst": "Er is iets gebeurd.", "op": OP, "adres": "/dossiers/1/"}
    services.schrijf(aan=[g.pk for g in aan], soort=soort, onderwerp=onderwerp, **{**velden, **anders})


def statussen(gebruiker: Gebruiker) -> list[str]:
    return list(Bericht.objects.filter(aan=gebruiker).order_by("vastgelegd_op", "pk").values_list("status", flat=True))
