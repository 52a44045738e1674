"""What stands in the way of a SPUK application, its decision and its settlement (1b.1; REG)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from kern.regels.register import Belet
from kern.toestanden.stap import Stap

if TYPE_CHECKING:
    from verantwoording.models import Spukaanvraag


def _aanvraag(stap: Stap) -> "Spukaanvraag":
    return cast("Spukaanvraag", stap.zaak)


def reden_gegeven(stap: Stap) -> Iterator[Belet]:
    """Others must be able to understand this later."""
    if stap.gegevens and not str(stap.gegevens.get("reden", "")).strip():
        yield Belet("Geef een reden.", veld="reden")


def besluit_klopt(stap: Stap) -> Iterator[Belet]:
    """The decision follows the application, grants no more than was asked, and bears a kenmerk of its own."""
    if not stap.gegevens:
        return
    from verantwoording.models import Spukaanvraag

    aanvraag, bedrag, op = _aanvraag(stap), stap.gegevens["bedrag"], stap.gegevens["besloten_op"]
    if not 0 < bedrag <= aanvraag.bedrag_gevraagd:
        yield Belet(
            f"Verleend is meer dan € 0 en ten hoogste het gevraagde bedrag van {toon_bedrag(aanvraag.bedrag_gevraagd)}.", veld="bedrag"
        )
    if not aanvraag.aangevraagd_op <= op <= stap.op:
        yield Belet(
            f"De aanvraag is van {toon_datum(aanvraag.aangevraagd_op)}; het besluit ligt tussen die dag en vandaag.", veld="besloten_op"
        )
    if Spukaanvraag.objects.filter(kenmerk=stap.gegevens["kenmerk"]).exists():
        yield Belet(f"Kenmerk {stap.gegevens['kenmerk']} is al vastgelegd bij een andere aanvraag.", veld="kenmerk")


def eindverantwoording_is_ingediend(stap: Stap) -> Iterator[str]:
    """The last year was accounted for, and the insurer judged every milestone."""
    aanvraag = _aanvraag(stap)
    if not aanvraag.verantwoordingen.filter(is_eind=True).exists():
        yield "Dien eerst de eindverantwoording in."
    if open_ := aanvraag.mijlpalen.filter(is_gerealiseerd=None).count():
        wat = "1 mijlpaal" if open_ == 1 else f"{open_} mijlpalen"
        yield f"De coördinerende zorgverzekeraar heeft {wat} nog niet beoordeeld."


def vaststelling_klopt(stap: Stap) -> Iterator[Belet]:
    """What is settled lies within what was granted; the rest goes back."""
    if not stap.gegevens:
        return
    aanvraag, bedrag, op = _aanvraag(stap), stap.gegevens["bedrag"], stap.gegevens["besloten_op"]
    verleend = aanvraag.bedrag_verleend or Decimal(0)
    if not 0 <= bedrag <= verleend:
        yield Belet(f"Vastgesteld is ten hoogste het verleende bedrag van {toon_bedrag(verleend)}.", veld="bedrag")
    if not (aanvraag.verleend_op or stap.op) <= op <= stap.op:
        yield Belet("De vaststelling ligt na de verlening en niet later dan vandaag.", veld="besloten_op")
    haalbaar = verleend - aanvraag.bedrag_niet_gerealiseerd
    if bedrag > haalbaar and not str(stap.gegevens.get("toelichting", "")).strip():
        tekst = f"Bij niet-gerealiseerde mijlpalen hoort {toon_bedrag(aanvraag.bedrag_niet_gerealiseerd)}. Leg uit waarom meer dan {toon_bedrag(haalbaar)} is vastgesteld."
        yield Belet(tekst, veld="toelichting")


def terugbetaling_klopt(stap: Stap) -> Iterator[Belet]:
    """What goes back is exactly what was advanced and not settled, on a day that has come."""
    if not stap.gegevens:
        return
    aanvraag, op = _aanvraag(stap), stap.gegevens["betaald_op"]
    if not (aanvraag.vastgesteld_op or stap.op) <= op <= stap.op:
        yield Belet("De terugbetaling volgt op de vaststelling en is niet later dan vandaag.", veld="betaald_op")
