"""Processes: which ones live, how they end, and how they end together with the one that started them."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

PR_SET_PDEATHSIG = 1


class Proces(NamedTuple):
    """A living process: its number, its group and its command line."""

    pid: int
    groep: int
    opdracht: str


def _uit_proc() -> Iterable[Proces]:
    for map_ in Path("/proc").iterdir():
        if map_.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                na_naam = (map_ / "stat").read_text(errors="replace").rpartition(")")[2].split()
                opdracht = (map_ / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                if na_naam[0] != "Z" and opdracht:
                    yield Proces(int(map_.name), int(na_naam[2]), opdracht)


def _uit_ps() -> Iterable[Proces]:
    uitvoer = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,pgid=,command="], capture_output=True, text=True, check=False).stdout
    for regel in uitvoer.splitlines():
        pid, groep, opdracht = regel.split(None, 2)
        yield Proces(int(pid), int(groep), opdracht)


def levende() -> list[Proces]:
    """All living processes; from /proc where that exists, otherwise from ps."""
    return list(_uit_proc() if Path("/proc/self/stat").exists() else _uit_ps())


def sterf_mee(signaal: signal.Signals) -> Callable[[], None] | None:
    """A preexec function that asks the Linux kernel for this signal when the starter dies, even by kill -9."""
    if not sys.platform.startswith("linux"):
        return None
    bibliotheek = ctypes.CDLL(None)

    def vraag() -> None:
        bibliotheek.prctl(PR_SET_PDEATHSIG, int(signaal))

    return vraag


def beeindig(zoek: Callable[[Proces], bool], signalen: Iterable[signal.Signals], geduld: float) -> int:
    """Send each signal in turn to the processes that match until none is left; how many there were."""
    begin = [p for p in levende() if zoek(p)]
    for signaal in signalen:
        over = [p for p in levende() if zoek(p)]
        for proces in over:
            with contextlib.suppress(ProcessLookupError):
                os.kill(proces.pid, signaal)
        grens = time.monotonic() + geduld
        while over and time.monotonic() < grens:
            time.sleep(0.05)
            over = [p for p in levende() if zoek(p)]
        if not over:
            break
    return len(begin)


def chromium() -> str:
    """The Chromium on this machine for the browser tests, or nothing."""
    namen = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((pad for naam in namen if naam and (pad := shutil.which(naam))), "")
