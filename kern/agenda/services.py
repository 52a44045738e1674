"""The secret address of a person's feed: made, withdrawn, and recognised."""

import datetime as dt
import hashlib
import secrets
import uuid

from django.db import transaction

from kern.agenda.models import Agendasleutel
from kern.gebruikers.models import Gebruiker

ONTHOUD_LEZEN = dt.timedelta(hours=1)  # how precisely is kept when a feed was last read
LANGSTE_SLEUTEL = 100


@transaction.atomic
def maak_sleutel(gebruiker_id: uuid.UUID, *, nu: dt.datetime) -> str:
    """A new key, shown this once; the one before stops working at once."""
    Gebruiker.objects.select_for_update().get(pk=gebruiker_id)  # a double click makes one after the other
    trek_in(gebruiker_id, nu=nu)
    sleutel = secrets.token_urlsafe(32)
    Agendasleutel.objects.create(gebruiker_id=gebruiker_id, hash=_hash(sleutel))
    return sleutel


def trek_in(gebruiker_id: uuid.UUID, *, nu: dt.datetime) -> bool:
    """Stop the present key; False when there was none."""
    return bool(Agendasleutel.objects.filter(gebruiker=gebruiker_id, ingetrokken_op=None).update(ingetrokken_op=nu))


def geldige_sleutel(gebruiker_id: uuid.UUID) -> Agendasleutel | None:
    """The key this person's calendar uses now."""
    return Agendasleutel.objects.filter(gebruiker=gebruiker_id, ingetrokken_op=None).first()


def lezer(sleutel: str, *, nu: dt.datetime) -> Gebruiker | None:
    """Whose feed this key opens; None for a key that is unknown or withdrawn, or of an account that is switched off.

    The search is for the hash, so how long it takes says nothing about a key that is nearly right.
    """
    if len(sleutel) > LANGSTE_SLEUTEL:
        return None
    rijen = Agendasleutel.objects.filter(hash=_hash(sleutel), ingetrokken_op=None, gebruiker__is_active=True)
    rij = rijen.select_related("gebruiker").first()
    if rij is None:
        return None
    if rij.laatst_gelezen_op is None or nu - rij.laatst_gelezen_op >= ONTHOUD_LEZEN:
        Agendasleutel.objects.filter(pk=rij.pk).update(laatst_gelezen_op=nu)
    return rij.gebruiker


def _hash(sleutel: str) -> str:
    return hashlib.sha256(sleutel.encode()).hexdigest()
