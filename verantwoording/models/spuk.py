"""The SPUK of a gemeente for its parts of a plan (1b.1; Regeling SPUK transformatiemiddelen).

Not the money of the transformation pot: nothing of it is posted on the ledger, the amounts stand in these rows.
"""

import datetime as dt
import uuid
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db import models
from django.urls import reverse
from django_fsm import transition

from kern.basis.models import BasisModel, BedragField
from kern.organisaties.models import Organisatie
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import eis, zegt
from transformatie.models import Dossier
from verantwoording import spuk_eisen, spuk_rechten


class SpukStatus(models.TextChoices):
    AANGEVRAAGD = "aangevraagd", "aangevraagd"
    VERLEEND = "verleend", "verleend"
    VASTGESTELD = "vastgesteld", "vastgesteld"
    AFGEHANDELD = "afgehandeld", "afgehandeld"
    AFGEWEZEN = "afgewezen", "afgewezen"
    INGETROKKEN = "ingetrokken", "ingetrokken"


S = SpukStatus
TELT_MEE = [S.AANGEVRAAGD, S.VERLEEND, S.VASTGESTELD, S.AFGEHANDELD]
"""These count for the ceiling over all gemeenten."""


class Spukaanvraag(Machine):
    """What one gemeente asked for one plan, and what came of it; amounts in euro."""

    Status = SpukStatus
    status = ToestandField(choices=SpukStatus.choices, default=SpukStatus.AANGEVRAAGD)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="spukaanvragen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="spukaanvragen", verbose_name="gemeente")
    aangevraagd_op = models.DateField("aangevraagd op")
    bedrag_gevraagd = BedragField("gevraagd bedrag")
    kenmerk = models.CharField("beschikkingsnummer", max_length=60, blank=True)
    bedrag_verleend = BedragField("verleend bedrag, als voorschot uitbetaald", null=True, blank=True)
    verleend_op = models.DateField("verleend op", null=True, blank=True)
    bedrag_vastgesteld = BedragField("vastgesteld bedrag", null=True, blank=True)
    vastgesteld_op = models.DateField("vastgesteld op", null=True, blank=True)
    toelichting = models.TextField("toelichting bij de vaststelling", blank=True, max_length=3000)
    terugbetaald_op = models.DateField("terugbetaald op", null=True, blank=True)
    reden = models.TextField("reden", blank=True, max_length=3000)

    class Meta:
        verbose_name = "SPUK-aanvraag"
        verbose_name_plural = "SPUK-aanvragen"
        ordering = ["aangevraagd_op", "vastgelegd_op"]
        constraints = [
            geldige_toestand(SpukStatus, "spukaanvraag"),
            models.CheckConstraint(condition=models.Q(bedrag_gevraagd__gt=0), name="spuk_gevraagd_positief"),
            models.CheckConstraint(
                condition=models.Q(bedrag_verleend=None) | models.Q(bedrag_verleend__lte=models.F("bedrag_gevraagd")),
                name="spuk_verleend_binnen_gevraagd",
            ),
            models.CheckConstraint(
                condition=models.Q(bedrag_vastgesteld=None) | models.Q(bedrag_vastgesteld__lte=models.F("bedrag_verleend")),
                name="spuk_vastgesteld_binnen_verleend",
            ),
            models.UniqueConstraint(
                fields=["dossier", "organisatie"],
                condition=~models.Q(status__in=["afgewezen", "ingetrokken"]),
                name="een_spukaanvraag_per_gemeente_en_plan",
            ),
            models.UniqueConstraint(fields=["kenmerk"], condition=~models.Q(kenmerk=""), name="spuk_kenmerk_uniek"),
        ]

    def __str__(self) -> str:
        return f"SPUK-aanvraag van {self.organisatie.in_zin}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    def get_absolute_url(self) -> str:
        return reverse("spuk", kwargs={"kenmerk": self.dossier.kenmerk})

    @cached_property
    def mijlpaallijst(self) -> list["Spukmijlpaal"]:
        return list(self.mijlpalen.all())

    @property
    def bedrag_niet_gerealiseerd(self) -> Decimal:
        """What belongs to milestones that the coordinating insurer found not reached."""
        return sum((m.bedrag for m in self.mijlpaallijst if m.is_gerealiseerd is False), Decimal(0))

    @property
    def bedrag_terug(self) -> Decimal:
        """What was advanced but not settled; it goes back to the ministry."""
        if self.bedrag_verleend is None or self.bedrag_vastgesteld is None:
            return Decimal(0)
        return self.bedrag_verleend - self.bedrag_vastgesteld

    @transition(
        "status",
        source=S.AANGEVRAAGD,
        target=S.VERLEEND,
        permission=spuk_rechten.EIGEN_GEMEENTE,
        conditions=[eis(spuk_eisen.besluit_klopt)],
        custom=zegt(
            "Leg de verlening vast",
            gedaan="SPUK verleend",
            hoofd=True,
            gevolg="Het verleende bedrag is voor 100 procent voorschot. U verantwoordt het elk jaar via SiSa.",
        ),
    )
    def verleen(self, *, op: dt.date, kenmerk: str, bedrag: Decimal, besloten_op: dt.date) -> None:
        """The ministry granted the SPUK within 13 weeks; all of it is paid in advance."""
        self.kenmerk, self.bedrag_verleend, self.verleend_op = kenmerk, bedrag, besloten_op

    @transition(
        "status",
        source=S.AANGEVRAAGD,
        target=S.AFGEWEZEN,
        permission=spuk_rechten.EIGEN_GEMEENTE,
        conditions=[eis(spuk_eisen.reden_gegeven)],
        custom=zegt("Leg de afwijzing vast", gedaan="SPUK afgewezen", gevolg="U kunt opnieuw aanvragen zolang het venster open is."),
    )
    def wijs_af(self, *, op: dt.date, reden: str) -> None:
        """The ministry refused."""
        self.reden = reden

    @transition(
        "status",
        source=S.AANGEVRAAGD,
        target=S.INGETROKKEN,
        permission=spuk_rechten.EIGEN_GEMEENTE,
        conditions=[eis(spuk_eisen.reden_gegeven)],
        custom=zegt("Trek de aanvraag in", gedaan="SPUK-aanvraag ingetrokken", gevolg="De termijn voor het besluit vervalt."),
    )
    def trek_in(self, *, op: dt.date, reden: str) -> None:
        """The gemeente no longer asks."""
        self.reden = reden

    @transition(
        "status",
        source=S.VERLEEND,
        target=S.VASTGESTELD,
        permission=spuk_rechten.EIGEN_GEMEENTE,
        conditions=[eis(spuk_eisen.eindverantwoording_is_ingediend), eis(spuk_eisen.vaststelling_klopt)],
        custom=zegt(
            "Leg de vaststelling vast",
            gedaan="SPUK vastgesteld",
            hoofd=True,
            gevolg="Wat is verleend maar niet vastgesteld, betaalt u terug aan het ministerie.",
        ),
    )
    def stel_vast(self, *, op: dt.date, bedrag: Decimal, besloten_op: dt.date, toelichting: str = "") -> None:
        """The ministry settled within 37 weeks after the last account."""
        self.bedrag_vastgesteld, self.vastgesteld_op, self.toelichting = bedrag, besloten_op, toelichting

    @transition(
        "status",
        source=S.VASTGESTELD,
        target=S.AFGEHANDELD,
        permission=spuk_rechten.EIGEN_GEMEENTE,
        conditions=[eis(spuk_eisen.terugbetaling_klopt)],
        custom=zegt(
            "Leg de afhandeling vast", gedaan="SPUK afgehandeld", hoofd=True, gevolg="Daarmee is de SPUK voor dit plan afgesloten."
        ),
    )
    def handel_af(self, *, op: dt.date, betaald_op: dt.date) -> None:
        """What had to go back went back; when nothing had to, this only closes."""
        self.terugbetaald_op = betaald_op if self.bedrag_terug else None


class Spukbegroting(BasisModel):
    """What the gemeente budgets for one year; an annex of the application."""

    aanvraag = models.ForeignKey(Spukaanvraag, on_delete=models.PROTECT, related_name="begroting")
    jaar = models.PositiveSmallIntegerField("jaar")
    bedrag = BedragField("bedrag")

    class Meta:
        verbose_name = "begroot bedrag per jaar"
        verbose_name_plural = "begrote bedragen per jaar"
        ordering = ["jaar"]
        constraints = [models.UniqueConstraint(fields=["aanvraag", "jaar"], name="een_begroot_bedrag_per_jaar")]


class Spukmijlpaal(BasisModel):
    """A milestone with its amount, as it stands in the agreement; the coordinating insurer says whether it was reached."""

    aanvraag = models.ForeignKey(Spukaanvraag, on_delete=models.PROTECT, related_name="mijlpalen")
    nummer = models.PositiveSmallIntegerField("nummer")
    sleutel = models.UUIDField("sleutel van de KPI")
    omschrijving = models.CharField("omschrijving", max_length=300)
    bedrag = BedragField("bedrag")
    is_gerealiseerd = models.BooleanField("gerealiseerd volgens de coördinerende zorgverzekeraar", null=True)
    beoordeeld_op = models.DateField("beoordeeld op", null=True, blank=True)
    beoordeeld_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    onderbouwing = models.TextField("onderbouwing", blank=True, max_length=3000)

    class Meta:
        verbose_name = "SPUK-mijlpaal"
        verbose_name_plural = "SPUK-mijlpalen"
        ordering = ["nummer"]
        constraints = [models.UniqueConstraint(fields=["aanvraag", "nummer"], name="spukmijlpaal_nummer_uniek")]

    def __str__(self) -> str:
        return f"mijlpaal {self.nummer}"


class Spukverantwoording(BasisModel):
    """The SiSa block of one year, as it was handed in; it is due before 15 July of the next year, and never changes."""

    aanvraag = models.ForeignKey(Spukaanvraag, on_delete=models.PROTECT, related_name="verantwoordingen")
    jaar = models.PositiveSmallIntegerField("jaar")
    bedrag_besteed = BedragField("besteding in het jaar")
    bedrag_correctie = BedragField("correctie op het jaar ervoor")
    bedrag_niet_gerealiseerd = BedragField("cumulatieve besteding aan niet-gerealiseerde mijlpalen")
    mijlpalen_gerealiseerd = models.BooleanField("mijlpalen gerealiseerd volgens de coördinerende zorgverzekeraar")
    is_eind = models.BooleanField("eindverantwoording")
    op = models.DateField("ingediend op")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "SiSa-verantwoording"
        verbose_name_plural = "SiSa-verantwoordingen"
        ordering = ["jaar"]
        constraints = [
            models.UniqueConstraint(fields=["aanvraag", "jaar"], name="een_sisa_per_jaar"),
            models.UniqueConstraint(fields=["aanvraag"], condition=models.Q(is_eind=True), name="een_eindverantwoording"),
            models.CheckConstraint(condition=models.Q(bedrag_besteed__gte=0), name="sisa_besteed_niet_negatief"),
        ]
