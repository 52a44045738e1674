"""What is to come for me, the secret address of my feed, and the feed itself."""

import uuid
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.agenda import services
from kern.agenda.bronnen import afspraken_van
from kern.agenda.ics import maak_feed
from kern.agenda.weken import in_weken
from kern.basis.datums import vandaag
from kern.gebruikers.models import Gebruiker

KALENDERNAAM = "Transformatieplan"


@require_safe
@login_required
def agenda(request: HttpRequest) -> HttpResponse:
    """My terms and meetings by week, over all my roles."""
    op = vandaag()
    return render(request, "agenda/agenda.html", {"weken": in_weken(afspraken_van(cast(Gebruiker, request.user), op), op), "op": op})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def koppelen(request: HttpRequest) -> HttpResponse:
    """Make the secret address of my feed, shown this once; or see that there is one."""
    wie = cast(uuid.UUID, request.user.pk)
    context: dict[str, object] = {}
    if request.method == "POST":
        sleutel = services.maak_sleutel(wie, nu=timezone.now())
        adres = settings.BASIS_ADRES.rstrip("/") + reverse("agenda-feed", args=[sleutel])
        context = {"adres": adres, "abonneeradres": f"webcal://{adres.split('://', 1)[1]}"}
    return render(request, "agenda/koppelen.html", {**context, "sleutel": services.geldige_sleutel(wie)})


@require_POST
@login_required
def trek_in(request: HttpRequest) -> HttpResponse:
    """Stop my feed."""
    if services.trek_in(cast(uuid.UUID, request.user.pk), nu=timezone.now()):
        messages.success(request, "Het agenda-adres is ingetrokken. Uw agenda haalt hier niets meer op.")
    else:
        messages.info(request, "Er was geen agenda-adres meer om in te trekken.")
    return redirect("agenda-koppelen")


@require_safe
def feed(request: HttpRequest, sleutel: str) -> HttpResponse:
    """A person's terms and meetings for who holds the secret address; no log-in, no cookie."""
    nu = timezone.now()
    gebruiker = services.lezer(sleutel, nu=nu)
    if gebruiker is None:
        raise Http404
    tekst = maak_feed(afspraken_van(gebruiker, vandaag()), naam=KALENDERNAAM, nu=nu, basis_adres=settings.BASIS_ADRES)
    koppen = {"Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex", "Content-Disposition": 'inline; filename="agenda.ics"'}
    return HttpResponse(tekst, content_type="text/calendar; charset=utf-8", headers=koppen)
