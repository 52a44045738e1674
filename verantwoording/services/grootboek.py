"""Posting to the ledger."""

import datetime as dt
import uuid
from decimal import Decimal

from transformatie.models import Dossier
from verantwoording.models import Boeking, Boekingsregel, Rekening


def boek(dossier: Dossier, soort: str, *, van: str, naar: str, bedrag: Decimal, onderwerp: uuid.UUID, op: dt.date) -> Boeking:
    """Move an amount from one account to another; the same event is booked once (unique constraint)."""
    boeking = Boeking.objects.create(dossier=dossier, soort=soort, onderwerp=onderwerp, op=op)
    Boekingsregel.objects.bulk_create(
        [
            Boekingsregel(boeking=boeking, dossier=dossier, rekening=Rekening(naar), bedrag=bedrag),
            Boekingsregel(boeking=boeking, dossier=dossier, rekening=Rekening(van), bedrag=-bedrag),
        ]
    )
    return boeking
