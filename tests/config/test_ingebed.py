"""The embedded PostgreSQL starts, survives a kill, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from config.ingebed import SNEL_EN_VERGANKELIJK, Ingebed
from config.lokaal.basis import CHECKOUT
from config.lokaal.processen import levende


@pytest.fixture
def naam() -> Iterator[str]:
    """A server of this test alone, thrown away afterwards."""
    eigen = f"proef-{os.getpid()}"
    yield eigen
    Ingebed(eigen).gooi_weg()


def schrijf_en_lees(url: str) -> list[tuple[str, ...]]:
    verbinding = psycopg2.connect(url)
    try:
        with verbinding, verbinding.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS proef (tekst text)")
            cursor.execute("INSERT INTO proef VALUES ('één')")
            cursor.execute("SELECT upper(tekst) FROM proef")
            return cursor.fetchall()
    finally:
        verbinding.close()


def draait(gegevens: Path) -> bool:
    return any(f"-D {gegevens} " in f"{proces.opdracht} " for proces in levende())


def test_de_gegevens_blijven_en_de_server_niet(naam):
    with Ingebed(naam, SNEL_EN_VERGANKELIJK) as eerste:
        assert schrijf_en_lees(eerste.url("postgres")) == [("ÉÉN",)]
        socketmap, gegevens = eerste.socketmap, eerste.gegevens
        assert (socketmap.stat().st_mode & 0o777, gegevens.stat().st_mode & 0o777) == (0o700, 0o700)
    assert not draait(gegevens)
    assert not socketmap.exists()
    with Ingebed(naam, SNEL_EN_VERGANKELIJK) as tweede:
        assert schrijf_en_lees(tweede.url("postgres")) == [("ÉÉN",), ("ÉÉN",)]


def test_hij_luistert_niet_op_het_netwerk(naam):
    with Ingebed(naam, SNEL_EN_VERGANKELIJK) as server:
        assert server.vraag("SHOW listen_addresses") == [("",)]
        with socket.socket(socket.AF_UNIX) as proef:
            proef.connect(f"{server.socketmap}/.s.PGSQL.5432")


def test_na_een_kill_van_de_server_start_hij_weer_met_zijn_gegevens(naam):
    server = Ingebed(naam)
    server.start()
    schrijf_en_lees(server.url("postgres"))
    os.kill(server.proces.pid, signal.SIGKILL)
    server.proces.wait()
    oude_socketmap = server.socketmap
    with Ingebed(naam) as opnieuw:
        assert schrijf_en_lees(opnieuw.url("postgres")) == [("ÉÉN",), ("ÉÉN",)]
    assert not oude_socketmap.exists()


def test_een_server_die_zijn_eigenaar_overleefde_wordt_beeindigd(naam):
    wees = Ingebed(naam, SNEL_EN_VERGANKELIJK)
    wees.start()
    with Ingebed(naam, SNEL_EN_VERGANKELIJK) as opnieuw:
        assert wees.proces.poll() is not None
        assert opnieuw.vraag("SELECT 1") == [(1,)]
    assert not wees.socketmap.exists()


def test_een_pidbestand_van_een_ander_proces_houdt_niets_tegen(naam):
    with Ingebed(naam, SNEL_EN_VERGANKELIJK) as server:
        gegevens = server.gegevens
    ander = subprocess.Popen([shutil.which("sleep"), "60"], cwd="/", **server._als_wie())  # of the same user
    try:
        (gegevens / "postmaster.pid").write_text(f"{ander.pid}\n{gegevens}\n0\n5432\n")
        with Ingebed(naam, SNEL_EN_VERGANKELIJK) as opnieuw:
            assert opnieuw.vraag("SELECT 1") == [(1,)]
        assert ander.poll() is None
    finally:
        ander.kill()
        ander.wait()


def test_van_een_onzinnige_notitie_wordt_niets_verwijderd(naam, tmp_path):
    server = Ingebed(naam)
    server.socketnotitie.write_text(str(tmp_path))
    server.gooi_weg()
    assert tmp_path.is_dir()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="alleen Linux kent het signaal bij het einde van de starter")
def test_de_server_sterft_met_zijn_eigenaar_ook_bij_een_kill(naam):
    verhaal = (
        f"import os, signal; from config.ingebed import Ingebed; s = Ingebed('{naam}'); s.start(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    uitkomst = subprocess.run([sys.executable, "-c", verhaal], cwd=CHECKOUT, check=False)
    assert uitkomst.returncode == -signal.SIGKILL
    wees = Ingebed(naam)
    socketmap = Path(wees.socketnotitie.read_text())
    for _ in range(100):
        if not draait(wees.gegevens):
            wees.gooi_weg()
            assert not socketmap.exists()
            return
        time.sleep(0.1)
    pytest.fail("de server leeft nog tien seconden na zijn eigenaar")


def test_een_database_wordt_vers_gemaakt_en_krijgt_dan_pas_haar_naam(naam):
    with Ingebed(naam, SNEL_EN_VERGANKELIJK) as server:
        server.maak_opnieuw("bouw")
        schrijf_en_lees(server.url("bouw"))
        server.maak_opnieuw("bouw")
        assert schrijf_en_lees(server.url("bouw")) == [("ÉÉN",)]
        server.hernoem("bouw", "klaar")
        assert (server.bestaat("bouw"), server.bestaat("klaar")) == (False, True)
