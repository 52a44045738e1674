"""Load the reference data."""

from typing import Any

from django.core.management.base import BaseCommand

from kern.basis.datums import vandaag
from kern.organisaties.services import basisgegevens


class Command(BaseCommand):
    help = "Zet gemeenten, regio's, verzekeraars, landelijke partijen en gelijkgestelde dagen in de databank; vult alleen aan."

    def handle(self, *args: Any, **opties: Any) -> None:
        nieuw = basisgegevens.laad(op=vandaag())
        if any(nieuw.values()):
            self.stdout.write("Toegevoegd: " + ", ".join(f"{aantal} {naam}" for naam, aantal in nieuw.items() if aantal) + ".")
        else:
            self.stdout.write("De basisgegevens stonden er al.")
