"""What the page of the payments of one plan shows: the key, the orders with their lines, the advances, the divisions."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from kern.organisaties.models import Organisatie
from transformatie.services.meldingen import indieners
from verantwoording import rechten_betalen as rechten
from verantwoording.blad import Geldblad
from verantwoording.models import Betaalopdracht, Betaalopdrachtregel, KpiVerantwoording, Uitbetaling, Verdeelsleutel, Verdeling, Voorschot
from verantwoording.selectors_betaling import geldende_sleutel, kassier_van, voorstel
from verantwoording.services.betaalopdracht import delen_van_de_opdracht

NUL = Decimal(0)


@dataclass(frozen=True)
class Betaling:
    """One KPI on its way from order to division."""

    opdracht: Betaalopdracht
    regels: list[Betaalopdrachtregel]
    uitbetaling: Uitbetaling | None
    verdeling: Verdeling | None

    @property
    def nummer(self) -> int:
        return self.opdracht.verantwoording.kpi.nummer

    @property
    def delen(self) -> dict[Any, Decimal]:
        return {d.organisatie_id: d.bedrag for d in self.verdeling.delen.all()} if self.verdeling else {}


@dataclass
class Uitbetalingsblad:
    """The payments of one plan as one person sees them; the number of queries does not grow with the KPI's."""

    blad: Geldblad
    op: dt.date

    def __post_init__(self) -> None:
        self.toekenning, self.dossier, self.door = self.blad.toekenning, self.blad.dossier, self.blad.door

    @cached_property
    def sleutel(self) -> list[tuple[Organisatie, Decimal]]:
        return geldende_sleutel(self.toekenning)

    @cached_property
    def voorstel(self) -> Verdeelsleutel | None:
        return voorstel(self.toekenning)

    @cached_property
    def voorgestelde_delen(self) -> list[tuple[Organisatie, Decimal]]:
        """The shares that were proposed. One query when there is a proposal."""
        if self.voorstel is None:
            return []
        delen = [(d.organisatie, d.procent) for d in self.voorstel.delen.select_related("organisatie")]
        return sorted(delen, key=lambda d: (d[0].pk != self.dossier.coordinerend_id, d[0].naam))

    @cached_property
    def betalingen(self) -> list[Betaling]:
        """Every order with its lines, its payout and how that was divided. Five queries."""
        opdrachten = (
            Betaalopdracht.objects.filter(toekenning=self.toekenning)
            .select_related("verantwoording__kpi", "verantwoording__uitbetaling", "ontvanger", "door")
            .prefetch_related("regels__verzekeraar")
            .order_by("verantwoording__kpi__nummer")
        )
        verdelingen = Verdeling.objects.filter(uitbetaling__toekenning=self.toekenning, vervallen_op=None).prefetch_related(
            "delen__organisatie"
        )
        per_uitbetaling = {v.uitbetaling_id: v for v in verdelingen}
        gevonden = []
        for opdracht in opdrachten:
            rij = opdracht.verantwoording
            rij.dossier, rij.toekenning = self.dossier, self.toekenning
            uitbetaling = getattr(rij, "uitbetaling", None)
            regels = list(opdracht.regels.all())
            for regel in regels:
                regel.opdracht = opdracht
            verdeling = per_uitbetaling.get(uitbetaling.pk) if uitbetaling is not None else None
            gevonden.append(Betaling(opdracht, regels, uitbetaling, verdeling))
        return gevonden

    @cached_property
    def voorschotten(self) -> list[Voorschot]:
        """The advances on next KPI's, with where they stand (1g.4). One query."""
        return list(self.toekenning.voorschotten.select_related("van__kpi", "voor__kpi").order_by("op", "vastgelegd_op"))

    @property
    def kassier(self) -> Organisatie:
        return kassier_van(self.toekenning)

    @property
    def partijen(self) -> list[Organisatie]:
        """Over whom a payment can be divided: who receives it first."""
        return sorted(indieners(self.dossier), key=lambda o: (o.pk != self.kassier.pk, o.naam))

    @property
    def mag_sleutel_voorstellen(self) -> bool:
        return bool(rechten.COORDINERENDE(self.toekenning, self.door)) and not self.betalingen and self.toekenning.is_open

    @property
    def mag_instemmen(self) -> bool:
        return self.voorstel is not None and bool(rechten.TWEEDE(self.toekenning, self.door))

    @cached_property
    def mag_verdelen(self) -> bool:
        return bool(rechten.KASSIER_OF_PENVOERDER(self.toekenning, self.door)) and len(self.partijen) > 1

    def mag_betalen(self, regel: Betaalopdrachtregel) -> bool:
        eigen = regel.verzekeraar_id == self.door.organisatie_id
        return eigen and regel.is_open and bool(rechten.BETALENDE_VERZEKERAAR(self.toekenning, self.door))

    @property
    def totaal(self) -> Decimal:
        return sum((b.opdracht.bedrag for b in self.betalingen), NUL)

    @property
    def betaald(self) -> Decimal:
        return sum((r.bedrag for b in self.betalingen for r in b.regels if r.betaald_op), NUL)

    @property
    def open(self) -> Decimal:
        return sum((r.bedrag for b in self.betalingen for r in b.regels if r.is_open), NUL)


def opdracht_van(rij: KpiVerantwoording) -> dict[str, Any]:
    """What the second person is about to order: who pays what, and to whom; nothing in any other state. Three queries."""
    if rij.status != KpiVerantwoording.Status.TOEGEKEND or not rij.bedrag_toegekend:
        return {"opdracht": []}
    delen = [(Betaalopdrachtregel.Soort(soort).label, wie, bedrag) for soort, wie, bedrag in delen_van_de_opdracht(rij)]
    return {"opdracht": delen, "opdracht_samen": sum((d[2] for d in delen), NUL), "ontvanger": kassier_van(rij.toekenning)}
