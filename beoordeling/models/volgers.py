"""What the other insurers see of a coming decision, and what they ask about it (framework of 2023)."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from beoordeling.models.ronde import Beoordelingsronde
from kern.basis.models import BasisModel
from kern.organisaties.models import Organisatie
from transformatie.models import Dossier


class Voornemen(BasisModel):
    """A voorgenomen besluit as the other insurers read it: brief, without amounts or business details, until `inzage_tot`."""

    class Richting(models.TextChoices):
        GOEDKEUREN = "goedkeuren", "goedkeuren"
        AFWIJZEN = "afwijzen", "afwijzen"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="voornemens")
    ronde = models.OneToOneField(Beoordelingsronde, on_delete=models.PROTECT, related_name="voornemen")
    richting = models.CharField("voornemen", max_length=12, choices=Richting.choices)
    doelen = models.TextField("doelen in het kort", max_length=3000)
    afspraken = models.TextField("afspraken op hoofdlijnen", max_length=3000)
    contact = models.CharField("contact", max_length=200)
    gepubliceerd_op = models.DateField("voorgelegd op")
    inzage_tot = models.DateField("vragen tot en met")

    class Meta:
        verbose_name = "voorgenomen besluit"
        verbose_name_plural = "voorgenomen besluiten"
        ordering = ["-gepubliceerd_op", "-vastgelegd_op"]
        constraints = [models.CheckConstraint(condition=Q(inzage_tot__gte=F("gepubliceerd_op")), name="inzage_tot_na_publicatie")]

    def __str__(self) -> str:
        return f"voorgenomen besluit over {self.dossier.kenmerk}"

    def get_absolute_url(self) -> str:
        return reverse("voornemen", kwargs={"pk": self.pk})

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    def is_open(self, op: dt.date) -> bool:
        """Whether questions may still be asked; it closes by itself."""
        return op <= self.inzage_tot


class Volgersvraag(BasisModel):
    """A question of another insurer about a voorgenomen besluit, and the answer of the two insurers."""

    voornemen = models.ForeignKey(Voornemen, on_delete=models.PROTECT, related_name="vragen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    steller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    tekst = models.TextField("vraag", max_length=3000)
    gesteld_op = models.DateField()
    antwoord = models.TextField("antwoord", max_length=3000, blank=True)
    beantwoord_op = models.DateField(null=True, blank=True)
    beantwoord_namens = models.ForeignKey(Organisatie, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "vraag van een andere verzekeraar"
        verbose_name_plural = "vragen van andere verzekeraars"
        ordering = ["gesteld_op", "vastgelegd_op"]
        constraints = [
            models.CheckConstraint(
                condition=Q(antwoord="", beantwoord_op__isnull=True) | (~Q(antwoord="") & Q(beantwoord_op__isnull=False)),
                name="volgersvraag_antwoord_met_dag",
            )
        ]

    def __str__(self) -> str:
        return f"vraag van {self.organisatie}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.voornemen.dossier_id
