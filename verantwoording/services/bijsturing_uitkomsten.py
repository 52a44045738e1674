"""What each outcome of a bijsturing asks, and what it brings about in plan and ledger (3a.4)."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import voer_uit
from transformatie.services.meldingen import indieners
from verantwoording.bijstelling import lopende_bijstelling
from verantwoording.models import (
    Bijsturing,
    Bijsturingsbericht,
    Bijsturingsuitkomst,
    Boeking,
    KpiVerantwoording,
    Pot,
    Rekening,
    Toekenning,
    ToekenningStatus,
    VerantwoordingStatus,
    Verruiming,
)
from verantwoording.selectors import saldi
from verantwoording.services import potten
from verantwoording.services.bijstelling import start_bijstelling
from verantwoording.services.grootboek import vergrendel_potten
from verantwoording.services.terugbetaling import Termijnbedrag, belet_van_vordering, vorder
from verantwoording.services.wachtrij import wachtrij

U = Bijsturingsuitkomst
NUL = Decimal(0)
MET_REDEN_VAN_BEIDE = (U.TERUGBETALING, U.ANDERS)
NOG_TE_VERANTWOORDEN = (VerantwoordingStatus.OPEN, VerantwoordingStatus.BEWIJS_INGEDIEND, VerantwoordingStatus.BEOORDEELD)


@dataclass(frozen=True)
class Voorstel:
    """A proposed outcome, read from what was typed or from what was kept."""

    uitkomst: str
    bedrag: Decimal | None = None
    schuldenaar: uuid.UUID | None = None
    termijnen: tuple[Termijnbedrag, ...] = ()
    kpis: tuple[uuid.UUID, ...] = ()

    @classmethod
    def van(cls, uitkomst: str, bedrag: Decimal | None, inhoud: dict[str, Any]) -> "Voorstel":
        """From the row of a proposal, or from the data of the step."""
        termijnen = [Termijnbedrag(Decimal(t["bedrag"]), dt.date.fromisoformat(t["uiterlijk_op"])) for t in inhoud.get("termijnen", [])]
        schuldenaar = inhoud.get("schuldenaar")
        kpis = tuple(uuid.UUID(k) for k in inhoud.get("kpis", []))
        return cls(uitkomst, bedrag, uuid.UUID(schuldenaar) if schuldenaar else None, tuple(termijnen), kpis)

    @property
    def inhoud(self) -> dict[str, Any]:
        """As the row keeps it."""
        delen: dict[str, Any] = {}
        if self.schuldenaar:
            delen["schuldenaar"] = str(self.schuldenaar)
        if self.termijnen:
            delen["termijnen"] = [{"bedrag": str(t.bedrag), "uiterlijk_op": t.uiterlijk_op.isoformat()} for t in self.termijnen]
        if self.kpis:
            delen["kpis"] = [str(k) for k in self.kpis]
        return delen


def belet_van(toekenning: Toekenning, voorstel: Voorstel, *, op: dt.date, door_de_ander: bool = False) -> Iterator[Belet]:
    """Everything that stands in the way of carrying out this outcome now; `door_de_ander` when it is about to be agreed to."""
    match voorstel.uitkomst:
        case U.TERUGBETALING:
            yield from _belet_terugbetaling(toekenning, voorstel, None if door_de_ander else op)
        case U.SCHUIVEN:
            yield from _belet_bijstelling(toekenning)
        case U.EXTRA:
            yield from _belet_bijstelling(toekenning)
            yield from _belet_extra(toekenning, voorstel.bedrag, op)
        case U.BEEINDIGEN:
            yield from _belet_beeindigen(toekenning, voorstel)


def schuldenaar_van(toekenning: Toekenning, sleutel: uuid.UUID | None) -> Organisatie | None:
    """The submitting party that pays back."""
    return next((o for o in indieners(toekenning.dossier) if o.pk == sleutel), None)


def _belet_terugbetaling(toekenning: Toekenning, voorstel: Voorstel, op: dt.date | None) -> Iterator[Belet]:
    tekst, veld = belet_van_vordering(toekenning, schuldenaar_van(toekenning, voorstel.schuldenaar), voorstel.bedrag)
    if tekst:
        yield Belet(tekst, "3a.4", veld)
        return
    if sum((t.bedrag for t in voorstel.termijnen), NUL) != voorstel.bedrag:
        yield Belet("De termijnen tellen niet op tot het bedrag.", "3a.4", "aantal_termijnen")
    if any(t.bedrag <= 0 for t in voorstel.termijnen):
        yield Belet("Kies minder termijnen: nu is een termijn kleiner dan een cent.", "3a.4", "aantal_termijnen")
    if op is not None and any(t.uiterlijk_op < op for t in voorstel.termijnen):
        yield Belet("Kies een eerste dag die nog komt.", "3a.4", "eerste_op")


def _belet_bijstelling(toekenning: Toekenning) -> Iterator[Belet]:
    if toekenning.status != ToekenningStatus.IN_UITVOERING:
        yield Belet("Dit kan alleen bij een plan in uitvoering.", "1g.6")
    elif (loopt := lopende_bijstelling(toekenning)) is not None:
        yield Belet(f"Er loopt al een bijstelling ({loopt}). Rond die eerst af.", "1g.6")


def vrij_na_de_wachtrij(toekenning: Toekenning, bedrag: Decimal, op: dt.date) -> tuple[dict[Pot, Decimal], Decimal]:
    """From which pots extra means can come once everybody in the queue has what is there for them, and what is short, in euro.

    Sectors of this plan draw on their own pots first, as with a grant.
    """
    over = potten.open_potten_met_saldo(op)
    for plek in wachtrij(op):
        for pot, deel in plek.delen.items():
            over[pot] -= deel
    uit: dict[Pot, Decimal] = {}
    rest = bedrag
    for sector in sorted(potten.bedrag_per_sector(toekenning)):
        delen, rest = potten.verdeel({sector: rest}, list(over), {p.pk: s for p, s in over.items()})
        for pot, deel in delen.items():
            over[pot] -= deel
            uit[pot] = uit.get(pot, NUL) + deel
    return uit, rest


def _belet_extra(toekenning: Toekenning, bedrag: Decimal | None, op: dt.date) -> Iterator[Belet]:
    if bedrag is None or bedrag <= 0:
        yield Belet("Vul in hoeveel extra middelen nodig zijn.", "3a.4", "bedrag")
        return
    _uit, tekort = vrij_na_de_wachtrij(toekenning, bedrag, op)
    if tekort > 0:
        vrij = toon_bedrag(bedrag - tekort)
        yield Belet(
            f"Er is {vrij} beschikbaar voor dit plan; plannen in de wachtrij gaan voor. Extra middelen kunnen alleen als die er zijn.",
            "3a.4",
            "bedrag",
        )


def _belet_beeindigen(toekenning: Toekenning, voorstel: Voorstel) -> Iterator[Belet]:
    if toekenning.status != ToekenningStatus.IN_UITVOERING:
        yield Belet("Beëindigen kan zo alleen bij een plan in uitvoering.", "3a.4")
    elif not voorstel.kpis:
        yield Belet("Kies ten minste een KPI die vervalt.", "3a.4", "kpis")
    else:
        open_ = {k.pk for k in toekenning.kpis.filter(status__in=NOG_TE_VERANTWOORDEN)}
        if set(voorstel.kpis) - open_:
            yield Belet("Een van deze KPI's staat niet meer open. Doe een nieuw voorstel.", "3a.4", "kpis")


def voer_uitkomst_uit(bijsturing: Bijsturing, bericht: Bijsturingsbericht, *, door: Lidmaatschap, op: dt.date) -> None:
    """Bring about what both sides agreed to, inside the transaction of the second agreement."""
    toekenning = Toekenning.objects.select_related("dossier", "plan").get(pk=bijsturing.toekenning_id)
    voorstel = Voorstel.van(bericht.uitkomst, bericht.bedrag, bericht.inhoud)
    match voorstel.uitkomst:
        case U.TERUGBETALING:
            _betaal_terug(bijsturing, toekenning, voorstel, bericht.tekst, op)
        case U.SCHUIVEN:
            start_bijstelling(toekenning, aanleiding=bijsturing, door=door, op=op)
        case U.EXTRA:
            _verruim(bijsturing, toekenning, voorstel.bedrag or NUL, door, op)
        case U.BEEINDIGEN:
            _beeindig(bijsturing, toekenning, voorstel, bericht.tekst, op)


def _betaal_terug(bijsturing: Bijsturing, toekenning: Toekenning, voorstel: Voorstel, reden: str, op: dt.date) -> None:
    schuldenaar = schuldenaar_van(toekenning, voorstel.schuldenaar)
    assert schuldenaar is not None, "Een terugbetaling noemt wie terugbetaalt; dat is bij het voorstel getoetst."
    vorder(
        toekenning,
        schuldenaar=schuldenaar,
        bedrag=voorstel.bedrag or NUL,
        reden=reden,
        op=op,
        termijnen=voorstel.termijnen,
        bijsturing=bijsturing,
    )


def _verruim(bijsturing: Bijsturing, toekenning: Toekenning, bedrag: Decimal, door: Lidmaatschap, op: dt.date) -> None:
    """Raise the ceiling, take the money from the pots, and open the adjustment that gives it to KPI's (1g.6)."""
    vergrendel_potten()
    delen, tekort = vrij_na_de_wachtrij(toekenning, bedrag, op)
    if tekort > 0:
        raise StapBelet(list(_belet_extra(toekenning, bedrag, op)))
    Verruiming.objects.create(toekenning=toekenning, bijsturing=bijsturing, bedrag=bedrag, op=op)
    Toekenning.objects.filter(pk=toekenning.pk).update(bedrag_extra=toekenning.bedrag_extra + bedrag)
    potten.neem_uit_potten(toekenning, Boeking.Soort.VERRUIMING, delen, onderwerp=bijsturing.pk, op=op)
    start_bijstelling(toekenning, aanleiding=bijsturing, door=door, op=op, extra_middelen=bedrag)


def _beeindig(bijsturing: Bijsturing, toekenning: Toekenning, voorstel: Voorstel, reden: str, op: dt.date) -> None:
    """The chosen KPI's lapse and their money goes back to the pot; when nothing stays open the whole plan ends."""
    open_ = list(toekenning.kpis.filter(status__in=NOG_TE_VERANTWOORDEN).select_related("kpi"))
    if {k.pk for k in open_} == set(voorstel.kpis):
        voer_uit(toekenning, "beeindig", door=None, op=op, reden=reden)
        return
    vervallen = [k for k in open_ if k.pk in voorstel.kpis]
    vrij = _laat_vervallen(toekenning, vervallen, op)
    if vrij > 0:
        potten.geef_terug(toekenning, vrij, onderwerp=bijsturing.pk, op=op)


def _laat_vervallen(toekenning: Toekenning, kpis: list[KpiVerantwoording], op: dt.date) -> Decimal:
    """What is no longer promised, in euro: the amounts of these KPI's, less the advances on them that are now claimed back."""
    voor = saldi(toekenning.dossier_id)[Rekening.VOORSCHOT]
    for kpi in kpis:
        voer_uit(kpi, "verval", door=None, op=op)
    teruggevorderd = voor - saldi(toekenning.dossier_id)[Rekening.VOORSCHOT]
    return sum((k.kpi.bedrag for k in kpis), NUL) - teruggevorderd
