"""The role under which production's application works: it carries everything, but no posting changes or disappears."""

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from tests.verantwoording import opzet
from tests.verantwoording.opzet import Mensen
from verantwoording.controle import bevindingen
from verantwoording.models import Boeking
from verantwoording.services import databankrol

ROL = "proef_toepassing"
GROOTBOEK = ["verantwoording_boeking", "verantwoording_boekingsregel", "verantwoording_uitbetaling"]


def als_rol(rol: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE" if rol == "" else f"SET ROLE {rol}")


@pytest.fixture
def toepassing(db: None) -> str:
    """The role with its rights, in this transaction only."""
    call_command("geef_databankrechten", ROL)
    return ROL


def probeer(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_het_grootboek_de_uitbetalingen_en_het_journaal_zijn_alleen_om_bij_te_schrijven(db: None) -> None:
    vast = databankrol.tabellen_om_bij_te_schrijven()
    assert [t for t in GROOTBOEK if t in vast] == GROOTBOEK
    assert "journaal_journaalregel" in vast


def test_als_de_toepassing_loopt_een_plan_van_begin_tot_uitbetaling(m: Mensen, toepassing: str) -> None:
    als_rol(toepassing)
    try:
        opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
        assert list(bevindingen()) == []
        assert Boeking.objects.count() == 4
    finally:
        als_rol("")


@pytest.mark.parametrize("tabel", [*GROOTBOEK, "journaal_journaalregel"])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {t} SET id = id",
        "DELETE FROM {t}",
        "TRUNCATE {t} CASCADE",
        "ALTER TABLE {t} DISABLE TRIGGER ALL",
        "DROP TABLE {t} CASCADE",
        "SET LOCAL transformatieplan.onderhoud = 'ja'; UPDATE {t} SET id = id",
        "SET LOCAL session_replication_role = replica; DELETE FROM {t}",
    ],
)
def test_als_de_toepassing_verandert_of_verdwijnt_er_geen_regel(m: Mensen, toepassing: str, tabel: str, sql: str) -> None:
    als_rol(toepassing)
    try:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            probeer(sql.format(t=tabel))
    finally:
        als_rol("")


def test_de_rol_zelf_geeft_zich_geen_rechten(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        eigenaar = cursor.fetchone()[0]
    with pytest.raises(CommandError, match="Draai dit als eigenaar"):
        call_command("geef_databankrechten", eigenaar)
