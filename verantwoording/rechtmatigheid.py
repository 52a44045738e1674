"""The four parts the NZa looks for before it calls spending lawful (3a.5): what proves each, and what is missing.

This is the one source.  The check at 'betaal uit', the screens, the letter about a payout, the list of the NZa and the
archive all read it.  It is pure: what it judges was read before, in `rechtmatigheidsfeiten`.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from kern.documenten.models import Document
from kern.organisaties.models import Organisatie
from transformatie.models import Planversie
from verantwoording.models import (
    Bijsturing,
    Kostenstand,
    KpiVerantwoording,
    Ondertekening,
    Rechtmatigheidsonderdeel,
    Toekenning,
    Voortgangsmoment,
)
from verantwoording.selectors import eerste_voortgang

Onderdeel = Rechtmatigheidsonderdeel


class Leverancier(StrEnum):
    """Who must supply what is missing."""

    VERZEKERAAR = "verzekeraar"
    PENVOERDER = "penvoerder"
    NZA = "nza"


@dataclass(frozen=True)
class Bewijs:
    """One thing that proves a part: what, since when, by whom, and the document with its hash when there is one."""

    wat: str
    op: dt.date
    door: str = ""
    sha256: str = ""
    document: Document | None = None
    plek: str = ""


@dataclass(frozen=True)
class Gemis:
    """One thing that is missing, and who must supply it; what `houdt_tegen` also keeps money from going out."""

    tekst: str
    wie: Leverancier
    houdt_tegen: bool = True


@dataclass(frozen=True)
class Deel:
    """One of the four parts: proved or not, by what, and the sentence with which it refuses a payout."""

    onderdeel: Onderdeel
    belet: str
    bewijs: tuple[Bewijs, ...] = ()
    gemis: tuple[Gemis, ...] = ()
    sinds: dt.date | None = None

    @property
    def nummer(self) -> int:
        return self.onderdeel.value

    @property
    def wat(self) -> str:
        return str(self.onderdeel.label)

    @property
    def is_compleet(self) -> bool:
        return not self.gemis

    @property
    def houdt_tegen(self) -> bool:
        return any(g.houdt_tegen for g in self.gemis)

    @property
    def op(self) -> dt.date | None:
        """The day from which this part was there; None as long as something that money waits for is missing."""
        return None if self.houdt_tegen else self.sinds


@dataclass
class Feiten:
    """What is known of one plan on one day; the lists hold what counted on that day."""

    toekenning: Toekenning
    op: dt.date
    verzekeraar: str = ""
    penvoerder: str = ""
    versie: Planversie | None = None
    bijgesteld: Planversie | None = None
    handtekeningen: list[Ondertekening] = field(default_factory=list)
    kpis: list[KpiVerantwoording] = field(default_factory=list)
    voortgang: list[Voortgangsmoment] = field(default_factory=list)
    kostenstanden: list[Kostenstand] = field(default_factory=list)
    bijsturingen: list[Bijsturing] = field(default_factory=list)
    documenten: list[Document] = field(default_factory=list)

    def was_er(self, dag: dt.date | None) -> bool:
        """Whether something that happened on this day had happened."""
        return dag is not None and dag <= self.op

    def is_voorbij(self, dag: dt.date | None) -> bool:
        """Whether this last day lies behind."""
        return dag is not None and dag < self.op

    def stukken(self, *soorten: str, onderwerp: uuid.UUID | None = None) -> Iterable[Document]:
        """The documents of these kinds, about this row when one is named."""
        return (d for d in self.documenten if d.soort in soorten and onderwerp in (None, d.onderwerp))


BEWIJSSTUK = "kpi_bewijs"
BESLUIT = "besluit_transformatieplan"
OVEREENKOMST = ("overeenkomst", "ondertekende_overeenkomst")
BESCHIKKING = ("betaalbeschikking", "beschikkingsaanvraag")


def vier_delen(f: Feiten) -> list[Deel]:
    """The four parts of a whole plan, in the order of the rule."""
    return [overeenkomst(f), beschikking(f), kosten_en_bewijs(f), monitoring(f)]


def bij_betaling(kpi: KpiVerantwoording, op: dt.date = dt.date.max) -> list[Deel]:
    """The four parts as they bear on paying this one KPI; without a day, all there is; reads nothing that the step did not read already."""
    t = kpi.toekenning
    eerste = eerste_voortgang(t)
    return vier_delen(Feiten(t, op, kpis=[kpi], voortgang=[eerste] if eerste else []))


def van_document(document: Document, wat: str, door: str = "") -> Bewijs:
    """A document as proof: under its name, with its hash."""
    return Bewijs(wat, document.op, door, document.sha256, document)


def overeenkomst(f: Feiten) -> Deel:
    """An approved plan, and an agreement on its KPI's that all parties signed."""
    t, bewijs, gemis = f.toekenning, [], []
    plan, czv = t.plan, f.verzekeraar
    if plan.status == "goedgekeurd" and plan.besloten_op is not None and plan.besloten_op <= f.op:
        versie = f"Plan goedgekeurd, versie {f.versie.nummer}" if f.versie else "Plan goedgekeurd"
        bewijs.append(Bewijs(versie, plan.besloten_op, czv, f.versie.sha256 if f.versie else "", plek="plan"))
        bewijs += [van_document(d, d.titel, czv) for d in f.stukken(BESLUIT)]
    else:
        gemis.append(Gemis("Het plan is nog niet goedgekeurd.", Leverancier.VERZEKERAAR))
    if f.bijgesteld is not None and f.bijgesteld.bevroren_op is not None:
        bijgesteld = f"Plan samen bijgesteld, versie {f.bijgesteld.nummer}"
        bewijs.append(Bewijs(bijgesteld, f.bijgesteld.bevroren_op, sha256=f.bijgesteld.sha256, plek="plan"))
    bewijs += [
        Bewijs(f"Handtekening: {h.naam}, {h.functie}", h.op, h.organisatie.naam, h.sha256, h.document, "overeenkomst")
        for h in f.handtekeningen
    ]
    bewijs += [van_document(d, d.titel) for d in f.stukken(*OVEREENKOMST) if d.pk not in {h.document_id for h in f.handtekeningen}]
    if t.getekend_op is not None and t.getekend_op <= f.op:
        bewijs.append(Bewijs("Overeenkomst met KPI-afspraken door alle partijen getekend", t.getekend_op, plek="overeenkomst"))
    elif getattr(t, "overeenkomst", None) is None or not f.was_er(t.overeenkomst.opgesteld_op):
        gemis.append(Gemis("De overeenkomst met KPI-afspraken is nog niet opgesteld.", Leverancier.VERZEKERAAR))
    else:
        gemis.append(Gemis("Nog niet alle partijen hebben de overeenkomst getekend.", Leverancier.VERZEKERAAR))
    belet = "Er is nog geen goedgekeurd plan met een getekende overeenkomst."
    return Deel(Onderdeel.OVEREENKOMST, belet, tuple(bewijs), tuple(gemis), t.getekend_op)


def beschikking(f: Feiten) -> Deel:
    """The betaalbeschikking that the NZa gave."""
    b = getattr(f.toekenning, "beschikking", None)
    belet = "Er is nog geen betaalbeschikking van de NZa."
    bewijs = [van_document(d, d.titel) for d in f.stukken(*BESCHIKKING)]
    if b is None or not f.was_er(b.afgegeven_op):
        return Deel(Onderdeel.BESCHIKKING, belet, tuple(bewijs), (Gemis(belet, Leverancier.NZA),))
    wat = f"Betaalbeschikking {b.kenmerk} van {toon_bedrag(b.bedrag)}"
    bewijs.insert(0, Bewijs(wat, b.afgegeven_op, "NZa", plek="overeenkomst"))
    return Deel(Onderdeel.BESCHIKKING, belet, tuple(bewijs), (), b.afgegeven_op)


def kosten_en_bewijs(f: Feiten) -> Deel:
    """How costs are recorded, and the evidence of the KPI's that were reached."""
    t, bewijs, gemis = f.toekenning, [], []
    if t.kostenvorm and f.was_er(t.kostenvorm_op):
        wat = f"Kostenregistratie: {t.get_kostenvorm_display()}"
        bewijs.append(Bewijs(wat, t.kostenvorm_op or f.op, plek="overeenkomst"))
    else:
        gemis.append(Gemis("De vorm van de kostenregistratie is nog niet afgesproken.", Leverancier.PENVOERDER))
    bewezen = [k for k in f.kpis if f.was_er(k.bewijs_ingediend_op)]
    for k in bewezen:
        bewijs.append(
            Bewijs(f"Bewijs van {k.kpi}: {k.kpi.omschrijving}", k.bewijs_ingediend_op or f.op, f.penvoerder, plek=f"kpi:{k.kpi.nummer}")
        )
        bewijs += [van_document(d, f"{k.kpi}: {d.titel}", f.penvoerder) for d in f.stukken(BEWIJSSTUK, onderwerp=k.pk)]
    zonder = [k for k in f.kpis if k not in bewezen and f.was_er(k.toegekend_op) and (k.bedrag_toegekend or Decimal(0)) > 0]
    gemis += [Gemis(f"Bij {k.kpi} is geld toegekend, maar het bewijs ontbreekt.", Leverancier.PENVOERDER) for k in zonder]
    if not bewezen and not zonder:
        gemis.append(Gemis("Er is nog geen bewijs van een behaalde KPI.", Leverancier.PENVOERDER))
    belet = "De vorm van de kostenregistratie of het bewijs van de KPI ontbreekt."
    eerste = min((k.bewijs_ingediend_op for k in bewezen if k.bewijs_ingediend_op), default=None)
    return Deel(Onderdeel.KOSTEN_EN_BEWIJS, belet, tuple(bewijs), tuple(gemis), eerste)


def monitoring(f: Feiten) -> Deel:
    """How progress is followed, and that it was adjusted where needed."""
    momenten = [v for v in f.voortgang if f.was_er(v.op)]
    bewijs = [Bewijs(f"Voortgang en kosten besproken, kosten tot dan {toon_bedrag(v.kosten_tot_nu)}", v.op, plek="kpis") for v in momenten]
    bewijs += [
        Bewijs(f"Kostenstand van het {s.periode}", s.ingediend_op, f.penvoerder)
        for s in f.kostenstanden
        if s.ingediend_op and f.was_er(s.ingediend_op)
    ]
    bewijs += [
        Bewijs(f"Bijgestuurd: {b.get_uitkomst_display()}", b.afgesloten_op)
        for b in f.bijsturingen
        if b.afgesloten_op and f.was_er(b.afgesloten_op)
    ]
    belet = "Er is nog geen voortgangsmoment vastgelegd waarin de kosten en de voortgang zijn besproken."
    gemis = [] if momenten else [Gemis(belet, Leverancier.PENVOERDER)]
    gemis += [
        Gemis(f"De kostenstand van het {s.periode} is te laat.", Leverancier.PENVOERDER, houdt_tegen=False)
        for s in f.kostenstanden
        if not f.was_er(s.ingediend_op) and f.is_voorbij(s.uiterlijk)  # type: ignore[attr-defined]  # an annotation of the query
    ]
    gemis += [
        Gemis(f"De bijsturing die op {toon_datum(b.geopend_op)} begon, is nog niet afgesloten.", Leverancier.VERZEKERAAR, houdt_tegen=False)
        for b in f.bijsturingen
        if not f.was_er(b.afgesloten_op)
    ]
    return Deel(
        Onderdeel.MONITORING, belet, tuple(sorted(bewijs, key=lambda b: b.op)), tuple(gemis), min((v.op for v in momenten), default=None)
    )


def leveranciers(t: Toekenning) -> dict[Leverancier, Organisatie]:
    """Which organisations can be asked to supply; the NZa does not ask itself."""
    return {Leverancier.VERZEKERAAR: t.dossier.coordinerend, Leverancier.PENVOERDER: t.dossier.penvoerder}
