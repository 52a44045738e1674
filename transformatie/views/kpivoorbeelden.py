"""The library of KPI examples: browse, search, and use one (1f.4)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transformatie.forms.kpivoorbeelden import ZoekForm
from transformatie.kpivoorbeelden import zoek
from transformatie.views.algemeen import zichtbaar_dossier


@login_required
@require_safe
def bibliotheek(request: HttpRequest, kenmerk: str | None = None) -> HttpResponse:
    """Every example that fits; from within a dossier one goes on to the form of a KPI with it."""
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk) if kenmerk else None
    form = ZoekForm(request.GET)
    form.is_valid()
    context = {
        "dossier": dossier,
        "form": form,
        "voorbeelden": zoek(form.cleaned_data.get("zoek", ""), form.cleaned_data.get("sector", "")),
    }
    return render(request, "transformatie/kpivoorbeelden.html", context)
