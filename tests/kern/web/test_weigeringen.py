"""Refusals are calm Dutch pages that lose nothing."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from kern.regels.register import Belet
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from tests.fabrieken.organisaties import LidmaatschapFactory

FOUTEN = {
    "niet-toegestaan": StapNietToegestaan("Dit kan alleen de NZa."),
    "niet-mogelijk": StapNietMogelijk("Dit is intussen gewijzigd."),
    "belet": StapBelet([Belet("Gemeente Wijchen wacht.", "1b.1"), Belet("Er is nog een vraag open.")]),
    "verboden": PermissionDenied(),
    "verdacht": SuspiciousOperation("boo"),
    "stuk": RuntimeError("geheim detail"),
}


def weiger(request: HttpRequest, wat: str) -> HttpResponse:
    raise FOUTEN[wat]


urlpatterns = [
    path("weiger/<str:wat>/", weiger),
    path("", include("kern.gebruikers.urls")),
    path("", include("kern.web.urls")),
    path("regels/", include("kern.regels.urls")),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def klant() -> Client:
    klant = Client(raise_request_exception=False)
    klant.force_login(
        LidmaatschapFactory(organisatie__naam="Ziekenhuis Waalstad").gebruiker,
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return klant


@pytest.mark.parametrize(
    ("wat", "status", "tekst"),
    [
        ("niet-toegestaan", 403, "Dit kan alleen de NZa."),
        ("niet-mogelijk", 409, "Dit is intussen gewijzigd."),
        ("belet", 422, "Gemeente Wijchen wacht."),
        ("verboden", 403, "hoort bij een andere rol"),
        ("verdacht", 400, "niet kan lezen"),
        ("stuk", 500, "Dit ligt aan ons"),
    ],
)
def test_elke_weigering_is_een_rustige_bladzijde(klant: Client, wat: str, status: int, tekst: str) -> None:
    antwoord = klant.post(f"/weiger/{wat}/")
    assert antwoord.status_code == status
    assert tekst in antwoord.content.decode()
    assert "geheim detail" not in antwoord.content.decode()


def test_belet_noemt_alles_met_het_regelnummer(klant: Client) -> None:
    html = klant.post("/weiger/belet/").content.decode()
    assert [deel in html for deel in ("Er is nog een vraag open.", "/regels/#1b.1")] == [True, True]


def test_wat_u_typte_staat_er_nog_maar_geheimen_niet(klant: Client) -> None:
    html = klant.post(
        "/weiger/niet-mogelijk/",
        {"toelichting": "mijn <b>lange</b> tekst", "password": "hunter2", "formuliersleutel": "0000", "leeg": " "},
    ).content.decode()
    assert "mijn &lt;b&gt;lange&lt;/b&gt; tekst" in html
    assert [woord in html for woord in ("hunter2", "0000", "Leeg")] == [False, False, False]


def test_terug_gaat_alleen_naar_deze_toepassing(klant: Client) -> None:
    van_hier = klant.post("/weiger/niet-mogelijk/", headers={"Referer": "http://testserver/dossiers/1/"}).content.decode()
    van_elders = klant.post("/weiger/niet-mogelijk/", headers={"Referer": "https://kwaad.example/"}).content.decode()
    assert 'href="http://testserver/dossiers/1/"' in van_hier
    assert "kwaad.example" not in van_elders


def test_een_adres_dat_er_niet_is_of_niet_van_u_is_geeft_een_rustige_404(klant: Client) -> None:
    antwoord = klant.get("/dossiers/bestaat-niet/")
    assert antwoord.status_code == 404
    assert "niet voor u zichtbaar" in antwoord.content.decode()


def test_een_verlopen_formulier_krijgt_nederlands_te_lezen() -> None:
    antwoord = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@b.nl", "password": "x"})
    assert antwoord.status_code == 403
    assert "Verstuur het nog een keer" in antwoord.content.decode()


@override_settings(DEBUG=False)
def test_elke_bladzijde_houdt_een_streng_beveiligingsbeleid(klant: Client) -> None:
    beleid = klant.get("/regels/")["Content-Security-Policy"]
    assert "unsafe" not in beleid
    assert "default-src 'self'" in beleid
