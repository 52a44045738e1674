"""Organisations, concerns, contact persons and days."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kern.basis.datums import toon_dag, vandaag
from kern.organisaties.forms.mensen import ContactpersoonForm
from kern.organisaties.forms.organisaties import ConcernForm, NieuweOrganisatieForm, OrganisatieForm, VrijeDagForm
from kern.organisaties.models import Contactpersoon, Organisatie
from kern.organisaties.regels import is_oud_contact
from kern.organisaties.services import boek
from kern.organisaties.views.basis import beheer, bevestig, formulier, kruimels, wie_en_wanneer
from kern.organisaties.zoeken import normaliseer, zoekterm
from kern.termijnen.models import VrijeDag
from kern.web.idempotentie import eenmalig
from kern.web.lijst import bladzijde, sortering


def _lijst_pad() -> list[tuple[str, str]]:
    return kruimels(("Organisaties", reverse("beheer-organisaties")))


def _pad(organisatie: Organisatie) -> list[tuple[str, str]]:
    return [*_lijst_pad(), (str(organisatie), reverse("beheer-organisatie", args=[organisatie.pk]))]


@beheer
def organisaties(request: HttpRequest) -> HttpResponse:
    """All organisations, by kind."""
    zoek, soort = zoekterm(request.GET), request.GET.get("soort", "")
    sorteer, volgorde = sortering(request, {"naam": "zoeknaam", "soort": "soort", "sector": "sector", "grootte": "grootte"}, "naam")
    rijen = Organisatie.objects.select_related("concern").order_by(*volgorde)
    if soort in Organisatie.Soort.values:
        rijen = rijen.filter(soort=soort)
    if zoek:
        rijen = rijen.filter(zoeknaam__contains=normaliseer(zoek))
    context = {
        "bladzijde": bladzijde(request, rijen),
        "zoek": zoek,
        "soort": soort,
        "soorten": Organisatie.Soort.choices,
        "sorteer": sorteer,
    }
    return render(request, "beheer/organisaties.html", {**context, "pad": kruimels(("Organisaties", ""))})


@beheer
def organisatie(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One organisation: what is kept of it, who acts for it, whom to call."""
    rij = get_object_or_404(Organisatie.objects.select_related("concern"), pk=pk)
    op = vandaag()
    leden = bladzijde(request, rij.lidmaatschappen.select_related("gebruiker").order_by("gebruiker__naam", "van"))
    contacten = list(rij.contactpersonen.order_by("-niveau", "naam"))
    for contact in contacten:
        contact.is_oud = is_oud_contact(contact, op)  # type: ignore[attr-defined]  # remembered on the object itself
    context = {"organisatie": rij, "bladzijde": leden, "contacten": contacten, "vandaag": op, "pad": [*_lijst_pad(), (str(rij), "")]}
    return render(request, "beheer/organisatie.html", context)


@beheer
@eenmalig
def organisatie_nieuw(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    form = NieuweOrganisatieForm(request.POST or None)
    return formulier(
        request,
        form,
        lambda: boek.voeg_toe(form.instance, **wie_en_wanneer(request)),
        titel="Organisatie toevoegen",
        pad=_lijst_pad(),
        gelukt="De organisatie is toegevoegd.",
    )


@beheer
@eenmalig
def organisatie_wijzigen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change what is kept of an organisation."""
    rij = get_object_or_404(Organisatie, pk=pk)
    form = OrganisatieForm(request.POST or None, instance=rij)
    return formulier(
        request,
        form,
        lambda: boek.wijzig(form.instance, **wie_en_wanneer(request)),
        titel=f"{rij} wijzigen",
        pad=_pad(rij),
        gelukt="De organisatie is gewijzigd.",
    )


@beheer
@eenmalig
def concern_nieuw(request: HttpRequest) -> HttpResponse:
    """Add a group of insurers."""
    form = ConcernForm(request.POST or None)
    return formulier(
        request,
        form,
        lambda: boek.voeg_toe(form.instance, **wie_en_wanneer(request)),
        titel="Concern toevoegen",
        pad=_lijst_pad(),
        gelukt="Het concern is toegevoegd. U kunt er nu verzekeraars aan koppelen.",
    )


@beheer
@eenmalig
def contactpersoon_nieuw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a contact person to an organisation."""
    rij = get_object_or_404(Organisatie, pk=pk)
    form = ContactpersoonForm(request.POST or None, instance=Contactpersoon(organisatie=rij), initial={"gecontroleerd_op": vandaag()})
    return formulier(
        request,
        form,
        lambda: boek.voeg_toe(form.instance, **wie_en_wanneer(request)),
        titel=f"Contactpersoon bij {rij} toevoegen",
        pad=_pad(rij),
        gelukt="De contactpersoon is toegevoegd.",
        uitleg="Iedereen die is ingelogd ziet deze gegevens op de bladzijde Contacten.",
    )


@beheer
@eenmalig
def contactpersoon_wijzigen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change or check a contact person."""
    rij = get_object_or_404(Contactpersoon.objects.select_related("organisatie"), pk=pk)
    form = ContactpersoonForm(request.POST or None, instance=rij)
    return formulier(
        request,
        form,
        lambda: boek.wijzig(form.instance, **wie_en_wanneer(request)),
        titel=f"Contactpersoon bij {rij.organisatie} wijzigen",
        pad=_pad(rij.organisatie),
        gelukt="De contactpersoon is gewijzigd.",
    )


@beheer
def contactpersoon_verwijderen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove a contact person."""
    rij = get_object_or_404(Contactpersoon.objects.select_related("organisatie"), pk=pk)
    return bevestig(
        request,
        lambda: boek.verwijder(rij, **wie_en_wanneer(request)),
        titel=f"{rij.naam} verwijderen",
        pad=_pad(rij.organisatie),
        gelukt="De contactpersoon is verwijderd.",
        gevolg=f"{rij.naam} staat niet meer bij de contacten van {rij.organisatie}.",
        knop="Verwijder de contactpersoon",
    )


@beheer
def dagen(request: HttpRequest) -> HttpResponse:
    """The days that a decree equated with a holiday."""
    context = {"bladzijde": bladzijde(request, VrijeDag.objects.order_by("-datum")), "pad": kruimels(("Gelijkgestelde dagen", ""))}
    return render(request, "beheer/dagen.html", context)


@beheer
@eenmalig
def dag_nieuw(request: HttpRequest) -> HttpResponse:
    """Add such a day."""
    form = VrijeDagForm(request.POST or None)
    return formulier(
        request,
        form,
        lambda: boek.voeg_toe(form.instance, **wie_en_wanneer(request)),
        titel="Gelijkgestelde dag toevoegen",
        pad=kruimels(("Gelijkgestelde dagen", reverse("beheer-dagen"))),
        gelukt="De dag is toegevoegd.",
        uitleg="De dag telt mee in elke termijn die vanaf nu wordt berekend.",
    )


@beheer
def dag_verwijderen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove such a day."""
    rij = get_object_or_404(VrijeDag, pk=pk)
    return bevestig(
        request,
        lambda: boek.verwijder(rij, **wie_en_wanneer(request)),
        titel=f"{toon_dag(rij.datum)} verwijderen",
        pad=kruimels(("Gelijkgestelde dagen", reverse("beheer-dagen"))),
        gelukt="De dag is verwijderd.",
        gevolg=f"{toon_dag(rij.datum).capitalize()} is geen vrije dag meer voor termijnen die vanaf nu worden berekend.",
        knop="Verwijder de dag",
    )
