"""Prepares the .venv and then becomes ./demo or ./test inside it: `python -m config.lokaal demo|test`."""

import os
import sys

from config.lokaal.basis import Stop, meld
from config.lokaal.omgeving import maak_venv

VEREISTEN = {"demo": "requirements-lokaal.txt", "test": "requirements-test.txt"}
HULPVRAAG = {"-h", "--help", "--hulp"}


def main(argv: list[str]) -> int:
    """Make the libraries ready and hand over, in the same process, so that signals reach the right one."""
    wat, keuzes = argv[0], argv[1:]
    if wat == "demo":
        from config.lokaal.keuzes import HULP, lees_keuzes

        if HULPVRAAG & set(keuzes):
            meld(HULP)
            return 0
        lees_keuzes(keuzes)
    python = maak_venv(VEREISTEN[wat])
    os.execv(python, [str(python), "-m", f"config.lokaal.{wat}", *keuzes])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        meld(str(stop), fout=True)
        sys.exit(stop.code)
    except KeyboardInterrupt:
        meld("\nGestopt.")
        sys.exit(130)
