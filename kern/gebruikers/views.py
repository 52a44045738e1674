"""Logging in, changing role, and one's own account."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from kern.gebruikers.forms import MijnAccountForm
from kern.gebruikers.middleware import SESSIESLEUTEL
from kern.gebruikers.models import Gebruiker
from kern.gebruikers.voorbeeld import VOORBEELDACCOUNTS, WACHTWOORD


class InlogView(LoginView):  # type: ignore[misc]  # allauth has no types
    """allauth's own page, with the example accounts when this is the demo."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO:
            context |= {"voorbeeldaccounts": VOORBEELDACCOUNTS, "voorbeeldwachtwoord": WACHTWOORD}
        return context


@login_required
@require_http_methods(["GET", "POST"])
def wissel_rol(request: HttpRequest) -> HttpResponse:
    """Choose under which membership to act; it holds for this session."""
    terug = request.POST.get("terug") or request.GET.get("terug") or "/"
    if not url_has_allowed_host_and_scheme(terug, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        terug = "/"
    if request.method == "POST":
        gekozen = next((lid for lid in getattr(request, "lidmaatschappen", []) if str(lid.pk) == request.POST.get("lidmaatschap")), None)
        if gekozen is None:
            messages.error(request, "Deze rol hebt u niet meer. Kies een andere.")
            return redirect("wissel-rol")
        request.session[SESSIESLEUTEL] = str(gekozen.pk)
        messages.success(request, f"U werkt nu namens {gekozen.organisatie}, {gekozen.get_rol_display()}.")
        return redirect(terug)
    return render(request, "account/wissel_rol.html", {"terug": terug})


@login_required
@require_http_methods(["GET", "POST"])
def mijn_account(request: HttpRequest) -> HttpResponse:
    """One's name, roles, keys and security."""
    assert isinstance(request.user, Gebruiker)  # login_required saw to it
    vorm = MijnAccountForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and vorm.is_valid():
        vorm.save()
        messages.success(request, "Uw voorkeur is opgeslagen.")
        return redirect("mijn-account")
    return render(request, "account/mijn_account.html", {"form": vorm})


def niet_hier(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What allauth offers and we do not: addresses are kept by beheer."""
    raise Http404
