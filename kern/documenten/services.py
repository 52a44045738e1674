"""Keeping files: stored once under a key, with their hash, noted in the journaal."""

import datetime as dt
import hashlib
import logging
import mimetypes
import uuid
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from kern.documenten.controle import controleer_bestand, schone_naam
from kern.documenten.models import Brief, Document
from kern.journaal import services as journaal
from kern.organisaties.models import Lidmaatschap
from kern.toestanden.uitvoeren import vergrendel

logboek = logging.getLogger(__name__)
WEES_NA = dt.timedelta(hours=24)
MAP = "documenten"


@transaction.atomic
def bewaar(
    *,
    zaak: uuid.UUID,
    soort: str,
    titel: str,
    door: Lidmaatschap | None,
    op: dt.date,
    onderwerp: uuid.UUID | None = None,
    upload: "File[Any] | None" = None,
    inhoud: bytes | None = None,
    bestandsnaam: str = "",
    voor: str = Document.Voor.IEDEREEN,
    in_journaal: bool = True,
) -> Document:
    """Keep a file of a dossier: an `upload` of a person, which is checked, or `inhoud` we made ourselves.

    Raises ValidationError for an upload that is refused.  When the caller's transaction rolls back, the file
    has no row and `ruim_wezen_op` removes it; removing it on the spot could take away a file that was kept.
    """
    inhoud, naam, inhoudstype = _stuk(upload, inhoud, bestandsnaam)
    document = Document(
        zaak=zaak,
        soort=soort,
        onderwerp=onderwerp,
        titel=" ".join(titel.split())[:200],
        bestandsnaam=naam,
        inhoudstype=inhoudstype,
        grootte=len(inhoud),
        sha256=hashlib.sha256(inhoud).hexdigest(),
        voor=voor,
        op=op,
        door_id=door.gebruiker_id if door else None,
        organisatie_id=door.organisatie_id if door else None,
    )
    vergrendel(zaak)
    document.bestand.save(naam, ContentFile(inhoud), save=False)
    try:
        document.save(force_insert=True)
        if in_journaal:
            _noteer(document, door)
    except BaseException:
        document.bestand.delete(save=False)
        raise
    return document


def _stuk(upload: "File[Any] | None", inhoud: bytes | None, bestandsnaam: str) -> tuple[bytes, str, str]:
    """What is kept, under which name and as which type: of an upload by what it proves to be, of our own by its name."""
    if upload is not None:
        kind = getattr(upload, "gecontroleerd", None) or controleer_bestand(upload)
        upload.seek(0)
        return upload.read(), schone_naam(bestandsnaam or upload.name or "", kind.extensie), kind.inhoudstype
    if inhoud is None:
        raise ValueError("bewaar vraagt een upload of inhoud met bestandsnaam")
    naam = schone_naam(bestandsnaam, bestandsnaam.rpartition(".")[2])
    return inhoud, naam, mimetypes.guess_type(naam)[0] or "application/octet-stream"


def _noteer(document: Document, door: Lidmaatschap | None) -> None:
    journaal.schrijf(
        zaak=document.zaak,
        soort="documenten.document",
        onderwerp=document.pk,
        stap="voeg_toe",
        door=door,
        op=document.op,
        feiten={"soort": document.soort, "sha256": document.sha256, "grootte": document.grootte},
    )


def ruim_wezen_op(*, ouder_dan: dt.timedelta = WEES_NA) -> int:
    """Remove files without a row, left by transactions that rolled back; returns how many.

    Only files older than any transaction can last are looked at, so that none is removed before its row is there.
    """
    grens = timezone.now() - ouder_dan
    verwijderd = 0
    for map_ in default_storage.listdir(MAP)[0] if default_storage.exists(MAP) else []:
        bestanden = {f"{MAP}/{map_}/{naam}" for naam in default_storage.listdir(f"{MAP}/{map_}")[1]}
        bekend = set(Document.objects.filter(bestand__in=bestanden).values_list("bestand", flat=True))
        for pad in bestanden - bekend:
            if default_storage.get_modified_time(pad) <= grens:
                default_storage.delete(pad)
                verwijderd += 1
    return verwijderd


def probeer_brieven_opnieuw(brief_id: uuid.UUID | None = None) -> int:
    """Let the worker make a failed letter again, or all failed ones; returns how many."""
    mislukt = Brief.objects.filter(status=Brief.Status.MISLUKT)
    if brief_id is not None:
        mislukt = mislukt.filter(pk=brief_id)
    return mislukt.update(status=Brief.Status.WACHT, pogingen=0, volgende_poging_op=None, fout="")
