"""What the worker does for documents: make the letters that wait, and clear away files nobody owns."""

import datetime as dt
import logging

from celery import shared_task
from django.db import transaction
from django.db.models import Q
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.utils import timezone

from kern.documenten.brieven import briefsoort, van_json
from kern.documenten.models import Brief, Document
from kern.documenten.pdf import PdfMislukt, maak_pdf
from kern.documenten.services import bewaar, ruim_wezen_op

logboek = logging.getLogger(__name__)
WACHTTIJDEN = [dt.timedelta(minutes=1), dt.timedelta(minutes=5), dt.timedelta(minutes=30), dt.timedelta(hours=2)]
PER_RONDE = 200


@shared_task
def maak_brieven() -> int:
    """Make every letter whose time has come, each in its own transaction; returns how many were made."""
    gemaakt = 0
    for _ in range(PER_RONDE):
        uitkomst = maak_volgende_brief()
        if uitkomst is None:
            break
        gemaakt += uitkomst
    return gemaakt


@transaction.atomic
def maak_volgende_brief() -> bool | None:
    """Make the longest waiting letter that no other worker holds; None when there is none, False when it failed."""
    aan_de_beurt = Q(volgende_poging_op__isnull=True) | Q(volgende_poging_op__lte=timezone.now())
    wachtend = Brief.objects.filter(aan_de_beurt, status=Brief.Status.WACHT).order_by("vastgelegd_op")
    brief = wachtend.select_for_update(skip_locked=True).first()
    if brief is None:
        return None
    try:
        with transaction.atomic():
            brief.document = _maak(brief)
            brief.status, brief.fout, brief.volgende_poging_op = Brief.Status.GEMAAKT, "", None
            brief.save(update_fields=["document", "status", "fout", "volgende_poging_op"])
    except Exception as fout:
        logboek.exception("brief %s mislukt", brief.pk)
        _noteer_mislukking(brief, fout)
        return False
    return True


def _maak(brief: Brief) -> Document:
    soort = briefsoort(brief.soort)
    gegevens = van_json(soort.gegevens, brief.gegevens)
    inhoud = maak_pdf(soort.sjabloon, {"brief": gegevens, "titel": soort.titel})
    return bewaar(
        zaak=brief.zaak,
        soort=brief.soort,
        onderwerp=brief.onderwerp,
        titel=soort.titel,
        inhoud=inhoud,
        bestandsnaam=f"{soort.titel} {brief.op.isoformat()}.pdf",
        door=None,
        op=brief.op,
        voor=soort.voor,
    )


def _noteer_mislukking(brief: Brief, fout: Exception) -> None:
    brief.document = None
    brief.fout = _in_woorden(fout)
    brief.status = Brief.Status.WACHT if brief.pogingen < len(WACHTTIJDEN) else Brief.Status.MISLUKT
    brief.volgende_poging_op = timezone.now() + WACHTTIJDEN[brief.pogingen] if brief.status == Brief.Status.WACHT else None
    brief.pogingen += 1
    brief.save(update_fields=["status", "fout", "pogingen", "volgende_poging_op"])


def _in_woorden(fout: Exception) -> str:
    """Why it failed, for beheer; the technical cause stands in the log."""
    match fout:
        case LookupError():
            return "Deze soort brief is niet bekend bij de toepassing, of de brief mist een gegeven."
        case TemplateDoesNotExist() | TemplateSyntaxError():
            return "Het sjabloon van deze brief ontbreekt of klopt niet."
        case PdfMislukt():
            return "De brief vraagt om een bestand dat niet van de toepassing zelf is, of dat ontbreekt."
        case OSError():
            return "De opslag of een systeembibliotheek is niet bereikbaar."
        case _:
            return "De brief kon niet worden opgemaakt. De oorzaak staat in het logboek van de server."


@shared_task
def ruim_bestanden_op() -> int:
    """Daily: remove files that no document owns."""
    return ruim_wezen_op()
