"""Where a concept belongs: signed by the server, so that only a form a person was shown can be kept."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest

from kern.organisaties.models import Lidmaatschap

VELD = "conceptplek"
VERSIE = "conceptversie"
ZOUT = "kern.concepten"
GELDIG = 30 * 24 * 3600  # seconds that a form may stay open on a screen


@dataclass(frozen=True)
class Plaats:
    """One form as one person has it on the screen: the place, who, for whom, the fields that are kept, and its beginning."""

    plek: str
    eigenaar: uuid.UUID
    organisatie: uuid.UUID
    velden: tuple[str, ...]
    basis: str


def plaats_van(door: Lidmaatschap, plek: str, velden: list[str], basis: str) -> Plaats:
    """The place of a form for this person."""
    return Plaats(plek[:300], door.gebruiker_id, door.organisatie_id, tuple(velden), basis)


def teken(plaats: Plaats) -> str:
    """The place as the form carries it."""
    deel = [plaats.plek, str(plaats.eigenaar), str(plaats.organisatie), list(plaats.velden), plaats.basis]
    return signing.dumps(deel, salt=ZOUT, compress=True)


def gelezen_plaats(request: HttpRequest) -> Plaats | None:
    """The place a request carries, when we signed it for this very person acting as they do now."""
    door: Lidmaatschap | None = getattr(request, "namens", None)
    getekend = request.POST.get(VELD, "")
    if door is None or not getekend:
        return None
    try:
        plek, eigenaar, organisatie, velden, basis = signing.loads(getekend, salt=ZOUT, max_age=GELDIG)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if (eigenaar, organisatie) != (str(door.gebruiker_id), str(door.organisatie_id)):
        return None
    return Plaats(plek, door.gebruiker_id, door.organisatie_id, tuple(velden), basis)


def gelezen_versie(request: HttpRequest) -> int:
    """The version of the concept this screen last knew; 0 for none."""
    tekst: Any = request.POST.get(VERSIE, "")
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 9 else 0
