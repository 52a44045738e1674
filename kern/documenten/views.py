"""Handing out documents: always as a download, only to who may see them."""

import base64
import logging
import uuid

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kern.documenten.models import Document
from kern.documenten.zicht import mag_zien

logboek = logging.getLogger(__name__)


@require_safe
@login_required
def document(request: HttpRequest, pk: uuid.UUID) -> FileResponse:
    """Download one document; what one may not see does not exist."""
    gevraagd = get_object_or_404(Document, pk=pk)
    if not mag_zien(gevraagd, getattr(request, "namens", None)):
        raise Http404
    try:
        bestand = gevraagd.bestand.open("rb")
    except OSError:
        logboek.exception("bestand van document %s ontbreekt in de opslag", pk)
        raise Http404 from None
    antwoord = FileResponse(bestand, as_attachment=True, filename=gevraagd.bestandsnaam, content_type=gevraagd.inhoudstype)
    antwoord["X-Content-Type-Options"] = "nosniff"
    antwoord["Cache-Control"] = "private, no-store"
    antwoord["X-Inhoud-SHA256"] = gevraagd.sha256
    antwoord["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(gevraagd.sha256)).decode()}:"
    return antwoord
