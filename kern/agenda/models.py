"""The secret with which a calendar may fetch a person's terms and meetings."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kern.basis.models import BasisModel


class Agendasleutel(BasisModel):
    """The key of one person's feed: only its hash is kept, one holds at a time, and it can be withdrawn."""

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agendasleutels")
    hash = models.CharField("SHA-256 van de sleutel", max_length=64, unique=True)
    ingetrokken_op = models.DateTimeField("ingetrokken op", null=True, blank=True)
    laatst_gelezen_op = models.DateTimeField("laatst gelezen op", null=True, blank=True)

    class Meta:
        verbose_name = "agendasleutel"
        verbose_name_plural = "agendasleutels"
        ordering = ["-vastgelegd_op"]
        constraints = [
            models.UniqueConstraint(fields=["gebruiker"], condition=Q(ingetrokken_op__isnull=True), name="een_geldige_agendasleutel")
        ]

    def __str__(self) -> str:
        return f"agendasleutel van {self.gebruiker}"
