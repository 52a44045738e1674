"""What the pages of the pots and of the queue show."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Abs, Coalesce

from kern.organisaties.models import Lidmaatschap, Rol, Sector
from kern.web.onderdelen import Toon
from transformatie.models import Dossier, Partij
from verantwoording import rechten
from verantwoording.models import Boeking, Boekingsregel, Pot, Rekening
from verantwoording.services.wachtrij import Plek, wachtrij

NUL = Decimal(0)
MINSTENS = 3
"""Fewer plans of others than this in a pot, and an insurer does not read what they got (ours, as in the monitor)."""
LEZERS_POTTEN = (Rol.BEOORDELAAR, Rol.NZA, Rol.BESTUURLIJKE_GROEP, Rol.BEHEER)
LEZERS_BEDRAGEN = (Rol.NZA, Rol.BESTUURLIJKE_GROEP, Rol.BEHEER)
S = Boeking.Soort


def ziet_potten(namens: Lidmaatschap | None) -> bool:
    """The insurers, the NZa, the bestuurlijke groep and beheer read the pots."""
    return namens is not None and namens.rol in LEZERS_POTTEN


@dataclass(frozen=True)
class Stand:
    """What one pot, or several together, held and holds on one day, in euro."""

    naam: str
    budget: Decimal = NUL
    terug: Decimal = NUL
    verlopen: Decimal = NUL
    over: Decimal = NUL
    pot: Pot | None = None
    is_afgeschermd: bool = False

    @property
    def toegezegd(self) -> Decimal:
        """What was reserved, with what came back counted apart: budget + terug - verlopen - toegezegd is what is left."""
        return self.budget + self.terug - self.verlopen - self.over


@dataclass(frozen=True)
class Potstand:
    """A pot with its stand, and whether it can be used on this day."""

    pot: Pot
    stand: Stand
    woord: str
    toon: Toon


def per_soort(op: dt.date) -> dict[uuid.UUID, dict[str, Decimal]]:
    """What each kind of boeking did to each pot until the end of this day; a correction counts with what it corrects. One query."""
    rijen = (
        Boekingsregel.objects.filter(rekening=Rekening.POT, boeking__op__lte=op)
        .annotate(soort=Coalesce("boeking__corrigeert__soort", "boeking__soort"))
        .values_list("pot", "soort")
        .annotate(som=Sum("bedrag"))
    )
    gevonden: dict[uuid.UUID, dict[str, Decimal]] = defaultdict(dict)
    for pot, soort, som in rijen:
        gevonden[pot][soort] = som
    return gevonden


def _vreemd(door: Lidmaatschap, op: dt.date) -> dict[uuid.UUID, int]:
    """In each pot: from how many dossiers that this insurer does not see money was taken. One query, and none for who reads all."""
    if door.rol in LEZERS_BEDRAGEN:
        return {}
    return dict(_uit_andere_dossiers(door, op).values_list("pot").annotate(n=Count("dossier", distinct=True)))


def _uit_andere_dossiers(door: Lidmaatschap, op: dt.date) -> "QuerySet[Boekingsregel]":
    ander = Boekingsregel.objects.filter(rekening=Rekening.POT, dossier__isnull=False, boeking__op__lte=op)
    return ander.exclude(dossier__in=Dossier.objects.zichtbaar_voor(door).values("pk"))


def kiest_een_dag(door: Lidmaatschap) -> bool:
    """An insurer reads the stand of today alone: two days side by side give away the one contract in between."""
    return door.rol in LEZERS_BEDRAGEN


def potstanden(door: Lidmaatschap, op: dt.date) -> list[Potstand]:
    """Every pot with a boeking by this day. Three queries."""
    geboekt, vreemd = per_soort(op), _vreemd(door, op)
    standen = []
    for pot in Pot.objects.filter(pk__in=geboekt).order_by("jaar", "vervalt_op", "sector", "naam"):
        van = geboekt[pot.pk]
        stand = Stand(
            pot.naam,
            budget=van.get(S.BUDGET, NUL),
            terug=van.get(S.VRIJVAL, NUL),
            verlopen=-van.get(S.VERLOOP, NUL),
            over=sum(van.values(), NUL),
            pot=pot,
            is_afgeschermd=0 < vreemd.get(pot.pk, 0) < MINSTENS,
        )
        standen.append(Potstand(pot, stand, *_gebruik(pot, op)))
    return _scherm_af(standen)


def _scherm_af(standen: list[Potstand]) -> list[Potstand]:
    """When one pot is closed, the next is too, so that it cannot be worked out from the total."""
    dicht = [p for p in standen if p.stand.is_afgeschermd]
    open_ = [p for p in standen if not p.stand.is_afgeschermd]
    if len(dicht) != 1 or not open_:
        return standen
    ook = max(open_, key=lambda p: p.stand.toegezegd)
    return [replace(p, stand=replace(p.stand, is_afgeschermd=True)) if p in (dicht[0], ook) else p for p in standen]


def _gebruik(pot: Pot, op: dt.date) -> tuple[str, Toon]:
    if op < pot.open_van:
        return "nog niet open", "amber"
    if pot.vervalt_op and pot.vervalt_op < op:
        return "vervallen", "rood"
    return "open", "groen"


def samen(naam: str, standen: Iterable[Stand]) -> Stand:
    """Several pots added up; closed when one of them is."""
    lijst = list(standen)
    return Stand(
        naam,
        sum((s.budget for s in lijst), NUL),
        sum((s.terug for s in lijst), NUL),
        sum((s.verlopen for s in lijst), NUL),
        sum((s.over for s in lijst), NUL),
        is_afgeschermd=any(s.is_afgeschermd for s in lijst),
    )


def totaal(door: Lidmaatschap, op: dt.date, standen: list[Potstand]) -> Stand:
    """All pots together; closed too when what the closed ones hold comes from too few plans of others. One query at most."""
    alles = samen("Totaal", (p.stand for p in standen))
    dicht = [p.pot for p in standen if p.stand.is_afgeschermd]
    plannen = _uit_andere_dossiers(door, op).filter(pot__in=dicht).values("dossier").distinct().count() if dicht else MINSTENS
    return replace(alles, is_afgeschermd=plannen < MINSTENS)


def gegroepeerd(standen: list[Potstand], groep: Callable[[Pot], str]) -> list[Stand]:
    """The pots added up per group, in the order in which the groups first appear."""
    per_groep: dict[str, list[Stand]] = {}
    for p in standen:
        per_groep.setdefault(groep(p.pot), []).append(p.stand)
    return [samen(naam, lijst) for naam, lijst in per_groep.items()]


def sectornaam(pot: Pot) -> str:
    return str(Sector(pot.sector).label) if pot.sector else "vrij te gebruiken"


@dataclass(frozen=True)
class Wachtregel:
    """A line of the queue as one person may read it; without a dossier it is somebody else's, without an amount it is not for them."""

    nummer: int
    sinds: dt.date
    dossier: Dossier | None
    bedrag: Decimal | None
    stand: str
    toon: Toon
    nodig: str


def wachtregels(door: Lidmaatschap, op: dt.date) -> list[Wachtregel]:
    """The queue of this day through the eyes of this person. Five queries at most."""
    plekken = wachtrij(op)
    gezien = _dossiers_van(Dossier.objects.zichtbaar_voor(door), plekken)
    return [_regel(plek, gezien.get(plek.dossier_id), door) for plek in plekken]


def _dossiers_van(zichtbaar: "QuerySet[Dossier]", plekken: list[Plek]) -> dict[uuid.UUID, Dossier]:
    partijen = Prefetch("partijen", queryset=Partij.objects.select_related("organisatie"))
    rijen = zichtbaar.filter(pk__in=[p.dossier_id for p in plekken]).select_related("coordinerend", "hoofdregio").prefetch_related(partijen)
    for dossier in rijen:
        dossier.__dict__["deelnemende_partijen"] = [p for p in dossier.partijen.all() if p.uit_op is None]
    return {d.pk: d for d in rijen}


def _regel(plek: Plek, dossier: Dossier | None, door: Lidmaatschap) -> Wachtregel:
    ziet_bedrag = door.rol in LEZERS_BEDRAGEN or (dossier is not None and bool(rechten.ziet_geld.test(door, dossier)))
    stand, toon = _stand(plek)
    nodig = plek.waarom if ziet_bedrag and dossier is not None else ""
    return Wachtregel(plek.nummer, plek.sinds, dossier, plek.bedrag if ziet_bedrag else None, stand, toon, nodig)


def _stand(plek: Plek) -> tuple[str, Toon]:
    if plek.past:
        return "er is geld", "groen"
    return ("wacht op geld", "amber") if plek.is_vrij else ("wacht op wie ervoor staat", "neutraal")


def geschiedenis(pot: Pot, op: dt.date, *, met_verloop: bool = True) -> list[Boeking]:
    """What was made available, corrected or lapsed in this pot; reservations belong to their plans. One query.

    What lapsed says what was reserved, so of a closed pot it is left out.
    """
    rijen = Boeking.objects.filter(regels__pot=pot, dossier=None, op__lte=op).annotate(
        bedrag=Sum("regels__bedrag"), grootte=Abs(Sum("regels__bedrag"))
    )
    if not met_verloop:
        rijen = rijen.exclude(Q(soort=S.VERLOOP) | Q(corrigeert__isnull=False, corrigeert__soort=S.VERLOOP))
    return list(rijen.order_by("-op", "-vastgelegd_op"))
