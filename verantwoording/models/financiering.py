"""What a financieringsplan knows besides the KPI's: planned spending, and money in advance from other sources (1g.1, 1g.3)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kern.basis.models import BasisModel, BedragField
from kern.organisaties.models import Organisatie
from transformatie.models import Dossier


class Bron(models.TextChoices):
    """Where money in advance comes from (1g.3)."""

    ROS = "ros", "ROS-middelen"
    RESV = "resv", "RESV-middelen"
    OENI = "o_en_i", "O&I (organisatie en infrastructuur)"
    BEVOORSCHOTTING = "bevoorschotting", "reguliere bevoorschotting"
    EIGEN = "eigen", "eigen middelen"
    SPUK = "spuk", "SPUK van een gemeente"
    MAATWERK = "maatwerk", "maatwerkafspraak van een zorgkantoor"


class Voorfinanciering(BasisModel):
    """Money that is there before a KPI is paid: source, amount, agreement, from and to whom, and when it is settled."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="voorfinancieringen")
    bron = models.CharField("bron", max_length=16, choices=Bron.choices)
    bedrag = BedragField("bedrag")
    van = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="van")
    aan = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="aan")
    op = models.DateField("beschikbaar op")
    terug_op = models.DateField("wordt verrekend op", null=True, blank=True)
    afspraak = models.TextField("de afspraak", max_length=2000)
    is_voorbereiding = models.BooleanField("voor de voorbereiding van het plan", default=False)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    vervallen_op = models.DateField("gaat niet door sinds", null=True, blank=True)

    class Meta:
        verbose_name = "voorfinanciering"
        verbose_name_plural = "voorfinancieringen"
        ordering = ["op", "vastgelegd_op"]
        constraints = [
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="voorfinanciering_positief"),
            models.CheckConstraint(condition=Q(terug_op=None) | Q(terug_op__gte=F("op")), name="voorfinanciering_terug_na_begin"),
        ]

    def __str__(self) -> str:
        return f"{self.get_bron_display()} van {self.van}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id


class GeplandeUitgave(BasisModel):
    """What the submitters expect to spend in one quarter."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="geplande_uitgaven")
    kwartaal = models.DateField("eerste dag van het kwartaal")
    bedrag = BedragField("bedrag")

    class Meta:
        verbose_name = "geplande uitgave"
        verbose_name_plural = "geplande uitgaven"
        ordering = ["kwartaal"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "kwartaal"], name="geplande_uitgave_per_kwartaal"),
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="geplande_uitgave_positief"),
            models.CheckConstraint(condition=Q(kwartaal__day=1, kwartaal__month__in=[1, 4, 7, 10]), name="geplande_uitgave_kwartaal"),
        ]
