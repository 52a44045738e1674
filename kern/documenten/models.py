"""Attachments and letters: stored once, with their hash, never served inline."""

from django.conf import settings
from django.db import models

from kern.basis.models import BasisModel


def opslagpad(document: "Document", bestandsnaam: str) -> str:
    """A path that says nothing: only keys, never the name somebody typed."""
    return f"documenten/{document.zaak}/{document.pk}"


class Document(BasisModel):
    """A file of a dossier.  `voor` says who may read it besides its uploader's organisation."""

    class Voor(models.TextChoices):
        IEDEREEN = "iedereen", "alle partijen van het dossier"
        BEOORDELAARS = "beoordelaars", "alleen de beoordelaars"
        CZV_EN_INDIENERS = "czv_en_indieners", "de coördinerende zorgverzekeraar en de indieners"

    zaak = models.UUIDField(db_index=True)
    soort = models.CharField(max_length=40)
    onderwerp = models.UUIDField(null=True, db_index=True)
    titel = models.CharField(max_length=200)
    bestandsnaam = models.CharField(max_length=200)
    inhoudstype = models.CharField(max_length=100)
    bestand = models.FileField(upload_to=opslagpad, max_length=200)
    grootte = models.PositiveIntegerField("grootte in bytes")
    sha256 = models.CharField(max_length=64)
    voor = models.CharField(max_length=20, choices=Voor.choices, default=Voor.IEDEREEN)
    op = models.DateField()
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    organisatie = models.ForeignKey("organisaties.Organisatie", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"
        ordering = ["-op", "-vastgelegd_op"]

    def __str__(self) -> str:
        return self.titel


class Brief(BasisModel):
    """A letter to be made: its frozen data, and in the end its document.  The worker renders it once."""

    class Status(models.TextChoices):
        WACHT = "wacht", "wordt gemaakt"
        GEMAAKT = "gemaakt", "gemaakt"
        MISLUKT = "mislukt", "mislukt"

    zaak = models.UUIDField(db_index=True)
    soort = models.CharField(max_length=40)
    onderwerp = models.UUIDField()
    gegevens = models.JSONField()
    op = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WACHT)
    pogingen = models.PositiveSmallIntegerField(default=0)
    volgende_poging_op = models.DateTimeField(null=True, blank=True)
    fout = models.CharField(max_length=300, blank=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="brief")
    sleutel = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = "brief"
        verbose_name_plural = "brieven"
        ordering = ["-op", "-vastgelegd_op"]

    def __str__(self) -> str:
        return f"{self.soort} van {self.op}"
