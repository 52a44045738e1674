"""What a receipt on a claim must be, beyond the numbered rules."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from kern.regels.register import Belet
from kern.toestanden.stap import Stap

if TYPE_CHECKING:
    from verantwoording.models.terugbetaling import Terugbetaling


def ontvangst_klopt(stap: Stap) -> Iterator[Belet]:
    """Something came in, not more than is open, not before the claim or after today, and each reference once."""
    if not stap.gegevens:
        return
    from verantwoording.services.terugbetaling import is_al_vastgelegd, nog_open

    vordering = cast("Terugbetaling", stap.zaak)
    bedrag, ontvangen_op, referentie = stap.gegevens["bedrag"], stap.gegevens["ontvangen_op"], stap.gegevens["referentie"].strip()
    open_ = nog_open(vordering)
    if bedrag <= 0:
        yield Belet("Vul een bedrag groter dan nul in.", veld="bedrag")
    elif bedrag > open_:
        yield Belet(f"Er is nog {toon_bedrag(open_)} open. Meer kunt u niet als ontvangen vastleggen.", "3a.4", "bedrag")
    if ontvangen_op > stap.op:
        yield Belet("Een ontvangst legt u vast nadat het geld binnen is.", veld="ontvangen_op")
    elif ontvangen_op < vordering.op:
        yield Belet(f"De vordering is van {toon_datum(vordering.op)}; het geld komt daarna.", veld="ontvangen_op")
    if not referentie:
        yield Belet("Vul het betalingskenmerk in.", veld="referentie")
    elif is_al_vastgelegd(vordering, referentie):
        yield Belet(f"Een ontvangst met kenmerk {referentie} is al vastgelegd.", veld="referentie")
