"""Keeping what is typed, and beginning anew."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from kern.concepten import services
from kern.concepten.models import Formulierconcept
from kern.concepten.plaats import gelezen_plaats, gelezen_versie
from kern.web.idempotentie import gelezen_sleutel

UITGELOGD = "Bewaren lukte niet: u bent uitgelogd. Uw tekst staat nog op dit scherm. Kopieer die voordat u weggaat."
ONBEKEND = "Bewaren lukte niet. Misschien werkt u nu in een andere rol. Uw tekst staat nog op dit scherm. Kopieer die voordat u weggaat."


@require_POST
def bewaar(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far; the script on the page says what we answer."""
    if not request.user.is_authenticated:
        return JsonResponse({"fout": UITGELOGD}, status=403)
    plaats = gelezen_plaats(request)
    if plaats is None:
        return JsonResponse({"fout": ONBEKEND}, status=403)
    nu = timezone.now()
    inhoud = {veld: request.POST[veld] for veld in plaats.velden if veld in request.POST}
    try:
        rij = services.bewaar(plaats, inhoud, versie=gelezen_versie(request), sleutel=gelezen_sleutel(request), nu=nu)
    except services.ConceptGeweigerd as fout:
        return JsonResponse({"fout": fout.tekst, "versie": fout.versie}, status=fout.status)
    return JsonResponse(
        {
            "versie": rij.versie if rij else 0,
            "zegt": f"Bewaard {services.wanneer(nu, nu)}." if rij else "",
            "anderen": services.stand(plaats, services.rijen_bij(plaats.organisatie, plaats.plek), nu).anderen,
        }
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def gooi_weg(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask whether the typed text may go, and let it go; only its owner finds this page."""
    rij = get_object_or_404(Formulierconcept, pk=pk, eigenaar=request.user)
    terug = _terug(request)
    if request.method == "POST":
        rij.delete()
        messages.success(request, "Weggegooid. Het formulier begint opnieuw.")
        return HttpResponseRedirect(terug)
    return render(request, "concepten/weg.html", {"concept": rij, "teksten": [t for t in rij.inhoud.values() if t.strip()], "terug": terug})


def _terug(request: HttpRequest) -> str:
    """Back to the form: the page the person came from, when it is one of ours."""
    gevraagd = request.POST.get("terug") or request.GET.get("terug", "")
    return gevraagd if gevraagd.startswith("/") and url_has_allowed_host_and_scheme(gevraagd, allowed_hosts=None) else "/"
