"""`manage.py doorloop`: the main job and the refusals by command, with an exit code that tells the truth."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from kern.regels import register
from kern.termijnen.soorten import SOORTEN
from kern.toestanden.stap import StapBelet
from transformatie.models import Dossier

pytestmark = pytest.mark.django_db
GOED = "Alles ging zoals de regels zeggen."
TERUG = "Alles is teruggedraaid; er is niets bewaard."


def rijen() -> dict[str, int]:
    """How many rows every table of ours holds."""
    return {m._meta.label: m._base_manager.count() for m in apps.get_models() if m._meta.managed}


@pytest.fixture(autouse=True)
def _laat_niets_achter() -> Iterator[None]:
    """Whatever a walk did, and however it ended, nothing is left of it."""
    voor = rijen()
    yield
    assert rijen() == voor


def uitvoer(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def met(regels: list[str], *woorden: str) -> list[str]:
    return [r for r in regels if all(w in r for w in woorden)]


def test_de_hoofdtaak_loopt_van_startgesprek_tot_betaalde_kpi(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("doorloop")
    regels = uitvoer(capsys)
    assert regels[-2:] == [TERUG, GOED]
    for dag, *woorden in (
        ("2025-04-01", "Startgesprek gehouden"),
        ("2025-04-08", "Ziekenhuis Waalstad (planmaker)", "ingediend", "1a.1 1c.1 1h.1"),
        ("2025-05-06", "goedgekeurd", "1b.3 1c.2"),
        ("2025-10-30", "goedgekeurd", "1b.1 1b.2 1b.3 1c.2 1f.3"),
        ("2025-12-18", "NZa", "betaalbeschikking afgegeven"),
        ("2026-01-12", "in uitvoering", "3a.3"),
        ("2026-07-03", "betaalopdracht gegeven", "1g.6 3a.5"),
    ):
        assert len(met(regels, dag, *woorden)) == 1, (dag, woorden)


def test_de_weigeringen_laten_elke_gevraagde_regel_zien_met_haar_zin(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("doorloop", weiger=True)
    regels = uitvoer(capsys)
    assert regels[-2:] == [TERUG, GOED]
    gezien = {r.split()[0] for r in met(regels, ": geweigerd")}
    assert gezien == {
        *("1a.1", "1a.3", "1b.1", "1b.2", "1b.3", "1c.1", "1c.2", "1d.1", "1d.2", "1e.1", "1e.2", "1e.3", "1f.3"),
        *("1g.5", "1g.6", "1h.1", "2b.1", "3a.3", "3a.5"),
    }
    assert met(regels, "De Friesland en Zilveren Kruis zijn hetzelfde concern (Achmea). Kies een andere tweede verzekeraar.")


def test_een_termijn_die_anders_loopt_dan_de_regels_zeggen_is_een_afwijking(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    anders = dataclasses.replace(SOORTEN["besluit_snelle_toets"], duur_patroon="5w")
    monkeypatch.setitem(SOORTEN, "besluit_snelle_toets", anders)
    with pytest.raises(SystemExit) as einde:
        call_command("doorloop")
    fouten = capsys.readouterr().err.splitlines()
    assert (einde.value.code, fouten) == (
        1,
        ["AFWIJKING: 1e.1 laatste dag besluit snelle toets: verwacht 2025-05-06, gekregen 2025-05-13"],
    )


def test_met_een_afwijking_wordt_ook_met_bewaar_niets_bewaard(monkeypatch: pytest.MonkeyPatch) -> None:
    anders = dataclasses.replace(SOORTEN["indienen_transformatieplan"], duur_patroon="5m")
    monkeypatch.setitem(SOORTEN, "indienen_transformatieplan", anders)
    with pytest.raises(SystemExit):
        call_command("doorloop", bewaar=True)


def test_een_regel_die_niet_meer_weigert_is_een_afwijking(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.REGEL_GELDT_VANAF = {"3a.3": dt.date(2099, 1, 1)}
    with pytest.raises(SystemExit) as einde:
        call_command("doorloop", weiger=True)
    assert (einde.value.code, capsys.readouterr().err.splitlines()) == (
        1,
        ["AFWIJKING: 3a.3 start uitvoering: niet geweigerd", "AFWIJKING: 3a.3: geen weigering gezien"],
    )


def test_een_regel_die_altijd_weigert_breekt_de_hoofdtaak_af(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(register._toetsen, ("3a.3", "start uitvoering"), [lambda stap: ["Nee."]])
    with pytest.raises(StapBelet, match="Nee"):
        call_command("doorloop")
    assert not Dossier.objects.exists()
