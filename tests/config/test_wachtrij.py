"""The demo's queue in a folder."""

import threading
from pathlib import Path

from kombu import Connection

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
    lezer.start()
    with verbinding(tmp_path) as v, v.SimpleQueue("proef") as rij:
        for n in range(aantal):
            rij.put({"n": n, "vulling": groot})
    lezer.join(60)
    assert (fouten, sorted(ontvangen)) == ([], list(range(aantal)))
