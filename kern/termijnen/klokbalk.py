"""The klokbalk: a term as the screen draws it, in whole percentages of the time from start to last day."""

import datetime as dt
from dataclasses import dataclass

from kern.basis.datums import toon_dag
from kern.termijnen.berichten import nog
from kern.termijnen.models import Termijn, TermijnStatus

RUIM, KRAP, TE_LAAT, STIL, KLAAR = "ruim", "krap", "te_laat", "stil", "klaar"


@dataclass(frozen=True)
class Strook:
    """A part of the bar: `van` and `breedte` in percent of the whole, and what it is in words."""

    van: int
    breedte: int
    tekst: str


@dataclass(frozen=True)
class Klokbalk:
    """What the template needs to draw one term; no percentage is below 0 or above 100.

    `toestand` is ruim, krap (last quarter), te_laat, stil (suspended) or klaar (met or lapsed); `verstreken` is
    where `peildag` stands: today, or the day on which the term was met.  `stroken` stood still; `verlenging` is
    the part that was added in agreement.
    """

    naam: str
    regel: str
    start_op: dt.date
    ruw_op: dt.date
    einde_op: dt.date
    peildag: dt.date
    verstreken: int
    stroken: tuple[Strook, ...]
    verlenging: Strook | None
    toestand: str
    nog: str
    reden: str

    @property
    def is_krap(self) -> bool:
        return self.toestand == KRAP

    @property
    def is_te_laat(self) -> bool:
        return self.toestand == TE_LAAT

    @property
    def verschilt(self) -> bool:
        """Whether the last day is another than the raw one, so that the reason deserves attention."""
        return self.ruw_op != self.einde_op

    @property
    def in_woorden(self) -> str:
        """The whole bar as one sentence, for who does not see it."""
        return f"{self.naam}: begonnen op {toon_dag(self.start_op)}, uiterlijk {toon_dag(self.einde_op)}, {self.nog}."


def maak_klokbalk(termijn: Termijn, op: dt.date) -> Klokbalk:
    """Build the bar of a term (with its opschortingen prefetched) as it stands on a day."""
    peildag = termijn.gehaald_op or op
    schaal = _Schaal(termijn.start_op, max(termijn.einde_op, peildag) if termijn.status == TermijnStatus.OPGESCHORT else termijn.einde_op)
    return Klokbalk(
        naam=termijn.naam,
        regel=termijn.regel,
        start_op=termijn.start_op,
        ruw_op=termijn.ruw_op,
        einde_op=termijn.einde_op,
        peildag=peildag,
        verstreken=schaal.punt(peildag),
        stroken=tuple(_stroken(termijn, schaal, peildag)),
        verlenging=_verlenging(termijn, schaal),
        toestand=_toestand(termijn, peildag),
        nog=_nog(termijn, peildag),
        reden=termijn.reden,
    )


@dataclass(frozen=True)
class _Schaal:
    """Turns days into percentages between two ends."""

    van: dt.date
    tot: dt.date

    def punt(self, dag: dt.date) -> int:
        lengte = (self.tot - self.van).days
        if lengte <= 0:
            return 100 if dag >= self.tot else 0
        return min(100, max(0, round(100 * (dag - self.van).days / lengte)))

    def strook(self, van: dt.date, tot: dt.date, tekst: str) -> Strook:
        links = self.punt(van)
        return Strook(links, self.punt(tot) - links, tekst)


def _stroken(termijn: Termijn, schaal: _Schaal, peildag: dt.date) -> list[Strook]:
    """Each stretch from the day after the request to the day of the answer (or today); nothing for 0 days."""
    stroken = []
    for stuk in termijn.opschortingen.all():
        eerste, tot = stuk.gevraagd_op + dt.timedelta(days=1), stuk.ontvangen_op or peildag
        if tot > eerste:
            slot = f"tot {toon_dag(tot)}" if stuk.ontvangen_op else "tot nu toe"
            stroken.append(schaal.strook(eerste, tot, f"stond stil van {toon_dag(eerste)} {slot}"))
    return stroken


def _verlenging(termijn: Termijn, schaal: _Schaal) -> Strook | None:
    if termijn.verlengd_vanaf is None or termijn.verlengd_tot is None:
        return None
    return schaal.strook(termijn.verlengd_vanaf, termijn.einde_op, f"verlengd tot en met {toon_dag(termijn.verlengd_tot)}")


def _toestand(termijn: Termijn, peildag: dt.date) -> str:
    if termijn.status == TermijnStatus.OPGESCHORT:
        return STIL
    if not termijn.is_open:
        return KLAAR
    if termijn.status == TermijnStatus.OVERSCHREDEN or peildag > termijn.einde_op:
        return TE_LAAT
    is_laatste_kwart = 4 * (termijn.einde_op - peildag).days <= (termijn.einde_op - termijn.start_op).days
    return KRAP if is_laatste_kwart else RUIM


def _nog(termijn: Termijn, peildag: dt.date) -> str:
    match termijn.status:
        case TermijnStatus.GEHAALD:
            return f"gehaald op {toon_dag(peildag)}"
        case TermijnStatus.ALSNOG_GEHAALD:
            return (
                f"gedaan op {toon_dag(peildag)}, {nog(termijn.einde_op, peildag)}"
                if peildag > termijn.einde_op
                else f"gedaan op {toon_dag(peildag)}"
            )
        case TermijnStatus.VERVALLEN:
            return "vervallen"
        case TermijnStatus.OPGESCHORT:
            sinds = next((o.gevraagd_op for o in termijn.opschortingen.all() if o.ontvangen_op is None), None)
            return f"staat stil sinds {toon_dag(sinds)}" if sinds else "staat stil"
    return nog(termijn.einde_op, peildag)
