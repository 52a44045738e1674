"""When a posting may be reversed, and by whom."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from kern.regels.register import Belet
from kern.toestanden.stap import Stap

if TYPE_CHECKING:
    from verantwoording.models.grootboekblad import Correctieverzoek


def _verzoek(stap: Stap) -> "Correctieverzoek":
    return cast("Correctieverzoek", stap.zaak)


def tweede_persoon_corrigeert(stap: Stap) -> Iterator[str]:
    """Who asked does not decide."""
    if stap.door is not None and stap.door.gebruiker_id == _verzoek(stap).gevraagd_door_id:
        yield "U vroeg deze correctie zelf aan. Een collega boekt haar terug."


def boeking_is_te_corrigeren(stap: Stap) -> Iterator[str]:
    """The reversal still fits: nothing was built on the posting since it was asked."""
    from verantwoording.services.grootboekblad import waarom_niet

    if reden := waarom_niet(_verzoek(stap).boeking):
        yield reden


def afwijzing_heeft_reden(stap: Stap) -> Iterator[Belet]:
    """Who asked reads why not."""
    if stap.gegevens and not str(stap.gegevens.get("toelichting", "")).strip():
        yield Belet("Schrijf op waarom de boeking blijft staan.", veld="toelichting")
