"""An advance on a next KPI (`voorschot_volgende_kpi`, 1g.4)."""

from django.conf import settings
from django.db import models

from kern.basis.models import BasisModel, BedragField
from verantwoording.models.kpi import KpiVerantwoording
from verantwoording.models.toekenning import Toekenning


class Voorschot(BasisModel):
    """What was released at KPI `van` for the later KPI `voor`: once per KPI, never above the amount of the later one (guarded in the database)."""

    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="voorschotten")
    van = models.OneToOneField(KpiVerantwoording, on_delete=models.PROTECT, related_name="voorschot_gegeven")
    voor = models.ForeignKey(KpiVerantwoording, on_delete=models.PROTECT, related_name="voorschotten")
    bedrag = BedragField("bedrag")
    op = models.DateField("vrijgegeven op")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "voorschot op een volgende KPI"
        verbose_name_plural = "voorschotten op een volgende KPI"
        ordering = ["op", "vastgelegd_op"]
        constraints = [
            models.CheckConstraint(condition=models.Q(bedrag__gt=0), name="voorschot_positief"),
            models.CheckConstraint(condition=~models.Q(van=models.F("voor")), name="voorschot_op_een_andere_kpi"),
        ]

    def __str__(self) -> str:
        return f"voorschot op {self.voor}"
