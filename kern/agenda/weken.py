"""What is to come, by week, as the page Agenda shows it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from kern.agenda.ics import Afspraak, plaatselijk
from kern.basis.datums import MAANDEN

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Agendaregel:
    """One entry as the list shows it."""

    afspraak: Afspraak
    is_te_laat: bool

    @property
    def tijd(self) -> str:
        """'10.00 tot 11.30 uur', or nothing for a whole day."""
        begin = self.afspraak.begin
        if not isinstance(begin, dt.datetime):
            return ""
        return f"{plaatselijk(begin):%H.%M} tot {plaatselijk(begin + self.afspraak.duur):%H.%M} uur"


@dataclass(frozen=True)
class Week:
    """A heading and what falls under it."""

    kop: str
    regels: list[Agendaregel] = field(default_factory=list)


def in_weken(afspraken: Iterable[Afspraak], op: dt.date) -> list[Week]:
    """First what is late, then week by week; a meeting that is over is left out, a term that is over is late."""
    regels = [
        Agendaregel(a, a.dag < op)
        for a in sorted(afspraken, key=lambda a: (a.dag, a.begin.isoformat(), a.uid))
        if not a.is_afgezegd and (a.dag >= op or not isinstance(a.begin, dt.datetime))
    ]
    laat = [r for r in regels if r.is_te_laat]
    komend = groupby((r for r in regels if not r.is_te_laat), lambda r: maandag(r.afspraak.dag))
    return ([Week("Te laat", laat)] if laat else []) + [Week(_kop(dag, op), list(groep)) for dag, groep in komend]


def maandag(dag: dt.date) -> dt.date:
    """The Monday of its week."""
    return dag - dt.timedelta(days=dag.weekday())


def _kop(begin: dt.date, op: dt.date) -> str:
    eind = begin + dt.timedelta(days=6)
    van = f"{begin.day}" if begin.month == eind.month else f"{begin.day} {MAANDEN[begin.month - 1]}"
    dagen = f"{van} tot en met {eind.day} {MAANDEN[eind.month - 1]}" + (f" {eind.year}" if eind.year != op.year else "")
    naam = {maandag(op): "Deze week", maandag(op) + WEEK: "Volgende week"}.get(begin, f"Week {begin.isocalendar().week}")
    return f"{naam}, {dagen}"
