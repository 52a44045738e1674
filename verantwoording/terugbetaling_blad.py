"""What the page of the claims shows: per claim its instalments and what came in."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kern.web.onderdelen import Toon
from verantwoording import rechten
from verantwoording.blad import Geldblad
from verantwoording.models import Boeking, Terugbetaaltermijn, Terugbetaling, TerugbetalingStatus, Terugontvangst

NUL = Decimal(0)


@dataclass(frozen=True)
class Termijn:
    """One instalment, and what of it came in."""

    rij: Terugbetaaltermijn
    ontvangen: Decimal
    is_te_laat: bool
    loopt: bool

    @property
    def open(self) -> Decimal:
        return self.rij.bedrag - self.ontvangen

    @property
    def stand(self) -> str:
        if not self.open:
            return "ontvangen"
        return "vervallen" if not self.loopt else "te laat" if self.is_te_laat else "open"

    @property
    def toon(self) -> Toon:
        toon: dict[str, Toon] = {"ontvangen": "groen", "te laat": "rood", "open": "amber"}
        return toon.get(self.stand, "neutraal")


@dataclass(frozen=True)
class Ontvangst:
    """One receipt; a reversed one stays to be read."""

    rij: Terugontvangst
    is_teruggeboekt: bool


@dataclass
class Vordering:
    """One claim with everything under it."""

    rij: Terugbetaling
    termijnen: list[Termijn]
    ontvangsten: list[Ontvangst]

    @property
    def ontvangen(self) -> Decimal:
        return sum((o.rij.bedrag for o in self.ontvangsten if not o.is_teruggeboekt), NUL)

    @property
    def open(self) -> Decimal:
        return self.rij.bedrag - self.ontvangen if self.rij.is_open else NUL

    @property
    def toon(self) -> Toon:
        return "amber" if self.rij.is_open else "groen" if self.rij.status == TerugbetalingStatus.VOLDAAN else "neutraal"


@dataclass
class Terugbetalingsblad:
    """The claims of one plan."""

    geld: Geldblad
    op: dt.date

    @cached_property
    def _teruggeboekt(self) -> set[object]:
        """The receipts whose posting was reversed. One query."""
        rijen = Boeking.objects.filter(dossier=self.geld.dossier, soort=Boeking.Soort.TERUGONTVANGST, correctie__isnull=False)
        return set(rijen.values_list("onderwerp", flat=True))

    @cached_property
    def vorderingen(self) -> list[Vordering]:
        """All claims, the newest first. Four queries."""
        rijen = self.geld.toekenning.terugbetalingen.select_related("schuldenaar", "bijsturing").prefetch_related(
            "termijnen", "ontvangsten"
        )
        return [self._vordering(v) for v in rijen.order_by("-op", "-vastgelegd_op")]

    def _vordering(self, rij: Terugbetaling) -> Vordering:
        rij.toekenning, rij.dossier = self.geld.toekenning, self.geld.dossier
        ontvangsten = [Ontvangst(o, o.pk in self._teruggeboekt) for o in rij.ontvangsten.all()]
        over = sum((o.rij.bedrag for o in ontvangsten if not o.is_teruggeboekt), NUL)
        termijnen = []
        for termijn in rij.termijnen.all():
            deel = min(over, termijn.bedrag)
            over -= deel
            termijnen.append(Termijn(termijn, deel, termijn.uiterlijk_op < self.op, rij.is_open))
        return Vordering(rij, termijnen, ontvangsten)

    @property
    def totaal(self) -> Decimal:
        return sum((v.rij.bedrag for v in self.vorderingen if v.rij.status != TerugbetalingStatus.TERUGGEDRAAID), NUL)

    @property
    def open(self) -> Decimal:
        return sum((v.open for v in self.vorderingen), NUL)

    @property
    def ontvangen(self) -> Decimal:
        return sum((v.ontvangen for v in self.vorderingen), NUL)

    @cached_property
    def mag_vastleggen(self) -> bool:
        return rechten.COORDINERENDE(self.geld.toekenning, self.geld.door)
