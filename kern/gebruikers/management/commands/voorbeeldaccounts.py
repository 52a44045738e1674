"""Prints the example accounts of the demo, one line each."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kern.gebruikers.voorbeeld import VOORBEELDACCOUNTS, WACHTWOORD


class Command(BaseCommand):
    help = "Toont de voorbeeldaccounts van de demo, met hun wachtwoord."

    def handle(self, *args: Any, **opties: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Voorbeeldaccounts bestaan alleen in de demo.")
        breedte = max(len(a.email) for a in VOORBEELDACCOUNTS)
        for account in VOORBEELDACCOUNTS:
            self.stdout.write(f"{account.email:<{breedte}}  {account.wat_u_ziet}")
        self.stdout.write(f"Wachtwoord van elk account: {WACHTWOORD}")
