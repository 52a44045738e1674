"""What the NZa says about the lawfulness of a plan, what it asks, and the archives that were made for it (3a.5)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from kern.basis.models import BasisModel
from kern.documenten.models import Document
from kern.organisaties.models import Organisatie
from transformatie.models import Dossier
from verantwoording.models.toekenning import Toekenning


class Rechtmatigheidsuitkomst(models.TextChoices):
    POSITIEF = "positief", "positief"
    NEGATIEF = "negatief", "negatief"
    MEER_NODIG = "meer_nodig", "meer informatie nodig"


class Rechtmatigheidsonderdeel(models.IntegerChoices):
    """The four parts of 3a.5, in the order of the rule."""

    OVEREENKOMST = 1, "Goedgekeurd plan en getekende overeenkomst met KPI-afspraken"
    BESCHIKKING = 2, "Betaalbeschikking van de NZa"
    KOSTEN_EN_BEWIJS = 3, "Vorm van kostenregistratie en bewijs van behaalde KPI's"
    MONITORING = 4, "Vorm van monitoring, en bijsturing heeft plaatsgevonden"


class VanToekenning(BasisModel):
    """A row that belongs to one toekenning (`toekenning`), and so to its dossier."""

    toekenning: models.ForeignKey[Toekenning, Toekenning]

    class Meta:
        abstract = True

    @property
    def dossier(self) -> Dossier:
        return self.toekenning.dossier

    @property
    def zaak(self) -> uuid.UUID:
        return self.toekenning.dossier_id


class Rechtmatigheidsoordeel(VanToekenning):
    """A judgement of the NZa on one plan, with its reasons; a later one does not change an earlier one (3a.5)."""

    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="rechtmatigheidsoordelen")
    uitkomst = models.CharField("oordeel", max_length=12, choices=Rechtmatigheidsuitkomst.choices)
    onderbouwing = models.TextField("onderbouwing", max_length=5000)
    op = models.DateField("op")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "rechtmatigheidsoordeel"
        verbose_name_plural = "rechtmatigheidsoordelen"
        ordering = ["op", "vastgelegd_op"]

    def __str__(self) -> str:
        return f"{self.get_uitkomst_display()} op {self.op}"

    @property
    def toon(self) -> str:
        """The colour of its pill."""
        return {"positief": "groen", "negatief": "rood"}.get(self.uitkomst, "amber")


class Rechtmatigheidsvraag(VanToekenning):
    """What the NZa asks about one of the four parts, of whom, and the answer; a judgement closes what is still open."""

    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="rechtmatigheidsvragen")
    oordeel = models.ForeignKey(Rechtmatigheidsoordeel, on_delete=models.PROTECT, related_name="vragen")
    onderdeel = models.PositiveSmallIntegerField("onderdeel", choices=Rechtmatigheidsonderdeel.choices)
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="gevraagd aan")
    vraag = models.TextField("vraag", max_length=3000)
    op = models.DateField("gevraagd op")
    antwoord = models.TextField("antwoord", blank=True, max_length=5000)
    beantwoord_op = models.DateField("beantwoord op", null=True, blank=True)
    beantwoord_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    vervallen_op = models.DateField("vervallen op", null=True, blank=True)

    class Meta:
        verbose_name = "vraag over de rechtmatigheid"
        verbose_name_plural = "vragen over de rechtmatigheid"
        ordering = ["op", "vastgelegd_op"]
        constraints = [
            models.CheckConstraint(condition=Q(onderdeel__gte=1, onderdeel__lte=4), name="rechtmatigheid_kent_vier_onderdelen"),
            models.CheckConstraint(
                condition=Q(beantwoord_op__isnull=True, antwoord="") | (Q(beantwoord_op__isnull=False) & ~Q(antwoord="")),
                name="rechtmatigheidsantwoord_heeft_een_dag",
            ),
        ]

    def __str__(self) -> str:
        return self.vraag

    @property
    def is_open(self) -> bool:
        """The answer is still to come."""
        return self.beantwoord_op is None and self.vervallen_op is None


class Rechtmatigheidsarchief(VanToekenning):
    """An archive that was ordered for one day: the worker makes it in steps; `inhoud_sha256` tells whether another says the same."""

    class Status(models.TextChoices):
        WACHT = "wacht", "wacht"
        BEZIG = "bezig", "wordt gemaakt"
        KLAAR = "klaar", "klaar"
        MISLUKT = "mislukt", "mislukt"

    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="rechtmatigheidsarchieven")
    peildatum = models.DateField("stand van")
    besteld_op = models.DateField("besteld op")
    besteld_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="besteld namens")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WACHT)
    gedaan = models.PositiveSmallIntegerField(default=0)
    totaal = models.PositiveSmallIntegerField(default=1)
    bezig_tot = models.DateTimeField(null=True, blank=True)
    pogingen = models.PositiveSmallIntegerField(default=0)
    fout = models.CharField(max_length=300, blank=True)
    inhoud_sha256 = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    klaar_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "archief van het rechtmatigheidsdossier"
        verbose_name_plural = "archieven van rechtmatigheidsdossiers"
        ordering = ["-vastgelegd_op"]
        constraints = [
            models.UniqueConstraint(
                fields=["toekenning", "peildatum"], condition=Q(status__in=["wacht", "bezig"]), name="een_archief_tegelijk_in_de_maak"
            ),
            models.CheckConstraint(condition=~Q(status="klaar") | Q(document__isnull=False), name="een_klaar_archief_heeft_een_document"),
        ]
        indexes = [models.Index(fields=["vastgelegd_op"], condition=Q(status__in=["wacht", "bezig"]), name="archief_te_maken")]

    def __str__(self) -> str:
        return f"archief {self.toekenning} van {self.peildatum}"

    @property
    def is_onderweg(self) -> bool:
        """The worker still has to make it, or is at it."""
        return self.status in (self.Status.WACHT, self.Status.BEZIG)
