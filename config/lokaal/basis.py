"""Where things lie in this checkout, how ./demo and ./test speak, and the locks that keep them apart."""

import contextlib
import fcntl
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
LOKAAL = CHECKOUT / ".lokaal"
VENV = CHECKOUT / ".venv"
LOGBOEKEN = LOKAAL / "log"
KENMERK = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:10]  # tells two checkouts on one machine apart


class Stop(Exception):
    """One sentence for the person at the keyboard; the program ends with it."""

    def __init__(self, zin: str, code: int = 1) -> None:
        super().__init__(zin)
        self.code = code


def meld(zin: str, *, fout: bool = False) -> None:
    """Say something to the person at the keyboard; a terminal that is gone is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        stroom = sys.stderr if fout else sys.stdout
        stroom.write(f"{zin}\n")
        stroom.flush()


def lokale_map(*delen: str) -> Path:
    """A folder under .lokaal that only its owner can read."""
    LOKAAL.mkdir(mode=0o700, exist_ok=True)
    pad = LOKAAL.joinpath(*delen)
    pad.mkdir(mode=0o700, parents=True, exist_ok=True)
    return pad


def staart(logboek: Path, regels: int = 15) -> str:
    """The last lines of a log file, to show when something went wrong."""
    try:
        return "\n".join(logboek.read_text(errors="replace").splitlines()[-regels:])
    except OSError:
        return ""


@contextlib.contextmanager
def slot(naam: str, *, bezet: str | None = None) -> Iterator[None]:
    """Hold the lock of this checkout under this name; the kernel frees it, also after a kill.

    With `bezet` a lock that somebody else holds is refused with that sentence, without it we wait.
    """
    bestand = os.open(lokale_map() / f"slot-{naam}", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(bestand, fcntl.LOCK_EX | (fcntl.LOCK_NB if bezet else 0))
        except BlockingIOError:
            raise Stop(bezet or "") from None
        yield
    finally:
        os.close(bestand)
