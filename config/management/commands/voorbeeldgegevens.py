"""Fill a fresh demo with example dossiers."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from config.voorbeeld.dossiers import maak_dossiers
from config.voorbeeld.wereld import maak_wereld
from kern.basis.datums import vandaag
from kern.berichten.models import Bericht
from kern.termijnen.ronde import loop_klokken
from transformatie.models import Dossier

VERS = dt.timedelta(days=4)


def _sluit_het_verleden_af() -> None:
    """Notices of examples are not mailed, and only the last days' are still unread."""
    nu = timezone.now()
    Bericht.objects.filter(op__lt=vandaag()).update(status=Bericht.Status.VERSTUURD, verstuurd_op=nu)
    Bericht.objects.filter(op__lt=vandaag() - VERS).update(gelezen_op=nu)


class Command(BaseCommand):
    help = "Maakt ongeveer veertig voorbeelddossiers, door de services, op data in het verleden; alleen in een lege demo."

    def handle(self, *args: Any, **opties: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Voorbeeldgegevens horen alleen in de demo (DEMO=ja).")
        if Dossier.objects.exists():
            self.stdout.write("Er staan al dossiers; er is niets toegevoegd.")
            return
        with transaction.atomic():
            wereld = maak_wereld(op=vandaag())
            aantal = maak_dossiers(wereld, vandaag=vandaag(), meld=self.stdout.write if opties["verbosity"] > 1 else lambda regel: None)
            _sluit_het_verleden_af()
        loop_klokken(vandaag())
        self.stdout.write(f"{aantal} voorbeelddossiers staan klaar.")
