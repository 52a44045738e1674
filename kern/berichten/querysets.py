"""The questions asked of the outbox."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from kern.berichten.soorten import DAGOVERZICHT

if TYPE_CHECKING:
    from kern.berichten.models import Bericht  # noqa: F401  # the type of its rows, named below


class BerichtQuerySet(models.QuerySet["Bericht"]):
    """Notices by whom they are for and by what is still to be done with them."""

    def voor(self, gebruiker_id: uuid.UUID) -> "BerichtQuerySet":
        """What this person reads in the application: every notice, and not the mails that bundle them."""
        return self.filter(aan=gebruiker_id).exclude(soort=DAGOVERZICHT)

    def ongelezen(self) -> "BerichtQuerySet":
        return self.filter(gelezen_op__isnull=True)

    def te_versturen(self, nu: dt.datetime) -> "BerichtQuerySet":
        """Waiting, and not put off to a later moment; the oldest first."""
        aan_de_beurt = Q(volgende_poging_op__isnull=True) | Q(volgende_poging_op__lte=nu)
        return self.filter(aan_de_beurt, status="wacht").order_by("vastgelegd_op", "pk")
