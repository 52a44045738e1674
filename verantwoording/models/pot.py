"""The pots that grants are paid from: who made the money available, for what, for which year."""

from django.db import models

from kern.basis.models import BasisModel
from kern.organisaties.models import Sector


class Pot(BasisModel):
    """Money of one year, earmarked for one sector or free; how much stands in it, the ledger says (account POT).

    An amount always has a source and the day of that source; what is not reserved lapses after `vervalt_op`.
    """

    naam = models.CharField("naam", max_length=120, unique=True)
    jaar = models.PositiveSmallIntegerField("jaar")
    sector = models.CharField("geoormerkt voor", max_length=20, choices=Sector.choices, blank=True)
    bron = models.CharField("bron", max_length=200)
    bron_op = models.DateField("peildatum van de bron")
    open_van = models.DateField("te gebruiken vanaf")
    vervalt_op = models.DateField("te gebruiken tot en met", null=True, blank=True)

    class Meta:
        verbose_name = "pot"
        verbose_name_plural = "potten"
        ordering = ["jaar", "naam"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(vervalt_op=None) | models.Q(vervalt_op__gte=models.F("open_van")), name="pot_open_voor_hij_vervalt"
            )
        ]

    def __str__(self) -> str:
        return self.naam
