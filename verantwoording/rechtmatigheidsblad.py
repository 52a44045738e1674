"""The rechtmatigheidsdossier of one plan as one person sees it on one day: read once, shaped for the page and the archive."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Sum
from django.http import Http404
from django.urls import reverse

from kern.organisaties.models import Lidmaatschap
from transformatie.models import Dossier
from verantwoording.models import (
    Boekingsregel,
    KpiVerantwoording,
    Rechtmatigheidsarchief,
    Rechtmatigheidsoordeel,
    Rechtmatigheidsvraag,
    Rekening,
    Toekenning,
    Uitbetaling,
)
from verantwoording.rechtmatigheid import Bewijs, Deel, Feiten, Gemis, Leverancier, vier_delen
from verantwoording.rechtmatigheidsfeiten import feiten_van, met_stukken, toekenningen
from verantwoording.rechtmatigheidsrechten import opent

NUL = Decimal(0)
MET_EIGEN_PLEK = {"plan": "plan", "overeenkomst": "overeenkomst", "kpis": "kpis"}


@dataclass(frozen=True)
class Bewijsregel:
    """One proof as the page shows it, with where one can read it."""

    bewijs: Bewijs
    url: str
    mag_openen: bool


@dataclass(frozen=True)
class Deelblad:
    """One part as the page shows it."""

    deel: Deel
    regels: tuple[Bewijsregel, ...]
    gemis: tuple[tuple[Gemis, str], ...]


@dataclass(frozen=True)
class KpiStand:
    """One KPI on that day: what was agreed, granted and paid, in euro."""

    rij: KpiVerantwoording
    bewezen_op: dt.date | None
    toegekend_op: dt.date | None
    toegekend: Decimal
    betaald_op: dt.date | None
    betaald: Decimal


@dataclass
class Rechtmatigheidsblad:
    """Everything about the lawfulness of one plan on one day; `door` is who reads, None the application itself."""

    dossier: Dossier
    toekenning: Toekenning
    op: dt.date
    door: Lidmaatschap | None = None

    @cached_property
    def feiten(self) -> Feiten:
        """What the parts rest on. Eight queries."""
        return met_stukken(feiten_van([self.toekenning], self.op)[self.toekenning.pk])

    @cached_property
    def delen(self) -> list[Deel]:
        return vier_delen(self.feiten)

    @property
    def is_compleet(self) -> bool:
        return all(d.is_compleet for d in self.delen)

    @property
    def aantal_compleet(self) -> int:
        return sum(d.is_compleet for d in self.delen)

    @property
    def stand_in_woorden(self) -> str:
        return f"{self.aantal_compleet} van de 4 onderdelen compleet"

    @property
    def deelbladen(self) -> list[Deelblad]:
        namen = {
            Leverancier.VERZEKERAAR: self.feiten.verzekeraar,
            Leverancier.PENVOERDER: self.feiten.penvoerder,
            Leverancier.NZA: "de NZa",
        }
        return [Deelblad(d, tuple(self._regel(b) for b in d.bewijs), tuple((g, namen[g.wie]) for g in d.gemis)) for d in self.delen]

    def _regel(self, b: Bewijs) -> Bewijsregel:
        if b.document is not None:
            mag = self.door is not None and opent(b.document, self.dossier, self.door)
            return Bewijsregel(b, reverse("document", args=[b.document.pk]) if mag else "", mag)
        return Bewijsregel(b, self._plek(b.plek), True)

    def _plek(self, plek: str) -> str:
        naam, _, nummer = plek.partition(":")
        if naam == "kpi":
            return reverse("kpi", kwargs={"kenmerk": self.dossier.kenmerk, "nummer": int(nummer)})
        return reverse(MET_EIGEN_PLEK[naam], kwargs={"kenmerk": self.dossier.kenmerk}) if naam in MET_EIGEN_PLEK else ""

    @cached_property
    def uitbetalingen(self) -> dict[object, Uitbetaling]:
        """What was paid per KPI by that day. One query."""
        return {u.verantwoording_id: u for u in self.toekenning.uitbetalingen.filter(op__lte=self.op)}

    @property
    def kpis(self) -> list[KpiStand]:
        """The KPI's with what was decided and paid by that day; a judgement that is no decision yet stays out (1c.2)."""
        return [self._stand(k) for k in self.feiten.kpis]

    def _stand(self, k: KpiVerantwoording) -> KpiStand:
        f, betaling = self.feiten, self.uitbetalingen.get(k.pk)
        besloten = f.was_er(k.toegekend_op)
        return KpiStand(
            k,
            k.bewijs_ingediend_op if f.was_er(k.bewijs_ingediend_op) else None,
            k.toegekend_op if besloten else None,
            (k.bedrag_toegekend or NUL) if besloten else NUL,
            betaling.op if betaling else None,
            betaling.bedrag if betaling else NUL,
        )

    @cached_property
    def saldi(self) -> dict[str, Decimal]:
        """The balance per account of this plan at the end of that day, from the ledger. One query."""
        rij = Boekingsregel.objects.filter(dossier=self.dossier, boeking__op__lte=self.op)
        return dict.fromkeys(Rekening.values, NUL) | dict(rij.values_list("rekening").annotate(totaal=Sum("bedrag")))

    @property
    def geldregels(self) -> list[tuple[str, Decimal]]:
        """Where the money of this plan stands, in the words of the ledger; accounts without money are left out."""
        buiten = {Rekening.BUDGET, Rekening.POT, Rekening.VERLOPEN}
        return [(str(r.label), self.saldi[r]) for r in Rekening if r not in buiten and self.saldi[r]]

    @property
    def geld_totaal(self) -> Decimal:
        """What was taken from the pots for this plan: the sum of the lines above it."""
        return sum((bedrag for _, bedrag in self.geldregels), NUL)

    @cached_property
    def oordelen(self) -> list[Rechtmatigheidsoordeel]:
        """What the NZa judged by that day, the last one first. One query."""
        return list(self.toekenning.rechtmatigheidsoordelen.filter(op__lte=self.op).order_by("-op", "-vastgelegd_op"))

    @cached_property
    def vragen(self) -> list[Rechtmatigheidsvraag]:
        """What the NZa asked by that day. One query."""
        return list(self.toekenning.rechtmatigheidsvragen.filter(op__lte=self.op).select_related("organisatie").order_by("-vastgelegd_op"))

    @cached_property
    def archieven(self) -> list[Rechtmatigheidsarchief]:
        """The last archives that were ordered. One query."""
        return list(self.toekenning.rechtmatigheidsarchieven.select_related("document", "organisatie").order_by("-vastgelegd_op")[:5])


def blad_van(dossier: Dossier, op: dt.date, door: Lidmaatschap | None) -> Rechtmatigheidsblad:
    """The rechtmatigheidsdossier of this plan; Http404 as long as nothing was granted. One query."""
    toekenning = toekenningen().filter(dossier=dossier).first()
    if toekenning is None:
        raise Http404
    toekenning.dossier = dossier
    return Rechtmatigheidsblad(dossier, toekenning, op, door)
