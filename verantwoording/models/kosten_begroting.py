"""The budget of a plan: posts per kind, party and year, confirmed by both sides before costs are measured against it (3a.1)."""

import datetime as dt
import uuid
from decimal import Decimal

from django.db import models
from django.urls import reverse
from django_fsm import transition

from kern.basis.models import BasisModel, BedragField
from kern.organisaties.models import Organisatie
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import SYSTEEM, eis, zegt
from transformatie.models import Dossier
from verantwoording import kosteneisen, rechten
from verantwoording.models.toekenning import Toekenning


class BegrotingStatus(models.TextChoices):
    CONCEPT = "concept", "in opmaak"
    VOORGELEGD = "voorgelegd", "voorgelegd"
    VASTGESTELD = "vastgesteld", "vastgesteld"
    VERVANGEN = "vervangen", "vervangen"


S = BegrotingStatus


class Kostensoort(models.TextChoices):
    """What money is spent on; totals suffice, and hours are never asked for (3a.3)."""

    PERSONEEL = "personeel", "personeel"
    INKOOP = "inkoop", "ingekochte diensten"
    ICT = "ict", "ICT en digitale zorg"
    MATERIEEL = "materieel", "apparatuur en materieel"
    HUISVESTING = "huisvesting", "huisvesting"
    OVERIG = "overig", "overig"


class Begroting(Machine):
    """What the plan is estimated to cost; nr. 1 is confirmed at the start, a later one replaces it when the plan is adjusted."""

    Status = BegrotingStatus
    status = ToestandField(choices=BegrotingStatus.choices, default=BegrotingStatus.CONCEPT)
    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="begrotingen")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    nummer = models.PositiveSmallIntegerField("nummer")
    toelichting = models.TextField("toelichting", blank=True, max_length=3000)
    opmerking = models.TextField("wat er moet veranderen", blank=True, max_length=3000)
    voorgelegd_op = models.DateField("voorgelegd op", null=True, blank=True)
    vastgesteld_op = models.DateField("vastgesteld op", null=True, blank=True)

    class Meta:
        verbose_name = "begroting"
        verbose_name_plural = "begrotingen"
        ordering = ["nummer"]
        constraints = [
            geldige_toestand(BegrotingStatus, "begroting"),
            models.UniqueConstraint(fields=["toekenning", "nummer"], name="begroting_een_per_nummer"),
        ]

    def __str__(self) -> str:
        return f"begroting {self.nummer}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    @property
    def totaal(self) -> Decimal:
        """All posts together, in euro."""
        return sum((p.bedrag for p in self.posten.all()), Decimal(0))

    @property
    def is_concept(self) -> bool:
        return self.status == S.CONCEPT

    def get_absolute_url(self) -> str:
        return reverse("begroting", kwargs={"kenmerk": self.dossier.kenmerk})

    @transition(
        "status",
        source=S.CONCEPT,
        target=S.VOORGELEGD,
        permission=rechten.PENVOERDER,
        conditions=[
            eis(kosteneisen.plan_loopt),
            eis(kosteneisen.begroting_is_ingevuld),
            eis(kosteneisen.verschil_is_uitgelegd),
            eis(kosteneisen.herziening_is_onderbouwd),
        ],
        custom=zegt(
            "Leg de begroting voor",
            gedaan="Begroting voorgelegd",
            hoofd=True,
            gevolg="De coördinerende zorgverzekeraar stelt de begroting vast of geeft haar terug.",
        ),
    )
    def leg_voor(self, *, op: dt.date, toelichting: str = "") -> None:
        """The penvoerder asks the coordinating insurer to confirm the budget (3a.1)."""
        self.voorgelegd_op, self.toelichting, self.opmerking = op, toelichting, ""

    @transition(
        "status",
        source=S.VOORGELEGD,
        target=S.VASTGESTELD,
        permission=rechten.COORDINERENDE,
        conditions=[eis(kosteneisen.plan_loopt)],
        custom=zegt(
            "Stel de begroting vast",
            gedaan="Begroting vastgesteld",
            hoofd=True,
            gevolg="De posten liggen vast. Elk kwartaal worden de kosten hiernaast gelegd.",
        ),
    )
    def stel_vast(self, *, op: dt.date) -> None:
        """From now on costs are measured against these posts (3a.1)."""
        self.vastgesteld_op = op

    @transition(
        "status",
        source=S.VOORGELEGD,
        target=S.CONCEPT,
        permission=rechten.COORDINERENDE,
        conditions=[eis(kosteneisen.opmerking_gegeven)],
        custom=zegt("Geef de begroting terug", gedaan="Begroting teruggegeven", gevolg="De penvoerder past de begroting aan."),
    )
    def geef_terug(self, *, op: dt.date, opmerking: str) -> None:
        """Something must change before the budget can be confirmed."""
        self.opmerking = opmerking

    @transition("status", source=S.VASTGESTELD, target=S.VERVANGEN, permission=SYSTEEM, custom=zegt("Begroting vervangen"))
    def vervang(self, *, op: dt.date) -> None:
        """A later budget was confirmed; this one stays readable."""


class Begrotingspost(BasisModel):
    """One line of a budget; `sleutel` outlives versions, `code` is the account or cost centre it is booked on (3a.3)."""

    begroting = models.ForeignKey(Begroting, on_delete=models.PROTECT, related_name="posten")
    sleutel = models.UUIDField(default=uuid.uuid4, editable=False)
    nummer = models.PositiveSmallIntegerField("nummer")
    naam = models.CharField("naam", max_length=120)
    kostensoort = models.CharField("soort", max_length=12, choices=Kostensoort.choices)
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="partij")
    jaar = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    code = models.CharField("grootboekrekening of kostenplaats", max_length=40, blank=True)
    bedrag = BedragField("begroot bedrag")

    class Meta:
        verbose_name = "begrotingspost"
        verbose_name_plural = "begrotingsposten"
        ordering = ["nummer"]
        constraints = [
            models.UniqueConstraint(fields=["begroting", "nummer"], name="begrotingspost_een_per_nummer"),
            models.UniqueConstraint(fields=["begroting", "sleutel"], name="begrotingspost_een_per_sleutel"),
            models.CheckConstraint(condition=models.Q(bedrag__gte=0), name="begrotingspost_niet_negatief"),
        ]

    def __str__(self) -> str:
        return f"{self.nummer}. {self.naam}"
