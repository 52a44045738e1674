"""The demo's queue in a folder."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection
from kombu.transport import filesystem

import config.celery  # noqa: F401  (it names our transport)
from config.lokaal.wachtrij import Transport


def verbinding(map_: Path) -> Connection:
    opties = {
        "data_folder_in": str(map_),
        "data_folder_out": str(map_),
        "control_folder": str(map_ / "beheer"),
        "processed_folder": str(map_),
    }
    return Connection("filesystem://", transport_options=opties)


def test_de_wachtrij_van_de_demo_is_de_onze(tmp_path: Path) -> None:
    assert isinstance(verbinding(tmp_path).transport, Transport)


def test_een_lezer_ziet_een_bericht_heel_of_niet(tmp_path: Path) -> None:
    """Een schrijver en een lezer tegelijk: elk bericht komt precies een keer aan, en nooit half."""
    aantal, groot = 300, "x" * 20_000
    ontvangen: list[int] = []
    fouten: list[BaseException] = []

    def lees() -> None:
        try:
            with verbinding(tmp_path) as v, v.SimpleQueue("proef") as rij:
                while len(ontvangen) < aantal:
                    bericht = rij.get(timeout=20)
                    ontvangen.append(bericht.payload["n"])
                    bericht.ack()
        except BaseException as fout:
            fouten.append(fout)

    lezer = threading.Thread(target=lees)
    with verbinding(tmp_path) as v, v.SimpleQueue("proef") as rij:  # the queue is there before anybody reads or writes
        lezer.start()
        for n in range(aantal):
            rij.put({"n": n, "vulling": groot})
    lezer.join(60)
    assert (fouten, sorted(ontvangen)) == ([], list(range(aantal)))


def test_wie_tegelijk_dezelfde_rij_aanlegt_leest_nooit_een_halve_tabel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tussen het aanmaken van de tabel en haar eerste letter zit hier een tel; het tweede proces wacht daarop."""
    echt, vertraging = filesystem.lock, iter([0.3])
    fouten: list[BaseException] = []

    def traag(bestand: Any, soort: int) -> None:
        if not str(bestand.name).endswith(".slot"):
            time.sleep(next(vertraging, 0))
        echt(bestand, soort)

    monkeypatch.setattr(filesystem, "lock", traag)
    rijen = [f"rij{nummer}" for nummer in range(3)]

    def leg_aan(rij: str) -> None:
        try:
            with verbinding(tmp_path) as v:
                v.default_channel._queue_bind("proef", rij, "", rij)  # as each process does for itself
        except BaseException as fout:
            fouten.append(fout)

    aanleggers = [threading.Thread(target=leg_aan, args=(rij,)) for rij in rijen]
    for aanlegger in aanleggers:
        aanlegger.start()
        time.sleep(0.05)
    for aanlegger in aanleggers:
        aanlegger.join(30)
    with verbinding(tmp_path) as v:
        assert (fouten, sorted(r.queue for r in v.default_channel.get_table("proef"))) == ([], rijen)
