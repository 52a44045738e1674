"""The start of beheer, what is uncertain, and the contact list for everyone."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kern.basis.datums import vandaag
from kern.journaal.selectors import tijdlijn
from kern.organisaties import contactlijst
from kern.organisaties.models import GemeenteInRegio, Organisatie, Regio, VerzekeraarsInRegio
from kern.organisaties.selectors import contacten as zoek_contacten
from kern.organisaties.services import boek
from kern.organisaties.views.basis import beheer, kruimels
from kern.organisaties.zoeken import zoekterm
from kern.termijnen.models import Klokronde
from kern.termijnen.ronde import laatste_ronde_te_oud
from kern.web.lijst import bladzijde

VOORBEELD = "voorbeeld"
REGIOS_PER_BLAD = 10  # each with two insurers and their contact persons


@beheer
def begin(request: HttpRequest) -> HttpResponse:
    """Where beheer starts: the health of the sweep, what is uncertain, what was changed last."""
    onzeker = GemeenteInRegio.objects.filter(is_onzeker=True).count() + Regio.objects.filter(is_twijfelachtig=True).count()
    voorbeelden = VerzekeraarsInRegio.objects.geldig_op(vandaag()).filter(bron=VOORBEELD).count()
    context = {
        "onzeker": onzeker + voorbeelden,
        "rondes": list(Klokronde.objects.all()[:5]),
        "ronde_te_oud": laatste_ronde_te_oud(),
        "journaal": tijdlijn(boek.REFERENTIE, 10),
    }
    return render(request, "beheer/begin.html", context)


@beheer
def onzeker(request: HttpRequest) -> HttpResponse:
    """Every row of the reference data that somebody should still confirm."""
    context = {
        "indelingen": GemeenteInRegio.objects.filter(is_onzeker=True).select_related("gemeente", "regio").order_by("gemeente__naam"),
        "regios": Regio.objects.filter(is_twijfelachtig=True),
        "paren": VerzekeraarsInRegio.objects.geldig_op(vandaag()).filter(bron=VOORBEELD).select_related("regio", "eerste", "tweede"),
        "pad": kruimels(("Onzekere gegevens", "")),
    }
    return render(request, "beheer/onzeker.html", context)


@login_required
def contacten(request: HttpRequest) -> HttpResponse:
    """The contact list per region (1d.4), for everyone who is logged in."""
    op, zoek = vandaag(), zoekterm(request.GET)
    blad = bladzijde(request, zoek_contacten(op, zoek), per=REGIOS_PER_BLAD)
    for paar in blad.object_list:
        paar.kaarten = [_kaart(paar.eerste, "coördinerende zorgverzekeraar", op), _kaart(paar.tweede, "tweede zorgverzekeraar", op)]
    return render(request, "organisaties/contacten.html", {"bladzijde": blad, "zoek": zoek})


def _kaart(organisatie: Organisatie, positie: str, op: dt.date) -> tuple[contactlijst.Contactkaart, str]:
    return contactlijst.kaart(organisatie, contactlijst.gemerkt(organisatie.contactpersonen.all(), op)), positie
