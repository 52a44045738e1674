"""Regions, their insurers and their gemeenten."""

import datetime as dt
import uuid

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kern.basis.datums import vandaag
from kern.organisaties.forms.regios import IndelingForm, MandaatregioForm, NieuweIndelingForm, NieuwPaarForm, PaarForm, ZorgkantoorregioForm
from kern.organisaties.models import GemeenteInRegio, Organisatie, Regio, VerzekeraarsInRegio
from kern.organisaties.services import boek
from kern.organisaties.services import regios as services
from kern.organisaties.views.basis import beheer, formulier, kruimels, wie_en_wanneer
from kern.organisaties.zoeken import normaliseer, zoekterm
from kern.web.idempotentie import eenmalig
from kern.web.lijst import bladzijde, sortering

ZORGKANTOORREGIO = Regio.Soort.ZORGKANTOORREGIO


def _lijst_pad() -> list[tuple[str, str]]:
    return kruimels(("Regio's", reverse("beheer-regios")))


def _regio_pad(regio: Regio) -> list[tuple[str, str]]:
    return [*_lijst_pad(), (str(regio), reverse("beheer-regio", args=[regio.pk]))]


def _gemeente_pad(gemeente: Organisatie) -> list[tuple[str, str]]:
    return kruimels(("Gemeenten", reverse("beheer-gemeenten")), (str(gemeente), reverse("beheer-gemeente", args=[gemeente.pk])))


def _paren(op: dt.date) -> Prefetch:
    return Prefetch("verzekeraars", VerzekeraarsInRegio.objects.geldig_op(op).select_related("eerste", "tweede"), to_attr="paren_nu")


@beheer
def regios(request: HttpRequest) -> HttpResponse:
    """All regions of one division, with who insures or holds the mandate."""
    soort = request.GET.get("soort") if request.GET.get("soort") in Regio.Soort.values else ZORGKANTOORREGIO
    zoek = zoekterm(request.GET)
    sorteer, volgorde = sortering(request, {"naam": "naam"}, "naam")
    rijen = (
        Regio.objects.filter(soort=soort)
        .select_related("mandaathouder", "zorgkantoor")
        .prefetch_related(_paren(vandaag()))
        .order_by(*volgorde)
    )
    if zoek:
        rijen = rijen.filter(
            Q(naam__icontains=zoek)
            | Q(mandaathouder__zoeknaam__contains=normaliseer(zoek))
            | Q(zorgkantoor__zoeknaam__contains=normaliseer(zoek))
        )
    context = {"bladzijde": bladzijde(request, rijen), "soort": soort, "soorten": Regio.Soort.choices, "zoek": zoek, "sorteer": sorteer}
    return render(request, "beheer/regios.html", {**context, "pad": kruimels(("Regio's", ""))})


@beheer
def regio(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One region: what is kept of it, its insurers through time, its gemeenten today."""
    rij = get_object_or_404(Regio.objects.select_related("mandaathouder", "zorgkantoor"), pk=pk)
    op = vandaag()
    paren = rij.verzekeraars.select_related("eerste", "tweede").order_by("-van")
    gemeenten = rij.gemeenten.select_related("gemeente").filter(Q(tot__isnull=True) | Q(tot__gte=op)).order_by("gemeente__naam", "van")
    context = {"regio": rij, "paren": paren, "gemeenten": gemeenten, "vandaag": op, "pad": [*_lijst_pad(), (str(rij), "")]}
    return render(request, "beheer/regio.html", context)


@beheer
@eenmalig
def regio_wijzigen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what is kept of a region."""
    rij = get_object_or_404(Regio, pk=pk)
    vorm = ZorgkantoorregioForm if rij.soort == ZORGKANTOORREGIO else MandaatregioForm
    form = vorm(request.POST or None, instance=rij)
    return formulier(
        request,
        form,
        lambda: boek.wijzig(form.instance, **wie_en_wanneer(request)),
        titel=f"{rij} wijzigen",
        pad=_regio_pad(rij),
        gelukt="De regio is gewijzigd.",
    )


@beheer
@eenmalig
def paar_nieuw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a region another pair of insurers from a day on."""
    rij = get_object_or_404(Regio, pk=pk, soort=ZORGKANTOORREGIO)
    form = NieuwPaarForm(request.POST or None, instance=VerzekeraarsInRegio(regio=rij))
    return formulier(
        request,
        form,
        lambda: services.nieuw_paar(form.instance, **wie_en_wanneer(request)),
        titel=f"Nieuwe verzekeraars voor {rij}",
        pad=_regio_pad(rij),
        gelukt="De nieuwe verzekeraars staan vast. Het vorige paar eindigt op de dag ervoor.",
        uitleg="Lopende dossiers houden de verzekeraars waarmee zij zijn begonnen.",
    )


@beheer
@eenmalig
def paar_wijzigen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a pair of insurers or its period."""
    rij = get_object_or_404(VerzekeraarsInRegio.objects.select_related("regio", "eerste", "tweede"), pk=pk)
    form = PaarForm(request.POST or None, instance=rij)
    return formulier(
        request,
        form,
        lambda: services.verbeter_paar(form.instance, **wie_en_wanneer(request)),
        titel=f"Verzekeraars van {rij.regio} verbeteren",
        pad=_regio_pad(rij.regio),
        gelukt="De verzekeraars zijn verbeterd.",
        uitleg="Gebruik dit om een fout te herstellen. Krijgt de regio andere verzekeraars? Begin dan een nieuwe periode.",
    )


@beheer
def gemeenten(request: HttpRequest) -> HttpResponse:
    """All gemeenten with the two regions to which they belong today."""
    zoek = zoekterm(request.GET)
    sorteer, volgorde = sortering(request, {"naam": "zoeknaam", "provincie": "provincie"}, "naam")
    nu = GemeenteInRegio.objects.geldig_op(vandaag()).select_related("regio")
    rijen = Organisatie.objects.filter(soort=Organisatie.Soort.GEMEENTE).order_by(*volgorde)
    if zoek:
        rijen = rijen.filter(
            Q(zoeknaam__contains=normaliseer(zoek))
            | Q(pk__in=nu.filter(regio__naam__icontains=zoek).values("gemeente"))
            | Q(gemeentecode__iexact=zoek)
        )
    blad = bladzijde(request, rijen.prefetch_related(Prefetch("indelingen", nu, to_attr="indelingen_nu")))
    for gemeente in blad.object_list:
        gemeente.per_soort = {i.regio.soort: i for i in gemeente.indelingen_nu}
    return render(
        request, "beheer/gemeenten.html", {"bladzijde": blad, "zoek": zoek, "sorteer": sorteer, "pad": kruimels(("Gemeenten", ""))}
    )


@beheer
def gemeente(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One gemeente: where it belongs in each division, through time."""
    rij = get_object_or_404(Organisatie, pk=pk, soort=Organisatie.Soort.GEMEENTE)
    alle = list(rij.indelingen.select_related("regio").order_by("-van"))
    indelingen = [(soort, naam, [i for i in alle if i.regio.soort == soort]) for soort, naam in Regio.Soort.choices]
    pad = kruimels(("Gemeenten", reverse("beheer-gemeenten")), (str(rij), ""))
    return render(request, "beheer/gemeente.html", {"gemeente": rij, "indelingen": indelingen, "vandaag": vandaag(), "pad": pad})


@beheer
@eenmalig
def indeling_nieuw(request: HttpRequest, pk: uuid.UUID, soort: str) -> HttpResponse:
    """Place a gemeente in another region from a day on."""
    rij = get_object_or_404(Organisatie, pk=pk, soort=Organisatie.Soort.GEMEENTE)
    form = NieuweIndelingForm(request.POST or None, instance=GemeenteInRegio(gemeente=rij), soort=soort)
    return formulier(
        request,
        form,
        lambda: services.deel_in(form.instance, **wie_en_wanneer(request)),
        titel=f"Andere {Regio.Soort(soort).label} voor {rij.in_zin}",
        pad=_gemeente_pad(rij),
        gelukt="De nieuwe indeling staat vast. De vorige eindigt op de dag ervoor.",
    )


@beheer
@eenmalig
def indeling_wijzigen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct where a gemeente belongs, end it, or confirm what was uncertain."""
    rij = get_object_or_404(GemeenteInRegio.objects.select_related("gemeente", "regio"), pk=pk)
    form = IndelingForm(request.POST or None, instance=rij, soort=rij.regio.soort)
    return formulier(
        request,
        form,
        lambda: services.verbeter_indeling(form.instance, **wie_en_wanneer(request)),
        titel=f"Indeling van {rij.gemeente.in_zin} verbeteren",
        pad=_gemeente_pad(rij.gemeente),
        gelukt="De indeling is verbeterd.",
        uitleg="Gebruik dit om een fout te herstellen, een onzekere rij te bevestigen of een indeling te beëindigen. "
        "Verhuist de gemeente? Kies dan een andere regio vanaf een dag.",
    )
