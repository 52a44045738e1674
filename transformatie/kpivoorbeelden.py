"""The library of KPI examples with low btw risk (1f.4), as data in kpivoorbeelden.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kern.organisaties.models import Sector
from transformatie.models import Financieringsstroom

BESTAND = Path(__file__).parent / "kpivoorbeelden.toml"
OVER_TE_NEMEN = ("omschrijving", "indicator", "uitgangswaarde", "streefwaarde", "meetinstrument", "sector")


@dataclass(frozen=True)
class Voorbeeld:
    """A KPI as one may write it, with how to use it and what to mind about btw."""

    sleutel: str
    omschrijving: str
    indicator: str
    uitgangswaarde: str
    streefwaarde: str
    meetinstrument: str
    sector: str
    uitleg: str
    btw: str
    stroom: str = Financieringsstroom.TRANSFORMATIE.value

    @property
    def sector_in_woorden(self) -> str:
        return str(Sector(self.sector).label)

    def als_begin(self) -> dict[str, str]:
        """What the form of a KPI begins with; the values are hints to replace."""
        return {veld: getattr(self, veld) for veld in OVER_TE_NEMEN} | {"financieringsstroom": self.stroom}


@cache
def voorbeelden() -> tuple[Voorbeeld, ...]:
    """Every example, read once."""
    return tuple(Voorbeeld(**v) for v in tomllib.loads(BESTAND.read_text(encoding="utf-8"))["voorbeeld"])


def voorbeeld(sleutel: str) -> Voorbeeld | None:
    """The example of this key, if there is one."""
    return next((v for v in voorbeelden() if v.sleutel == sleutel), None)


def zoek(tekst: str = "", sector: str = "") -> list[Voorbeeld]:
    """Examples in which every typed word occurs, of one sector or of all."""
    woorden = tekst.lower().split()
    return [v for v in voorbeelden() if (not sector or v.sector == sector) and all(w in _tekst(v) for w in woorden)]


def _tekst(v: Voorbeeld) -> str:
    return " ".join((v.omschrijving, v.indicator, v.meetinstrument, v.uitleg, v.sector_in_woorden)).lower()
