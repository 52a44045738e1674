"""Draws the state diagrams anew (docs/toestanden.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kern.toestanden.tekening import als_markdown

PAGINA = Path(__file__).resolve().parents[4] / "docs" / "toestanden.md"


class Command(BaseCommand):
    help = "Tekent de toestanden opnieuw; met --controleer alleen nagaan of de tekening nog klopt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--controleer", action="store_true", help="Niets schrijven; eindigt met een fout als de tekening verouderd is.")

    def handle(self, *args: Any, controleer: bool = False, **opties: Any) -> None:
        nu = als_markdown()
        if not PAGINA.parent.is_dir():
            raise CommandError("De map docs staat hier niet; de tekening wordt gemaakt waar zij wel staat.")
        if controleer:
            if not PAGINA.exists() or PAGINA.read_text(encoding="utf-8") != nu:
                raise CommandError("De tekening is verouderd. Draai: manage.py teken_toestanden")
            self.stdout.write("De tekening klopt.")
            return
        PAGINA.write_text(nu, encoding="utf-8")
        self.stdout.write("De tekening is gemaakt.")
