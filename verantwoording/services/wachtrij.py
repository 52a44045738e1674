"""The queue for money: approved plans in strict order, and who moves up when money comes free.

Strict order is about money, not about clicks: a plan may reserve when every plan before it can be served too, and what
those need is left for them.  As soon as one plan does not fit, nobody behind it gets anything.

Locks.  Every step holds the lock of its own dossier (`voer_uit`, `handeling`), and whoever then touches a pot takes the one
lock of the queue (`grootboek.vergrendel_potten`, taken by every boeking on a pot).  The order is fixed: first one's own
dossier, then the queue, then the rows of the pots.  Moving another plan up needs the lock of a second dossier while the
queue is held; waiting for it there could close a circle (who works in that dossier may be waiting for the queue).  So that
lock is only tried, never waited for.  When somebody is busy there the plan keeps its place, nobody passes it, and it is moved
up right after this transaction in a transaction of its own, in the fixed order; and if even that fails, by the next sweep.
Nobody who holds the queue ever waits for a dossier, so there is no circle.
"""

import datetime as dt
import logging
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.dispatch import receiver

from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.termijnen.models import Klokronde
from kern.termijnen.ronde import bij_ronde
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet, StapGeweigerd
from kern.toestanden.uitvoeren import voer_uit
from transformatie.models import Kpi, Planversie
from transformatie.services.meldingen import meld
from verantwoording.models import Boeking, Pot, Toekenning, ToekenningStatus
from verantwoording.services import potten
from verantwoording.services.grootboek import pot_gevuld, vergrendel_potten

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plek:
    """One place in the queue: whose, since when, what it asks, and what stands in its way; amounts in euro.

    `tekort` is what is short once everybody before it is served, `tekort_alleen` what would be short if nobody stood before it.
    """

    nummer: int
    toekenning_id: uuid.UUID
    dossier_id: uuid.UUID
    bedrag: Decimal
    sinds: dt.date
    per_sector: dict[str, Decimal]
    delen: dict[Pot, Decimal]
    tekort: Decimal
    tekort_alleen: Decimal
    is_vrij: bool

    @property
    def past(self) -> bool:
        """Everybody before it can be served, and so can this one."""
        return self.is_vrij and not self.tekort

    @property
    def waarom(self) -> str:
        """Why it waits, in words that give nothing away about the plans before it."""
        if self.past:
            return "Er is geld voor dit plan. De coördinerende zorgverzekeraar kan het reserveren."
        te_weinig = f"er is {toon_bedrag(self.tekort_alleen)} te weinig"
        if self.nummer == 1:
            return f"Dit plan staat vooraan in de wachtrij; {te_weinig}."
        eerst = "het plan op plaats 1" if self.nummer == 2 else f"de {self.nummer - 1} plannen ervoor"
        begin = f"Dit plan staat op plaats {self.nummer} in de wachtrij, na {eerst}"
        return f"{begin}; {te_weinig}." if self.tekort_alleen else f"{begin}. Het geld dat er nu is, is voor wie eerder is goedgekeurd."


def wachtrij(op: dt.date, ook: uuid.UUID | None = None, *, beschikbaar: dict[Pot, Decimal] | None = None) -> list[Plek]:
    """Everybody who waits for money on this day, in order of approval, with what each can get. Two queries.

    `ook` counts one toekenning along that has just left the queue; `beschikbaar` is the money of another moment.
    """
    if beschikbaar is None:
        beschikbaar = potten.open_potten_met_saldo(op)
    over = dict(beschikbaar)
    plekken: list[Plek] = []
    is_vrij = True
    for rij, per_sector in _wachtenden(ook):
        _, alleen = potten.verdeel(per_sector, list(beschikbaar), _saldi(beschikbaar))
        delen, tekort = potten.verdeel(per_sector, list(over), _saldi(over))
        for pot, deel in delen.items():
            over[pot] -= deel
        toekenning, dossier, sinds = rij
        bedrag = sum(per_sector.values(), Decimal(0))
        plekken.append(Plek(len(plekken) + 1, toekenning, dossier, bedrag, sinds, per_sector, delen, tekort, alleen, is_vrij))
        is_vrij = is_vrij and not tekort
    return plekken


def _saldi(per_pot: dict[Pot, Decimal]) -> dict[uuid.UUID, Decimal]:
    return {pot.pk: saldo for pot, saldo in per_pot.items()}


def _wachtenden(ook: uuid.UUID | None) -> list[tuple[tuple[uuid.UUID, uuid.UUID, dt.date], dict[str, Decimal]]]:
    """Who waits and what they ask per sector, the first approved first. One query."""
    t = "versie__plan__toekenning"
    nieuwer = Planversie.objects.filter(plan=OuterRef("versie__plan"), nummer__gt=OuterRef("versie__nummer"))
    rijen = (
        Kpi.objects.filter(Q(**{f"{t}__status": ToekenningStatus.WACHT}) | Q(**{f"{t}__in": [ook] if ook else []}))
        .filter(~Exists(nieuwer))
        .annotate(naar=Coalesce("delen__sector", "sector"))  # a KPI that is not split is all of its own sector
        .order_by("versie__plan__besloten_op", f"{t}__vastgelegd_op", f"{t}__pk", "naar")
        .values_list(f"{t}__pk", f"{t}__dossier", "versie__plan__besloten_op", "naar")
        .annotate(som=Sum(Coalesce("delen__bedrag", "bedrag")))
    )
    gevraagd: dict[tuple[uuid.UUID, uuid.UUID, dt.date], dict[str, Decimal]] = defaultdict(dict)
    for toekenning, dossier, sinds, sector, som in rijen:
        gevraagd[(toekenning, dossier, sinds)][sector] = som
    return list(gevraagd.items())


def verse_plek(toekenning: Toekenning, op: dt.date) -> Plek | None:
    """The place of one plan as it is now, also when it is just leaving the queue. Two queries."""
    return next((p for p in wachtrij(op, toekenning.pk) if p.toekenning_id == toekenning.pk), None)


def onthoud_plekken(toekenningen: Iterable[Toekenning], op: dt.date) -> None:
    """Ask the place of each of these that waits once, for all of them together. Two queries, none when nobody waits."""
    wachtend = [t for t in toekenningen if t.status == ToekenningStatus.WACHT]
    plekken = {p.toekenning_id: p for p in wachtrij(op)} if wachtend else {}
    for t in wachtend:
        t.__dict__["_plek"] = op, plekken.get(t.pk)


def plek_van(toekenning: Toekenning, op: dt.date) -> Plek | None:
    """The place of one plan on this day; remembered on the row, for the screens."""
    if toekenning.__dict__.get("_plek", (None, None))[0] != op:
        toekenning.__dict__["_plek"] = op, verse_plek(toekenning, op)
    plek: Plek | None = toekenning.__dict__["_plek"][1]
    return plek


@na(Toekenning, "reserveer")
def boek_reservering(toekenning: Toekenning, *, door: Lidmaatschap | None, op: dt.date, **_: Any) -> None:
    """The grant is booked, from the pots to what is promised to this plan; looked at again now that nobody else can move."""
    vergrendel_potten()
    plek = verse_plek(toekenning, op)
    if plek is None or not plek.past:
        raise StapBelet([Belet(plek.waarom if plek else "Dit plan vraagt geen middelen.")])
    potten.neem_uit_potten(toekenning, Boeking.Soort.RESERVERING, plek.delen, onderwerp=toekenning.pk, op=op)
    if door is None:
        _meld_opgeschoven(toekenning, op)


def _meld_opgeschoven(toekenning: Toekenning, op: dt.date) -> None:
    dossier = toekenning.dossier
    meld(
        dossier,
        [dossier.penvoerder, dossier.coordinerend, dossier.tweede],
        soort="opgeschoven",
        sleutel=str(toekenning.pk),
        onderwerp="er is geld voor dit plan",
        tekst=(
            f"Er is geld vrijgekomen. Dit plan stond vooraan in de wachtrij; {toon_bedrag(toekenning.bedrag)} is nu gereserveerd. "
            "De overeenkomst kan worden opgesteld."
        ),
        op=op,
    )


@receiver(pot_gevuld, sender=Boeking)
def geld_vrij(sender: type, boeking: Boeking, op: dt.date, **_: Any) -> None:
    """Money came into a pot: whoever is first and fits now moves up, in this transaction."""
    zonder = potten.open_potten_met_saldo(op, ~Q(regels__boeking=boeking))
    schuif_op(op, _die_al_pasten(wachtrij(op, beschikbaar=zonder)))


def _die_al_pasten(plekken: list[Plek]) -> frozenset[uuid.UUID]:
    return frozenset(p.toekenning_id for p in plekken if p.past)


@na(Toekenning, "beeindig")
def plek_vrij(toekenning: Toekenning, *, op: dt.date, **_: Any) -> None:
    """Who leaves the queue no longer stands before the others."""
    if toekenning.gereserveerd_op is None:
        schuif_op(op, _die_al_pasten(wachtrij(op, toekenning.pk)))


@bij_ronde
def haal_in(peildatum: dt.date) -> None:
    """What came free since the last sweep and could not be moved at once, and what pots that opened since make possible."""
    vorige = _vorige_ronde(peildatum)
    toen = potten.open_potten_met_saldo(vorige, Q(regels__boeking__op__lte=vorige))
    schuif_op(peildatum, _die_al_pasten(wachtrij(peildatum, beschikbaar=toen)))


def _vorige_ronde(peildatum: dt.date) -> dt.date:
    """The day of the last sweep that finished before this day: after a day without one, what opened then is made up for."""
    ronden = Klokronde.objects.filter(peildatum__lt=peildatum, klaar_op__isnull=False)
    dag = ronden.order_by("-peildatum").values_list("peildatum", flat=True).first()
    return dag or peildatum - dt.timedelta(days=1)


def schuif_op(op: dt.date, pasten_al: frozenset[uuid.UUID] = frozenset()) -> list[uuid.UUID]:
    """Reserve for who is at the head of the queue and fits, strictly in order; the keys of the toekenningen that moved.

    Who fitted already is left to the coordinating insurer, and keeps what it needs.
    """
    opgeschoven: list[uuid.UUID] = []
    with transaction.atomic():
        vergrendel_potten()
        for plek in wachtrij(op):
            if not plek.past or plek.sinds > op:
                break
            if plek.toekenning_id in pasten_al:
                continue
            if not _grijp(plek.dossier_id):
                transaction.on_commit(partial(_alsnog, plek.toekenning_id, op, pasten_al), robust=True)
                break
            if not _reserveer(plek.toekenning_id, op):
                break
            opgeschoven.append(plek.toekenning_id)
    return opgeschoven


def _grijp(dossier_id: uuid.UUID) -> bool:
    """Take the lock of a dossier if nobody has it (the same key as `vergrendel`); never wait for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [str(dossier_id)])
        return bool(cursor.fetchone()[0])


def _reserveer(toekenning_id: uuid.UUID, op: dt.date) -> bool:
    """One step of the application itself; a refusal leaves the plan where it is."""
    try:
        with transaction.atomic():
            voer_uit(Toekenning.objects.get(pk=toekenning_id), "reserveer", door=None, op=op, feiten={"uit_wachtrij": True})
    except StapGeweigerd as fout:
        logger.warning("Toekenning %s schoof niet op: %s", toekenning_id, fout.tekst)
        return False
    return True


def _alsnog(toekenning_id: uuid.UUID, op: dt.date, pasten_al: frozenset[uuid.UUID]) -> None:
    """Right after the transaction that found this dossier busy: wait for it, then for the queue, in the fixed order."""
    if _reserveer(toekenning_id, op):
        schuif_op(op, pasten_al)
