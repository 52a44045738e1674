"""The secret address: made once, withdrawn at once, and nothing for who does not know it."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from kern.agenda import bronnen, services
from kern.agenda.ics import Afspraak
from kern.agenda.models import Agendasleutel
from kern.gebruikers.models import Gebruiker
from kern.organisaties.models import Lidmaatschap
from tests.fabrieken.organisaties import GebruikerFactory, LidmaatschapFactory

pytestmark = pytest.mark.django_db
VROEGER = timezone.now() - dt.timedelta(hours=2)


@pytest.fixture
def ik(client: Client) -> Lidmaatschap:
    lid = LidmaatschapFactory()
    client.force_login(lid.gebruiker)
    return lid


@pytest.fixture
def bron(monkeypatch: pytest.MonkeyPatch) -> None:
    """One source that tells everybody the same."""

    def van(gebruiker: Gebruiker, op: dt.date) -> list[Afspraak]:
        moment = timezone.now() + dt.timedelta(days=1)
        return [
            Afspraak("termijn-1@x", op, "Laatste dag: besluit (TP-2025-0001)", "/termijnen/1/"),
            Afspraak("overleg-1@x", moment, f"Overleg van {gebruiker.naam}"),
        ]

    monkeypatch.setattr(bronnen, "_bronnen", [van])


def maak_adres(client: Client) -> str:
    pagina = client.post("/agenda/koppelen/").content.decode()
    return re.search(r'value="https?://[^/]+(/agenda/[^"]+\.ics)"', pagina)[1]


def test_het_adres_geeft_zonder_inloggen_wat_van_mij_is(client: Client, ik: Lidmaatschap, bron: None) -> None:
    adres = maak_adres(client)
    antwoord = Client().get(adres)
    assert (antwoord.status_code, antwoord["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "private" in antwoord["Cache-Control"]
    assert not antwoord.cookies
    kalender = Calendar.from_ical(antwoord.content)
    assert [str(g["UID"]) for g in kalender.walk("VEVENT")] == ["termijn-1@x", "overleg-1@x"]
    assert str(kalender.walk("VEVENT")[1]["SUMMARY"]) == f"Overleg van {ik.gebruiker.naam}"


def test_het_adres_is_maar_een_keer_te_zien_en_wordt_niet_bewaard(client: Client, ik: Lidmaatschap) -> None:
    sleutel = maak_adres(client).removeprefix("/agenda/").removesuffix(".ics")
    tweede = client.get("/agenda/koppelen/")
    assert sleutel not in tweede.content.decode()
    assert "no-store" in tweede["Cache-Control"]
    assert sleutel not in str(Agendasleutel.objects.values().get())


def test_een_nieuw_adres_zet_het_oude_uit(client: Client, ik: Lidmaatschap) -> None:
    oud, nieuw = maak_adres(client), maak_adres(client)
    assert (Client().get(oud).status_code, Client().get(nieuw).status_code) == (404, 200)


def test_een_ingetrokken_adres_geeft_niets_meer(client: Client, ik: Lidmaatschap) -> None:
    adres = maak_adres(client)
    assert client.post("/agenda/koppelen/intrekken/").url == "/agenda/koppelen/"
    assert Client().get(adres).status_code == 404
    assert client.post("/agenda/koppelen/intrekken/", follow=True).context["sleutel"] is None


def test_intrekken_raakt_alleen_mijn_eigen_adres(client: Client, ik: Lidmaatschap) -> None:
    ander = services.maak_sleutel(GebruikerFactory().pk, nu=timezone.now())
    client.post("/agenda/koppelen/intrekken/")
    maak_adres(client)
    assert Client().get(f"/agenda/{ander}.ics").status_code == 200


@pytest.mark.parametrize("sleutel", ["x", "a" * 43, "b" * 5000, "%00", "é"])
def test_een_onbekend_adres_bestaat_niet(sleutel: str) -> None:
    assert Client().get(f"/agenda/{sleutel}.ics").status_code == 404


def test_wie_geen_actief_account_meer_heeft_leest_niets(client: Client, ik: Lidmaatschap) -> None:
    adres = maak_adres(client)
    Gebruiker.objects.filter(pk=ik.gebruiker_id).update(is_active=False)
    assert Client().get(adres).status_code == 404


def test_het_adres_geeft_geen_toegang_tot_iets_anders(client: Client, ik: Lidmaatschap) -> None:
    adres, vreemd = maak_adres(client), Client()
    assert vreemd.get(adres).status_code == 200
    assert vreemd.get("/agenda/").status_code == 302
    assert vreemd.post(adres).status_code == 405


@pytest.mark.parametrize("pad", ["/agenda/", "/agenda/koppelen/"])
def test_wie_niet_is_ingelogd_gaat_eerst_inloggen(pad: str) -> None:
    assert Client().get(pad).status_code == 302


def test_alleen_een_post_maakt_of_trekt_in(client: Client, ik: Lidmaatschap) -> None:
    client.get("/agenda/koppelen/")
    assert not Agendasleutel.objects.exists()
    assert client.get("/agenda/koppelen/intrekken/").status_code == 405


def test_wanneer_het_laatst_is_opgehaald_wordt_niet_vaker_dan_een_keer_per_uur_bijgehouden(client: Client, ik: Lidmaatschap) -> None:
    adres = maak_adres(client)
    assert "nog niet" in client.get("/agenda/koppelen/").content.decode()
    Client().get(adres)
    eerste = Agendasleutel.objects.get().laatst_gelezen_op
    Client().get(adres)
    assert Agendasleutel.objects.get().laatst_gelezen_op == eerste
    Agendasleutel.objects.update(laatst_gelezen_op=VROEGER)
    Client().get(adres)
    assert Agendasleutel.objects.get().laatst_gelezen_op > eerste


def test_de_bladzijde_agenda_toont_per_week_wat_komt(client: Client, ik: Lidmaatschap, bron: None) -> None:
    pagina = client.get("/agenda/").content.decode()
    assert "Deze week" in pagina
    assert "Laatste dag: besluit (TP-2025-0001)" in pagina
    assert pagina.index("Laatste dag") < pagina.index("Overleg van")


def test_een_lege_agenda_zegt_wat_er_zal_komen(client: Client, ik: Lidmaatschap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bronnen, "_bronnen", [])
    assert "Er staat niets in uw agenda" in client.get("/agenda/").content.decode()


def test_een_titel_met_opmaak_blijft_tekst(client: Client, ik: Lidmaatschap, monkeypatch: pytest.MonkeyPatch) -> None:
    kwaad: Callable[..., Any] = lambda g, op: [Afspraak("1@x", op, "<img src=x>")]  # noqa: E731
    monkeypatch.setattr(bronnen, "_bronnen", [kwaad])
    assert "<img src=x>" not in client.get("/agenda/").content.decode()
