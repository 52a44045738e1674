"""./test: the checks of style, layers and types, then pytest.  Runs inside .venv."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from config.lokaal.basis import CHECKOUT, VENV, Stop, meld
from config.lokaal.diensten import NAAM, Databank, databank, in_ci, redis_adres, veeg_redis_leeg
from config.lokaal.omgeving import zorg_voor_weasyprint
from config.lokaal.processen import chromium

RUFF = str(VENV / "bin" / "ruff")
CONTROLES: dict[str, list[str]] = {
    "ruff check": [RUFF, "check", "--quiet", "--output-format", "concise", "."],
    "ruff format": [RUFF, "format", "--check", "--quiet", "--output-format", "concise", "."],
    "lint-imports": [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "mypy": [sys.executable, "-m", "mypy", "--no-error-summary", "--hide-error-context", "."],
    "makemigrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", "--verbosity", "1"],
}


def main(argv: list[str]) -> int:
    """Run everything, also after a check has failed; what is given on the command line goes to pytest."""
    signal.signal(signal.SIGTERM, _onderbreek)
    zorg_voor_weasyprint()
    if in_ci() and not chromium():
        raise Stop("Er is geen Chromium; met CI=true is dat een fout.")
    redis = redis_adres()
    with databank() as bank:
        mislukt = _controleer(_omgeving(bank, bank.beheer_url, redis))
        omgeving = _omgeving(bank, bank.url, redis) | {"TP_MISLUKT": ", ".join(mislukt)}
        pytest = subprocess.run([sys.executable, "-m", "pytest", "-n", "2", *argv], cwd=CHECKOUT, env=omgeving, check=False).returncode
        if redis:
            veeg_redis_leeg(redis)
    return pytest or int(bool(mislukt))


def _onderbreek(_signaal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _omgeving(bank: Databank, url: str, redis: str) -> dict[str, str]:
    """What the checks and the tests find in their environment."""
    eigen = {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": url,
        "REDIS_URL": redis,
        "REDIS_PREFIX": f"{NAAM}:",
        "TP_DATABANK": bank.omschrijving,
    }
    return {**os.environ, **eigen}


def _controleer(omgeving: dict[str, str]) -> list[str]:
    """Run the checks that need no test; the names of those that failed, with what they said on the screen."""
    mislukt = []
    for naam, opdracht in CONTROLES.items():
        begin = time.monotonic()
        uitkomst = subprocess.run(
            opdracht, cwd=CHECKOUT, env=omgeving, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if uitkomst.returncode:
            mislukt.append(naam)
            meld(uitkomst.stdout.rstrip())
        meld(f"{naam}: {'mislukt' if uitkomst.returncode else 'goed'} ({time.monotonic() - begin:.0f} s)")
    return mislukt


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        meld(str(stop), fout=True)
        sys.exit(stop.code)
    except KeyboardInterrupt:
        meld("\nGestopt.")
        sys.exit(130)
