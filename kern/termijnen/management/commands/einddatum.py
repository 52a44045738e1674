"""Work out the last day of a term: manage.py einddatum 2025-03-21 4w [--opgeschort 2026-01-14:2026-01-30]."""

import argparse
import datetime as dt
import re
import sys
from collections.abc import Collection
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from kern.termijnen import kalender, services

VOORBEELD = "Schrijf het zo: python manage.py einddatum 2025-03-21 4w --opgeschort 2026-01-14:2026-01-30."
_DAG = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DUUR = re.compile(r"[0-9]+[wm]")


class Command(BaseCommand):
    help = "Rekent de einddatum van een termijn uit: de start, een aantal weken (4w) of maanden (4m), en wat is opgeschort."
    requires_system_checks: list[str] = []
    suppressed_base_arguments = {"--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color"}

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The usual parser, but a mistake is one Dutch sentence and exit 2."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = lambda message: self.weiger(VOORBEELD)  # type: ignore[method-assign]  # the parser's own refusal, in our words
        return parser

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("gegevens", nargs="*", metavar="START DUUR", help="de startdag (2025-03-21) en de duur (4w of 4m)")
        parser.add_argument("--opgeschort", action="append", default=[], metavar="GEVRAAGD:ONTVANGEN", help="mag vaker")

    def handle(self, *args: Any, gegevens: list[str], opgeschort: list[str], **options: Any) -> None:
        if len(gegevens) != 2:
            self.weiger(VOORBEELD)
        start, duur = gegevens
        try:
            stukken = [self.lees_stuk(stuk) for stuk in opgeschort]
            einde = kalender.bereken(lees_dag(start), lees_duur(duur), stukken, gelijkgesteld())
        except kalender.Kalenderfout as fout:
            self.weiger(str(fout))
        self.stdout.write(f"start: {einde.start}\nruw: {einde.ruw}\neinde: {einde.einde}\nreden: {einde.reden}")

    def lees_stuk(self, tekst: str) -> kalender.Stuk:
        gevraagd, teken, ontvangen = tekst.partition(":")
        if not teken:
            raise kalender.Kalenderfout(
                "Een opschorting is een paar dagen met een dubbele punt ertussen, bijvoorbeeld 2026-01-14:2026-01-30."
            )
        return lees_dag(gevraagd), lees_dag(ontvangen)

    def weiger(self, zin: str) -> NoReturn:
        self.stderr.write(" ".join(zin.split()))
        sys.exit(2)


def lees_dag(tekst: str) -> dt.date:
    """Read 2025-03-21, and nothing else."""
    if not _DAG.fullmatch(tekst):
        raise kalender.Kalenderfout(f"'{tekst[:40]}' is geen datum; schrijf een dag als 2025-03-21.")
    try:
        return dt.date.fromisoformat(tekst)
    except ValueError as fout:
        raise kalender.Kalenderfout(f"De dag {tekst} bestaat niet.") from fout


def lees_duur(tekst: str) -> kalender.Duur:
    """Read a number of weeks or months."""
    if not _DUUR.fullmatch(tekst):
        raise kalender.Kalenderfout(
            f"'{tekst[:40]}' is geen duur; schrijf een getal met w voor weken of m voor maanden, bijvoorbeeld 4w of 4m."
        )
    return kalender.lees_duur(tekst)


def gelijkgesteld() -> Collection[dt.date]:
    """The equated days of the database, or, without one, those the calendar knows by itself."""
    try:
        return services.gelijkgestelde_dagen()
    except DatabaseError:
        return kalender.GELIJKGESTELD
