"""Writing notices into the outbox, and what their readers and beheer do with them."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.utils import timezone

from kern.berichten.models import Bericht
from kern.organisaties.models import Lidmaatschap, Organisatie


def leden_van(organisaties: Iterable[Organisatie | uuid.UUID], *, op: dt.date, rollen: Iterable[str] = ()) -> list[uuid.UUID]:
    """The people of these organisations whose membership holds on that day, by key."""
    leden = Lidmaatschap.objects.geldig_op(op).filter(organisatie__in=list(organisaties), gebruiker__is_active=True)
    if rollen:
        leden = leden.filter(rol__in=list(rollen))
    return list(leden.values_list("gebruiker_id", flat=True).distinct().order_by("gebruiker_id"))


def schrijf(
    *,
    aan: Iterable[uuid.UUID],
    soort: str,
    sleutel: str,
    onderwerp: str,
    tekst: str,
    op: dt.date,
    zaak: uuid.UUID | None = None,
    adres: str = "",
) -> None:
    """Put one notice per person in the outbox; the same key again is silently the same notice."""
    Bericht.objects.bulk_create(
        [
            Bericht(
                zaak=zaak,
                sleutel=f"{sleutel}:{persoon}",
                soort=soort,
                aan_id=persoon,
                onderwerp=" ".join(onderwerp.split())[:200],
                tekst=tekst,
                adres=adres,
                op=op,
            )
            for persoon in aan
        ],
        ignore_conflicts=True,
    )


def aantal_ongelezen(gebruiker_id: uuid.UUID) -> int:
    """How many notices this person has not read yet."""
    return Bericht.objects.voor(gebruiker_id).ongelezen().count()


def markeer_gelezen(*, gebruiker_id: uuid.UUID, bericht_id: uuid.UUID | None = None) -> int:
    """Mark one notice of this person as read, or all of them; returns how many changed."""
    berichten = Bericht.objects.voor(gebruiker_id).ongelezen()
    if bericht_id is not None:
        berichten = berichten.filter(pk=bericht_id)
    return berichten.update(gelezen_op=timezone.now())


def probeer_opnieuw(bericht_id: uuid.UUID | None = None) -> int:
    """Let the worker send a failed notice again, or all failed ones; returns how many."""
    mislukt = Bericht.objects.filter(status=Bericht.Status.MISLUKT)
    if bericht_id is not None:
        mislukt = mislukt.filter(pk=bericht_id)
    return mislukt.update(status=Bericht.Status.WACHT, pogingen=0, volgende_poging_op=None, fout="")
