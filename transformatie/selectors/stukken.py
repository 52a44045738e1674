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


def naast_elkaar(oud: str, nieuw: str) -> tuple[list[Deel], list[Deel]]:
    """The two texts with the words that went and the words that came."""
    links, rechts = re.findall(r"\s+|\S+", oud), re.findall(r"\s+|\S+", nieuw)
    delen_links: list[Deel] = []
    delen_rechts: list[Deel] = []
    for wat, a, b, c, d in difflib.SequenceMatcher(None, links, rechts, autojunk=len(links) > 2000).get_opcodes():
        if wat == "equal":
            delen_links.append(Deel("".join(links[a:b]), "gelijk"))
            delen_rechts.append(Deel("".join(rechts[c:d]), "gelijk"))
        else:
            if b > a:
                delen_links.append(Deel("".join(links[a:b]), "weg"))
            if d > c:
                delen_rechts.append(Deel("".join(rechts[c:d]), "nieuw"))
    return delen_links, delen_rechts
