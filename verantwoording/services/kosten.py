"""Costs of a plan in execution: the statement per quarter, what follows from each step, and how far it is off the budget (3a.1)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Prefetch
from django.dispatch import Signal

from kern.basis.geld import GROOTSTE_BEDRAG
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.termijnen import services as termijnen
from kern.termijnen.ronde import bij_ronde
from kern.termijnen.soorten import KOSTENSTAND
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet, StapNietMogelijk
from kern.toestanden.uitvoeren import handeling, vergrendel, voer_uit
from verantwoording import rechten
from verantwoording.models import (
    Begroting,
    Begrotingspost,
    BegrotingStatus,
    Kostenregel,
    Kostenstand,
    KostenstandStatus,
    Toekenning,
    ToekenningStatus,
    Voortgangsmoment,
)
from verantwoording.models.kosten import GELDIG, kwartaal_van, laatste_dag, volgend_kwartaal
from verantwoording.services.kosten_begroting import maak_plaats, zorg_voor_begroting

NUL = Decimal(0)
GROOTSTE_DEEL = Decimal("9999999.9")
"""So many per cent fit where a deviation is kept; more says nothing more."""
kosten_gewijzigd = Signal()
"""Sent inside the transaction in which a statement is handed in or a budget confirmed: sender=Toekenning, toekenning, stand, op, door."""

benoem("verantwoording.kostenstand", "vul_kosten_in", "Kosten ingevuld")
benoem("verantwoording.kostenstand", "verbeter_kostenstand", "Verbeterde kostenstand begonnen")


class Afwijking(NamedTuple):
    """How far the forecast is from the budget: in euro (positive is more than budgeted) and in per cent of the budget, one decimal."""

    bedrag: Decimal
    percentage: Decimal


@dataclass(frozen=True)
class Kosten:
    """What is filled in for one budget post."""

    gerealiseerd: Decimal
    prognose: Decimal
    toelichting: str = ""


def laatste_stand(toekenning: Toekenning) -> Kostenstand | None:
    """The newest statement that counts, with its lines; two queries."""
    regels = Prefetch("regels", Kostenregel.objects.select_related("post"))
    rijen = toekenning.kostenstanden.filter(status__in=GELDIG).prefetch_related(regels)
    return rijen.order_by("-jaar", "-kwartaal", "-versie").first()


def afwijking(toekenning: Toekenning) -> Afwijking:
    """The forecast of the newest statement against the confirmed budget (3a.4); nothing when either is missing. Three queries."""
    stand = laatste_stand(toekenning)
    posten = Begrotingspost.objects.filter(begroting__toekenning=toekenning, begroting__status=BegrotingStatus.VASTGESTELD)
    begroot = sum(posten.values_list("bedrag", flat=True), NUL)
    return bereken_afwijking(begroot, sum((r.prognose for r in stand.regels.all()), NUL)) if stand else Afwijking(NUL, NUL)


def bereken_afwijking(begroot: Decimal, prognose: Decimal) -> Afwijking:
    """The difference and its share of the budget; no share of a budget of nothing."""
    verschil = prognose - begroot
    deel = (verschil * 100 / begroot).quantize(Decimal("0.1"), ROUND_HALF_UP) if begroot else NUL
    return Afwijking(verschil, max(-GROOTSTE_DEEL, min(deel, GROOTSTE_DEEL))) if begroot else Afwijking(NUL, NUL)


# --- the quarters -----------------------------------------------------------------------------------------------


def te_openen(toekenning: Toekenning, op: dt.date) -> list[tuple[int, int]]:
    """The quarters of execution that ended before this day and have no statement yet.

    Totals run from the start, so a plan without any statement begins with the quarter that ended last.
    """
    if toekenning.gestart_op is None:
        return []
    bekend = set(toekenning.kostenstanden.values_list("jaar", "kwartaal"))
    kwartaal, gevonden = min(bekend) if bekend else kwartaal_van(toekenning.gestart_op), []
    while laatste_dag(*kwartaal) < op:
        if kwartaal not in bekend:
            gevonden.append(kwartaal)
        kwartaal = volgend_kwartaal(*kwartaal)
    return gevonden if bekend else gevonden[-1:]


@transaction.atomic
def open_kwartalen(toekenning: Toekenning, op: dt.date) -> list[Kostenstand]:
    """Ask for the statement of each quarter that ended, with its clock; once per quarter (3a.1)."""
    vergrendel(toekenning.zaak)
    vers = Toekenning.objects.select_related("dossier").get(pk=toekenning.pk)
    if vers.status != ToekenningStatus.IN_UITVOERING:
        return []
    zorg_voor_begroting(vers)
    return [_open(vers, jaar, kwartaal) for jaar, kwartaal in te_openen(vers, op)]


def _open(toekenning: Toekenning, jaar: int, kwartaal: int, versie: int = 1, *, klok_op: dt.date | None = None) -> Kostenstand:
    stand = Kostenstand.objects.create(toekenning=toekenning, dossier=toekenning.dossier, jaar=jaar, kwartaal=kwartaal, versie=versie)
    termijnen.start(
        zaak=toekenning.dossier_id,
        onderwerp=stand.pk,
        soort=KOSTENSTAND,
        verantwoordelijk=toekenning.dossier.penvoerder,
        op=klok_op or stand.peildatum,
    )
    return stand


@bij_ronde
def vraag_kostenstanden(peildatum: dt.date) -> None:
    """The sweep: every plan in execution gives a statement of each quarter that ended (3a.1)."""
    for toekenning in Toekenning.objects.filter(status=ToekenningStatus.IN_UITVOERING).order_by("pk"):
        if te_openen(toekenning, peildatum):
            open_kwartalen(toekenning, peildatum)


# --- what follows from a step -----------------------------------------------------------------------------------


@na(Kostenstand, "dien_in")
def neem_stand_aan(stand: Kostenstand, *, door: Lidmaatschap | None, op: dt.date, **_: Any) -> None:
    """The clock is met, the earlier statement of this quarter gives way, and who steers on costs hears of it."""
    for vorige in stand.toekenning.kostenstanden.filter(status__in=GELDIG, jaar=stand.jaar, kwartaal=stand.kwartaal).exclude(pk=stand.pk):
        voer_uit(vorige, "vervang", door=None, op=op)
    termijnen.haal(stand.pk, KOSTENSTAND, op)
    kosten_gewijzigd.send(Toekenning, toekenning=stand.toekenning, stand=stand, op=op, door=door)


@na(Kostenstand, "vraag_aanvulling")
def vraag_nieuwe_versie(stand: Kostenstand, *, op: dt.date, **_: Any) -> None:
    """The penvoerder gets a copy to improve, with a clock of its own."""
    _begin_verbetering(stand, op)


@na(Kostenstand, "bespreek")
def bespreking_is_voortgang(stand: Kostenstand, *, door: Lidmaatschap | None, op: dt.date, gegevens: dict[str, Any], **_: Any) -> None:
    """A statement that both sides talked about is a moment of progress (3a.5)."""
    if door is not None:
        Voortgangsmoment.objects.create(
            toekenning=stand.toekenning,
            op=gegevens["besproken_op"],
            kosten_tot_nu=sum((r.gerealiseerd for r in stand.regels.all()), NUL),
            toelichting=gegevens["bespreking"],
            door=door.gebruiker,
        )


@na(Begroting, "stel_vast")
def meet_aan_nieuwe_begroting(begroting: Begroting, *, door: Lidmaatschap | None, op: dt.date, **_: Any) -> None:
    """The budget that held gives way; what was handed in is measured anew."""
    maak_plaats(begroting, op=op)
    if stand := laatste_stand(begroting.toekenning):
        kosten_gewijzigd.send(Toekenning, toekenning=begroting.toekenning, stand=stand, op=op, door=door)


@na(Toekenning, "rond_af", "beeindig")
def sluit_open_standen(toekenning: Toekenning, *, op: dt.date, **_: Any) -> None:
    """A closed plan is asked for no more statements."""
    for stand in toekenning.kostenstanden.filter(status=KostenstandStatus.CONCEPT):
        voer_uit(stand, "verval", door=None, op=op)
        termijnen.laat_vervallen(stand.pk, op, KOSTENSTAND)


# --- filling in -------------------------------------------------------------------------------------------------


def bewaar_kosten(
    stand: Kostenstand,
    kosten: Mapping[Begrotingspost, Kosten],
    *,
    leeg: Iterable[Begrotingspost] = (),
    door: Lidmaatschap,
    op: dt.date,
) -> None:
    """Keep what the penvoerder filled in for these posts and forget what stood at the ones made empty; others stay as they were."""
    with handeling(stand, "vul_kosten_in", recht=rechten.PENVOERDER, door=door, op=op, feiten=feiten_van(stand, kosten)):
        schrijf_kosten(stand, kosten)
        stand.regels.filter(post__in=[p.pk for p in leeg]).delete()


def feiten_van(stand: Kostenstand, kosten: Mapping[Begrotingspost, Kosten]) -> dict[str, Any]:
    """What the journaal keeps of costs that were filled in: the quarter, how many posts, and their sum."""
    totaal = sum((k.gerealiseerd for k in kosten.values()), NUL)
    return {"periode": stand.periode, "posten": len(kosten), "gerealiseerd": totaal}


def schrijf_kosten(stand: Kostenstand, kosten: Mapping[Begrotingspost, Kosten]) -> None:
    """Write the lines of an open statement, inside the act of the caller."""
    eis_open(stand)
    if stand.geldende_begroting is None:
        raise StapBelet([Belet("De begroting is nog niet vastgesteld. Daarna vult u de kosten in.", "3a.1")])
    geldig = {p.pk for p in stand.geldende_begroting.posten.all()}
    if vreemd := [p for p in kosten if p.pk not in geldig]:
        raise StapBelet([Belet(f"{p.naam} is geen post van de vastgestelde begroting.", "3a.1") for p in vreemd])
    if max(sum((k.gerealiseerd for k in kosten.values()), NUL), sum((k.prognose for k in kosten.values()), NUL)) > GROOTSTE_BEDRAG:
        raise StapBelet([Belet("De bedragen zijn samen te groot. Kijk de bedragen of de kolommen na.", "3a.1")])
    Kostenregel.objects.bulk_create(
        [
            Kostenregel(stand=stand, post=post, gerealiseerd=k.gerealiseerd, prognose=k.prognose, toelichting=k.toelichting)
            for post, k in kosten.items()
        ],
        update_conflicts=True,
        unique_fields=["stand", "post"],
        update_fields=["gerealiseerd", "prognose", "toelichting"],
    )


def eis_open(stand: Kostenstand) -> None:
    """Only a statement that was not handed in can be filled in (409)."""
    stand.refresh_from_db()
    stand.__dict__.pop("geldende_begroting", None)
    if not stand.is_concept:
        raise StapNietMogelijk("Deze kostenstand is al ingediend of gesloten. Begin een verbeterde stand van hetzelfde kwartaal.")


def verbeter(stand: Kostenstand, *, door: Lidmaatschap, op: dt.date) -> Kostenstand:
    """Begin a newer statement of the same quarter, with what the last one said; the last one counts until this one is handed in."""
    with handeling(stand, "verbeter_kostenstand", recht=rechten.PENVOERDER, door=door, op=op, feiten={"periode": stand.periode}):
        stand.refresh_from_db()
        if not stand.telt:
            raise StapNietMogelijk("Alleen een ingediende kostenstand die nog geldt, kan worden verbeterd.")
        if stand.toekenning.status != ToekenningStatus.IN_UITVOERING:
            raise StapNietMogelijk("Dit plan is niet in uitvoering. De kostenstanden staan vast.")
        return _begin_verbetering(stand, op)


def _begin_verbetering(stand: Kostenstand, op: dt.date) -> Kostenstand:
    """The concept of the next version; the one that is already open when there is one."""
    zelfde = stand.toekenning.kostenstanden.filter(jaar=stand.jaar, kwartaal=stand.kwartaal)
    if lopend := zelfde.filter(status=KostenstandStatus.CONCEPT).first():
        return lopend
    versie = max(zelfde.values_list("versie", flat=True)) + 1
    nieuw = _open(stand.toekenning, stand.jaar, stand.kwartaal, versie, klok_op=op)
    _neem_over(stand.regels.select_related("post"), nieuw)
    return nieuw


def _neem_over(regels: Iterable[Kostenregel], naar: Kostenstand) -> None:
    """Copy lines onto the posts of the budget that holds now, by the key that outlives its versions."""
    begroting = naar.geldende_begroting
    posten = {p.sleutel: p for p in begroting.posten.all()} if begroting else {}
    Kostenregel.objects.bulk_create(
        [
            Kostenregel(
                stand=naar,
                post=posten[r.post.sleutel],
                gerealiseerd=r.gerealiseerd,
                prognose=r.prognose,
                toelichting=r.toelichting,
            )
            for r in regels
            if r.post.sleutel in posten
        ]
    )
