"""1h.1: planmakers and insurer settle the character together, before the snelle toets goes in."""

import datetime as dt

import pytest
from django.test import Client

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.organisaties.models import Rol
from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.fabrieken.wereld import nieuw
from tests.regels.hulp import belet, belet_met_plek
from transformatie.stappanelen import karakter_bij_elk_oordeel

INDIENERS = "De indieners hebben het karakter{} nog niet bevestigd."
VERZEKERAAR = "De coördinerende zorgverzekeraar heeft het karakter{} nog niet bevestigd."


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    """Everything is ready but the character; without a startgesprek the step is asked for just as well."""
    loop = nieuw(wereld)
    loop.zet(loop.dossier.startgesprek, "sla_over", loop.planmaker, reden="Wij spraken elkaar al.")
    return loop.schrijf_toets()


def bevestig(loop: Levensloop, door: object, karakter: str = "opschaling", ruimte: str = "") -> None:
    loop.zet(loop.toets, "bevestig_karakter", door, karakter=karakter, experimenteerruimte=ruimte)  # type: ignore[arg-type]


def test_zonder_karakter_ontbreken_beide_kanten(loop: Levensloop) -> None:
    assert belet(loop.dien_toets_in) == [INDIENERS.format(""), VERZEKERAAR.format("")]


def test_bevestigt_alleen_de_penvoerder_dan_ontbreekt_de_verzekeraar(loop: Levensloop) -> None:
    bevestig(loop, loop.planmaker)
    assert belet(loop.dien_toets_in) == [VERZEKERAAR.format(" (opschaling)")]


def test_bevestigt_alleen_de_verzekeraar_dan_ontbreken_de_indieners(loop: Levensloop) -> None:
    bevestig(loop, loop.czv, "innovatie")
    assert belet(loop.dien_toets_in) == [INDIENERS.format(" (innovatie)")]


def test_bevestigen_beide_kanten_hetzelfde_dan_kan_de_toets_worden_ingediend(loop: Levensloop) -> None:
    bevestig(loop, loop.planmaker)
    bevestig(loop, loop.czv)
    loop.dien_toets_in()
    assert (loop.toets.status, loop.toets.karakter, loop.toets.karakter_is_bevestigd) == ("ingediend", "opschaling", True)


@pytest.mark.parametrize(("karakter", "ruimte"), [("innovatie", ""), ("opschaling", "Ruimte om per wijk te verschillen.")])
def test_kiest_de_ander_iets_anders_dan_moet_de_eerste_opnieuw_bevestigen(loop: Levensloop, karakter: str, ruimte: str) -> None:
    bevestig(loop, loop.planmaker)
    bevestig(loop, loop.czv, karakter, ruimte)
    assert belet(loop.dien_toets_in) == [INDIENERS.format(f" ({karakter})")]
    bevestig(loop, loop.planmaker, karakter, ruimte)
    loop.dien_toets_in()


def test_dezelfde_kant_twee_keer_telt_voor_een(loop: Levensloop) -> None:
    bevestig(loop, loop.czv)
    bevestig(loop, loop.tweede_persoon)
    assert belet(loop.dien_toets_in) == [INDIENERS.format(" (opschaling)")]


def test_wie_aan_beide_kanten_werkt_bevestigt_niet_voor_de_verzekeraar(loop: Levensloop) -> None:
    """Noch met het ene, noch met het andere petje sluit die de overeenstemming alleen."""
    dubbel = LidmaatschapFactory(organisatie=loop.czv.organisatie, rol=Rol.BEOORDELAAR)
    LidmaatschapFactory(gebruiker=dubbel.gebruiker, organisatie=loop.planmaker.organisatie, rol=Rol.PLANMAKER)
    with pytest.raises(StapNietToegestaan):
        bevestig(loop, dubbel)


def test_een_deelnemer_de_tweede_verzekeraar_en_een_gemeente_bevestigen_niet(loop: Levensloop) -> None:
    deelnemer = loop.wereld.lid(loop.deelnemers[0], Rol.PLANMAKER)
    for door in (deelnemer, loop.tweede, loop.beslisser(loop.gemeenten[0]), None):
        with pytest.raises(StapNietToegestaan):
            bevestig(loop, door)


@pytest.mark.parametrize("karakter", ["", "revolutie", " opschaling"])
def test_er_is_geen_derde_karakter(loop: Levensloop, karakter: str) -> None:
    assert belet_met_plek(lambda: bevestig(loop, loop.planmaker, karakter)) == [("Kies innovatie of opschaling.", "1h.1", "karakter")]


def test_na_indienen_staat_het_karakter_vast(loop: Levensloop) -> None:
    loop.bevestig_karakter().dien_toets_in()
    with pytest.raises(StapNietMogelijk):
        bevestig(loop, loop.czv, "innovatie")


@pytest.mark.parametrize(("eerste_dag", "geweigerd"), [(dt.date(2025, 3, 20), True), (dt.date(2025, 3, 21), False)])
def test_een_stap_van_voor_de_eerste_dag_valt_er_niet_onder(
    loop: Levensloop, settings: object, eerste_dag: dt.date, geweigerd: bool
) -> None:
    settings.REGEL_GELDT_VANAF = {"1h.1": eerste_dag}  # type: ignore[attr-defined]
    if geweigerd:
        assert belet(loop.dien_toets_in) == [INDIENERS.format(""), VERZEKERAAR.format("")]
    else:
        loop.dien_toets_in()


@pytest.mark.parametrize("stap", ["keur_goed", "wijs_af"])
def test_bij_het_besluit_staan_het_karakter_en_de_ruimte_in_beeld(loop: Levensloop, client: Client, stap: str) -> None:
    for door in (loop.planmaker, loop.czv):
        bevestig(loop, door, "innovatie", "De dosering mag per wijk verschillen.")
    loop.dien_toets_in().toets_compleet()
    client.force_login(loop.czv.gebruiker, backend="allauth.account.auth_backends.AuthenticationBackend")
    blad = client.get(f"/stap/{loop.toets.soort()}/{loop.toets.pk}/{stap}/").content.decode()
    assert "<b>Karakter: innovatie</b>" in blad
    assert "Afgesproken ruimte om te experimenteren: De dosering mag per wijk verschillen." in blad


@pytest.mark.parametrize(("stap", "is_oordeel"), [("beoordeel", True), ("ken_toe", True), ("betaal_uit", False), ("trek_in", False)])
def test_ook_bij_het_oordeel_over_een_kpi_staat_het_erbij(loop: Levensloop, stap: str, is_oordeel: bool) -> None:
    for door in (loop.planmaker, loop.czv):
        bevestig(loop, door)
    paneel = karakter_bij_elk_oordeel({"stap": stap, "dossier": loop.dossier})
    assert (paneel is not None) == is_oordeel
