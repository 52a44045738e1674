"""How the kassier divided a payment over the parties."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kern.basis.models import BasisModel, BedragField
from kern.organisaties.models import Organisatie
from verantwoording.models.kpi import Uitbetaling


class Verdeling(BasisModel):
    """The division of one payment by who received it; a better one replaces it, and both stay on record."""

    uitbetaling = models.ForeignKey(Uitbetaling, on_delete=models.PROTECT, related_name="verdelingen")
    verdeler = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    bedrag = BedragField("verdeeld bedrag")
    op = models.DateField("verdeeld op")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reden = models.CharField("reden van de wijziging", max_length=500, blank=True)
    vervallen_op = models.DateField("vervangen op", null=True, blank=True)

    class Meta:
        verbose_name = "verdeling"
        verbose_name_plural = "verdelingen"
        ordering = ["op", "vastgelegd_op"]
        constraints = [
            models.UniqueConstraint(fields=["uitbetaling"], condition=Q(vervallen_op=None), name="een_verdeling_per_uitbetaling"),
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="verdeling_positief"),
        ]

    def __str__(self) -> str:
        return f"verdeling van {self.bedrag} door {self.verdeler}"


class Verdelingsdeel(models.Model):
    """What one party got; the parts are exactly the whole (guarded in the database)."""

    verdeling = models.ForeignKey(Verdeling, on_delete=models.PROTECT, related_name="delen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    bedrag = BedragField("bedrag")

    class Meta:
        verbose_name = "deel van een verdeling"
        verbose_name_plural = "delen van een verdeling"
        constraints = [
            models.UniqueConstraint(fields=["verdeling", "organisatie"], name="een_deel_per_partij"),
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="verdelingsdeel_positief"),
        ]

    def __str__(self) -> str:
        return f"{self.organisatie}: {self.bedrag}"
