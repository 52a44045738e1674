"""Walk one dossier through the whole main job, or show every refusal."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from config.voorbeeld.hoofdtaak import Afwijking, loop_hoofdtaak
from config.voorbeeld.weigeringen import loop_weigeringen
from config.voorbeeld.wereld import maak_wereld


class Terugdraaien(Exception):
    """Roll everything back at the end of a walk that is not kept."""


class Command(BaseCommand):
    help = "Loopt één dossier van startgesprek (1 april 2025) tot betaalde KPI, met dezelfde services als de schermen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bewaar", action="store_true", help="bewaar het dossier in plaats van alles terug te draaien")
        parser.add_argument("--weiger", action="store_true", help="laat per regel zien dat de stap wordt geweigerd, en met welke zin")

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            with transaction.atomic():
                wereld = maak_wereld(op=dt.date(2025, 1, 1))
                afwijkingen = self._loop(wereld, weiger=opties["weiger"])
                if not opties["bewaar"] or afwijkingen:
                    raise Terugdraaien
        except Terugdraaien:
            self.stdout.write("Alles is teruggedraaid; er is niets bewaard.")
        for afwijking in afwijkingen:
            self.stderr.write(f"AFWIJKING: {afwijking}")
        if afwijkingen:
            raise SystemExit(1)
        self.stdout.write("Alles ging zoals de regels zeggen.")

    def _loop(self, wereld: Any, *, weiger: bool) -> list[Afwijking]:
        loop = loop_weigeringen if weiger else loop_hoofdtaak
        return loop(wereld, self.stdout.write)
