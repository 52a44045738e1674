"""Check the ledger: every balance and statement recomputed from its postings."""

import sys
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from verantwoording.controle import bevindingen, controles
from verantwoording.models import Boeking, Boekingsregel


class Command(BaseCommand):
    help = "Rekent elk saldo en elk overzicht na uit de boekingen en noemt het eerste dat afwijkt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--alles", action="store_true", help="Noem alles wat afwijkt, niet alleen het eerste.")

    def handle(self, *args: Any, **opties: Any) -> None:
        with transaction.atomic():
            if not connection.savepoint_ids:  # a transaction of our own
                _een_ogenblik()
            boekingen, regels = Boeking.objects.count(), Boekingsregel.objects.count()
            gevonden = list(islice(bevindingen(), None if opties["alles"] else 1))
        self.stdout.write(f"Nagerekend: {boekingen} boekingen met {regels} regels, {len(controles())} controles.")
        for bevinding in gevonden:
            self.stdout.write(f"Er klopt iets niet in {bevinding}")
        if gevonden:
            sys.exit(1)
        self.stdout.write("Alles klopt.")


def _een_ogenblik() -> None:
    """Look at one moment of the database, so that work going on is not taken for damage."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
