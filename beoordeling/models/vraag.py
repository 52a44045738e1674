"""Questions to the submitters: noted while assessing, sent together, answered together (1c.2)."""

import uuid

from django.conf import settings
from django.db import models

from beoordeling.models.ronde import Beoordeling, Beoordelingsronde
from kern.basis.models import BasisModel
from kern.organisaties.models import Organisatie
from transformatie.models import Dossier

LANGSTE_VRAAG = 1000
LANGSTE_CITAAT = 500
LANGSTE_ANTWOORD = 10000


class Vragenbundel(BasisModel):
    """The questions that went to the submitters on one day, on behalf of both insurers; asking suspends nothing (1e.1)."""

    ronde = models.ForeignKey(Beoordelingsronde, on_delete=models.PROTECT, related_name="bundels")
    nummer = models.PositiveSmallIntegerField()
    verstuurd_op = models.DateField()
    verstuurd_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reden = models.CharField("wat er nieuw is", max_length=1000, blank=True)
    beantwoord_op = models.DateField(null=True, blank=True)
    beantwoord_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    beantwoord_namens = models.ForeignKey(Organisatie, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "vragenbundel"
        verbose_name_plural = "vragenbundels"
        ordering = ["nummer"]
        constraints = [models.UniqueConstraint(fields=["ronde", "nummer"], name="bundel_nummer_uniek")]

    def __str__(self) -> str:
        return f"vragen {self.nummer} bij {self.ronde}"

    @property
    def dossier(self) -> Dossier:
        return self.ronde.dossier

    @property
    def zaak(self) -> uuid.UUID:
        return self.ronde.dossier_id


class Bundelvraag(BasisModel):
    """One question as it was sent, with its answer; the answer is the submitters' own until they send it."""

    bundel = models.ForeignKey(Vragenbundel, on_delete=models.PROTECT, related_name="vragen")
    nummer = models.PositiveSmallIntegerField()
    punt = models.CharField(max_length=30)
    veld = models.CharField(max_length=40, blank=True)
    citaat = models.CharField(max_length=LANGSTE_CITAAT, blank=True)
    tekst = models.CharField("vraag", max_length=LANGSTE_VRAAG)
    antwoord = models.TextField("antwoord", blank=True, max_length=LANGSTE_ANTWOORD)
    antwoord_om = models.DateTimeField(null=True, blank=True)
    antwoord_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "verstuurde vraag"
        verbose_name_plural = "verstuurde vragen"
        ordering = ["nummer"]
        constraints = [models.UniqueConstraint(fields=["bundel", "nummer"], name="bundelvraag_nummer_uniek")]

    def __str__(self) -> str:
        return f"vraag {self.nummer}"


class Vraag(BasisModel):
    """What an assessor wants to know, at a point and a passage; submitters see it only as what was sent of it."""

    beoordeling = models.ForeignKey(Beoordeling, on_delete=models.PROTECT, related_name="vragen")
    punt = models.CharField(max_length=30)
    veld = models.CharField("passage", max_length=40, blank=True)
    citaat = models.CharField("citaat", max_length=LANGSTE_CITAAT, blank=True)
    tekst = models.CharField("vraag", max_length=LANGSTE_VRAAG)
    steller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verstuurd_als = models.ForeignKey(Bundelvraag, on_delete=models.PROTECT, null=True, blank=True, related_name="bronnen")

    class Meta:
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        ordering = ["vastgelegd_op"]

    def __str__(self) -> str:
        return self.tekst
