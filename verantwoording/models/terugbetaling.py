"""Money that goes back to the Zvw-fonds: the claim, its instalments, and what was received (3a.4)."""

import datetime as dt
import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.urls import reverse
from django_fsm import transition

from kern.basis.models import BasisModel, BedragField
from kern.organisaties.models import Organisatie
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import SYSTEEM, eis, zegt
from transformatie.models import Dossier
from verantwoording import rechten, terugbetaling_eisen
from verantwoording.models.bijsturing import Bijsturing
from verantwoording.models.toekenning import Toekenning


class TerugbetalingStatus(models.TextChoices):
    OPEN = "open", "terug te betalen"
    VOLDAAN = "voldaan", "terugbetaald"
    TERUGGEDRAAID = "teruggedraaid", "vordering teruggedraaid"


S = TerugbetalingStatus


class Terugbetaling(Machine):
    """A claim on one party, in instalments; `bijsturing` is empty when it came from an advance that was too high (1g.4)."""

    Status = TerugbetalingStatus
    status = ToestandField(choices=TerugbetalingStatus.choices, default=TerugbetalingStatus.OPEN)
    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="terugbetalingen")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="terugbetalingen")
    bijsturing = models.OneToOneField(Bijsturing, on_delete=models.PROTECT, null=True, related_name="terugbetaling")
    schuldenaar = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="wie terugbetaalt")
    bedrag = BedragField("bedrag")
    reden = models.TextField("reden", max_length=5000)
    op = models.DateField("vastgesteld op")
    voldaan_op = models.DateField("voldaan op", null=True, blank=True)

    class Meta:
        verbose_name = "terugbetaling"
        verbose_name_plural = "terugbetalingen"
        ordering = ["op", "vastgelegd_op"]
        constraints = [
            geldige_toestand(TerugbetalingStatus, "terugbetaling"),
            models.CheckConstraint(condition=models.Q(bedrag__gt=0), name="terugbetaling_positief"),
        ]

    def __str__(self) -> str:
        return f"terugbetaling {self.dossier.kenmerk}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    def get_absolute_url(self) -> str:
        return reverse("terugbetalingen", kwargs={"kenmerk": self.dossier.kenmerk})

    @property
    def is_open(self) -> bool:
        return self.status == S.OPEN

    @transition(
        "status",
        source=S.OPEN,
        target=S.OPEN,
        permission=rechten.COORDINERENDE,
        conditions=[eis(terugbetaling_eisen.ontvangst_klopt)],
        custom=zegt(
            "Leg een ontvangst vast",
            gedaan="Terugbetaling ontvangen",
            hoofd=True,
            gevolg="Het bedrag wordt geboekt als terugbetaald aan het Zvw-fonds.",
        ),
    )
    def ontvang(self, *, op: dt.date, bedrag: Decimal, ontvangen_op: dt.date, referentie: str) -> None:
        """The insurer registers what came in, with its day and reference (3a.4)."""

    @transition("status", source=S.OPEN, target=S.VOLDAAN, permission=SYSTEEM, custom=zegt("Terugbetaling voldaan"))
    def voldoe(self, *, op: dt.date) -> None:
        """Everything was received."""
        self.voldaan_op = op

    @transition("status", source=S.VOLDAAN, target=S.OPEN, permission=SYSTEEM, custom=zegt("Terugbetaling weer open"))
    def heropen(self, *, op: dt.date) -> None:
        """A receipt turned out wrong and was reversed."""
        self.voldaan_op = None

    @transition("status", source=S.OPEN, target=S.TERUGGEDRAAID, permission=SYSTEEM, custom=zegt("Vordering teruggedraaid"))
    def draai_terug(self, *, op: dt.date) -> None:
        """The claim itself was wrong and was reversed before anything came in."""


class Terugbetaaltermijn(BasisModel):
    """One instalment of a claim, with its last day; rows are only ever added."""

    terugbetaling = models.ForeignKey(Terugbetaling, on_delete=models.PROTECT, related_name="termijnen")
    nummer = models.PositiveSmallIntegerField()
    bedrag = BedragField("bedrag")
    uiterlijk_op = models.DateField("uiterlijk op")

    class Meta:
        verbose_name = "termijn van een terugbetaling"
        verbose_name_plural = "termijnen van een terugbetaling"
        ordering = ["nummer"]
        constraints = [
            models.UniqueConstraint(fields=["terugbetaling", "nummer"], name="een_termijn_per_nummer"),
            models.CheckConstraint(condition=models.Q(bedrag__gt=0), name="terugbetaaltermijn_positief"),
        ]

    def __str__(self) -> str:
        return f"termijn {self.nummer}"


class Terugontvangst(BasisModel):
    """What came in on a claim: amount, day, reference; a wrong one is reversed in the ledger, the row stays."""

    terugbetaling = models.ForeignKey(Terugbetaling, on_delete=models.PROTECT, related_name="ontvangsten")
    bedrag = BedragField("bedrag")
    ontvangen_op = models.DateField("ontvangen op")
    referentie = models.CharField("betalingskenmerk", max_length=60)
    op = models.DateField("vastgelegd op")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "ontvangst"
        verbose_name_plural = "ontvangsten"
        ordering = ["ontvangen_op", "vastgelegd_op"]
        constraints = [models.CheckConstraint(condition=models.Q(bedrag__gt=0), name="terugontvangst_positief")]

    def __str__(self) -> str:
        return f"ontvangst {self.referentie}"
