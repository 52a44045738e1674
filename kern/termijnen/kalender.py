"""Calendar arithmetic for agreed terms: pure functions, no database, no clock.

The day of the event is day 0.  Weeks end on the same weekday, months on the same day number or the last
day of the month, always counted once from the start.  A term of at most 12 weeks or 3 months that ends on
a free day runs on to the next day that is not free (after Algemene termijnenwet article 4); a longer one
does not.  These are agreements between parties, so the regime is an argument (`schuift`).
"""

import calendar
import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from kern.basis.datums import DAGEN, toon_datum

Stuk = tuple[dt.date, dt.date]
"""A suspension: the day it was asked, the day the answer was received."""

GELIJKGESTELD = frozenset(
    dt.date.fromisoformat(dag)
    for dag in (
        "2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30",
        "2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26",
    )
)  # fmt: skip
"""Days equated with a holiday by decree, as known when this was written; beheer adds later ones."""

EERSTE_BEKENDE_JAAR = 2023
LAATSTE_BEKENDE_JAAR = 2028
LANGSTE_SCHUIVENDE_WEKEN = 12
LANGSTE_SCHUIVENDE_MAANDEN = 3

_DUUR = re.compile(r"0*([0-9]+)(wd|[dwm])")
_MEESTE_CIJFERS = 9
_WOORDEN = {"d": ("dag", "dagen"), "w": ("week", "weken"), "m": ("maand", "maanden"), "wd": ("werkdag", "werkdagen")}


class Kalenderfout(ValueError):
    """A term that cannot be computed; says why in Dutch."""


@dataclass(frozen=True)
class Duur:
    """A length: `aantal` of `eenheid` d (days), w (weeks), m (months) or wd (werkdagen)."""

    aantal: int
    eenheid: str

    def __str__(self) -> str:
        return f"{self.aantal}{self.eenheid}"

    @property
    def in_woorden(self) -> str:
        return f"{self.aantal} {_WOORDEN[self.eenheid][self.aantal != 1]}"

    @property
    def schuift(self) -> bool:
        """Whether such a term, by default, runs on when it ends on a free day."""
        grens = {"w": LANGSTE_SCHUIVENDE_WEKEN, "m": LANGSTE_SCHUIVENDE_MAANDEN, "d": 0}
        return self.eenheid == "wd" or self.aantal <= grens[self.eenheid]


@dataclass(frozen=True)
class Einde:
    """The outcome: `ruw` without suspension or shift, `einde` the last day that counts, `reden` why they differ."""

    start: dt.date
    ruw: dt.date
    einde: dt.date
    reden: str


def lees_duur(tekst: str) -> Duur:
    """Read '4w', '4m', '14d' or '5wd'; raises Kalenderfout."""
    gevonden = _DUUR.fullmatch(tekst.strip().lower())
    if not gevonden:
        raise Kalenderfout("Een duur is een getal met w voor weken of m voor maanden, bijvoorbeeld 4w of 4m.")
    if len(gevonden[1]) > _MEESTE_CIJFERS:
        raise Kalenderfout(_TE_LAAT)
    duur = Duur(int(gevonden[1]), gevonden[2])
    if duur.aantal == 0:
        raise Kalenderfout(f"Een termijn duurt minstens 1 {_WOORDEN[duur.eenheid][0]}.")
    return duur


def pasen(jaar: int) -> dt.date:
    """Easter Sunday of a year in the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, b, c = jaar % 19, jaar // 100, jaar % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    maand, dag = divmod(h + r - 7 * m + 114, 31)
    return dt.date(jaar, maand, dag + 1)


@cache
def feestdagen(jaar: int) -> dict[dt.date, str]:
    """The recognised holidays of a year with their names; two on one day share it."""
    zondag = pasen(jaar)
    koningsdag = dt.date(jaar, 4, 27)
    if koningsdag.weekday() == calendar.SUNDAY:
        koningsdag = dt.date(jaar, 4, 26)
    namen: dict[dt.date, str] = {}
    for dag, naam in (
        (dt.date(jaar, 1, 1), "nieuwjaarsdag"),
        (zondag - dt.timedelta(days=2), "Goede Vrijdag"),
        (zondag + dt.timedelta(days=1), "tweede paasdag"),
        (koningsdag, "Koningsdag"),
        (dt.date(jaar, 5, 5), "Bevrijdingsdag"),
        (zondag + dt.timedelta(days=39), "Hemelvaartsdag"),
        (zondag + dt.timedelta(days=50), "tweede pinksterdag"),
        (dt.date(jaar, 12, 25), "eerste kerstdag"),
        (dt.date(jaar, 12, 26), "tweede kerstdag"),
    ):
        namen[dag] = f"{namen[dag]} en {naam}" if dag in namen else naam
    return namen


def waarom_vrij(dag: dt.date, gelijkgesteld: Collection[dt.date] = GELIJKGESTELD) -> str:
    """Why a day is free ('Goede Vrijdag', 'een zaterdag'), or an empty string when it is not."""
    if naam := feestdagen(dag.year).get(dag):
        return naam
    if dag in gelijkgesteld:
        return "bij besluit gelijkgesteld met een feestdag"
    return f"een {DAGEN[dag.weekday()]}" if dag.weekday() >= calendar.SATURDAY else ""


def is_vrij(dag: dt.date, gelijkgesteld: Collection[dt.date] = GELIJKGESTELD) -> bool:
    """Whether a day is a Saturday, a Sunday, a recognised holiday or equated with one."""
    return dag.weekday() >= calendar.SATURDAY or dag in feestdagen(dag.year) or dag in gelijkgesteld


def eerste_gewone_dag(dag: dt.date, gelijkgesteld: Collection[dt.date] = GELIJKGESTELD) -> dt.date:
    """The day itself, or the first after it that is not free."""
    while is_vrij(dag, gelijkgesteld):
        dag = _plus(dag, 1)
    return dag


def werkdagen_na(dag: dt.date, n: int, gelijkgesteld: Collection[dt.date] = GELIJKGESTELD) -> dt.date:
    """The n-th werkdag after a day; the day itself does not count."""
    for _ in range(n):
        dag = eerste_gewone_dag(_plus(dag, 1), gelijkgesteld)
    return dag


def tel_op(start: dt.date, duur: Duur, gelijkgesteld: Collection[dt.date] = GELIJKGESTELD) -> dt.date:
    """The raw end of a term: no suspension, no shift."""
    if duur.aantal > dt.date.max.toordinal():
        raise Kalenderfout(_TE_LAAT)
    if duur.eenheid == "wd":
        return werkdagen_na(start, duur.aantal, gelijkgesteld)
    if duur.eenheid != "m":
        return _plus(start, duur.aantal * (7 if duur.eenheid == "w" else 1))
    jaar, maand = divmod(start.year * 12 + start.month - 1 + duur.aantal, 12)
    if jaar > dt.MAXYEAR:
        raise Kalenderfout(_TE_LAAT)
    return dt.date(jaar, maand + 1, min(start.day, calendar.monthrange(jaar, maand + 1)[1]))


def dagen_stil(opschortingen: Iterable[Stuk]) -> int:
    """The days that stood still: received - asked - 1 per stretch, never below 0, overlap counted once."""
    totaal, geteld_tot = 0, 0
    for gevraagd, ontvangen in sorted(opschortingen):
        if ontvangen < gevraagd:
            raise Kalenderfout(f"Een opschorting kan niet op {toon_datum(ontvangen)} eindigen en pas op {toon_datum(gevraagd)} beginnen.")
        eerste = max(gevraagd.toordinal() + 1, geteld_tot)
        totaal += max(0, ontvangen.toordinal() - eerste)
        geteld_tot = max(geteld_tot, ontvangen.toordinal())
    return totaal


def bereken(
    start: dt.date,
    duur: str | Duur,
    opschortingen: Iterable[Stuk] = (),
    gelijkgesteld: Collection[dt.date] = GELIJKGESTELD,
    schuift: bool | None = None,
) -> Einde:
    """The last day of a term and why it is that day; `schuift` None means: as the length says."""
    duur = lees_duur(duur) if isinstance(duur, str) else duur
    stukken = list(opschortingen)
    ruw = tel_op(start, duur, gelijkgesteld)
    einde, zinnen = schuif(ruw, dagen_stil(stukken), duur.schuift if schuift is None else schuift, gelijkgesteld)
    if any(gevraagd < start or gevraagd > einde for gevraagd, _ in stukken):
        zinnen.append("Let op: een opschorting begint buiten de termijn.")
    gewoon = f"De termijn eindigt {duur.in_woorden} na de start."
    if duur.eenheid == "m" and ruw.day != start.day:
        gewoon = f"De maand waarin de termijn eindigt heeft geen {start.day}e; {toon_datum(ruw)} is de laatste dag van die maand."
    return Einde(start, ruw, einde, " ".join([*(zinnen or [gewoon]), *_onzeker(ruw, einde, gelijkgesteld)]))


def schuif(dag: dt.date, stil: int, schuift: bool, gelijkgesteld: Collection[dt.date] = GELIJKGESTELD) -> tuple[dt.date, list[str]]:
    """Move an end by the days that stood still, then off a free day if the regime says so; with the sentences why."""
    zinnen = []
    verplaatst = _plus(dag, stil)
    if stil:
        stond = "1 dag stond de termijn" if stil == 1 else f"{stil} dagen stond de termijn"
        zinnen.append(f"{stond} stil, dus loopt zij tot en met {_voluit(verplaatst)}.")
    waarom = waarom_vrij(verplaatst, gelijkgesteld)
    if not waarom:
        return verplaatst, zinnen
    vrij = f"{_voluit(verplaatst).capitalize()} is {waarom}" if not waarom.startswith("een ") else f"{toon_datum(verplaatst)} is {waarom}"
    if not schuift:
        return verplaatst, [*zinnen, f"{vrij}, maar deze termijn schuift daarvoor niet op."]
    einde = eerste_gewone_dag(verplaatst, gelijkgesteld)
    return einde, [*zinnen, f"{vrij}; de termijn loopt door tot en met {_voluit(einde)}, de eerste dag die niet vrij is."]


_TE_LAAT = "Deze termijn loopt voorbij het jaar 9999; kies een kortere duur of een eerdere start."


def _plus(dag: dt.date, dagen: int) -> dt.date:
    try:
        return dag + dt.timedelta(days=dagen)
    except OverflowError as fout:
        raise Kalenderfout(_TE_LAAT) from fout


def _voluit(dag: dt.date) -> str:
    return f"{DAGEN[dag.weekday()]} {toon_datum(dag)}"


def _onzeker(ruw: dt.date, einde: dt.date, gelijkgesteld: Collection[dt.date]) -> list[str]:
    """What a reader must know when the equated days of that year are not in our data."""
    laatste = max([LAATSTE_BEKENDE_JAAR, *(dag.year for dag in gelijkgesteld)])
    if einde.year > laatste:
        return [f"De gelijkgestelde vrije dagen na {laatste} zijn nog niet bekend."]
    if ruw.year < EERSTE_BEKENDE_JAAR:
        return [f"De gelijkgestelde vrije dagen van voor {EERSTE_BEKENDE_JAAR} zijn niet meegeteld."]
    return []
