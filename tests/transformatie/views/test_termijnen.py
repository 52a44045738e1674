"""The list of running terms, and moving one with the consent of the planmakers (1e)."""

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine

from kern.termijnen.models import Termijn
from kern.termijnen.services import start
from kern.toestanden.uitvoeren import voer_uit
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Dossier

VERLENG = {"tot": "2025-05-20", "reden": "De begroting volgt.", "ingestemd": "on"}


@pytest.fixture
def dossier(wereld: Opzet) -> Dossier:
    """A snelle toets that is being assessed; the decision is due on 29 April 2025."""
    dossier = wereld.ingediend(wereld.dossier())
    voer_uit(dossier.snelle_toets, "verklaar_compleet", door=wereld.beoordelaar, op=BEGIN)
    return dossier


@pytest.fixture
def klok(dossier: Dossier) -> Termijn:
    return Termijn.objects.get(zaak_id=dossier.pk, soort_termijn="besluit_snelle_toets")


def test_de_lijst_toont_alleen_termijnen_van_uw_dossiers(wereld: Opzet, dossier: Dossier) -> None:
    assert dossier.kenmerk in wereld.als(wereld.beoordelaar).get("/termijnen/").content.decode()
    assert dossier.kenmerk not in wereld.als(wereld.vreemde).get("/termijnen/").content.decode()


def test_te_laat_is_een_filter(wereld: Opzet, klok: Termijn) -> None:
    client = wereld.als(wereld.beoordelaar)
    assert client.get("/termijnen/?toon=laat").context["regels"] == []
    with time_machine.travel(dt.datetime(2025, 4, 30, 8, tzinfo=dt.UTC)):
        regels = wereld.als(wereld.beoordelaar).get("/termijnen/?toon=laat").context["regels"]
        assert [t.pk for t, _, _ in regels] == [klok.pk]


@pytest.mark.parametrize("vraag", ["toon=onzin", "sorteer=%27%3B--", "pagina=9999", "toon=eigen&sorteer=-wie"])
def test_onzin_in_het_adres_is_geen_fout(wereld: Opzet, klok: Termijn, vraag: str) -> None:
    assert wereld.als(wereld.beoordelaar).get(f"/termijnen/?{vraag}").status_code == 200


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_lijst_vraagt_even_veel_met_een_als_met_drie(wereld: Opzet, aantal: int, django_assert_num_queries: Any) -> None:
    for i in range(aantal):
        wereld.ingediend(wereld.dossier(f"Plan {i}"))
    client = wereld.als(wereld.beoordelaar)
    with django_assert_num_queries(8):
        assert client.get("/termijnen/").status_code == 200


def test_wie_indient_ziet_de_termijnen_van_de_beoordelaars_onderling_niet(wereld: Opzet, dossier: Dossier) -> None:
    intern = start(zaak=dossier.pk, onderwerp=uuid.uuid4(), soort="instemming_tweede", verantwoordelijk=wereld.tweede, op=BEGIN)
    assert "Instemming van de tweede" in wereld.als(wereld.beoordelaar).get("/termijnen/").content.decode()
    client = wereld.als(wereld.planmaker)
    assert "Instemming van de tweede" not in client.get("/termijnen/").content.decode()
    assert client.get(f"/termijnen/{intern.pk}/").status_code == 404


def test_verlengen_met_instemming_en_reden(wereld: Opzet, klok: Termijn) -> None:
    client = wereld.als(wereld.beoordelaar)
    assert "Verleng de termijn" in client.get(f"/termijnen/{klok.pk}/").content.decode()
    assert client.post(f"/termijnen/{klok.pk}/verleng/", VERLENG).url == f"/termijnen/{klok.pk}/"
    klok.refresh_from_db()
    assert klok.einde_op == dt.date(2025, 5, 20)


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"ingestemd": ""}, "Leg vast dat de planmakers ermee instemmen."),
        ({"reden": ""}, "Geef een reden."),
        ({"tot": "2025-04-29"}, "Kies een dag na 29 april 2025. (1e.1)"),
        ({"tot": ""}, "Kies de nieuwe laatste dag."),
        ({"tot": "later"}, "Dit is geen bestaande dag."),
    ],
)
def test_verlengen_zonder_alles_zegt_wat_er_mist(wereld: Opzet, klok: Termijn, anders: dict[str, str], zin: str) -> None:
    antwoord = wereld.als(wereld.beoordelaar).post(f"/termijnen/{klok.pk}/verleng/", VERLENG | anders)
    assert antwoord.status_code == 422
    assert antwoord.content.decode().count(zin) == 2


def test_na_het_einde_verlengt_een_besluittermijn_niet_meer(wereld: Opzet, klok: Termijn) -> None:
    with time_machine.travel(dt.datetime(2025, 4, 30, 8, tzinfo=dt.UTC)):
        antwoord = wereld.als(wereld.beoordelaar).post(f"/termijnen/{klok.pk}/verleng/", VERLENG)
    assert antwoord.status_code == 422
    assert "De termijn eindigde op 29 april 2025; verlengen kon alleen daarvoor. (1e.1)" in antwoord.content.decode()


def test_opschorten_en_hervatten(wereld: Opzet, klok: Termijn) -> None:
    client = wereld.als(wereld.beoordelaar)
    client.post(f"/termijnen/{klok.pk}/schort-op/", {"reden": "Er ontbreekt een stuk.", "ingestemd": "on"})
    klok.refresh_from_db()
    assert klok.status == "opgeschort"
    assert client.post(f"/termijnen/{klok.pk}/schort-op/", {"reden": "Nog eens.", "ingestemd": "on"}).status_code in (302, 409)
    with time_machine.travel(dt.datetime(2025, 4, 11, 8, tzinfo=dt.UTC)):
        wereld.als(wereld.beoordelaar).post(f"/termijnen/{klok.pk}/hervat/")
    klok.refresh_from_db()
    assert (klok.status, klok.einde_op) == ("loopt", dt.date(2025, 5, 8))


def test_alleen_de_coordinerende_verzet_een_termijn(wereld: Opzet, klok: Termijn) -> None:
    for lid in (wereld.planmaker, wereld.tweede_beoordelaar):
        client = wereld.als(lid)
        assert "Verleng de termijn" not in client.get(f"/termijnen/{klok.pk}/").content.decode()
        assert client.post(f"/termijnen/{klok.pk}/verleng/", VERLENG).status_code == 403
    assert wereld.als(wereld.vreemde).get(f"/termijnen/{klok.pk}/").status_code == 404


@pytest.mark.parametrize("hoe", ["onzin", "verwijder"])
def test_een_onbekende_verzetting_bestaat_niet(wereld: Opzet, klok: Termijn, hoe: str) -> None:
    assert wereld.als(wereld.beoordelaar).get(f"/termijnen/{klok.pk}/{hoe}/").status_code == 404
