"""The register of checks on the ledger: each subject of the money adds its own, `manage.py controleer_grootboek` runs them all.

A check recomputes something from the postings and yields, in Dutch, what differs; the first of them is named.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Controle = Callable[[], Iterator[str]]


@dataclass(frozen=True)
class Bevinding:
    """Something that does not add up: which check found it, and what."""

    controle: str
    tekst: str

    def __str__(self) -> str:
        return f"{self.controle}: {self.tekst}"


_controles: dict[str, tuple[int, Controle]] = {}


def grootboekcontrole(naam: str, volgorde: int = 50) -> Callable[[Controle], Controle]:
    """Register a check under these Dutch words; what others lean on has the lower number and goes first."""

    def schrijf_in(functie: Controle) -> Controle:
        _controles[naam] = (volgorde, functie)
        return functie

    return schrijf_in


def controles() -> list[tuple[str, Controle]]:
    """All checks by name, in the order in which they run."""
    return [(naam, functie) for naam, (_, functie) in sorted(_controles.items(), key=lambda c: (c[1][0], c[0]))]


def bevindingen() -> Iterator[Bevinding]:
    """Everything that differs, the first first; a check is only run when it is asked for the next."""
    for naam, functie in controles():
        for tekst in functie():
            yield Bevinding(naam, tekst)
