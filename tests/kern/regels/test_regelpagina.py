"""The page Regels, in the application and as a document."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kern.regels import checks, overzicht, register
from kern.regels.bewijsvoering import als_markdown, lees_bewijs
from kern.regels.management.commands import maak_regelpagina
from kern.regels.register import regels
from tests.fabrieken.organisaties import LidmaatschapFactory


@pytest.fixture
def klant(client: Client) -> Client:
    client.force_login(LidmaatschapFactory().gebruiker, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.django_db
def test_alle_achtendertig_regels_staan_erop_met_hun_nummer_als_anker(klant: Client) -> None:
    html = klant.get("/regels/").content.decode()
    assert [f'id="{nummer}"' in html for nummer in regels()] == [True] * 38
    assert len(html.encode()) <= 120_000


@pytest.mark.django_db
def test_wat_nog_open_is_staat_er_met_de_reden(klant: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "wordt nog niet getoetst" not in klant.get("/regels/").content.decode()
    monkeypatch.delitem(register._toetsen, ("3a.4", "rond plan af"))
    monkeypatch.setitem(checks.NOG_OPEN, ("3a.4", "rond plan af"), "Dat volgt later.")
    assert "De stap &#x27;rond plan af&#x27; wordt nog niet getoetst. Dat volgt later." in klant.get("/regels/").content.decode()


@pytest.mark.django_db
def test_een_regel_opent_op_zijn_plaats_of_als_bladzijde(klant: Client) -> None:
    deel = klant.get("/regels/1b.3/", headers={"HX-Request": "true"}).content.decode()
    heel = klant.get("/regels/1b.3/").content.decode()
    assert ("<html" in deel, "<html" in heel) == (False, True)
    assert "1 april 2025" in deel
    assert klant.get("/regels/9z.9/").status_code == 404


@pytest.mark.django_db
def test_een_verschoven_ingangsdatum_staat_er_met_wat_was_afgesproken(klant: Client, settings: object) -> None:
    import datetime as dt

    settings.REGEL_GELDT_VANAF = {"1b.3": dt.date(2025, 7, 1)}
    html = klant.get("/regels/1b.3/").content.decode()
    assert "1 juli 2025 (eigen instelling; afgesproken is 1 april 2025)" in html


def test_elk_deel_van_de_werkinstructie_heeft_een_naam_en_woorden_zijn_voluit_gespeld() -> None:
    assert sum(len(bladen) for _, _, bladen in overzicht.per_deel()) == 38
    assert "coordin" not in als_markdown()


def test_het_bewijs_is_de_zin_van_de_test(tmp_path: Path) -> None:
    (tmp_path / "test_1b_1.py").write_text("def test_zonder_akkoord_geen_besluit():\n    ...\n\ndef hulp():\n    ...\n")
    (tmp_path / "test_1c_1.py").write_text('def test_x():\n    """Hetzelfde concern kan niet samen beoordelen."""\n')
    assert lees_bewijs(tmp_path) == {
        "1b.1": ["Zonder akkoord geen besluit."],
        "1c.1": ["Hetzelfde concern kan niet samen beoordelen."],
    }


def test_een_verouderde_regelpagina_valt_op(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tests = tmp_path / "tests"
    tests.mkdir()
    monkeypatch.setattr(maak_regelpagina, "TESTS", tests)
    monkeypatch.setattr(maak_regelpagina, "PAGINA", tmp_path / "docs" / "regels.md")
    monkeypatch.setattr(overzicht, "BEWIJS", tmp_path / "bewijs.json")
    with pytest.raises(CommandError, match="verouderd"):
        call_command("maak_regelpagina", "--controleer")
    call_command("maak_regelpagina")
    call_command("maak_regelpagina", "--controleer")
    (tests / "test_1a_1.py").write_text("def test_iets():\n    ...\n")
    with pytest.raises(CommandError, match="verouderd"):
        call_command("maak_regelpagina", "--controleer")
    overzicht._bewijs.cache_clear()
