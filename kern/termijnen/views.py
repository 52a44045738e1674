"""The calculator for people."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kern.termijnen import services
from kern.termijnen.forms import EinddatumForm


@login_required
@require_safe
def einddatum(request: HttpRequest) -> HttpResponse:
    """Work out the last day of a term; the answer has its own address, so that it can be shared."""
    gevraagd = request.GET.get("stukken", "")
    stukken = int(gevraagd) if gevraagd.isascii() and gevraagd.isdigit() and len(gevraagd) < 4 else 1
    if "meer" in request.GET:
        form = EinddatumForm(stukken=stukken + 1, initial=request.GET.dict())
        return render(request, "termijnen/einddatum.html", {"form": form, "uitkomst": None})
    form = EinddatumForm(request.GET if "start" in request.GET else None, stukken=stukken)
    uitkomst = form.bereken(services.gelijkgestelde_dagen()) if form.is_valid() else None
    return render(request, "termijnen/einddatum.html", {"form": form, "uitkomst": uitkomst})
