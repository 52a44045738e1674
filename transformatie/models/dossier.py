"""The dossier: one transformation, with its regions, domains and parties."""

import unicodedata
import uuid
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kern.basis.models import BasisModel
from kern.organisaties.models import Organisatie, Regio, Sector
from kern.web.adressen import dossieradres
from transformatie.querysets import DossierQuerySet


class Domein(models.TextChoices):
    """What a plan touches; more than one makes it domeinoverstijgend (1a.1)."""

    ZVW = "zvw", "Zorgverzekeringswet"
    WLZ = "wlz", "langdurige zorg (Wlz)"
    SOCIAAL = "sociaal", "sociaal domein"


class Fase(models.TextChoices):
    STARTGESPREK = "startgesprek", "startgesprek"
    SNELLE_TOETS = "snelle_toets", "snelle toets"
    TRANSFORMATIEPLAN = "transformatieplan", "transformatieplan"
    OVEREENKOMST = "overeenkomst", "overeenkomst"
    UITVOERING = "uitvoering", "uitvoering"
    AFGEROND = "afgerond", "afgerond"


def zoektekst(*delen: str) -> str:
    """Text without case and accents, for searching in a normalised column."""
    plat = unicodedata.normalize("NFKD", " ".join(delen)).encode("ascii", "ignore").decode()
    return plat.lower()


class Dossier(BasisModel):
    """One transformation from first contact to the last euro; its key is the `zaak` of everything about it.

    `fase` and `stand` follow from its documents; they are kept here so that lists can filter on them.
    """

    jaar = models.PositiveSmallIntegerField()
    volgnummer = models.PositiveIntegerField()
    kenmerk = models.CharField("kenmerk", max_length=16, unique=True)
    titel = models.CharField("titel", max_length=200)
    samenvatting = models.TextField("waar gaat het plan over", max_length=3000, blank=True)
    hoofdregio = models.ForeignKey(Regio, on_delete=models.PROTECT, related_name="+", verbose_name="zorgkantoorregio")
    regios = models.ManyToManyField(Regio, related_name="dossiers", verbose_name="zorgkantoorregio's")
    gemeenten = models.ManyToManyField(Organisatie, related_name="+", blank=True, verbose_name="betrokken gemeenten")
    domeinen = ArrayField(models.CharField(max_length=10, choices=Domein.choices), verbose_name="domeinen")
    sectoren = ArrayField(models.CharField(max_length=20, choices=Sector.choices), verbose_name="sectoren")
    coordinerend = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="coördinerende zorgverzekeraar")
    tweede = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="tweede zorgverzekeraar")
    begonnen_op = models.DateField("begonnen op")
    fase = models.CharField("fase", max_length=20, choices=Fase.choices, default=Fase.STARTGESPREK)
    stand = models.CharField("stand", max_length=60, default="startgesprek aangevraagd")
    is_gesloten = models.BooleanField("gesloten", default=False)
    gewijzigd_op = models.DateField("laatste stap op")
    zoek = models.TextField(editable=False, default="")

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        verbose_name_plural = "dossiers"
        ordering = ["-jaar", "-volgnummer"]
        constraints = [
            models.UniqueConstraint(fields=["jaar", "volgnummer"], name="dossier_volgnummer_per_jaar"),
            models.CheckConstraint(condition=~Q(coordinerend=models.F("tweede")), name="tweede_is_een_ander"),
            models.CheckConstraint(condition=Q(domeinen__len__gt=0), name="dossier_noemt_een_domein"),
        ]
        indexes = [
            models.Index(fields=["fase", "is_gesloten"], name="dossier_fase"),
            models.Index(fields=["coordinerend"], name="dossier_coordinerend"),
            models.Index(fields=["tweede"], name="dossier_tweede"),
        ]

    def __str__(self) -> str:
        return f"{self.kenmerk} {self.titel}"

    def get_absolute_url(self) -> str:
        return dossieradres("dossier", self.kenmerk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.zoek = zoektekst(self.kenmerk, self.titel, self.hoofdregio.naam)
        super().save(*args, **kwargs)

    @property
    def zaak(self) -> uuid.UUID:
        return self.pk

    @property
    def dossier(self) -> "Dossier":
        """So that rights can ask any row for its dossier."""
        return self

    @property
    def is_domeinoverstijgend(self) -> bool:
        return len(self.domeinen) > 1

    @property
    def raakt_sociaal_domein(self) -> bool:
        return Domein.SOCIAAL in self.domeinen

    @cached_property
    def deelnemende_partijen(self) -> list["Partij"]:
        """The parties that take part now, with their organisation."""
        return [p for p in self.partijen.select_related("organisatie") if p.uit_op is None]

    @cached_property
    def penvoerder(self) -> Organisatie:
        return next(p.organisatie for p in self.deelnemende_partijen if p.rol == Partijrol.PENVOERDER)

    @property
    def deelnemende_gemeenten(self) -> list["Partij"]:
        return [p for p in self.deelnemende_partijen if p.rol == Partijrol.GEMEENTE]

    def vergeet_partijen(self) -> None:
        """After a change of parties: read them again."""
        for naam in ("deelnemende_partijen", "vertrokken_partijen", "penvoerder", "indienende_organisaties", "alle_organisaties"):
            self.__dict__.pop(naam, None)

    @cached_property
    def indienende_organisaties(self) -> set[uuid.UUID]:
        """Everyone who ever submitted here; they never judge this dossier."""
        return set(self.partijen.filter(rol__in=INDIENEND).values_list("organisatie_id", flat=True))

    @property
    def betrokken_organisaties(self) -> list[Organisatie]:
        """Each party once, and the two insurers."""
        rij = {p.organisatie_id: p.organisatie for p in self.deelnemende_partijen}
        for verzekeraar in (self.coordinerend, self.tweede):
            if verzekeraar is not None:
                rij.setdefault(verzekeraar.pk, verzekeraar)
        return list(rij.values())


class Partijrol(models.TextChoices):
    PENVOERDER = "penvoerder", "penvoerder"
    INDIENER = "indiener", "indiener"
    KASSIER = "kassier", "kassier"
    DEELNEMER = "deelnemer", "deelnemer"
    GEMEENTE = "gemeente", "gemeente"
    FINANCIER = "financier", "financier"


INDIENEND = [Partijrol.PENVOERDER, Partijrol.INDIENER, Partijrol.KASSIER, Partijrol.DEELNEMER]


class Vertrek(models.TextChoices):
    """How a party left the table; only the first two are its own act."""

    AFGEWEZEN = "afgewezen", "sloeg de uitnodiging af"
    TERUGGETROKKEN = "teruggetrokken", "trok zich terug"
    LOSGELATEN = "losgelaten", "van het dossier gehaald"
    NA_WEIGERING = "na_weigering", "van het dossier gehaald na een weigering"


class Partij(BasisModel):
    """An organisation at the table of a dossier, in a role, from its invitation until it leaves.

    Who comes back after leaving gets a row of its own; the old row keeps why it left.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="partijen", verbose_name="dossier")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="partij_in", verbose_name="organisatie")
    rol = models.CharField("rol", max_length=12, choices=Partijrol.choices)
    uitgenodigd_op = models.DateField("uitgenodigd op")
    aanvaard_op = models.DateField("doet mee sinds", null=True, blank=True)
    uit_op = models.DateField("doet niet meer mee sinds", null=True, blank=True)
    vertrek = models.CharField("hoe vertrokken", max_length=16, choices=Vertrek.choices, blank=True)
    reden = models.TextField("reden van vertrek", max_length=1000, blank=True)
    vraagt_spuk_aan = models.BooleanField("vraagt (mede) SPUK aan", default=False)

    class Meta:
        verbose_name = "partij"
        verbose_name_plural = "partijen"
        ordering = ["uitgenodigd_op", "vastgelegd_op"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "organisatie", "rol"], condition=Q(uit_op__isnull=True), name="partij_uniek"),
            models.CheckConstraint(condition=Q(vertrek="") | Q(uit_op__isnull=False), name="wie_vertrok_is_weg"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(rol="penvoerder", uit_op__isnull=True), name="een_penvoerder_per_dossier"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisatie} ({self.get_rol_display()})"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    def get_absolute_url(self) -> str:
        """Where the organisation answers its invitation, or withdraws."""
        return reverse("uitnodiging", kwargs={"kenmerk": self.dossier.kenmerk, "pk": self.pk})

    @property
    def is_genodigd(self) -> bool:
        """Invited, and the answer is still to come; for the rules it counts as a party."""
        return self.aanvaard_op is None and self.uit_op is None

    @property
    def ging_zelf(self) -> bool:
        """Whether it left by its own act."""
        return self.vertrek in (Vertrek.AFGEWEZEN, Vertrek.TERUGGETROKKEN)


class Domeininstemming(BasisModel):
    """A gemeente agrees that the social domain is taken off a dossier that was already handed in (1b.2)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="domeininstemmingen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    op = models.DateField()

    class Meta:
        verbose_name = "instemming met weghalen van het sociaal domein"
        verbose_name_plural = "instemmingen met weghalen van het sociaal domein"
        constraints = [models.UniqueConstraint(fields=["dossier", "organisatie"], name="instemming_per_gemeente_uniek")]


def kenmerk(jaar: int, volgnummer: int) -> str:
    return f"TP-{jaar}-{volgnummer:04d}"
