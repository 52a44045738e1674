"""What must hold before a budget or a statement of costs goes on; requirements of their own rows, without a rule number of refusal (3a.1)."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from kern.regels.register import Belet
from kern.toestanden.stap import Stap

NUL = Decimal(0)


def begroting_is_ingevuld(stap: Stap) -> Iterator[Belet]:
    """A budget has posts with an amount."""
    begroting: Any = stap.zaak
    posten = list(begroting.posten.all())
    if not posten:
        yield Belet("Voeg eerst een begrotingspost toe.", "3a.1")
    elif any(p.bedrag == 0 for p in posten):
        leeg = ", ".join(p.naam for p in posten if p.bedrag == 0)
        yield Belet(f"Vul nog een bedrag in bij: {leeg}.", "3a.1")


def verschil_is_uitgelegd(stap: Stap) -> Iterator[Belet]:
    """A budget above or below the grant says why: own means, or a cheaper plan."""
    begroting: Any = stap.zaak
    totaal, toegekend = begroting.totaal, begroting.toekenning.plafond
    if not stap.gegevens or totaal in (NUL, toegekend) or str(stap.gegevens.get("toelichting", "")).strip():
        return
    tekst = f"De begroting is {toon_bedrag(totaal)}; toegekend is {toon_bedrag(toegekend)}. Leg het verschil uit."
    yield Belet(tekst, "3a.1", "toelichting")


def herziening_is_onderbouwd(stap: Stap) -> Iterator[Belet]:
    """A budget that replaces a confirmed one says why it changes."""
    begroting: Any = stap.zaak
    if stap.gegevens and begroting.nummer > 1 and not str(stap.gegevens.get("toelichting", "")).strip():
        yield Belet("Schrijf op waarom de vastgestelde begroting verandert.", "3a.1", "toelichting")


def opmerking_gegeven(stap: Stap) -> Iterator[Belet]:
    """The penvoerder reads what must change."""
    if stap.gegevens and not str(stap.gegevens.get("opmerking", "")).strip():
        yield Belet("Schrijf op wat er aan de begroting moet veranderen.", veld="opmerking")


def plan_loopt(stap: Stap) -> Iterator[str]:
    """Costs are kept for a plan in execution."""
    rij: Any = stap.zaak
    if rij.toekenning.status != "in_uitvoering":
        yield "Dit plan is niet in uitvoering."


def begroting_staat_vast(stap: Stap) -> Iterator[Belet]:
    """Costs are measured against a confirmed budget."""
    stand: Any = stap.zaak
    if stand.geldende_begroting is None:
        yield Belet("De begroting is nog niet vastgesteld. Leg haar eerst voor aan de coördinerende zorgverzekeraar.", "3a.1")


def elke_post_heeft_kosten(stap: Stap) -> Iterator[Belet]:
    """Each post has what was spent and what is expected, and the forecast holds what was spent."""
    stand: Any = stap.zaak
    begroting = stand.geldende_begroting
    if begroting is None:
        return
    regels = {r.post_id: r for r in stand.regels.all()}
    posten = list(begroting.posten.all())
    if leeg := [p.naam for p in posten if p.pk not in regels]:
        yield Belet(f"Vul nog in wat is uitgegeven en wordt verwacht bij: {', '.join(leeg)}.", "3a.1")
    te_laag = [p.naam for p in posten if p.pk in regels and regels[p.pk].prognose < regels[p.pk].gerealiseerd]
    if te_laag:
        yield Belet(f"De prognose tot het einde is lager dan wat al is uitgegeven bij: {', '.join(te_laag)}.", "3a.1")


def kwartaal_is_voorbij(stap: Stap) -> Iterator[Belet]:
    """The stand is of the last day of the quarter."""
    stand: Any = stap.zaak
    if stap.op < stand.peildatum:
        yield Belet(f"Dit kwartaal loopt tot en met {toon_datum(stand.peildatum)}.", "3a.1")


def aanvulling_gevraagd(stap: Stap) -> Iterator[Belet]:
    """The penvoerder reads what is missing."""
    if stap.gegevens and not str(stap.gegevens.get("aanvulling_gevraagd", "")).strip():
        yield Belet("Schrijf op wat er nog ontbreekt.", veld="aanvulling_gevraagd")


def bespreking_klopt(stap: Stap) -> Iterator[Belet]:
    """The talk took place after the quarter and before it is recorded (3a.5)."""
    dag: dt.date | None = stap.gegevens.get("besproken_op")
    stand: Any = stap.zaak
    if dag is None:
        return
    if dag > stap.op:
        yield Belet("Een bespreking legt u vast nadat zij is geweest.", "3a.5", "besproken_op")
    elif dag < stand.peildatum:
        tekst = f"De stand is van {toon_datum(stand.peildatum)}; een bespreking is daarna."
        yield Belet(tekst, "3a.5", "besproken_op")
