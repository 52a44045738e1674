"""./demo and ./test: what they understand, what they refuse in one sentence, and how they clean up."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.lokaal import basis, gezin, omgeving
from config.lokaal.basis import CHECKOUT, Stop, slot
from config.lokaal.demo import _controleer_poort
from config.lokaal.gezin import Gezin, ruim_wezen_op
from config.lokaal.keuzes import Keuzes, lees_keuzes
from config.lokaal.processen import levende

SLAAP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture(autouse=True)
def _eigen_map(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A .lokaal of this test alone, so that a demo that runs in this checkout is left in peace."""
    for module, naam, waarde in [
        (basis, "LOKAAL", tmp_path),
        (gezin, "LOGBOEKEN", tmp_path / "log"),
        (gezin, "REGISTER", tmp_path / "processen.json"),
        (gezin, "VENV", Path(sys.prefix)),
    ]:
        monkeypatch.setattr(module, naam, waarde)


@pytest.mark.parametrize(
    ("argumenten", "keuzes"),
    [
        ([], Keuzes(8000, False, False)),
        (["--poort", "8010"], Keuzes(8010, False, False)),
        (["--poort=8010", "--vers"], Keuzes(8010, True, False)),
        (["--klaarzetten"], Keuzes(8000, False, True)),
    ],
)
def test_de_opties_van_de_demo(argumenten, keuzes):
    assert lees_keuzes(argumenten) == keuzes


@pytest.mark.parametrize(
    "argumenten", [["--poort"], ["--poort", "acht"], ["--poort", "0"], ["--poort", "65536"], ["--poort", "²"], ["--vers=ja"], ["iets"]]
)
def test_een_onbekende_optie_is_een_zin_en_code_2(argumenten):
    with pytest.raises(Stop) as stop:
        lees_keuzes(argumenten)
    assert stop.value.code == 2
    assert str(stop.value).endswith(".")


def test_een_bezette_poort_is_een_zin_met_een_uitweg():
    with socket.socket() as ander:
        ander.bind(("127.0.0.1", 0))
        ander.listen()
        poort = ander.getsockname()[1]
        with pytest.raises(Stop, match=f"Poort {poort} is al in gebruik; kies een andere, bijvoorbeeld ./demo --poort 8010."):
            _controleer_poort(poort)
    _controleer_poort(poort)


@pytest.mark.parametrize("opdracht", ["demo", "test"])
@pytest.mark.parametrize(
    ("antwoord", "zin"), [("Python 3.9.2", "gevonden: Python 3.9.2."), ("", "er is geen Python gevonden.")], ids=["te oud", "geen"]
)
def test_een_te_oude_python_is_een_zin(tmp_path, opdracht, antwoord, zin):
    (tmp_path / "dirname").symlink_to(shutil.which("dirname"))
    if antwoord:
        (tmp_path / "python3").write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "{antwoord}" && exit 0\nexit 1\n')
        (tmp_path / "python3").chmod(0o755)
    uitkomst = subprocess.run(["/bin/sh", CHECKOUT / opdracht], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert uitkomst.returncode == 1
    assert uitkomst.stderr == f"Transformatieplan heeft Python 3.11 of nieuwer nodig; {zin}\n"


def test_het_slot_houdt_een_tweede_tegen_en_komt_vanzelf_vrij():
    with slot("proef", bezet="Al bezet"), pytest.raises(Stop, match="Al bezet"), slot("proef", bezet="Al bezet"):
        pass
    with slot("proef", bezet="Al bezet"):
        pass


def test_alle_kinderen_stoppen_samen():
    with Gezin() as familie:
        familie.start("een", SLAAP, dict(os.environ))
        familie.start("twee", SLAAP, dict(os.environ))
        processen = [kind.proces for kind in familie.kinderen]
        familie.controleer()
    assert [proces.returncode for proces in processen] == [-signal.SIGTERM, -signal.SIGTERM]
    assert not gezin.REGISTER.exists()


def test_een_kind_dat_sterft_wordt_genoemd():
    with Gezin() as familie:
        familie.start("worker", [sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ))
        with pytest.raises(Stop, match="Het onderdeel worker is gestopt"):
            familie.waak()


def test_wat_een_vorige_demo_achterliet_wordt_beeindigd_en_een_ander_niet():
    familie = Gezin()
    familie.start("web", SLAAP, dict(os.environ))
    vreemde = subprocess.Popen(SLAAP, start_new_session=True)
    wees = familie.kinderen[0].proces
    ruim_wezen_op()
    assert wees.wait(5) == -signal.SIGTERM
    assert vreemde.poll() is None
    vreemde.kill()
    vreemde.wait()


def test_een_hergebruikt_nummer_in_het_register_raakt_niemand(monkeypatch):
    monkeypatch.setattr(gezin, "VENV", Path("/elders/.venv"))
    familie = Gezin()
    familie.start("web", SLAAP, dict(os.environ))
    ruim_wezen_op()
    time.sleep(0.1)
    assert familie.kinderen[0].proces.poll() is None
    familie.stop()


def test_we_zien_onszelf_onder_de_levende_processen():
    assert [proces.groep for proces in levende() if proces.pid == os.getpid()] == [os.getpgrp()]


def test_zonder_systeembibliotheken_noemt_de_demo_de_pakketten(monkeypatch):
    monkeypatch.setattr(omgeving, "PYTHON", Path("/bin/false"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Stop, match="sudo apt-get install libpango"):
        omgeving.zorg_voor_weasyprint()


def test_zonder_de_module_venv_noemt_de_demo_het_pakket(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda naam: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Stop, match=rf"sudo apt-get install python3.{sys.version_info.minor}-venv"):
        omgeving._zorg_voor_venvmodule()
