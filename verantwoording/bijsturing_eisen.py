"""What a proposal in a bijsturing must be before it is put forward, and again before it is agreed to (3a.4)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from kern.regels.register import Belet
from kern.toestanden.stap import Stap

if TYPE_CHECKING:
    from verantwoording.models.bijsturing import Bijsturing


def _bijsturing(stap: Stap) -> "Bijsturing":
    return cast("Bijsturing", stap.zaak)


def _tekst(gegevens: dict[str, Any]) -> str:
    return str(gegevens.get("onderbouwing", "")).strip()


def voorstel_klopt(stap: Stap) -> Iterator[Belet]:
    """A proposal has its grounds, and its outcome can be carried out as things stand."""
    if not stap.gegevens:
        return
    from verantwoording.services.bijsturing_uitkomsten import Voorstel, belet_van

    if not _tekst(stap.gegevens):
        yield Belet("Onderbouw uw voorstel. De andere kant en de NZa lezen dit.", "3a.4", "onderbouwing")
    voorstel = Voorstel.van(stap.gegevens["uitkomst"], stap.gegevens.get("bedrag"), stap.gegevens.get("inhoud") or {})
    yield from belet_van(_bijsturing(stap).toekenning, voorstel, op=stap.op)


def zelfde_voorstel(stap: Stap) -> Iterator[str]:
    """One agrees to what one read: the proposal that lies before now."""
    huidig = _bijsturing(stap).voorstel
    if stap.gegevens and (huidig is None or str(huidig.pk) != str(stap.gegevens.get("voorstel"))):
        yield "Er ligt intussen een ander voorstel. Lees het en beslis opnieuw."


def instemming_klopt(stap: Stap) -> Iterator[Belet]:
    """The outcome can still be carried out, and of what was agreed in redelijkheid both sides give the grounds."""
    from verantwoording.services.bijsturing_uitkomsten import MET_REDEN_VAN_BEIDE, Voorstel, belet_van

    bijsturing = _bijsturing(stap)
    huidig = bijsturing.voorstel
    if huidig is None:
        return
    if stap.gegevens and huidig.uitkomst in MET_REDEN_VAN_BEIDE and not _tekst(stap.gegevens):
        yield Belet("Schrijf op waarom u dit redelijk vindt. Van deze uitkomst leggen beide kanten hun reden vast.", "3a.4", "onderbouwing")
    voorstel = Voorstel.van(huidig.uitkomst, huidig.bedrag, huidig.inhoud)
    yield from (Belet(b.tekst, b.regel) for b in belet_van(bijsturing.toekenning, voorstel, op=stap.op, door_de_ander=True))


def reden_van_afwijzing(stap: Stap) -> Iterator[Belet]:
    """Who proposed must be able to do better."""
    if stap.gegevens and not _tekst(stap.gegevens):
        yield Belet("Schrijf op waarom u het voorstel afwijst.", "3a.4", "onderbouwing")
