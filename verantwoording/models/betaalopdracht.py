"""Who pays what: the key over the insurers, the payment order of one KPI, and its lines, marked paid by hand."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kern.basis.models import BasisModel, BedragField
from kern.organisaties.models import Organisatie
from verantwoording.models.kpi import KpiVerantwoording
from verantwoording.models.toekenning import Toekenning


class Verdeelsleutel(BasisModel):
    """How the insurers of a plan share its payments; proposed by the coordinating one, it holds once the second agreed.

    The last one that was agreed to holds; without any the coordinating insurer pays everything.
    """

    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="verdeelsleutels")
    voorgesteld_op = models.DateField("voorgesteld op")
    voorgesteld_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    akkoord_op = models.DateField("afgesproken op", null=True, blank=True)
    akkoord_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "verdeelsleutel"
        verbose_name_plural = "verdeelsleutels"
        ordering = ["voorgesteld_op", "vastgelegd_op"]
        constraints = [
            models.CheckConstraint(
                condition=Q(akkoord_op=None, akkoord_door=None) | Q(akkoord_op__isnull=False, akkoord_door__isnull=False),
                name="wie_akkoord_gaf_en_wanneer",
            ),
            models.CheckConstraint(condition=Q(akkoord_op=None) | Q(akkoord_op__gte=F("voorgesteld_op")), name="akkoord_na_voorstel"),
        ]

    def __str__(self) -> str:
        return f"verdeelsleutel van {self.voorgesteld_op}"


class Sleuteldeel(models.Model):
    """The share of one insurer, in percent; the shares of a key are exactly 100 together (guarded in the database)."""

    sleutel = models.ForeignKey(Verdeelsleutel, on_delete=models.PROTECT, related_name="delen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    procent = models.DecimalField("aandeel in procenten", max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "aandeel"
        verbose_name_plural = "aandelen"
        constraints = [
            models.UniqueConstraint(fields=["sleutel", "organisatie"], name="een_aandeel_per_verzekeraar"),
            models.CheckConstraint(condition=Q(procent__gt=0, procent__lte=100), name="aandeel_tussen_nul_en_honderd"),
        ]

    def __str__(self) -> str:
        return f"{self.organisatie}: {self.procent}%"


class Betaalopdracht(BasisModel):
    """The order of the second person to pay for one KPI; it exists once, and what it adds up to stays as given."""

    verantwoording = models.OneToOneField(KpiVerantwoording, on_delete=models.PROTECT, related_name="betaalopdracht")
    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="betaalopdrachten")
    ontvanger = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    bedrag = BedragField("te betalen")
    op = models.DateField("gegeven op")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "betaalopdracht"
        verbose_name_plural = "betaalopdrachten"
        ordering = ["op", "vastgelegd_op"]
        constraints = [models.CheckConstraint(condition=Q(bedrag__gte=0), name="betaalopdracht_niet_negatief")]

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def zaak(self) -> uuid.UUID:
        return self.verantwoording.dossier_id

    @property
    def kenmerk(self) -> str:
        """What stands on the bank statement: TP-2026-0012-K03."""
        rij = self.verantwoording
        return f"{rij.dossier.kenmerk}-K{rij.kpi.nummer:02d}"


class Betaalopdrachtregel(BasisModel):
    """What one insurer pays; it says itself when it did, with the reference of its bank. An advance stands apart (1g.4)."""

    class Soort(models.TextChoices):
        KPI = "kpi", "toegekend bij de KPI"
        VOORSCHOT = "voorschot", "voorschot op een volgende KPI"

    opdracht = models.ForeignKey(Betaalopdracht, on_delete=models.PROTECT, related_name="regels")
    soort = models.CharField("waarvoor", max_length=10, choices=Soort.choices)
    verzekeraar = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    bedrag = BedragField("bedrag")
    betaald_op = models.DateField("betaald op", null=True, blank=True)
    referentie = models.CharField("kenmerk van de betaling", max_length=60, blank=True)
    betaald_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    vervallen_op = models.DateField("vervallen op", null=True, blank=True)

    class Meta:
        verbose_name = "regel van een betaalopdracht"
        verbose_name_plural = "regels van een betaalopdracht"
        ordering = ["soort", "-bedrag", "pk"]
        indexes = [
            models.Index(fields=["verzekeraar"], condition=Q(betaald_op=None, vervallen_op=None), name="betaalopdrachtregel_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["opdracht", "soort", "verzekeraar"], name="een_regel_per_verzekeraar"),
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="betaalopdrachtregel_positief"),
            models.CheckConstraint(condition=Q(betaald_op=None) | Q(vervallen_op=None), name="betaald_of_vervallen"),
            models.CheckConstraint(
                condition=Q(betaald_op=None, referentie="", betaald_door=None)
                | (Q(betaald_op__isnull=False, betaald_door__isnull=False) & ~Q(referentie="")),
                name="betaald_met_kenmerk",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verzekeraar} {self.bedrag}"

    @property
    def is_open(self) -> bool:
        return self.betaald_op is None and self.vervallen_op is None


HEEL = Decimal(100)
