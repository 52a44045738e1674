"""The page Regels."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kern.regels.overzicht import per_deel, regelblad
from kern.regels.register import regels


@login_required
def overzicht(request: HttpRequest) -> HttpResponse:
    """All rules: what was agreed, where it is enforced, which test proves it, what is open."""
    return render(request, "regels/overzicht.html", {"delen": per_deel(), "aantal": len(regels())})


@login_required
def regel(request: HttpRequest, nummer: str) -> HttpResponse:
    """One rule; a fragment when htmx asks for it, to open in place."""
    if nummer not in regels():
        raise Http404
    sjabloon = "regels/deel.html" if request.headers.get("HX-Request") else "regels/regel.html"
    antwoord = render(request, sjabloon, {"blad": regelblad(nummer)})
    antwoord["Vary"] = "HX-Request, Cookie"
    return antwoord
