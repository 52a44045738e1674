"""The page of one dossier."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from transformatie.views.algemeen import zichtbaar_dossier


@login_required
def dossier(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """One dossier."""
    return render(request, "transformatie/dossier.html", {"dossier": zichtbaar_dossier(request, kenmerk=kenmerk)})
