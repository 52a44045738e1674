"""The overeenkomst with its signatures, and the betaalbeschikking of the NZa."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from kern.basis.models import BasisModel, BedragField
from kern.documenten.models import Brief, Document
from kern.organisaties.models import Organisatie
from verantwoording.models.toekenning import Toekenning

if TYPE_CHECKING:
    from transformatie.models import Dossier


class Overeenkomst(BasisModel):
    """The agreement on KPI's and amounts; its annex are the KPI's of the approved version.

    Each change before all have signed makes another `versie`, with a document of its own (`brief`).
    """

    toekenning = models.OneToOneField(Toekenning, on_delete=models.PROTECT, related_name="overeenkomst")
    bedrag = BedragField("overeengekomen bedrag")
    opgesteld_op = models.DateField("opgesteld op")
    versie = models.PositiveSmallIntegerField("versie", default=1)
    kassier = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="wie het geld ontvangt"
    )
    brief = models.OneToOneField(Brief, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document")

    class Meta:
        verbose_name = "overeenkomst"
        verbose_name_plural = "overeenkomsten"

    def __str__(self) -> str:
        return f"overeenkomst {self.toekenning.dossier.kenmerk}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.toekenning.dossier_id

    @property
    def dossier(self) -> "Dossier":
        return self.toekenning.dossier

    @property
    def document(self) -> Document | None:
        """The document that is signed, once the worker made it."""
        return self.brief.document if self.brief else None


class Tekenwijze(models.TextChoices):
    TOEPASSING = "toepassing", "in deze toepassing"
    GEUPLOAD = "geupload", "op papier, ondertekend exemplaar toegevoegd"
    GEREGISTREERD = "geregistreerd", "op papier, vastgelegd door de coördinerende zorgverzekeraar"


class Ondertekening(BasisModel):
    """What one party answered to the agreement: its signature, or that it refuses, and why.

    The evidence: who, in what function, on which day, which document (`sha256`), and how the person proved to be it.
    A row never changes, except that it lapses when the agreement is drawn up anew (guarded in the database).
    """

    overeenkomst = models.ForeignKey(Overeenkomst, on_delete=models.PROTECT, related_name="ondertekeningen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    naam = models.CharField("naam", max_length=120)
    functie = models.CharField("functie", max_length=120)
    op = models.DateField("getekend op")
    versie = models.PositiveSmallIntegerField("versie van de overeenkomst", default=1)
    wijze = models.CharField("hoe", max_length=14, choices=Tekenwijze.choices, default=Tekenwijze.GEREGISTREERD)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    bevestigd_met = models.CharField(max_length=20, blank=True)
    is_geweigerd = models.BooleanField("geweigerd", default=False)
    reden = models.TextField("reden van de weigering", blank=True, max_length=3000)
    vervallen_op = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "ondertekening"
        verbose_name_plural = "ondertekeningen"
        ordering = ["op", "vastgelegd_op"]
        constraints = [
            models.UniqueConstraint(
                fields=["overeenkomst", "organisatie"], condition=Q(vervallen_op__isnull=True), name="een_handtekening_per_partij"
            ),
            models.CheckConstraint(condition=Q(is_geweigerd=False) | ~Q(reden=""), name="weigering_heeft_een_reden"),
            models.CheckConstraint(condition=~Q(wijze="toepassing") | ~Q(sha256=""), name="tekenen_in_de_toepassing_noemt_het_document"),
        ]

    def __str__(self) -> str:
        return f"{'weigering' if self.is_geweigerd else 'handtekening'} van {self.organisatie}"


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
