"""The ledger: double entry, only ever added to, balanced by the database itself."""

from django.db import models

from kern.basis.models import BasisModel, BedragField
from transformatie.models import Dossier


class Rekening(models.TextChoices):
    """Where money stands.  Every posting moves it from one account to another; the sum of a boeking is 0."""

    POT = "pot", "beschikbare middelen"
    TOEGEZEGD = "toegezegd", "toegezegd aan het plan"
    TE_BETALEN = "te_betalen", "toegekend per KPI, te betalen"
    UITBETAALD = "uitbetaald", "uitbetaald"


class Boeking(BasisModel):
    """One event in the money of a dossier; its regels sum to zero.  A correction is another boeking."""

    class Soort(models.TextChoices):
        RESERVERING = "reservering", "reservering"
        KPI_TOEGEKEND = "kpi_toegekend", "KPI toegekend"
        UITBETALING = "uitbetaling", "uitbetaling"
        VRIJVAL = "vrijval", "vrijval naar de pot"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="boekingen")
    soort = models.CharField(max_length=20, choices=Soort.choices)
    onderwerp = models.UUIDField()
    op = models.DateField()

    class Meta:
        verbose_name = "boeking"
        verbose_name_plural = "boekingen"
        ordering = ["op", "vastgelegd_op"]
        constraints = [models.UniqueConstraint(fields=["soort", "onderwerp"], name="een_boeking_per_gebeurtenis")]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.op}"


class Boekingsregel(models.Model):
    """One side of a boeking: an amount in euro onto (positive) or off (negative) an account."""

    boeking = models.ForeignKey(Boeking, on_delete=models.PROTECT, related_name="regels")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    rekening = models.CharField(max_length=12, choices=Rekening.choices)
    bedrag = BedragField("bedrag")

    class Meta:
        verbose_name = "boekingsregel"
        verbose_name_plural = "boekingsregels"
        indexes = [models.Index(fields=["dossier", "rekening"], name="boekingsregel_saldo")]
        constraints = [
            models.CheckConstraint(condition=models.Q(rekening__in=Rekening.values), name="geldige_rekening"),
            models.CheckConstraint(condition=~models.Q(bedrag=0), name="boekingsregel_niet_nul"),
        ]

    def __str__(self) -> str:
        return f"{self.get_rekening_display()} {self.bedrag}"
