"""My notices, and for beheer what could not be sent or made."""

import uuid
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern.basis.datums import vandaag
from kern.berichten import lijst, mail, retour, services
from kern.berichten.forms import InstellingenForm
from kern.berichten.models import Bericht, Berichtvoorkeur, Retouradres
from kern.berichten.post import adresregels, briefregels, post_stand
from kern.berichten.soorten import berichtsoorten
from kern.documenten.models import Brief
from kern.documenten.services import probeer_brieven_opnieuw
from kern.gebruikers.models import Gebruiker
from kern.organisaties.models import Rol
from kern.web.lijst import bladzijde

KOPPEN = [woord.replace("-", "\N{NON-BREAKING HYPHEN}") for woord in Berichtvoorkeur.Wijze.labels]


@require_safe
@login_required
def berichten(request: HttpRequest) -> HttpResponse:
    """My notices, what is unread first; `?dossier=` shows those about one dossier."""
    keuzes = lijst.dossierkeuzes(_ik(request))
    gekozen = lijst.gekozen_dossier(keuzes, request.GET.get("dossier", ""))
    mijne = Bericht.objects.voor(_ik(request)).defer("ics")
    if gekozen:
        mijne = mijne.filter(zaak=gekozen.zaak)
    context = {
        "bladzijde": bladzijde(request, lijst.op_leesvolgorde(mijne)),
        "ongelezen": services.aantal_ongelezen(_ik(request)),
        "dossiers": keuzes,
        "gekozen": gekozen,
        "retour": _retour(request),
    }
    return render(request, "berichten/lijst.html", context)


@require_POST
@login_required
def lees(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark one of my notices as read, and go to what it is about when asked."""
    bericht = get_object_or_404(Bericht.objects.voor(_ik(request)), pk=pk)
    services.markeer_gelezen(gebruiker_id=_ik(request), bericht_id=bericht.pk)
    if "open" in request.POST and mail.volledig_adres(bericht.adres):
        return redirect(bericht.adres)
    return _terug(request)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def instellingen(request: HttpRequest) -> HttpResponse:
    """How each kind of notice reaches me."""
    rollen = {lid.rol for lid in getattr(request, "lidmaatschappen", [])}
    form = InstellingenForm(request.POST if request.method == "POST" else None, gebruiker_id=_ik(request), rollen=rollen)
    if request.method == "POST" and form.is_valid():
        services.kies(gebruiker_id=_ik(request), keuzes=form.cleaned_data)
        messages.success(request, "Uw keuze is opgeslagen. Zij geldt voor nieuwe berichten.")
        return redirect("berichten-instellingen")
    altijd = [soort for soort in berichtsoorten() if soort.is_altijd]
    context = {"form": form, "altijd": altijd, "koppen": KOPPEN, "retour": _retour(request)}
    return render(request, "berichten/instellingen.html", {**context, "uur": settings.DAGOVERZICHT_UUR})


@require_safe
@login_required
def uitnodiging(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The invitation that came with one of my notices, to open in a calendar."""
    bericht = get_object_or_404(Bericht.objects.voor(_ik(request)).exclude(ics="").select_related("aan"), pk=pk)
    return HttpResponse(
        mail.uitnodiging(bericht),
        content_type=f"text/calendar; charset=utf-8; method={bericht.ics_methode}",
        headers={"Content-Disposition": f'attachment; filename="{mail.ICS_BESTAND}"', "Cache-Control": "private, no-store"},
    )


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
    niet_aangekomen = [Bericht.Status.MISLUKT, Bericht.Status.TERUGGEKOMEN]
    mislukt = Bericht.objects.filter(status__in=niet_aangekomen).select_related("aan").order_by("-op", "-vastgelegd_op", "pk")
    brieven = Brief.objects.filter(status=Brief.Status.MISLUKT).order_by("-op", "-vastgelegd_op", "pk")
    return render(
        request,
        "berichten/post.html",
        {
            "stand": post_stand(),
            "bladzijde": bladzijde(request, mislukt),
            "brieven": briefregels(brieven),
            "adressen": adresregels(vandaag()),
            "na": settings.RETOUREN_VOOR_STOP,
        },
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


@require_POST
@login_required
def adres_vrijgeven(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """For beheer: this address works (again)."""
    _alleen_beheer(request)
    if retour.geef_vrij(pk):
        messages.success(request, "Het adres is vrijgegeven. Wat werd vastgehouden gaat alsnog, besluiten en brieven meteen.")
    else:
        messages.info(request, "Dit adres was al vrijgegeven.")
    return redirect("post")


def _terug(request: HttpRequest) -> HttpResponse:
    """To the list as it was: the same dossier and page, and nowhere else."""
    vraag = {naam: waarde for naam in ("dossier", "pagina") if (waarde := request.POST.get(naam, ""))}
    return redirect(reverse("berichten") + (f"?{urlencode(vraag)}" if vraag else ""))


def _retour(request: HttpRequest) -> Retouradres | None:
    return retour.retouradres_van(cast(Gebruiker, request.user).email)


def _ik(request: HttpRequest) -> uuid.UUID:
    """The key of the person; `login_required` saw to it that there is one."""
    return cast(uuid.UUID, request.user.pk)


def _alleen_beheer(request: HttpRequest) -> None:
    namens = getattr(request, "namens", None)
    if namens is None or namens.rol != Rol.BEHEER:
        raise PermissionDenied("Alleen beheer kan dit.")
