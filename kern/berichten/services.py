"""Writing notices into the outbox."""

import datetime as dt
import uuid
from collections.abc import Iterable

from kern.berichten.models import Bericht
from kern.organisaties.models import Lidmaatschap, Organisatie


def leden_van(organisaties: Iterable[Organisatie | uuid.UUID], *, op: dt.date, rollen: Iterable[str] = ()) -> list[uuid.UUID]:
    """The people of these organisations whose membership holds on that day, by key."""
    leden = Lidmaatschap.objects.geldig_op(op).filter(organisatie__in=list(organisaties), gebruiker__is_active=True)
    if rollen:
        leden = leden.filter(rol__in=list(rollen))
    return list(leden.values_list("gebruiker_id", flat=True).distinct().order_by("gebruiker_id"))


def schrijf(
    *, aan: Iterable[uuid.UUID], soort: str, sleutel: str, onderwerp: str, tekst: str, op: dt.date,
    zaak: uuid.UUID | None = None, adres: str = "",
) -> None:
    """Put one notice per person in the outbox; the same key again is silently the same notice."""
    Bericht.objects.bulk_create(
        [
            Bericht(zaak=zaak, sleutel=f"{sleutel}:{persoon}", soort=soort, aan_id=persoon, onderwerp=onderwerp[:200], tekst=tekst, adres=adres, op=op)
            for persoon in aan
        ],
        ignore_conflicts=True,
    )
