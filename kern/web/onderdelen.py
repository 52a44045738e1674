"""Small shapes between a model and a component's template."""

from dataclasses import dataclass
from typing import Literal

Toon = Literal["neutraal", "groen", "amber", "rood"]


@dataclass(frozen=True)
class Fase:
    """One step of the fasebalk."""

    naam: str
    stand: Literal["klaar", "bezig", "later"]
    datum_tekst: str = ""


@dataclass(frozen=True)
class Kruimel:
    """One step of the way back; the last one has no address."""

    tekst: str
    url: str = ""
