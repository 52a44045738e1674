"""The texts of a submission as a page shows them, and the words in which two texts differ."""

import difflib
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from transformatie.formats import Hoofdstuk, Veld
from transformatie.models import Planversie
from transformatie.services.concept import Stuk

Soort = Literal["gelijk", "weg", "nieuw"]


@dataclass(frozen=True)
class Antwoord:
    """One question with what was answered."""

    veld: Veld
    tekst: str
    is_sociaal: bool


@dataclass(frozen=True)
class Antwoorden:
    """All chapters of a submission, and the amount."""

    hoofdstukken: list[tuple[Hoofdstuk, list[Antwoord]]]
    bedrag: Decimal | None
    bron: str


def antwoorden(stuk: Stuk) -> Antwoorden:
    """The texts in the order of their format. No queries."""
    sociaal = set(stuk.sociale_velden) if isinstance(stuk, Planversie) else set()
    return Antwoorden(
        [
            (h, [Antwoord(v, str(stuk.inhoud.get(v.sleutel, "")).strip(), v.sleutel in sociaal) for v in h.velden])
            for h in stuk.format.hoofdstukken
        ],
        stuk.bedrag_gevraagd,
        stuk.format.bron,
    )


@dataclass(frozen=True)
class Deel:
    """A run of words that is the same in both texts, or stands in one only."""

    tekst: str
    soort: Soort


def _woorden(tekst: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", tekst)


def _ingrepen(links: list[str], rechts: list[str]) -> list[tuple[str, int, int, int, int]]:
    """What to do to the left words to get the right ones."""
    return list(difflib.SequenceMatcher(None, links, rechts, autojunk=len(links) > 2000).get_opcodes())


def naast_elkaar(oud: str, nieuw: str) -> tuple[list[Deel], list[Deel]]:
    """The two texts with the words that went and the words that came."""
    links, rechts = _woorden(oud), _woorden(nieuw)
    delen_links: list[Deel] = []
    delen_rechts: list[Deel] = []
    for wat, a, b, c, d in _ingrepen(links, rechts):
        gelijk = wat == "equal"
        if b > a:
            delen_links.append(Deel("".join(links[a:b]), "gelijk" if gelijk else "weg"))
        if d > c:
            delen_rechts.append(Deel("".join(rechts[c:d]), "gelijk" if gelijk else "nieuw"))
    return delen_links, delen_rechts


def door_elkaar(oud: str, nieuw: str) -> list[Deel]:
    """One running text, with what went right before what came in its place."""
    links, rechts = _woorden(oud), _woorden(nieuw)
    delen: list[Deel] = []
    for wat, a, b, c, d in _ingrepen(links, rechts):
        if wat == "equal":
            delen.append(Deel("".join(links[a:b]), "gelijk"))
            continue
        if b > a:
            delen.append(Deel("".join(links[a:b]), "weg"))
        if d > c:
            delen.append(Deel("".join(rechts[c:d]), "nieuw"))
    return delen
