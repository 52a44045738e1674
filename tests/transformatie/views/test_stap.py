"""The one page on which every step is taken."""

import re
import uuid

import pytest
from django.urls import reverse

from kern.journaal.models import Journaalregel
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import voer_uit
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Startgesprek

PLAN = {"verwacht": "aangevraagd", "datum": "2025-04-08", "tijd": "10:30", "plaats": "Waalstad, zaal 2"}


def adres(rij: object, stap: str) -> str:
    return reverse("stap", kwargs={"soort": rij.soort(), "pk": rij.pk, "stap": stap})


def test_een_stap_toont_wat_hij_doet_en_wordt_gezet(wereld: Opzet) -> None:
    gesprek = wereld.dossier().startgesprek
    client = wereld.als(wereld.beoordelaar)
    blad = client.get(adres(gesprek, "plan"))
    assert "Iedereen van de uitgenodigde partijen krijgt bericht met een agenda-uitnodiging." in blad.content.decode()
    antwoord = client.post(adres(gesprek, "plan"), PLAN)
    assert antwoord.url == gesprek.dossier.get_absolute_url()
    gesprek.refresh_from_db()
    assert (gesprek.status, gesprek.plaats) == ("gepland", "Waalstad, zaal 2")


def test_een_dossier_dat_niet_van_u_is_bestaat_niet(wereld: Opzet) -> None:
    gesprek = wereld.dossier().startgesprek
    client = wereld.als(wereld.vreemde)
    assert client.get(adres(gesprek, "plan")).status_code == 404
    assert client.post(adres(gesprek, "plan"), PLAN).status_code == 404


def test_wie_het_dossier_ziet_maar_niet_mag_leest_wie_wel_mag(wereld: Opzet) -> None:
    gesprek = wereld.dossier().startgesprek
    for antwoord in (
        wereld.als(wereld.planmaker).get(adres(gesprek, "plan")),
        wereld.als(wereld.tweede_beoordelaar).post(adres(gesprek, "plan"), PLAN),
    ):
        assert antwoord.status_code == 403
        assert "Dit kan alleen de coördinerende zorgverzekeraar" in antwoord.content.decode()


def test_een_verouderd_formulier_zegt_wat_er_intussen_gebeurde_en_bewaart_wat_u_typte(wereld: Opzet) -> None:
    gesprek = wereld.dossier().startgesprek
    voer_uit(gesprek, "sla_over", door=wereld.planmaker, op=BEGIN, reden="Haast.")
    antwoord = wereld.als(wereld.beoordelaar).post(adres(gesprek, "plan"), PLAN)
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 409
    assert "Dit is intussen gewijzigd: Ziekenhuis Waalstad zette op 1 april 2025" in tekst
    assert "Waalstad, zaal 2" in tekst


def test_een_stap_die_nog_wel_kan_maar_op_een_andere_stand_was_bedoeld_wordt_niet_gezet(wereld: Opzet) -> None:
    dossier = wereld.ingediend(wereld.dossier())
    gegevens = {"verwacht": "concept", "reden": "Wij beginnen opnieuw."}
    antwoord = wereld.als(wereld.planmaker).post(adres(dossier.snelle_toets, "trek_in"), gegevens)
    assert antwoord.status_code == 409
    assert "Wij beginnen opnieuw." in antwoord.content.decode()
    dossier.snelle_toets.refresh_from_db()
    assert dossier.snelle_toets.status == "ingediend"


def test_een_belet_staat_er_met_zijn_regelnummer_en_het_formulier_blijft_staan(wereld: Opzet) -> None:
    gesprek = wereld.dossier(domeinen=("zvw", "wlz")).startgesprek
    client = wereld.als(wereld.beoordelaar)
    blad = client.get(adres(gesprek, "plan")).content.decode()
    assert "Nodig eerst het zorgkantoor van Waardenland uit." in blad
    assert 'name="plaats"' not in blad
    antwoord = client.post(adres(gesprek, "plan"), PLAN)
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert "Nodig eerst het zorgkantoor van Waardenland uit." in tekst
    assert ">1a.1</a>" in tekst
    assert 'value="Waalstad, zaal 2"' in tekst


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"datum": "31-02-2025"}, "Dit is geen bestaande dag."),
        ({"datum": "0001-01-01"}, "Kies een dag tussen 1 januari 2020 en 31 december 2099."),
        ({"datum": "2025-03-31"}, "Deze dag is al voorbij."),
        ({"datum": ""}, "Vul een datum in."),
        ({"tijd": "25:99"}, "Dit is geen tijd."),
        ({"plaats": "x" * 201}, "Dit is te lang: hoogstens 200 tekens, en dit zijn er 201."),
        ({"plaats": "  "}, "Vul in waar het gesprek is."),
    ],
)
def test_foute_invoer_geeft_een_zin_bij_het_veld_en_houdt_de_rest_vast(wereld: Opzet, anders: dict[str, str], zin: str) -> None:
    gesprek = wereld.dossier().startgesprek
    antwoord = wereld.als(wereld.beoordelaar).post(adres(gesprek, "plan"), PLAN | anders)
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert tekst.count(zin) == 2, "in het overzicht bovenaan en bij het veld"
    assert "<title>Fout: " in tekst
    assert Startgesprek.objects.get().status == "aangevraagd"


def test_twee_keer_versturen_zet_de_stap_een_keer(wereld: Opzet) -> None:
    gesprek = wereld.dossier().startgesprek
    client = wereld.als(wereld.beoordelaar)
    sleutel = {"formuliersleutel": str(uuid.uuid4())}
    eerste, tweede = (client.post(adres(gesprek, "plan"), PLAN | sleutel) for _ in range(2))
    assert eerste.url == tweede.url
    assert Journaalregel.objects.filter(stap="plan").count() == 1


@pytest.mark.parametrize(
    "pad", ["transformatie.nietbestaand/{pk}/plan/", "{soort}/{pk}/save/", "{soort}/{pk}/status/", "{soort}/{pk}/delete/"]
)
def test_een_onzinnig_adres_bestaat_niet(wereld: Opzet, pad: str) -> None:
    gesprek = wereld.dossier().startgesprek
    client = wereld.als(wereld.beoordelaar)
    assert client.get("/stap/" + pad.format(soort=gesprek.soort(), pk=gesprek.pk)).status_code == 404


def test_terug_leidt_nooit_naar_buiten(wereld: Opzet) -> None:
    gesprek = wereld.dossier().startgesprek
    antwoord = wereld.als(wereld.beoordelaar).post(adres(gesprek, "plan"), PLAN | {"terug": "//boos.example/"})
    assert antwoord.url == gesprek.dossier.get_absolute_url()


def test_wie_niet_is_ingelogd_gaat_eerst_inloggen(wereld: Opzet, client: object) -> None:
    antwoord = client.get(adres(wereld.dossier().startgesprek, "plan"))
    assert antwoord.url.startswith("/account/login/")


@pytest.mark.parametrize("leeg", ["", "   "])
def test_incompleet_verklaren_zonder_te_zeggen_wat_er_ontbreekt_gaat_ook_aan_de_deur_niet(wereld: Opzet, leeg: str) -> None:
    toets = wereld.ingediend(wereld.dossier()).snelle_toets
    with pytest.raises(StapBelet) as fout:
        voer_uit(toets, "verklaar_incompleet", door=wereld.beoordelaar, op=BEGIN, wat_ontbreekt=leeg)
    assert [(b.tekst, b.veld) for b in fout.value.beletselen] == [("Schrijf wat er ontbreekt.", "wat_ontbreekt")]


def test_een_stap_staat_in_het_menu_onder_dossiers(wereld: Opzet) -> None:
    blad = wereld.als(wereld.beoordelaar).get(adres(wereld.dossier().startgesprek, "plan")).content.decode()
    assert re.search(r'<a href="/dossiers/" aria-current="page"', blad)
