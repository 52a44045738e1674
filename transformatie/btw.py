"""An indicative signal on wording that may raise the risk of btw (1f.4); always: raadpleeg een fiscalist."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BESTAND = Path(__file__).parent / "btw.toml"
_ONTKEND = re.compile(r"\b(?:geen|zonder|niet|nooit)(?: \w+)?\s*$")


@dataclass(frozen=True)
class Btwsoort:
    """A kind of risky wording, and what to write instead."""

    naam: str
    waarom: str
    patroon: re.Pattern[str]


@dataclass(frozen=True)
class Btwsignaal:
    """Words in a text that may raise the risk, and why."""

    naam: str
    woorden: str
    waarom: str


@cache
def soorten() -> tuple[Btwsoort, ...]:
    """The word list, read once."""
    gelezen = tomllib.loads(BESTAND.read_text(encoding="utf-8"))["signaal"]
    return tuple(Btwsoort(s["naam"], s["waarom"], re.compile(rf"(?<!\w)(?:{'|'.join(s['patronen'])})(?!\w)")) for s in gelezen)


def btw_signalen(*teksten: str) -> list[Btwsignaal]:
    """Per kind the first risky words in these texts; whole words only, and not what is denied."""
    gevonden: dict[str, Btwsignaal] = {}
    for kaal in (re.sub(r"\s+", " ", t.lower()) for t in teksten):
        for soort in soorten():
            treffers = (m for m in soort.patroon.finditer(kaal) if not _ONTKEND.search(kaal[: m.start()]))
            if soort.naam not in gevonden and (treffer := next(treffers, None)):
                gevonden[soort.naam] = Btwsignaal(soort.naam, treffer.group(0), soort.waarom)
    return list(gevonden.values())
