"""The calculator page: the same answer as the command, and Dutch sentences at the fields."""

import pytest
from django.test import Client

from tests.fabrieken.organisaties import LidmaatschapFactory

GOED = {"start": "2025-03-21", "aantal": "4", "eenheid": "w", "stukken": "1"}


@pytest.fixture
def bezoeker(client: Client, db: None) -> Client:
    client.force_login(LidmaatschapFactory().gebruiker)
    return client


def test_wie_niet_is_ingelogd_gaat_naar_de_inlogpagina(client: Client, db: None) -> None:
    antwoord = client.get("/einddatum/")
    assert (antwoord.status_code, antwoord["Location"]) == (302, "/account/login/?next=/einddatum/")


def test_een_leeg_formulier_klaagt_nog_niet(bezoeker: Client) -> None:
    antwoord = bezoeker.get("/einddatum/")
    assert (antwoord.status_code, antwoord.context["form"].errors, antwoord.context["uitkomst"]) == (200, {}, None)


def test_de_uitkomst_met_de_reden(bezoeker: Client) -> None:
    tekst = bezoeker.get("/einddatum/", GOED).content.decode()
    assert "De termijn eindigt op di 22 april 2025" in tekst
    assert "Vrijdag 18 april 2025 is Goede Vrijdag; de termijn loopt door tot en met dinsdag 22 april 2025" in tekst


def test_met_twee_opschortingen(bezoeker: Client) -> None:
    vraag = {
        "start": "2026-01-05",
        "aantal": "8",
        "eenheid": "w",
        "stukken": "2",
        "gevraagd_0": "14-01-2026",
        "ontvangen_0": "2026-01-20",
        "gevraagd_1": "2026-01-19",
        "ontvangen_1": "2026-01-30",
    }
    assert bezoeker.get("/einddatum/", vraag).context["uitkomst"].einde.isoformat() == "2026-03-17"


def test_nog_een_opschorting_bewaart_wat_er_stond(bezoeker: Client) -> None:
    antwoord = bezoeker.get("/einddatum/", GOED | {"aantal": "vier", "gevraagd_0": "2025-03-25", "meer": "ja"})
    tekst = antwoord.content.decode()
    assert antwoord.context["form"].errors == {}
    assert 'name="gevraagd_1"' in tekst
    assert 'value="vier"' in tekst
    assert 'value="2025-03-25"' in tekst


@pytest.mark.parametrize(
    ("anders", "veld", "zin"),
    [
        ({"start": ""}, "start", "Vul de startdag in."),
        ({"start": "2025-02-30"}, "start", "Dit is geen bestaande dag. Schrijf bijvoorbeeld 21-03-2025."),
        ({"aantal": ""}, "aantal", "Vul een aantal in."),
        ({"aantal": "vier"}, "aantal", "Vul een heel getal in, bijvoorbeeld 4."),
        ({"aantal": "0"}, "aantal", "De duur is minstens 1."),
        ({"aantal": "99999999"}, "aantal", "Deze termijn loopt voorbij het jaar 9999; kies een kortere duur of een eerdere start."),
        ({"aantal": "9" * 5000}, "aantal", "Vul een heel getal in, bijvoorbeeld 4."),
        ({"eenheid": "d"}, "eenheid", "Kies weken of maanden."),
        ({"gevraagd_0": "2025-03-25"}, "ontvangen_0", "Vul ook in wanneer het antwoord is ontvangen."),
        ({"ontvangen_0": "2025-03-25"}, "gevraagd_0", "Vul ook in wanneer de opschorting is gevraagd."),
        ({"gevraagd_0": "2025-03-25", "ontvangen_0": "2025-03-24"}, "ontvangen_0", "Het antwoord kan niet voor de vraag zijn ontvangen."),
        ({"gevraagd_0": "x", "ontvangen_0": "2025-03-24"}, "gevraagd_0", "Dit is geen bestaande dag. Schrijf bijvoorbeeld 21-03-2025."),
    ],
)
def test_een_fout_staat_bij_het_veld_en_boven_de_bladzijde(bezoeker: Client, anders: dict[str, str], veld: str, zin: str) -> None:
    antwoord = bezoeker.get("/einddatum/", GOED | anders)
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 200
    assert antwoord.context["form"].errors == {veld: [zin]}
    assert tekst.count(zin) == 2
    assert "<title>Fout: Einddatum berekenen" in tekst


@pytest.mark.parametrize("stukken", ["-1", "0", "999", "99999999999", "x", "²", ""])
def test_een_vreemd_aantal_opschortingen_breekt_niets(bezoeker: Client, stukken: str) -> None:
    assert bezoeker.get("/einddatum/", GOED | {"stukken": stukken, "meer": "ja"}).status_code == 200
    assert bezoeker.get("/einddatum/", GOED | {"stukken": stukken}).context["uitkomst"].einde.isoformat() == "2025-04-22"
