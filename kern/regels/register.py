"""The register of rules: what was agreed, from when it holds, and which check guards which step.

A rule lives in regels.toml; a check registers itself with `toetst` for one step; a transition names
the pair with `voldoet_aan`.  A step that names a rule nobody checks stays closed.
"""

import datetime as dt
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from kern.toestanden.stap import Stap

GELDT_VANAF_STANDAARD = dt.date(2025, 1, 1)


@dataclass(frozen=True)
class Regel:
    """One agreement of the werkinstructie, with what the application does with it."""

    id: str
    wie: str
    soort: str
    afspraak: str
    applicatie: str
    geldt_vanaf: dt.date = GELDT_VANAF_STANDAARD
    weigert: tuple[str, ...] = ()
    belet: str = ""


@dataclass(frozen=True)
class Belet:
    """A reason why a step is not possible now, in words, with its rule and, if any, the form field it is about."""

    tekst: str
    regel: str = ""
    veld: str = ""


Toets = Callable[["Stap"], Iterable[str | Belet]]


@cache
def regels() -> dict[str, Regel]:
    """All rules of regels.toml by number, in their order."""
    ruw = tomllib.loads((Path(__file__).parent / "regels.toml").read_text(encoding="utf-8"))
    return {r["id"]: Regel(**{**r, "weigert": tuple(r.get("weigert", ()))}) for r in ruw["regel"]}


def geldt_vanaf(nummer: str) -> dt.date:
    """The first day on which steps are held to this rule; a setting may move it."""
    return settings.REGEL_GELDT_VANAF.get(nummer, regels()[nummer].geldt_vanaf)


_toetsen: dict[tuple[str, str], list[Toets]] = {}


def toetst(nummer: str, *stappen: str) -> Callable[[Toets], Toets]:
    """Register a check for a rule at the steps of its `weigert` line; it yields what stands in the way."""
    regel = regels()[nummer]
    onbekend = set(stappen) - set(regel.weigert)
    if onbekend or not stappen:
        raise ValueError(f"Regel {nummer} weigert geen stap {sorted(onbekend)}.")

    def schrijf_in(functie: Toets) -> Toets:
        for stap in stappen:
            _toetsen.setdefault((nummer, stap), []).append(functie)
        return functie

    return schrijf_in


def toetsen(nummer: str, stap: str) -> list[Toets]:
    """The checks registered for this rule at this step."""
    return _toetsen.get((nummer, stap), [])


@dataclass(frozen=True)
class Voldoet:
    """A condition on a transition: this rule, as it bites at this step."""

    nummer: str
    stap: str
    __name__: str = field(default="voldoet_aan", repr=False)

    def __call__(self, zaak: object) -> bool:
        """django-fsm asks this just before stepping; outside `voer_uit` the answer is no."""
        huidig = getattr(zaak, "_stap", None)
        return huidig is not None and not self.beletselen(huidig)

    def beletselen(self, stap: "Stap") -> list[Belet]:
        """Everything this rule has against the step, in Dutch; nothing before the rule holds."""
        if stap.op < geldt_vanaf(self.nummer):
            return []
        gevonden = toetsen(self.nummer, self.stap)
        if not gevonden:
            return [Belet("Deze regel wordt nog nergens getoetst; de stap blijft dicht.", self.nummer)]
        return [Belet(reden, self.nummer) if isinstance(reden, str) else reden for toets in gevonden for reden in toets(stap)]


_genoemd: set[tuple[str, str]] = set()


def voldoet_aan(nummer: str, stap: str) -> Voldoet:
    """Let the step through only when the rule has nothing against it.

    Write it at the head of a module (a transition, or a constant beside a `handeling`): the system checks look there.
    """
    if stap not in regels()[nummer].weigert:
        raise ValueError(f"Regel {nummer} weigert de stap '{stap}' niet.")
    _genoemd.add((nummer, stap))
    return Voldoet(nummer, stap)


def is_genoemd(nummer: str, stap: str) -> bool:
    """Whether a transition or an act was written down as answering to this rule at this step."""
    return (nummer, stap) in _genoemd
