"""People and their memberships."""

import uuid

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kern.basis.datums import vandaag
from kern.gebruikers.models import Gebruiker
from kern.organisaties.forms.mensen import GebruikerForm, GebruikerWijzigenForm, LidmaatschapForm, LidmaatschapWijzigenForm
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from kern.organisaties.services import mensen as services
from kern.organisaties.views.basis import beheer, formulier, kruimels, wie_en_wanneer
from kern.organisaties.zoeken import normaliseer, zoekterm
from kern.web.idempotentie import eenmalig
from kern.web.lijst import bladzijde, sortering


def _lijst_pad() -> list[tuple[str, str]]:
    return kruimels(("Gebruikers", reverse("beheer-gebruikers")))


def _pad(gebruiker: Gebruiker) -> list[tuple[str, str]]:
    return [*_lijst_pad(), (str(gebruiker), reverse("beheer-gebruiker", args=[gebruiker.pk]))]


@beheer
def gebruikers(request: HttpRequest) -> HttpResponse:
    """All people, with what they may act as today."""
    zoek, rol = zoekterm(request.GET), request.GET.get("rol", "")
    sorteer, volgorde = sortering(request, {"naam": "naam", "email": "email"}, "naam")
    nu = Lidmaatschap.objects.geldig_op(vandaag()).select_related("organisatie")
    rijen = Gebruiker.objects.order_by(*volgorde)
    if zoek:
        namen = Organisatie.objects.filter(zoeknaam__contains=normaliseer(zoek))
        rijen = rijen.filter(
            Q(naam__icontains=zoek) | Q(email__icontains=zoek) | Q(pk__in=nu.filter(organisatie__in=namen).values("gebruiker"))
        )
    if rol in Rol.values:
        rijen = rijen.filter(pk__in=nu.filter(rol=rol).values("gebruiker"))
    blad = bladzijde(request, rijen.prefetch_related(Prefetch("lidmaatschappen", nu, to_attr="rollen_nu")))
    context = {"bladzijde": blad, "zoek": zoek, "rol": rol, "rollen": Rol.choices, "sorteer": sorteer}
    return render(request, "beheer/gebruikers.html", {**context, "pad": kruimels(("Gebruikers", ""))})


@beheer
def gebruiker(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One person and everything they act or acted as."""
    rij = get_object_or_404(Gebruiker, pk=pk)
    leden = rij.lidmaatschappen.select_related("organisatie").order_by("-van")
    return render(
        request, "beheer/gebruiker.html", {"mens": rij, "leden": leden, "vandaag": vandaag(), "pad": [*_lijst_pad(), (str(rij), "")]}
    )


@beheer
@eenmalig
def gebruiker_nieuw(request: HttpRequest) -> HttpResponse:
    """Make an account."""
    form = GebruikerForm(request.POST or None)
    return formulier(
        request,
        form,
        lambda: services.voeg_gebruiker_toe(form.instance, adres=reverse("account_reset_password"), **wie_en_wanneer(request)),
        titel="Gebruiker toevoegen",
        pad=_lijst_pad(),
        gelukt="De gebruiker is toegevoegd. Geef deze persoon nu een rol.",
        uitleg="Deze persoon krijgt een bericht en kiest zelf een wachtwoord.",
    )


@beheer
@eenmalig
def gebruiker_wijzigen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change who someone is, or switch the account off."""
    rij = get_object_or_404(Gebruiker, pk=pk)
    form = GebruikerWijzigenForm(request.POST or None, instance=rij)
    return formulier(
        request,
        form,
        lambda: services.wijzig_gebruiker(form.instance, **wie_en_wanneer(request)),
        titel=f"{rij} wijzigen",
        pad=_pad(rij),
        gelukt="De gebruiker is gewijzigd.",
    )


@beheer
@eenmalig
def lidmaatschap_nieuw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let a person act for an organisation."""
    rij = get_object_or_404(Gebruiker, pk=pk)
    form = LidmaatschapForm(request.POST or None, instance=Lidmaatschap(gebruiker=rij), initial={"van": vandaag()})
    return formulier(
        request,
        form,
        lambda: services.geef_rol(form.instance, **wie_en_wanneer(request)),
        titel=f"Rol geven aan {rij}",
        pad=_pad(rij),
        gelukt="De rol is gegeven.",
    )


@beheer
@eenmalig
def lidmaatschap_wijzigen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a membership, or change whether this person may sign."""
    rij = get_object_or_404(Lidmaatschap.objects.select_related("gebruiker", "organisatie"), pk=pk)
    form = LidmaatschapWijzigenForm(request.POST or None, instance=rij)
    return formulier(
        request,
        form,
        lambda: services.wijzig_rol(form.instance, **wie_en_wanneer(request)),
        titel=f"Rol van {rij.gebruiker} bij {rij.organisatie} wijzigen",
        pad=_pad(rij.gebruiker),
        gelukt="De rol is gewijzigd.",
        uitleg=f"{rij.gebruiker} handelt als {rij.get_rol_display()} bij {rij.organisatie}. Een beëindigde rol blijft zichtbaar.",
    )
