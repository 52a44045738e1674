"""A form on an address of its own, drawn and sent as the application does."""

import re
from html import unescape

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.test import Client
from django.urls import include, path

from kern.basis.forms import TekstField, Vorm
from kern.web.idempotentie import eenmalig

BLAD = "{% load crispy_forms_tags %}<form method='post'>{% csrf_token %}{% formuliersleutel %}{% concept form %}{% crispy form %}</form>"
BEGIN = {"tekst": ""}


class ProefForm(Vorm):
    """One of each kind of field."""

    tekst = TekstField(label="Toelichting", required=False, max_length=200)
    plaats = forms.CharField(label="Plaats", required=False)
    keuze = forms.ChoiceField(label="Keuze", choices=[("", "kies"), ("a", "A"), ("b", "B")], required=False)
    akkoord = forms.BooleanField(label="Akkoord", required=False)
    geheim = forms.CharField(label="Wachtwoord", widget=forms.PasswordInput, required=False)
    spoor = forms.CharField(widget=forms.HiddenInput, required=False)
    stuk = forms.FileField(label="Bestand", required=False)
    los = TekstField(label="Los", required=False, widget=forms.Textarea(attrs={"data-geen-concept": ""}))


class KortForm(Vorm):
    """A form in which nobody types more than a line."""

    plaats = forms.CharField(label="Plaats", required=False)


@eenmalig
def proef(request: HttpRequest, klasse: type[forms.Form] = ProefForm) -> HttpResponse:
    form = klasse(request.POST, initial=BEGIN) if request.method == "POST" else klasse(initial=BEGIN)
    if form.is_bound and form.is_valid():
        return redirect("/")
    return HttpResponse(engines["django"].from_string(BLAD).render({"form": form}, request), status=422 if form.is_bound else 200)


urlpatterns = [
    path("proef/", proef),
    path("proef/<int:nummer>/", lambda request, nummer: proef(request)),
    path("kort/", proef, {"klasse": KortForm}),
    path("", include("config.urls")),
]


def lees(client: Client, adres: str = "/proef/") -> str:
    return client.get(adres).content.decode()


def waarde(blad: str, naam: str) -> str:
    """The value of an input as the page holds it."""
    gevonden = re.search(rf'<input[^>]*name="{naam}"[^>]*?value="([^"]*)"', blad)
    return unescape(gevonden.group(1)) if gevonden else ""


def tekst_in(blad: str, naam: str = "tekst") -> str:
    """The text a textarea opens with."""
    gevonden = re.search(rf'<textarea[^>]*name="{naam}"[^>]*>\s?(.*?)</textarea>', blad, re.S)
    assert gevonden
    return unescape(gevonden.group(1))


def bewaar(client: Client, blad: str, **anders: str) -> HttpResponse:
    """What the script on the page sends."""
    mee = {naam: waarde(blad, naam) for naam in ("formuliersleutel", "conceptplek", "conceptversie")}
    return client.post("/concepten/", mee | anders)
