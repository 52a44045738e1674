"""The outbox: what people must be told, written in the transaction of the step it is about."""

from django.conf import settings
from django.db import models

from kern.basis.models import BasisModel
from kern.berichten.querysets import BerichtQuerySet


class Bericht(BasisModel):
    """One notice to one person; the worker mails it, the application shows it.

    `sleutel` makes it unique (so that a step or sweep that runs twice tells once) and yields the Message-ID.
    """

    class Status(models.TextChoices):
        WACHT = "wacht", "wacht op verzending"
        VERSTUURD = "verstuurd", "verstuurd"
        MISLUKT = "mislukt", "mislukt"

    zaak = models.UUIDField(null=True, db_index=True)
    sleutel = models.CharField(max_length=200, unique=True)
    soort = models.CharField(max_length=40)
    aan = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="berichten")
    onderwerp = models.CharField(max_length=200)
    tekst = models.TextField()
    adres = models.CharField("adres in de toepassing", max_length=200, blank=True)
    op = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WACHT)
    pogingen = models.PositiveSmallIntegerField(default=0)
    volgende_poging_op = models.DateTimeField(null=True, blank=True)
    verstuurd_op = models.DateTimeField(null=True, blank=True)
    fout = models.CharField(max_length=300, blank=True)
    gelezen_op = models.DateTimeField(null=True, blank=True)

    objects = BerichtQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ["-op", "-vastgelegd_op"]
        indexes = [models.Index(fields=["status", "volgende_poging_op"], name="bericht_te_versturen")]

    def __str__(self) -> str:
        return self.onderwerp

    @property
    def is_ongelezen(self) -> bool:
        return self.gelezen_op is None
