"""Who is to move on a dossier, what, by when; every app adds its own through `aan_zet`."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.termijnen.models import Termijn
from kern.toestanden.models import Machine
from transformatie.models import Dossier


@dataclass(frozen=True)
class Actie:
    """A page to go to that is no step."""

    label: str
    url: str
    hoofd: bool = False


@dataclass(frozen=True)
class AanZet:
    """One thing that waits: on whom, what, until when, with the rows whose steps are offered to who looks.

    `kort` and `knop` are how a list names it: 'besluit op de snelle toets', 'Beslis'.  `gaat_voor` puts what must
    be done first above what waits for it, when both have the same last day.  `uiterlijk` is a day without a term.
    """

    wie: tuple[Organisatie, ...]
    wat: str
    rijen: tuple[Machine, ...] = ()
    termijn: Termijn | None = None
    acties: tuple[Actie, ...] = ()
    kort: str = ""
    knop: str = "Bekijk"
    gaat_voor: bool = False
    uiterlijk: dt.date | None = None

    def is_aan(self, door: Lidmaatschap) -> bool:
        """Whether the organisation of this person is to move."""
        return any(o.pk == door.organisatie_id for o in self.wie)


Bron = Callable[[Dossier, Lidmaatschap, dt.date], list[AanZet]]
_bronnen: list[Bron] = []


def aan_zet(functie: Bron) -> Bron:
    """Register who is to move according to one app: f(dossier, door, op)."""
    if functie not in _bronnen:
        _bronnen.append(functie)
    return functie


def nu_aan_zet(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """Everything that waits on this dossier: first what waits on this person, then the nearest last day."""
    alles = [a for bron in _bronnen for a in bron(dossier, door, op)]
    return sorted(
        alles, key=lambda a: (not a.is_aan(door), a.termijn.einde_op if a.termijn else a.uiterlijk or dt.date.max, not a.gaat_voor)
    )
