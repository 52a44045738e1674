"""The escalation ladder on screen (1d)."""

import pytest

from kern.toestanden.uitvoeren import voer_uit
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Dossier, Escalatie
from transformatie.services import escalatie as services

GESPREK = {
    "gesproken_op": "2025-04-01",
    "uitkomst": "Nog geen oplossing.",
    "aanspreekpunten": "Anna Bakker, bestuurder\n\nDaan Vos, directeur",
}


@pytest.fixture
def dossier(wereld: Opzet) -> Dossier:
    return wereld.dossier()


@pytest.fixture
def rij(wereld: Opzet, dossier: Dossier) -> Escalatie:
    """An escalation in step 1."""
    escalatie = services.meld(dossier, knelpunt="De begroting sluit niet.", door=wereld.planmaker, op=BEGIN)
    return voer_uit(escalatie, "begin_stap_1", door=wereld.planmaker, op=BEGIN)


def test_een_betrokkene_meldt_een_knelpunt(wereld: Opzet, dossier: Dossier) -> None:
    antwoord = wereld.als(wereld.tweede_beoordelaar).post(f"{dossier.get_absolute_url()}escalaties/nieuw/", {"knelpunt": "Het loopt vast."})
    rij = Escalatie.objects.get()
    assert antwoord.url == rij.get_absolute_url()
    assert rij.gemeld_door == wereld.tweede
    blad = wereld.als(wereld.planmaker).get(dossier.get_absolute_url()).content.decode()
    assert "Het loopt vast." in blad
    assert "Begin stap 1" in blad


def test_een_leeg_knelpunt_wordt_niet_gemeld(wereld: Opzet, dossier: Dossier) -> None:
    antwoord = wereld.als(wereld.planmaker).post(f"{dossier.get_absolute_url()}escalaties/nieuw/", {"knelpunt": " "})
    assert antwoord.status_code == 422
    assert antwoord.content.decode().count("Beschrijf het knelpunt.") == 2


def test_stap_twee_kan_pas_als_het_eerste_gesprek_is_vastgelegd(wereld: Opzet, rij: Escalatie) -> None:
    client = wereld.als(wereld.beoordelaar)
    blad = client.get(rij.get_absolute_url()).content.decode()
    assert "Leg eerst vast wie er in stap 1 met elkaar spraken en wat eruit kwam." in blad
    assert ">1d.1</a>" in blad
    gegevens = GESPREK | {"organisaties": [str(wereld.eerste.pk), str(wereld.ziekenhuis.pk)]}
    assert client.post(f"{rij.get_absolute_url()}gesprek/", gegevens).url == rij.get_absolute_url()
    assert rij.gesprekken.get(stap=1).aanspreekpunten == ["Anna Bakker, bestuurder", "Daan Vos, directeur"]
    pad = f"/stap/{rij.soort()}/{rij.pk}/ga_naar_stap_2/"
    assert client.post(pad, {"verwacht": "stap_1"}).url == rij.get_absolute_url()
    rij.refresh_from_db()
    assert rij.status == "stap_2"


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"gesproken_op": "2025-04-02"}, "nadat het is gehouden"),
        ({"gesproken_op": "2025-03-31"}, "het gesprek kan niet eerder zijn"),
        ({"gesproken_op": "gisteren"}, "Dit is geen bestaande dag."),
        ({"uitkomst": ""}, "Beschrijf wat het gesprek opleverde."),
        ({"organisaties": ["onzin"]}, "Kies partijen van dit dossier."),
        ({"organisaties": []}, "Kies wie er bij het gesprek waren."),
        ({"aanspreekpunten": "x" * 161}, "Houd elke regel korter dan 160 tekens."),
    ],
)
def test_een_fout_gesprek_zegt_waarom(wereld: Opzet, rij: Escalatie, anders: dict[str, object], zin: str) -> None:
    gegevens = GESPREK | {"organisaties": [str(wereld.eerste.pk), str(wereld.ziekenhuis.pk)]} | anders
    antwoord = wereld.als(wereld.planmaker).post(f"{rij.get_absolute_url()}gesprek/", gegevens)
    assert antwoord.status_code == 422
    assert antwoord.content.decode().count(zin) == 2


def test_met_een_organisatie_is_er_geen_gesprek(wereld: Opzet, rij: Escalatie) -> None:
    antwoord = wereld.als(wereld.planmaker).post(f"{rij.get_absolute_url()}gesprek/", GESPREK | {"organisaties": [str(wereld.eerste.pk)]})
    assert antwoord.status_code == 422
    assert "Noem ten minste twee organisaties die met elkaar spraken. (1d.1)" in antwoord.content.decode()


def test_een_escalatie_van_een_ander_dossier_bestaat_hier_niet(wereld: Opzet, rij: Escalatie) -> None:
    ander = wereld.dossier("Ander dossier")
    client = wereld.als(wereld.planmaker)
    assert client.get(f"{ander.get_absolute_url()}escalaties/{rij.pk}/").status_code == 404
    assert wereld.als(wereld.vreemde).get(rij.get_absolute_url()).status_code == 404


def test_alleen_de_coordinerende_sluit_zonder_oplossing(wereld: Opzet, rij: Escalatie) -> None:
    pad = f"/stap/{rij.soort()}/{rij.pk}/sluit/"
    assert wereld.als(wereld.planmaker).get(pad).status_code == 403
    client = wereld.als(wereld.beoordelaar)
    assert client.post(pad, {"verwacht": "stap_1", "reden": ""}).status_code == 422
    client.post(pad, {"verwacht": "stap_1", "reden": "Partijen gaan ieder hun weg."})
    blad = client.get(rij.get_absolute_url()).content.decode()
    assert "Afgesloten op 1 april 2025" in blad
    assert "Partijen gaan ieder hun weg." in blad
