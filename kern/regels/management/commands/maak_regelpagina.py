"""Writes which test proves which rule (kern/regels/bewijs.json) and the page Regels (docs/regels.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kern.regels import overzicht
from kern.regels.bewijsvoering import als_json, als_markdown, lees_bewijs

WORTEL = Path(__file__).resolve().parents[4]
PAGINA = WORTEL / "docs" / "regels.md"
TESTS = WORTEL / "tests" / "regels"


class Command(BaseCommand):
    help = "Maakt de regelpagina opnieuw; met --controleer alleen nagaan of zij nog klopt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--controleer", action="store_true", help="Niets schrijven; eindigt met een fout als iets verouderd is.")

    def handle(self, *args: Any, controleer: bool = False, **opties: Any) -> None:
        if not TESTS.is_dir():
            raise CommandError("De tests staan hier niet; de regelpagina wordt gemaakt waar zij wel staan.")
        oud = [self._werk_bij(overzicht.BEWIJS, als_json(lees_bewijs(TESTS)), controleer)]
        overzicht._bewijs.cache_clear()
        oud.append(self._werk_bij(PAGINA, als_markdown(), controleer))
        if controleer and any(oud):
            raise CommandError("De regelpagina is verouderd. Draai: manage.py maak_regelpagina")
        self.stdout.write("De regelpagina klopt." if controleer else "De regelpagina is gemaakt.")

    def _werk_bij(self, bestand: Path, inhoud: str, controleer: bool) -> bool:
        """Whether the file was out of date; unless only checking, it no longer is."""
        is_oud = not bestand.exists() or bestand.read_text(encoding="utf-8") != inhoud
        if is_oud and not controleer:
            bestand.parent.mkdir(parents=True, exist_ok=True)
            bestand.write_text(inhoud, encoding="utf-8")
        return is_oud
