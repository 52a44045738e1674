"""The children of ./demo: started together, watched together, stopped together."""

import contextlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from config.lokaal.basis import CHECKOUT, LOGBOEKEN, LOKAAL, VENV, Stop, lokale_map, meld, staart
from config.lokaal.processen import Proces, beeindig, sterf_mee

REGISTER = LOKAAL / "processen.json"
GEDULD = 6.0  # seconds that a child gets to finish what it does; Celery looks up every two


class Kind(NamedTuple):
    """A child with the name people know it by, and its log file."""

    naam: str
    proces: subprocess.Popen[bytes]
    logboek: Path


class Gezin:
    """A context that ends every child at its exit; the groups are written down, so that after a kill the next run finds them."""

    def __init__(self) -> None:
        self.kinderen: list[Kind] = []

    def __enter__(self) -> "Gezin":
        return self

    def __exit__(self, *fout: object) -> None:
        self.stop()

    def start(self, naam: str, opdracht: list[str], omgeving: dict[str, str]) -> None:
        """Start a child in its own process group, with its output in .lokaal/log."""
        lokale_map("log")
        logboek = LOGBOEKEN / f"{naam}.log"
        with logboek.open("wb") as uitvoer:
            proces = subprocess.Popen(
                opdracht, cwd=CHECKOUT, env=omgeving, stdin=subprocess.DEVNULL, stdout=uitvoer, stderr=subprocess.STDOUT,
                start_new_session=True, preexec_fn=sterf_mee(signal.SIGTERM),
            )  # fmt: skip
        self.kinderen.append(Kind(naam, proces, logboek))
        REGISTER.write_text(json.dumps([kind.proces.pid for kind in self.kinderen]))

    def controleer(self) -> None:
        """Raise when a child has died, with the last lines of what it said."""
        for kind in self.kinderen:
            if kind.proces.poll() is not None:
                meld(staart(kind.logboek), fout=True)
                raise Stop(f"Het onderdeel {kind.naam} is gestopt, daarom stopt de demo; het logboek is {kind.logboek}.")

    def waak(self) -> None:
        """Watch until a child dies or somebody stops us."""
        while True:
            self.controleer()
            time.sleep(0.3)

    def stop(self) -> None:
        """Ask every child to stop, and insist with those that do not."""
        for signaal in (signal.SIGTERM, signal.SIGKILL):
            for kind in self.kinderen:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(kind.proces.pid, signaal) if signaal == signal.SIGKILL else kind.proces.send_signal(signaal)
            grens = time.monotonic() + GEDULD
            for kind in self.kinderen:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    kind.proces.wait(max(0.1, grens - time.monotonic()))
        self.kinderen = []
        REGISTER.unlink(missing_ok=True)


def ruim_wezen_op() -> None:
    """End what an earlier, killed ./demo of this checkout left running; only while we hold its lock."""
    try:
        groepen = set(json.loads(REGISTER.read_text()))
    except (OSError, ValueError, TypeError):
        return

    def is_wees(proces: Proces) -> bool:
        return proces.groep in groepen and str(VENV) in proces.opdracht

    if beeindig(is_wees, [signal.SIGTERM, signal.SIGKILL], geduld=GEDULD):
        meld("Onderdelen van een vorige demo, die nog draaiden, zijn gestopt.")
    REGISTER.unlink(missing_ok=True)
