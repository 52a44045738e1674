"""Check the journaal and the states against it."""

import sys
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from kern.journaal.controle import Telling, afwijkende_toestanden, gebroken_ketens


class Command(BaseCommand):
    help = "Noemt per dossier de eerste gebroken journaalregel, en elke toestand die afwijkt van het journaal."

    def handle(self, *args: Any, **opties: Any) -> None:
        telling, fouten = Telling(), 0
        with transaction.atomic():
            if not connection.savepoint_ids:  # a transaction of our own
                _een_ogenblik()
            for fout in chain(gebroken_ketens(telling), afwijkende_toestanden(telling)):
                self.stdout.write(fout)
                fouten += 1
        self.stdout.write(f"Nagekeken: {telling.regels} regels in {telling.dossiers} dossiers, {telling.machines} toestanden.")
        if fouten:
            self.stdout.write(f"Er klopt iets niet: {fouten} {'bevinding' if fouten == 1 else 'bevindingen'}.")
            sys.exit(1)
        self.stdout.write("Alles klopt.")


def _een_ogenblik() -> None:
    """Look at one moment of the database, so that work going on is not taken for damage."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
