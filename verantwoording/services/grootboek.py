"""Posting to the ledger, and reading what stands in a pot."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.dispatch import Signal

from kern.organisaties.models import Organisatie
from transformatie.models import Dossier
from verantwoording.models import Boeking, Boekingsregel, Pot, Rekening

pot_gevuld = Signal()
"""Sent inside the transaction when a boeking put money into a pot: sender=Boeking, boeking, op."""

WACHTRIJ = "wachtrij"


def vergrendel_potten() -> None:
    """Hold all pots and the queue until the end of the transaction; after one's own dossier, before anything in a pot."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [WACHTRIJ])


@dataclass(frozen=True)
class Post:
    """One side of a boeking to be made: an amount in euro onto (positive) or off (negative) an account."""

    rekening: str
    bedrag: Decimal
    pot: Pot | None = None
    organisatie: Organisatie | None = None


def boek(
    dossier: Dossier | None, soort: str, posten: Iterable[Post], *, onderwerp: uuid.UUID, op: dt.date, toelichting: str = ""
) -> Boeking:
    """Book one event; its posten sum to zero (guarded in the database), and the same event is booked once (unique constraint)."""
    posten = list(posten)
    if any(p.pot for p in posten):
        vergrendel_potten()
    boeking = Boeking.objects.create(dossier=dossier, soort=soort, onderwerp=onderwerp, op=op, toelichting=toelichting)
    return _schrijf(
        boeking,
        [
            Boekingsregel(
                boeking=boeking, dossier=dossier, rekening=Rekening(p.rekening), bedrag=p.bedrag, pot=p.pot, organisatie=p.organisatie
            )
            for p in posten
        ],
    )


def _schrijf(boeking: Boeking, regels: list[Boekingsregel]) -> Boeking:
    """Write the lines, and say so when they put money into a pot."""
    Boekingsregel.objects.bulk_create(regels)
    if any(r.pot_id and r.bedrag > 0 for r in regels):
        pot_gevuld.send(Boeking, boeking=boeking, op=boeking.op)
    return boeking


def verplaats(dossier: Dossier | None, soort: str, *, van: str, naar: str, bedrag: Decimal, onderwerp: uuid.UUID, op: dt.date) -> Boeking:
    """Move an amount from one account of a dossier to another, when it is nobody's in particular."""
    return boek(dossier, soort, [Post(naar, bedrag), Post(van, -bedrag)], onderwerp=onderwerp, op=op)


def corrigeer(boeking: Boeking, *, reden: str, op: dt.date) -> Boeking:
    """Reverse a boeking by one that names it; a boeking is reversed once (unique), and a correction never."""
    if boeking.soort == Boeking.Soort.CORRECTIE:
        raise ValueError("Een correctie wordt niet gecorrigeerd; boek opnieuw.")
    oude = list(boeking.regels.all())
    if any(r.pot_id for r in oude):
        vergrendel_potten()
    correctie = Boeking.objects.create(
        dossier_id=boeking.dossier_id, soort=Boeking.Soort.CORRECTIE, onderwerp=boeking.pk, op=op, toelichting=reden, corrigeert=boeking
    )
    return _schrijf(
        correctie,
        [
            Boekingsregel(
                boeking=correctie,
                dossier_id=r.dossier_id,
                rekening=r.rekening,
                bedrag=-r.bedrag,
                pot_id=r.pot_id,
                organisatie_id=r.organisatie_id,
            )
            for r in oude
        ],
    )
