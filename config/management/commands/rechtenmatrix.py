"""Writes who may take which step from which state (docs/rechtenmatrix.csv)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.rechten.handelingen import Onleesbaar, zonder_rij
from config.rechten.rijen import GeenRij
from config.rechten.toneel import alle_cellen, toneel_voor_even
from kern.toestanden.rechtenmatrix import als_csv, eerste_verschil

TABEL = Path(__file__).resolve().parents[3] / "docs" / "rechtenmatrix.csv"


class Command(BaseCommand):
    help = "Maakt de rechtenmatrix opnieuw uit de code; met --controleer alleen nagaan of zij nog klopt. Bewaart niets in de databank."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--controleer", action="store_true", help="Niets schrijven; eindigt met een fout als de tabel verouderd is.")

    def handle(self, *args: Any, controleer: bool = False, **opties: Any) -> None:
        if not TABEL.parent.is_dir():
            raise CommandError("De map docs staat hier niet; de rechtenmatrix wordt gemaakt waar zij wel staat.")
        try:
            with toneel_voor_even() as tonelen:
                nu, mist = als_csv(alle_cellen(tonelen)), zonder_rij(tonelen[0].loop)
        except (GeenRij, Onleesbaar) as fout:
            raise CommandError(str(fout)) from fout
        if not controleer:
            TABEL.write_text(nu, encoding="utf-8")
            for soort in mist:
                self.stdout.write(f"Let op: van {soort} staat geen rij op het toneel; de handelingen daarop ontbreken in de tabel.")
            self.stdout.write("De rechtenmatrix is gemaakt.")
            return
        if verschil := eerste_verschil(TABEL.read_text(encoding="utf-8") if TABEL.exists() else "", nu):
            raise CommandError(f"De rechtenmatrix is verouderd. {verschil} Draai: manage.py rechtenmatrix")
        self.stdout.write("De rechtenmatrix klopt.")
