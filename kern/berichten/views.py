"""My notices, and for beheer what could not be sent or made."""

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kern.berichten import services
from kern.berichten.mail import volledig_adres
from kern.berichten.models import Bericht
from kern.berichten.post import briefregels, post_stand
from kern.documenten.models import Brief
from kern.documenten.services import probeer_brieven_opnieuw
from kern.organisaties.models import Rol
from kern.web.lijst import bladzijde


@require_safe
@login_required
def berichten(request: HttpRequest) -> HttpResponse:
    """My notices, newest first."""
    mijne = Bericht.objects.voor(_ik(request))
    pagina = bladzijde(request, mijne.order_by("-op", "-vastgelegd_op", "pk"))
    return render(request, "berichten/lijst.html", {"bladzijde": pagina, "ongelezen": services.aantal_ongelezen(_ik(request))})


@require_POST
@login_required
def lees(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark one of my notices as read, and go to what it is about when asked."""
    bericht = get_object_or_404(Bericht.objects.voor(_ik(request)), pk=pk)
    services.markeer_gelezen(gebruiker_id=_ik(request), bericht_id=bericht.pk)
    if "open" in request.POST and volledig_adres(bericht.adres):
        return redirect(bericht.adres)
    return redirect("berichten")


@require_POST
@login_required
def lees_alles(request: HttpRequest) -> HttpResponse:
    """Mark all my notices as read."""
    if services.markeer_gelezen(gebruiker_id=_ik(request)):
        messages.success(request, "Al uw berichten zijn gemarkeerd als gelezen.")
    return redirect("berichten")


@require_safe
@login_required
def post(request: HttpRequest) -> HttpResponse:
    """For beheer: the mail and the letters that failed or are being tried again."""
    _alleen_beheer(request)
    mislukt = Bericht.objects.filter(status=Bericht.Status.MISLUKT).select_related("aan").order_by("-op", "-vastgelegd_op", "pk")
    brieven = Brief.objects.filter(status=Brief.Status.MISLUKT).order_by("-op", "-vastgelegd_op", "pk")
    return render(
        request,
        "berichten/post.html",
        {"stand": post_stand(), "bladzijde": bladzijde(request, mislukt), "brieven": briefregels(brieven)},
    )


@require_POST
@login_required
def post_opnieuw(request: HttpRequest, soort: str, pk: uuid.UUID | None = None) -> HttpResponse:
    """Let the worker try one failed mail or letter again, or all of that kind."""
    _alleen_beheer(request)
    aantal = (services.probeer_opnieuw if soort == "bericht" else probeer_brieven_opnieuw)(pk)
    if aantal:
        messages.success(request, "De toepassing probeert het opnieuw. Kijk over een minuut op deze bladzijde.")
    else:
        messages.info(request, "Er was niets meer om opnieuw te proberen.")
    return redirect("post")


def _ik(request: HttpRequest) -> uuid.UUID:
    """The key of the person; `login_required` saw to it that there is one."""
    return cast(uuid.UUID, request.user.pk)


def _alleen_beheer(request: HttpRequest) -> None:
    namens = getattr(request, "namens", None)
    if namens is None or namens.rol != Rol.BEHEER:
        raise PermissionDenied("Alleen beheer kan dit.")
