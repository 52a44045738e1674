"""`manage.py controleer_grootboek`: what differs is named, the first first, and the command says no."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording import controle
from verantwoording.models import Boeking, Toekenning
from verantwoording.services.grootboek import corrigeer


def controleer(*opties: str) -> tuple[int, list[str]]:
    """Its exit code and what it said, the first line (the count) left out."""
    uitvoer = StringIO()
    try:
        call_command("controleer_grootboek", *opties, stdout=uitvoer)
        code = 0
    except SystemExit as einde:
        code = int(str(einde.code))
    return code, [r.replace("\u00a0", " ") for r in uitvoer.getvalue().splitlines()[1:]]


@contextmanager
def zonder_wachters() -> Iterator[None]:
    """Damage is only possible with the guards of the database off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def beschadig(sql: str) -> None:
    with zonder_wachters(), connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount > 0


@pytest.fixture
def t(m: Mensen) -> Toekenning:
    t = opzet.lopend(m)
    opzet.betaald(m, opzet.kpi(t, 1))
    return t


def test_een_gaaf_grootboek_klopt(t: Toekenning) -> None:
    assert controleer() == (0, ["Alles klopt."])


@pytest.mark.parametrize(
    ("sql", "zin"),
    [
        (
            "UPDATE verantwoording_boekingsregel SET bedrag = bedrag + 5 WHERE rekening = 'uitbetaald'",
            "boekingen sluiten: de boeking 'uitbetaling' van 3 november 2025 in {kenmerk}",
        ),
        (
            "UPDATE verantwoording_boekingsregel SET dossier_id = NULL WHERE rekening = 'uitbetaald'",
            "regels horen bij hun dossier: een regel van de boeking 'uitbetaling'",
        ),
        (
            "UPDATE verantwoording_boeking SET op = '2025-12-31' WHERE soort = 'budget'",
            "potten: de pot Transformatiemiddelen stond op 1 juli 2025 € 1.000 onder nul.",
        ),
        (
            "UPDATE verantwoording_boeking SET op = '2025-12-31' WHERE soort = 'kpi_toegekend'",
            "rekeningen per plan: {kenmerk}: 'toegekend per KPI, te betalen' stond op 3 november 2025 € 600 onder nul.",
        ),
        (
            "UPDATE verantwoording_toekenning SET bedrag = 500",
            "betaald en toegekend: {kenmerk}: er is € 600 uitbetaald; toegekend is € 500.",
        ),
        (
            "UPDATE verantwoording_toekenning SET bedrag = 900",
            "reserveringen: {kenmerk}: gereserveerd is € 900, geboekt is € 1.000.",
        ),
        (
            "UPDATE verantwoording_kpiverantwoording SET bedrag_toegekend = 400 WHERE bedrag_toegekend IS NOT NULL",
            "toekenningen per KPI: {kenmerk}, KPI 1: toegekend is € 400, geboekt is € 600.",
        ),
        (
            "UPDATE verantwoording_uitbetaling SET bedrag = 599.99",
            "uitbetaald per KPI: {kenmerk}, KPI 1: uitbetaald is € 599,99; overgemaakt en verrekend is € 600.",
        ),
        (
            "UPDATE verantwoording_betaalopdrachtregel SET bedrag = bedrag - 0.01",
            "uitbetalingen: {kenmerk}, KPI 1: uitbetaald is €",
        ),
    ],
)
def test_elke_beschadiging_wordt_bij_naam_genoemd(t: Toekenning, sql: str, zin: str) -> None:
    beschadig(sql)
    code, regels = controleer()
    assert (code, len(regels)) == (1, 1)
    assert regels[0].startswith("Er klopt iets niet in " + zin.format(kenmerk=t.dossier.kenmerk))


def test_een_correctie_die_niet_spiegelt_wordt_gevonden(m: Mensen) -> None:
    boeking = Boeking.objects.get(soort="budget")
    correctie = corrigeer(boeking, reden="Dubbel geboekt.", op=NU)
    assert controleer() == (0, ["Alles klopt."])
    beschadig(f"UPDATE verantwoording_boekingsregel SET bedrag = bedrag * 2 WHERE boeking_id = '{correctie.pk}'")  # noqa: S608
    code, regels = controleer("--alles")
    assert code == 1
    assert [r for r in regels if "niet het omgekeerde" in r] == [
        f"Er klopt iets niet in correcties: de boeking 'correctie' van 3 november 2025 ({correctie.pk}) "
        "is niet het omgekeerde van de boeking die zij corrigeert."
    ]


def test_elk_onderdeel_kan_een_controle_toevoegen(monkeypatch: pytest.MonkeyPatch, m: Mensen) -> None:
    monkeypatch.setattr(controle, "_controles", dict(controle._controles))
    controle.grootboekcontrole("een proef", 1)(lambda: iter(["dit klopt niet.", "en dit ook niet."]))
    assert controleer() == (1, ["Er klopt iets niet in een proef: dit klopt niet."])
    assert controleer("--alles")[1][:2] == [
        "Er klopt iets niet in een proef: dit klopt niet.",
        "Er klopt iets niet in een proef: en dit ook niet.",
    ]


def test_de_controles_van_het_grootboek_zelf_kosten_een_vast_aantal_vragen(m: Mensen) -> None:
    eigen = [functie for naam, functie in controle.controles() if functie.__module__ == "verantwoording.grootboekcontroles"]
    aantallen = []
    for _ in range(2):
        opzet.betaald(m, opzet.kpi(opzet.lopend(m), 1))
        with CaptureQueriesContext(connection) as vragen:
            assert [list(functie()) for functie in eigen] == [[]] * 9
        aantallen.append(len(vragen))
    assert aantallen == [14, 14]
