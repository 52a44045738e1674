"""Keeping a finger on the pulse: moments of progress, and the decisions at go/no-go milestones."""

from django.conf import settings
from django.db import models

from kern.basis.models import BasisModel, BedragField
from verantwoording.models.toekenning import Toekenning


class Voortgangsmoment(BasisModel):
    """Progress and costs so far, discussed between insurer and providers (3a.1, 3a.5)."""

    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="voortgang")
    op = models.DateField("besproken op")
    kosten_tot_nu = BedragField("kosten tot nu")
    toelichting = models.TextField("wat is besproken", max_length=5000)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "voortgangsmoment"
        verbose_name_plural = "voortgangsmomenten"
        ordering = ["-op"]
        constraints = [models.CheckConstraint(condition=models.Q(kosten_tot_nu__gte=0), name="kosten_niet_negatief")]


class Mijlpaalbesluit(BasisModel):
    """The decision at a go/no-go milestone; until it is 'go', later KPI's wait (1g.6)."""

    class Besluit(models.TextChoices):
        GO = "go", "go: ga door"
        NO_GO = "no_go", "no-go: stop hier"
        BIJSTELLEN = "bijstellen", "eerst bijstellen"

    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="mijlpaalbesluiten")
    sleutel = models.UUIDField("mijlpaal")
    besluit = models.CharField("besluit", max_length=12, choices=Besluit.choices)
    onderbouwing = models.TextField("onderbouwing", max_length=5000)
    op = models.DateField("op")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "besluit bij een mijlpaal"
        verbose_name_plural = "besluiten bij mijlpalen"
        ordering = ["op", "vastgelegd_op"]
