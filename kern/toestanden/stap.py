"""What a step is, and the three ways it is refused."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import rules

from kern.regels.register import Belet

if TYPE_CHECKING:
    from kern.organisaties.models import Lidmaatschap


@dataclass(frozen=True)
class Stap:
    """One attempt to step: which row, which step, by whom (None is the system), on which day, with what."""

    zaak: Any  # the row: a Machine, or for a handeling any row with a zaak
    naam: str
    door: "Lidmaatschap | None"
    op: dt.date
    gegevens: dict[str, Any] = field(default_factory=dict)


class StapGeweigerd(Exception):
    """A step that does not go through; says why in Dutch."""

    status = 400

    def __init__(self, tekst: str) -> None:
        super().__init__(tekst)
        self.tekst = tekst


class StapNietToegestaan(StapGeweigerd):
    """This person may never do this."""

    status = 403


class StapNietMogelijk(StapGeweigerd):
    """The row is not (or no longer) in a state for this step."""

    status = 409


class StapBelet(StapGeweigerd):
    """Rules stand in the way; `beletselen` holds all of them."""

    status = 422

    def __init__(self, beletselen: list[Belet]) -> None:
        self.beletselen = beletselen
        super().__init__(" ".join(f"{b.tekst} ({b.regel})" if b.regel else b.tekst for b in beletselen))


class Recht:
    """Who may take a step: a `rules` predicate over (door, row) and the words for it."""

    def __init__(self, predicaat: rules.Predicate, wie: str) -> None:
        self.predicaat = predicaat
        self.wie = wie

    def __call__(self, zaak: Any, door: Any) -> bool:
        return bool(self.predicaat.test(door, zaak))


def mag(predicaat: rules.Predicate, wie: str) -> Recht:
    """Give a transition its permission; `wie` completes 'Dit kan alleen …'."""
    return Recht(predicaat, wie)


@rules.predicate
def is_systeem(door: Any, zaak: Any) -> bool:
    """The step is taken by the application itself."""
    return door is None


SYSTEEM = mag(is_systeem, "de toepassing zelf")


@dataclass(frozen=True)
class Eis:
    """A condition that is no numbered rule: plain completeness or consistency of this row."""

    toets: Callable[[Stap], Any]
    __name__: str = field(default="eis", repr=False)

    def __call__(self, zaak: object) -> bool:
        huidig = getattr(zaak, "_stap", None)
        return huidig is not None and not self.beletselen(huidig)

    def beletselen(self, stap: Stap) -> list[Belet]:
        return [Belet(r) if isinstance(r, str) else r for r in self.toets(stap)]


def eis(toets: Callable[[Stap], Any]) -> Eis:
    """Turn a check without a rule number into a condition."""
    return Eis(toets)


def zegt(label: str, *, gedaan: str = "", gevolg: str = "", hoofd: bool = False) -> dict[str, Any]:
    """How a step is called on its button and, once taken, in the history; what it brings about; whether it is the main step."""
    return {"label": label, "gedaan": gedaan or label, "gevolg": gevolg, "hoofd": hoofd}
