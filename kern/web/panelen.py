"""The register through which higher apps add to the pages of lower apps.

A page asks; it does not know who answers.  Each panel and each source has a fixed number of queries.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kern.organisaties.models import Lidmaatschap


@dataclass(frozen=True)
class Paneel:
    """A piece of a page: a template and what it shows."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Werkitem:
    """Something that waits: on this person (`is_aan_zet`), or on another while this person follows it."""

    wat: str
    toelichting: str
    dossier_kenmerk: str
    dossier_titel: str
    dossier_url: str
    uiterlijk: dt.date | None
    url: str
    knop: str
    is_aan_zet: bool = True
    sinds: dt.date | None = None


MaaktPaneel = Callable[[dict[str, Any]], Paneel | None]
Bron = Callable[["Lidmaatschap", dt.date], list[Werkitem]]

_panelen: dict[str, list[tuple[int, MaaktPaneel]]] = {}
_bronnen: list[Bron] = []


def paneel(plek: str, volgorde: int = 50) -> Callable[[MaaktPaneel], MaaktPaneel]:
    """Register a panel for a place on a page; the function gets the page's context and may answer None."""

    def schrijf_in(functie: MaaktPaneel) -> MaaktPaneel:
        lijst = _panelen.setdefault(plek, [])
        lijst[:] = [(v, f) for v, f in lijst if f is not functie]
        lijst.append((volgorde, functie))
        lijst.sort(key=lambda paar: paar[0])
        return functie

    return schrijf_in


def panelen_voor(plek: str, context: dict[str, Any]) -> list[Paneel]:
    """The panels of a place, in order; who has nothing to show is left out."""
    gemaakt = (functie(context) for _, functie in _panelen.get(plek, []))
    return [p for p in gemaakt if p is not None]


def werkvoorraad_bron(functie: Bron) -> Bron:
    """Register a source of the werkvoorraad."""
    if functie not in _bronnen:
        _bronnen.append(functie)
    return functie


def werkvoorraad(namens: "Lidmaatschap", op: dt.date) -> list[Werkitem]:
    """Everything that waits for or is followed by this person, the most urgent first."""
    items = [item for bron in _bronnen for item in bron(namens, op)]
    return sorted(items, key=lambda i: (not i.is_aan_zet, i.uiterlijk or dt.date.max, i.sinds or dt.date.max, i.wat, i.dossier_kenmerk))
