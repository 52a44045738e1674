"""The external regiocoordinator as third reviewer, or the waiver of one (1b.3)."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q

from kern.basis.models import BasisModel
from kern.organisaties.models import Lidmaatschap, Organisatie
from transformatie.models import Dossier


class Toewijzingseinde(models.TextChoices):
    """Why an assignment ended."""

    VERVANGEN = "vervangen", "een ander is toegewezen"
    NIET_VAN_BUITEN = "niet_van_buiten", "er doet nu een gemeente uit dezelfde mandaatregio mee"
    GEEN_LID_MEER = "geen_lid_meer", "deze persoon is geen regiocoördinator meer"
    TERUGGEGEVEN = "teruggegeven", "teruggegeven door de regiocoördinator"


class Toewijzing(BasisModel):
    """A regiocoordinator from another mandaatregio assesses this dossier as third (1b.3)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="toewijzingen")
    lidmaatschap = models.ForeignKey(Lidmaatschap, on_delete=models.PROTECT, related_name="toewijzingen")
    op = models.DateField("toegewezen op")
    beeindigd_op = models.DateField("beëindigd op", null=True, blank=True)
    einde = models.CharField("waarom beëindigd", max_length=20, choices=Toewijzingseinde.choices, blank=True)
    reden_einde = models.TextField("reden", max_length=3000, blank=True)

    class Meta:
        verbose_name = "toewijzing"
        verbose_name_plural = "toewijzingen"
        constraints = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(beeindigd_op__isnull=True), name="een_regiocoordinator_per_dossier")
        ]

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    def telt_op(self, op: dt.date) -> bool:
        """Whether the person is still a regiocoordinator on that day; otherwise another must be assigned (1b.3)."""
        return self.lidmaatschap.is_geldig_op(op) and self.lidmaatschap.gebruiker.is_active


class Afziening(BasisModel):
    """A gemeente that applies for SPUK waives the external reviewer (1b.3)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="afzieningen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    naam = models.CharField("naam", max_length=120)
    functie = models.CharField("functie", max_length=120, blank=True)
    reden = models.TextField("reden", max_length=3000)
    op = models.DateField()

    class Meta:
        verbose_name = "afziening"
        verbose_name_plural = "afzieningen"
        constraints = [models.UniqueConstraint(fields=["dossier", "organisatie"], name="een_afziening_per_gemeente")]
