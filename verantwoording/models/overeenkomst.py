"""The overeenkomst with its signatures, and the betaalbeschikking of the NZa."""

from django.db import models
from django.db.models import Q

from kern.basis.models import BasisModel, BedragField
from kern.documenten.models import Document
from kern.organisaties.models import Organisatie
from verantwoording.models.toekenning import Toekenning


class Overeenkomst(BasisModel):
    """The agreement on KPI's and amounts; its annex are the KPI's of the approved version."""

    toekenning = models.OneToOneField(Toekenning, on_delete=models.PROTECT, related_name="overeenkomst")
    bedrag = BedragField("overeengekomen bedrag")
    opgesteld_op = models.DateField("opgesteld op")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document")

    class Meta:
        verbose_name = "overeenkomst"
        verbose_name_plural = "overeenkomsten"

    def __str__(self) -> str:
        return f"overeenkomst {self.toekenning.dossier.kenmerk}"


class Ondertekening(BasisModel):
    """A signature as the coordinating insurer registered it: who, in what function, on which day."""

    overeenkomst = models.ForeignKey(Overeenkomst, on_delete=models.PROTECT, related_name="ondertekeningen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    naam = models.CharField("naam", max_length=120)
    functie = models.CharField("functie", max_length=120)
    op = models.DateField("getekend op")
    vervallen_op = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "ondertekening"
        verbose_name_plural = "ondertekeningen"
        ordering = ["op", "vastgelegd_op"]
        constraints = [
            models.UniqueConstraint(
                fields=["overeenkomst", "organisatie"], condition=Q(vervallen_op__isnull=True), name="een_handtekening_per_partij"
            )
        ]


class Betaalbeschikking(BasisModel):
    """What the NZa granted; the amount equals the grant, or the difference is explained."""

    toekenning = models.OneToOneField(Toekenning, on_delete=models.PROTECT, related_name="beschikking")
    kenmerk = models.CharField("kenmerk van de NZa", max_length=60, unique=True)
    afgegeven_op = models.DateField("afgegeven op")
    bedrag = BedragField("bedrag")
    toelichting = models.TextField("toelichting", blank=True, max_length=3000)

    class Meta:
        verbose_name = "betaalbeschikking"
        verbose_name_plural = "betaalbeschikkingen"

    def __str__(self) -> str:
        return self.kenmerk
