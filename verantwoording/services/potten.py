"""Money into a pot, out of it for a grant, and back: which pot pays what."""

import datetime as dt
import uuid
from collections import defaultdict
from decimal import Decimal

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from kern.basis.models import BedragField
from transformatie.models.afspraken import per_sector
from verantwoording.models import Boeking, Boekingsregel, Pot, Rekening, Toekenning
from verantwoording.services.grootboek import Post, boek

NUL = Decimal(0)


def stel_beschikbaar(pot: Pot, bedrag: Decimal, *, op: dt.date, onderwerp: uuid.UUID | None = None) -> Boeking:
    """Put money in a pot, as its source made it available."""
    posten = [Post(Rekening.POT, bedrag, pot=pot), Post(Rekening.BUDGET, -bedrag)]
    return boek(None, Boeking.Soort.BUDGET, posten, onderwerp=onderwerp or uuid.uuid4(), op=op, toelichting=pot.bron)


def saldo_per_pot() -> dict[uuid.UUID, Decimal]:
    """What stands in each pot, in euro. One query."""
    rijen = Boekingsregel.objects.filter(rekening=Rekening.POT).values_list("pot").annotate(totaal=Sum("bedrag"))
    return dict(rijen)


def verdeel(per_sector: dict[str, Decimal], potten: list[Pot], saldi: dict[uuid.UUID, Decimal]) -> tuple[dict[Pot, Decimal], Decimal]:
    """Which pot pays what: first the pots earmarked for the sector, then the free ones; and what no pot can pay."""
    over = {p: saldi.get(p.pk, NUL) for p in potten}
    uit: dict[Pot, Decimal] = defaultdict(Decimal)
    tekort = NUL
    for sector, bedrag in per_sector.items():
        for pot in [p for p in potten if p.sector == sector] + [p for p in potten if not p.sector]:
            deel = min(bedrag, over[pot])
            if deel > 0:
                uit[pot] += deel
                over[pot] -= deel
                bedrag -= deel
        tekort += bedrag
    return dict(uit), tekort


def open_potten(op: dt.date) -> list[Pot]:
    """The pots that may be drawn on this day; what lapses first goes first."""
    return list(open_potten_met_saldo(op))


def open_potten_met_saldo(op: dt.date, telt_mee: Q | None = None) -> dict[Pot, Decimal]:
    """The pots that may be drawn on this day in that order, with what stands in each; `telt_mee` leaves regels out. One query."""
    rijen = Pot.objects.filter(Q(vervalt_op=None) | Q(vervalt_op__gte=op), open_van__lte=op)
    met_saldo = rijen.annotate(saldo=Coalesce(Sum("regels__bedrag", filter=telt_mee), NUL, output_field=BedragField()))
    return {p: p.saldo for p in sorted(met_saldo, key=lambda p: (p.vervalt_op or dt.date.max, p.jaar, p.naam))}


def bedrag_per_sector(toekenning: Toekenning) -> dict[str, Decimal]:
    """What this grant asks per sector: the KPI's of the approved version, each by its split (1f.3)."""
    return per_sector(toekenning.plan.laatste_versie.kpi_lijst)


def middelen_voor(toekenning: Toekenning, op: dt.date) -> tuple[dict[Pot, Decimal], Decimal]:
    """From which pots this grant can be paid, and what is short, in euro."""
    return verdeel(bedrag_per_sector(toekenning), open_potten(op), saldo_per_pot())


def neem_uit_potten(toekenning: Toekenning, soort: str, delen: dict[Pot, Decimal], *, onderwerp: uuid.UUID, op: dt.date) -> Boeking:
    """Reserve from the pots for one plan; the database refuses what a pot does not hold."""
    uit = [Post(Rekening.POT, -bedrag, pot=pot) for pot, bedrag in sorted(delen.items(), key=lambda d: d[0].pk)]
    posten = [*uit, Post(Rekening.TOEGEZEGD, sum(delen.values(), NUL))]
    return boek(toekenning.dossier, soort, posten, onderwerp=onderwerp, op=op)


def geef_terug(toekenning: Toekenning, bedrag: Decimal, *, onderwerp: uuid.UUID, op: dt.date) -> Boeking:
    """What is not needed any more goes back to the pots it came from (`terug_naar_pot`): free money first."""
    genomen = (
        Boekingsregel.objects.filter(dossier=toekenning.dossier_id, rekening=Rekening.POT).values_list("pot").annotate(t=Sum("bedrag"))
    )
    uit = {pot: -totaal for pot, totaal in genomen if totaal < 0}
    posten, rest = [Post(Rekening.TOEGEZEGD, -bedrag)], bedrag
    for pot in sorted(Pot.objects.filter(pk__in=uit), key=lambda p: (bool(p.sector), p.pk)):
        if deel := min(rest, uit[pot.pk]):
            posten.append(Post(Rekening.POT, deel, pot=pot))
            rest -= deel
    return boek(toekenning.dossier, Boeking.Soort.VRIJVAL, posten, onderwerp=onderwerp, op=op)
