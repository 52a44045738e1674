"""Costs of a plan in execution: each quarter a statement per budget post of what was spent and what is expected (3a.1)."""

import calendar
import datetime as dt
import uuid
from functools import cached_property

from django.conf import settings
from django.db import models
from django.urls import reverse
from django_fsm import transition

from kern.basis.models import BasisModel, BedragField
from kern.documenten.models import Document
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import SYSTEEM, eis, zegt
from transformatie.models import Dossier
from verantwoording import kosteneisen, rechten
from verantwoording.models.kosten_begroting import Begroting, Begrotingspost, BegrotingStatus
from verantwoording.models.toekenning import Toekenning


class KostenstandStatus(models.TextChoices):
    CONCEPT = "concept", "in te vullen"
    INGEDIEND = "ingediend", "ingediend"
    AANVULLING = "aanvulling", "aanvulling gevraagd"
    BESPROKEN = "besproken", "besproken"
    VERVANGEN = "vervangen", "vervangen"
    VERVALLEN = "vervallen", "vervallen"


S = KostenstandStatus
GELDIG = [S.INGEDIEND, S.AANVULLING, S.BESPROKEN]
"""Handed in and not replaced: what these say, counts."""


class Kostenstand(Machine):
    """What the plan cost up to the end of one quarter, and what it will cost; `versie` counts corrections of the same quarter."""

    Status = KostenstandStatus
    status = ToestandField(choices=KostenstandStatus.choices, default=KostenstandStatus.CONCEPT)
    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="kostenstanden")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="kostenstanden")
    jaar = models.PositiveSmallIntegerField("jaar")
    kwartaal = models.PositiveSmallIntegerField("kwartaal")
    versie = models.PositiveSmallIntegerField("versie", default=1)
    toelichting = models.TextField("toelichting", blank=True, max_length=5000)
    ingediend_op = models.DateField("ingediend op", null=True, blank=True)
    ingediend_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    aanvulling_gevraagd = models.TextField("gevraagde aanvulling", blank=True, max_length=3000)
    besproken_op = models.DateField("besproken op", null=True, blank=True)
    bespreking = models.TextField("wat is besproken", blank=True, max_length=5000)

    class Meta:
        verbose_name = "kostenstand"
        verbose_name_plural = "kostenstanden"
        ordering = ["-jaar", "-kwartaal", "-versie"]
        constraints = [
            geldige_toestand(KostenstandStatus, "kostenstand"),
            models.UniqueConstraint(fields=["toekenning", "jaar", "kwartaal", "versie"], name="kostenstand_een_per_versie"),
            models.UniqueConstraint(
                fields=["toekenning", "jaar", "kwartaal"], condition=models.Q(status="concept"), name="een_open_kostenstand_per_kwartaal"
            ),
            models.CheckConstraint(condition=models.Q(kwartaal__gte=1, kwartaal__lte=4), name="kostenstand_kwartaal"),
        ]

    def __str__(self) -> str:
        return f"kostenstand {self.periode}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    @property
    def periode(self) -> str:
        """Like '3e kwartaal 2025'."""
        return f"{self.kwartaal}e kwartaal {self.jaar}"

    @property
    def peildatum(self) -> dt.date:
        """The last day of the quarter."""
        return laatste_dag(self.jaar, self.kwartaal)

    @property
    def is_concept(self) -> bool:
        return self.status == S.CONCEPT

    @property
    def telt(self) -> bool:
        return self.status in GELDIG

    @cached_property
    def geldende_begroting(self) -> Begroting | None:
        """The confirmed budget of this plan. One query, and one for its posts."""
        rijen = Begroting.objects.filter(toekenning_id=self.toekenning_id, status=BegrotingStatus.VASTGESTELD)
        return rijen.prefetch_related("posten__organisatie").first()

    def get_absolute_url(self) -> str:
        return reverse("kostenstand", kwargs={"kenmerk": self.dossier.kenmerk, "pk": self.pk})

    @transition(
        "status",
        source=S.CONCEPT,
        target=S.INGEDIEND,
        permission=rechten.PENVOERDER,
        conditions=[
            eis(kosteneisen.plan_loopt),
            eis(kosteneisen.kwartaal_is_voorbij),
            eis(kosteneisen.begroting_staat_vast),
            eis(kosteneisen.elke_post_heeft_kosten),
        ],
        custom=zegt(
            "Dien de kostenstand in",
            gedaan="Kostenstand ingediend",
            hoofd=True,
            gevolg="De bedragen liggen vast. U kunt later een verbeterde stand van hetzelfde kwartaal indienen.",
        ),
    )
    def dien_in(self, *, op: dt.date, toelichting: str = "") -> None:
        """The penvoerder hands in the stand of the costs of one quarter (3a.1)."""
        self.ingediend_op, self.toelichting = op, toelichting
        self.ingediend_door = self.stap_nu.door.gebruiker if self.stap_nu.door else None

    @transition(
        "status",
        source=S.INGEDIEND,
        target=S.AANVULLING,
        permission=rechten.COORDINERENDE,
        conditions=[eis(kosteneisen.plan_loopt), eis(kosteneisen.aanvulling_gevraagd)],
        custom=zegt(
            "Vraag een aanvulling",
            gedaan="Aanvulling op de kostenstand gevraagd",
            gevolg="De penvoerder dient een verbeterde stand van dit kwartaal in. Tot dan telt deze stand.",
        ),
    )
    def vraag_aanvulling(self, *, op: dt.date, aanvulling_gevraagd: str) -> None:
        """The statement raises a question; a better one of the same quarter follows."""
        self.aanvulling_gevraagd = aanvulling_gevraagd

    @transition(
        "status",
        source=S.INGEDIEND,
        target=S.BESPROKEN,
        permission=rechten.COORDINERENDE,
        conditions=[eis(kosteneisen.bespreking_klopt)],
        custom=zegt(
            "Leg de bespreking vast",
            gedaan="Kostenstand besproken",
            hoofd=True,
            gevolg="Dit telt als voortgangsmoment: verzekeraar en aanbieders bespraken de voortgang en de kosten (3a.5).",
        ),
    )
    def bespreek(self, *, op: dt.date, besproken_op: dt.date, bespreking: str) -> None:
        """Insurer and providers talked about progress and costs with this statement before them (3a.1, 3a.5)."""
        self.besproken_op, self.bespreking = besproken_op, bespreking

    @transition("status", source=GELDIG, target=S.VERVANGEN, permission=SYSTEEM, custom=zegt("Kostenstand vervangen"))
    def vervang(self, *, op: dt.date) -> None:
        """A newer statement of the same quarter was handed in; this one stays readable."""

    @transition("status", source=S.CONCEPT, target=S.VERVALLEN, permission=SYSTEEM, custom=zegt("Kostenstand vervallen"))
    def verval(self, *, op: dt.date) -> None:
        """The plan is closed; this statement is no longer waited for."""


class Kostenregel(BasisModel):
    """Costs on one budget post, in euro: spent since the start, and the forecast of the whole until the end (spent included)."""

    stand = models.ForeignKey(Kostenstand, on_delete=models.PROTECT, related_name="regels")
    post = models.ForeignKey(Begrotingspost, on_delete=models.PROTECT, related_name="kostenregels")
    gerealiseerd = BedragField("gerealiseerd")
    prognose = BedragField("prognose")
    toelichting = models.CharField("toelichting", max_length=500, blank=True)

    class Meta:
        verbose_name = "kostenregel"
        verbose_name_plural = "kostenregels"
        ordering = ["post__nummer"]
        constraints = [
            models.UniqueConstraint(fields=["stand", "post"], name="kostenregel_een_per_post"),
            models.CheckConstraint(condition=models.Q(gerealiseerd__gte=0, prognose__gte=0), name="kostenregel_niet_negatief"),
        ]


class Kostenupload(BasisModel):
    """A file with costs: looked at first, and only stored as costs once somebody confirms; `inhoud` then moves to the document."""

    stand = models.ForeignKey(Kostenstand, on_delete=models.PROTECT, related_name="uploads")
    bestandsnaam = models.CharField("bestand", max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    inhoud = models.BinaryField(null=True)
    kolommen = models.JSONField("kolommen", default=dict)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    op = models.DateField("op")
    bevestigd_op = models.DateField("bevestigd op", null=True, blank=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "kostenupload"
        verbose_name_plural = "kostenuploads"
        ordering = ["-vastgelegd_op"]


def laatste_dag(jaar: int, kwartaal: int) -> dt.date:
    """The last day of a quarter."""
    maand = kwartaal * 3
    return dt.date(jaar, maand, calendar.monthrange(jaar, maand)[1])


def kwartaal_van(dag: dt.date) -> tuple[int, int]:
    """The quarter a day lies in."""
    return dag.year, (dag.month + 2) // 3


def volgend_kwartaal(jaar: int, kwartaal: int) -> tuple[int, int]:
    """The quarter after."""
    return (jaar + 1, 1) if kwartaal == 4 else (jaar, kwartaal + 1)
