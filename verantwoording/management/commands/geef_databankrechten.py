"""After migrating: let the application connect as a role that can add to the ledger, but not change or remove from it."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from verantwoording.services import databankrol


class Command(BaseCommand):
    help = "Maakt de rol waaronder de toepassing met de databank werkt, met het wachtwoord uit TOEPASSING_WACHTWOORD."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rol", help="De naam van de rol, zoals transformatieplan_toepassing.")

    @transaction.atomic
    def handle(self, *args: Any, rol: str, **opties: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            if cursor.fetchone()[0] == rol:
                raise CommandError("Draai dit als eigenaar van de tabellen, niet als de rol van de toepassing zelf.")
        databankrol.maak_rol(rol, os.environ.get("TOEPASSING_WACHTWOORD", ""))
        vast = databankrol.geef_rechten(rol)
        self.stdout.write(f"De rol {rol} mag lezen en bijschrijven, en niets wijzigen of verwijderen in: {', '.join(vast)}.")
