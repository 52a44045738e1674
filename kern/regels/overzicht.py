"""What the Regels page shows: per rule where it is enforced, which test proves it, and what is open."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kern.regels.checks import NOG_OPEN
from kern.regels.register import Regel, Voldoet, geldt_vanaf, regels, toetsen

BEWIJS = Path(__file__).parent / "bewijs.json"

DELEN = {
    "1a": "Starten en uitnodigen",
    "1b": "Gemeenten en commitment",
    "1c": "Twee zorgverzekeraars, één terugkoppeling",
    "1d": "Escaleren",
    "1e": "Termijnen",
    "1f": "Compact, met weinig en passende KPI's",
    "1g": "Financiering",
    "1h": "Karakter",
    "2a": "Overzicht in de regio",
    "2b": "Beoordelingskader",
    "3a": "Verantwoording",
    "4a": "Landelijke monitoring",
}

SOORTEN = {
    "dwang": ("dwang", "De stap kan niet zolang niet is voldaan."),
    "termijn": ("termijn", "Er loopt een klok, met herinnering en gevolg."),
    "steun": ("steun", "De toepassing biedt aan en legt vast; zij dwingt niet."),
    "zicht": ("zicht", "Af te lezen in een overzicht of rapport."),
}


SPELLING = {"coordin": "coördin", "financiele": "financiële", "beeindig": "beëindig"}


def in_spelling(tekst: str) -> str:
    """The catalogue is written in ASCII; on a screen words are spelled in full."""
    for kaal, goed in SPELLING.items():
        tekst = tekst.replace(kaal, goed)
    return tekst


@dataclass(frozen=True)
class Plek:
    """A step at which a rule can stand in the way."""

    machine: str
    stap: str
    als: str
    getoetst: bool


@dataclass(frozen=True)
class Regelblad:
    """One rule with everything the application knows about it."""

    regel: Regel
    geldt_vanaf: object
    soort: str
    soort_uitleg: str
    plekken: tuple[Plek, ...]
    klokken: tuple[str, ...]
    bewijs: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def afspraak(self) -> str:
        return in_spelling(self.regel.afspraak)

    @property
    def applicatie(self) -> str:
        return in_spelling(self.regel.applicatie)

    @property
    def wie(self) -> str:
        return in_spelling(self.regel.wie)

    @property
    def is_verschoven(self) -> bool:
        """Whether an own setting moved the first day."""
        return self.geldt_vanaf != self.regel.geldt_vanaf


@cache
def _plekken() -> dict[str, tuple[Plek, ...]]:
    """All (machine, step) pairs that name a rule, by rule number, from the transitions themselves."""
    from kern.toestanden.register import label_van, machines
    from kern.toestanden.uitvoeren import overgangen

    gevonden: dict[str, dict[Plek, None]] = {}
    for soort, model in machines().items():
        for overgang in overgangen(model):
            for eis in overgang.conditions or []:
                if isinstance(eis, Voldoet):
                    plek = Plek(model.naam_in_zin(), label_van(soort, overgang.name), eis.stap, bool(toetsen(eis.nummer, eis.stap)))
                    gevonden.setdefault(eis.nummer, {})[plek] = None
    return {nummer: tuple(plekken) for nummer, plekken in gevonden.items()}


@cache
def _klokken() -> dict[str, tuple[str, ...]]:
    """The kinds of term that belong to a rule."""
    from kern.termijnen.soorten import SOORTEN as TERMIJNSOORTEN

    gevonden: dict[str, list[str]] = {}
    for soort in TERMIJNSOORTEN.values():
        if soort.regel:
            gevonden.setdefault(soort.regel, []).append(soort.naam)
    return {nummer: tuple(namen) for nummer, namen in gevonden.items()}


@cache
def _bewijs() -> dict[str, list[str]]:
    """The sentences of the tests per rule, as `maak_regelpagina` wrote them down."""
    return json.loads(BEWIJS.read_text(encoding="utf-8")) if BEWIJS.exists() else {}


def _open(regel: Regel, klokken: tuple[str, ...], bewijs: list[str]) -> tuple[str, ...]:
    redenen = {stap: f" {reden}" for (nummer, stap), reden in NOG_OPEN.items() if nummer == regel.id}
    open_stappen = [stap for stap in regel.weigert if not toetsen(regel.id, stap)]
    punten = [f"De stap '{stap}' wordt nog niet getoetst.{redenen.get(stap, '')}" for stap in open_stappen]
    if regel.soort == "termijn" and not klokken:
        punten.append("Er loopt nog geen klok voor deze regel.")
    if not bewijs:
        punten.append("Er is nog geen test die deze regel aantoont.")
    return tuple(punten)


def regelblad(nummer: str) -> Regelblad:
    """Everything about one rule; KeyError for a number that does not exist."""
    regel = regels()[nummer]
    plekken, klokken, bewijs = _plekken().get(nummer, ()), _klokken().get(nummer, ()), _bewijs().get(nummer, [])
    soort, uitleg = SOORTEN[regel.soort]
    return Regelblad(regel, geldt_vanaf(nummer), soort, uitleg, plekken, klokken, tuple(bewijs), _open(regel, klokken, bewijs))


def per_deel() -> list[tuple[str, str, list[Regelblad]]]:
    """All rules, grouped by the part of the werkinstructie they come from."""
    groepen: dict[str, list[Regelblad]] = {}
    for nummer in regels():
        groepen.setdefault(nummer.split(".")[0], []).append(regelblad(nummer))
    return [(deel, DELEN[deel], bladen) for deel, bladen in groepen.items()]
