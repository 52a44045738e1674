"""Who last wrote which field of a concept, so that a second author can be told."""

from django.conf import settings
from django.db import models

from kern.basis.models import BasisModel


class Conceptveld(BasisModel):
    """The last change of one field of a concept (`onderwerp` is a snelle toets or a plan version)."""

    onderwerp = models.UUIDField()
    veld = models.CharField(max_length=60)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    gewijzigd_op = models.DateTimeField()

    class Meta:
        verbose_name = "wijziging in een concept"
        verbose_name_plural = "wijzigingen in concepten"
        constraints = [models.UniqueConstraint(fields=["onderwerp", "veld"], name="conceptveld_uniek")]

    def __str__(self) -> str:
        return self.veld
