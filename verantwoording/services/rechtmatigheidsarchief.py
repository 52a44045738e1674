"""The worker's side of the archive: take the next one, make it step by step, and keep it as a document (3a.5)."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kern.documenten.models import Document
from kern.documenten.services import bewaar
from verantwoording.models import Rechtmatigheidsarchief
from verantwoording.rechtmatigheidsarchief import BijlageGewijzigd, Inhoud, lees, maak
from verantwoording.rechtmatigheidsblad import Rechtmatigheidsblad
from verantwoording.rechtmatigheidsfeiten import toekenningen
from verantwoording.rechtmatigheidszicht import ARCHIEF

logboek = logging.getLogger(__name__)
Status = Rechtmatigheidsarchief.Status
PACHT = dt.timedelta(minutes=5)
"""So long a worker may be silent over one step before another takes the archive over."""
POGINGEN = 4
MISLUKT = "Het archief kon niet worden gemaakt. De oorzaak staat in het logboek van de server."


class Overgenomen(Exception):
    """Another worker took this archive over; what this one made is thrown away."""


def maak_volgende() -> bool:
    """Make the archive that waits longest and that no other worker holds; False when there is none."""
    archief = _neem()
    if archief is None:
        return False
    try:
        _maak(archief)
    except Overgenomen:
        logboek.warning("archief %s is door een ander overgenomen", archief.pk)
    except BijlageGewijzigd as fout:
        _mislukt(archief, str(fout))
    except Exception:
        logboek.exception("archief %s mislukt", archief.pk)
        _nog_eens(archief)
    return True


@transaction.atomic
def _neem() -> Rechtmatigheidsarchief | None:
    nu = timezone.now()
    aan_de_beurt = Q(status=Status.WACHT) & (Q(bezig_tot=None) | Q(bezig_tot__lte=nu))
    blijven_liggen = Q(status=Status.BEZIG, bezig_tot__lte=nu)
    rijen = Rechtmatigheidsarchief.objects.filter(aan_de_beurt | blijven_liggen).order_by("vastgelegd_op")
    archief = rijen.select_for_update(skip_locked=True).first()
    if archief is None:
        return None
    if archief.pogingen >= POGINGEN:  # the worker that had it last did not live to say so
        archief.status, archief.bezig_tot, archief.fout = Status.MISLUKT, None, MISLUKT
        archief.save(update_fields=["status", "bezig_tot", "fout"])
        return None
    archief.status, archief.bezig_tot, archief.gedaan, archief.totaal = Status.BEZIG, nu + PACHT, 0, 1
    archief.pogingen += 1
    archief.save(update_fields=["status", "bezig_tot", "gedaan", "totaal", "pogingen"])
    return archief


def _maak(archief: Rechtmatigheidsarchief) -> None:
    inhoud = _lees(archief)
    if gelijk := _zelfde(archief, inhoud.sha256):
        _klaar(archief, inhoud, gelijk)
        return
    zip_bestand = maak(inhoud, lambda gedaan, totaal: _meld_stap(archief, gedaan, totaal))
    with transaction.atomic():
        _klaar(archief, inhoud, _bewaar(archief, zip_bestand))


def _lees(archief: Rechtmatigheidsarchief) -> Inhoud:
    toekenning = toekenningen().get(pk=archief.toekenning_id)
    return lees(Rechtmatigheidsblad(toekenning.dossier, toekenning, archief.peildatum))


def _zelfde(archief: Rechtmatigheidsarchief, sha256: str) -> Document | None:
    """The document of an earlier archive that says exactly the same."""
    eerder = Rechtmatigheidsarchief.objects.filter(toekenning_id=archief.toekenning_id, status=Status.KLAAR, inhoud_sha256=sha256)
    gevonden = eerder.select_related("document").order_by("vastgelegd_op").first()
    return gevonden.document if gevonden else None


def _meld_stap(archief: Rechtmatigheidsarchief, gedaan: int, totaal: int) -> None:
    """Tell the screen how far it is, and hold on to the archive a while longer."""
    if not _eigen(archief).update(gedaan=gedaan, totaal=totaal, bezig_tot=timezone.now() + PACHT):
        raise Overgenomen


def _eigen(archief: Rechtmatigheidsarchief) -> "QuerySet[Rechtmatigheidsarchief]":
    return Rechtmatigheidsarchief.objects.filter(pk=archief.pk, status=Status.BEZIG, pogingen=archief.pogingen)


def _bewaar(archief: Rechtmatigheidsarchief, inhoud: bytes) -> Document:
    dossier = archief.toekenning.dossier
    return bewaar(
        zaak=dossier.pk,
        soort=ARCHIEF,
        onderwerp=archief.pk,
        titel=f"Rechtmatigheidsdossier, stand van {archief.peildatum.isoformat()}",
        inhoud=inhoud,
        bestandsnaam=f"rechtmatigheidsdossier {dossier.kenmerk} {archief.peildatum.isoformat()}.zip",
        door=None,
        op=archief.besteld_op,
        voor=Document.Voor.CZV_EN_INDIENERS,
    )


def _klaar(archief: Rechtmatigheidsarchief, inhoud: Inhoud, document: Document) -> None:
    klaar = {"status": Status.KLAAR, "gedaan": inhoud.stappen, "totaal": inhoud.stappen, "bezig_tot": None, "fout": ""}
    if not _eigen(archief).update(**klaar, document=document, inhoud_sha256=inhoud.sha256, klaar_op=timezone.now()):
        raise Overgenomen


def _mislukt(archief: Rechtmatigheidsarchief, fout: str) -> None:
    _eigen(archief).update(status=Status.MISLUKT, fout=fout[:300], bezig_tot=None)


def _nog_eens(archief: Rechtmatigheidsarchief) -> None:
    """Try again after a while; after the last time it failed, and the log knows why."""
    if archief.pogingen >= POGINGEN:
        _mislukt(archief, MISLUKT)
    else:
        _eigen(archief).update(status=Status.WACHT, bezig_tot=timezone.now() + PACHT)
