"""What the shell must remember: which form was already sent."""

from django.conf import settings
from django.db import models

from kern.basis.models import BasisModel


class Formuliersleutel(BasisModel):
    """One key per form; the row is written in the transaction of its first submit, with where that led."""

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sleutel = models.UUIDField()
    uitkomst = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "formuliersleutel"
        verbose_name_plural = "formuliersleutels"
        constraints = [models.UniqueConstraint(fields=["gebruiker", "sleutel"], name="een_keer_per_formulier")]

    def __str__(self) -> str:
        return str(self.sleutel)
