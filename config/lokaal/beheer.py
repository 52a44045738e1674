"""Runs management commands one after the other in one process, because starting Django takes longer than most of them do."""

import sys

import django
from django.core.management import CommandError, call_command

from config.lokaal.basis import meld


def main(opdrachten: list[str]) -> int:
    """Each argument is one command with its options; the first that fails ends the row."""
    django.setup()
    for opdracht in opdrachten:
        try:
            call_command(*opdracht.split())
        except CommandError as fout:
            meld(f"{opdracht.split()[0]}: {fout}", fout=True)
            return fout.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
