"""The beoordelingskader: the points a reviewer judges, as data with a version and a start date."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Punt:
    """One point of the framework; `passages` are the form fields it is about, `voor` the kinds of submission it counts for.

    `toelichting` helps who judges it, `verwijzing` says where it comes from.
    """

    code: str
    titel: str
    vraag: str
    groep: str
    toelichting: str = ""
    verwijzing: str = ""
    passages: tuple[str, ...] = ()
    voor: tuple[str, ...] = ("snelle_toets", "transformatieplan")


@dataclass(frozen=True)
class Kader:
    """A version of the framework, for submissions received on or after `ingang_op`.

    During `weken_inzage_overige` the other insurers may ask about a voorgenomen besluit; 0 is not at all.
    """

    versie: str
    ingang_op: dt.date
    bron: str
    punten: tuple[Punt, ...]
    weken_inzage_overige: int = 0

    def punten_voor(self, soort: str) -> list[Punt]:
        return [p for p in self.punten if soort in p.voor]


def _punt(ruw: dict[str, Any]) -> Punt:
    velden: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in ruw.items()}
    return Punt(**velden)


@cache
def kaders() -> list[Kader]:
    """All versions, newest first."""
    ruw = {k["versie"]: k for k in (tomllib.loads(pad.read_text(encoding="utf-8")) for pad in Path(__file__).parent.glob("*.toml"))}
    gevonden = []
    for versie, k in ruw.items():
        punten = tuple(_punt(p) for p in ruw[k.get("punten_van", versie)]["punt"])
        gevonden.append(Kader(versie, k["ingang_op"], k["bron"], punten, k.get("weken_inzage_overige", 0)))
    return sorted(gevonden, key=lambda k: k.ingang_op, reverse=True)


def geldend_kader(op: dt.date) -> Kader:
    """The framework for something received on this day."""
    return next((k for k in kaders() if k.ingang_op <= op), kaders()[-1])


@cache
def kader_met_versie(versie: str) -> Kader:
    return next(k for k in kaders() if k.versie == versie)
