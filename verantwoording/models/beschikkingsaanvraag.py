"""The joint application to the NZa for a betaalbeschikking: both sides confirm it before it goes out (3a.5)."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from kern.basis.models import BasisModel, BedragField
from kern.documenten.models import Brief
from verantwoording.models.toekenning import Toekenning

if TYPE_CHECKING:
    from transformatie.models import Dossier


class Beschikkingsaanvraag(BasisModel):
    """What insurer and providers together ask the NZa; a refused one begins again as the next `ronde`.

    `bedrag` in euro is what was agreed.  Each side confirms once (who, when); the second confirmation sends it.
    """

    toekenning = models.OneToOneField(Toekenning, on_delete=models.PROTECT, related_name="aanvraag")
    ronde = models.PositiveSmallIntegerField(default=1)
    bedrag = BedragField("aangevraagd bedrag")
    opgesteld_op = models.DateField("klaargezet op")
    verzekeraar_op = models.DateField("bevestigd door de coördinerende zorgverzekeraar", null=True, blank=True)
    verzekeraar_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    penvoerder_op = models.DateField("bevestigd door de penvoerder", null=True, blank=True)
    penvoerder_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verzonden_op = models.DateField("verstuurd aan de NZa", null=True, blank=True)
    brief = models.OneToOneField(Brief, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="brief")

    class Meta:
        verbose_name = "aanvraag van de betaalbeschikking"
        verbose_name_plural = "aanvragen van betaalbeschikkingen"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verzonden_op=None) | models.Q(verzekeraar_op__isnull=False, penvoerder_op__isnull=False),
                name="aanvraag_verzonden_na_beide_bevestigingen",
            )
        ]

    def __str__(self) -> str:
        return f"aanvraag betaalbeschikking {self.toekenning.dossier.kenmerk}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.toekenning.dossier_id

    @property
    def dossier(self) -> "Dossier":
        return self.toekenning.dossier
