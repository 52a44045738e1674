"""Bijsturing: costs differ from what was estimated, and both sides agree on what follows (3a.4)."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django_fsm import transition

from kern.basis.models import BasisModel, BedragField
from kern.organisaties.models import Organisatie
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import eis, zegt
from transformatie.models import Dossier
from verantwoording import bijsturing_eisen as eisen
from verantwoording import rechten
from verantwoording.models.toekenning import Toekenning


class BijsturingStatus(models.TextChoices):
    OPEN = "open", "open"
    VOORGELEGD = "voorgelegd", "voorstel ligt voor"
    AFGESLOTEN = "afgesloten", "afgesloten met een uitkomst"


S = BijsturingStatus


class Bijsturingsuitkomst(models.TextChoices):
    """The ways of 3a.4 to bring costs and money together again."""

    TERUGBETALING = "terugbetaling", "terugbetaling aan het Zvw-fonds"
    SCHUIVEN = "schuiven", "schuiven binnen het plan"
    EXTRA = "extra", "extra middelen"
    BEEINDIGEN = "beeindigen", "het plan geheel of deels beëindigen"
    ANDERS = "anders", "een andere oplossing"


class Bijsturing(Machine):
    """One deviation on which insurer and providers steer; it closes only with an outcome both agreed to (3a.4).

    `bedrag_afwijking` in euro and `procent_afwijking` are as last measured: above 0 it costs more than estimated,
    below 0 less; both are empty when somebody opened it by hand without figures.
    """

    Status = BijsturingStatus
    status = ToestandField(choices=BijsturingStatus.choices, default=BijsturingStatus.OPEN)
    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="bijsturingen")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="bijsturingen")
    geopend_op = models.DateField("geopend op")
    geopend_door = models.ForeignKey(Organisatie, on_delete=models.PROTECT, null=True, related_name="+")
    aanleiding = models.TextField("aanleiding", max_length=3000)
    bedrag_afwijking = BedragField("afwijking in euro", null=True, blank=True)
    procent_afwijking = models.DecimalField("afwijking in procenten", max_digits=9, decimal_places=2, null=True, blank=True)
    gemeten_op = models.DateField("gemeten op", null=True, blank=True)
    voorgesteld_door = models.ForeignKey(Organisatie, on_delete=models.PROTECT, null=True, related_name="+")
    uitkomst = models.CharField("uitkomst", max_length=14, choices=Bijsturingsuitkomst.choices, blank=True)
    afgesloten_op = models.DateField("afgesloten op", null=True, blank=True)

    class Meta:
        verbose_name = "bijsturing"
        verbose_name_plural = "bijsturingen"
        ordering = ["-geopend_op", "-vastgelegd_op"]
        constraints = [
            geldige_toestand(BijsturingStatus, "bijsturing"),
            models.UniqueConstraint(
                fields=["toekenning"], condition=~models.Q(status="afgesloten"), name="een_open_bijsturing_per_toekenning"
            ),
            models.CheckConstraint(
                condition=models.Q(status="afgesloten", afgesloten_op__isnull=False) & ~models.Q(uitkomst="")
                | (~models.Q(status="afgesloten") & models.Q(afgesloten_op=None)),
                name="bijsturing_sluit_met_een_uitkomst",
            ),
        ]

    def __str__(self) -> str:
        return f"bijsturing {self.dossier.kenmerk}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    def get_absolute_url(self) -> str:
        return reverse("bijsturing", kwargs={"kenmerk": self.dossier.kenmerk})

    @property
    def voorstel(self) -> "Bijsturingsbericht | None":
        """What was last put before the other side."""
        return self.berichten.filter(soort=Bijsturingsbericht.Soort.VOORSTEL).order_by("vastgelegd_op").last()

    @transition(
        "status",
        source=S.OPEN,
        target=S.VOORGELEGD,
        permission=rechten.PENVOERDER_OF_COORDINERENDE,
        conditions=[eis(eisen.voorstel_klopt)],
        custom=zegt(
            "Leg een voorstel voor",
            gedaan="Voorstel voor bijsturing voorgelegd",
            hoofd=True,
            gevolg="De andere kant leest uw voorstel en stemt in of wijst het af. U stemt er zelf mee in door het voor te leggen.",
        ),
    )
    def leg_voor(
        self, *, op: dt.date, uitkomst: str, onderbouwing: str, bedrag: Decimal | None = None, inhoud: dict[str, Any] | None = None
    ) -> None:
        """One side proposes an outcome, and agrees to it by doing so (3a.4)."""
        door = self.stap_nu.door
        self.uitkomst, self.voorgesteld_door = uitkomst, door.organisatie if door else None

    @transition(
        "status",
        source=S.VOORGELEGD,
        target=S.AFGESLOTEN,
        permission=rechten.ANDERE_KANT,
        conditions=[eis(eisen.zelfde_voorstel), eis(eisen.instemming_klopt)],
        custom=zegt(
            "Stem in",
            gedaan="Bijsturing afgesloten met een uitkomst",
            hoofd=True,
            gevolg="De bijsturing sluit met deze uitkomst. Wat daarbij hoort, wordt meteen geboekt. Dit kan niet worden teruggedraaid.",
        ),
    )
    def stem_in(self, *, op: dt.date, voorstel: str, onderbouwing: str = "") -> None:
        """The other side agrees to exactly this proposal; now both did (3a.4)."""
        self.afgesloten_op = op

    @transition(
        "status",
        source=S.VOORGELEGD,
        target=S.OPEN,
        permission=rechten.ANDERE_KANT,
        conditions=[eis(eisen.reden_van_afwijzing)],
        custom=zegt(
            "Wijs het voorstel af",
            gedaan="Voorstel voor bijsturing afgewezen",
            gevolg="De bijsturing blijft open. Beide kanten kunnen opnieuw een voorstel doen.",
        ),
    )
    def wijs_af(self, *, op: dt.date, onderbouwing: str) -> None:
        """The other side does not agree, and says why."""
        self.uitkomst, self.voorgesteld_door = "", None

    @transition(
        "status",
        source=S.VOORGELEGD,
        target=S.OPEN,
        permission=rechten.EIGEN_KANT,
        custom=zegt("Trek het voorstel in", gedaan="Voorstel voor bijsturing ingetrokken", gevolg="De bijsturing blijft open."),
    )
    def trek_in(self, *, op: dt.date) -> None:
        """Who proposed takes it back; the deviation stays."""
        self.uitkomst, self.voorgesteld_door = "", None


class Bijsturingsbericht(BasisModel):
    """What one side said in a bijsturing; rows are only ever added.

    `inhoud` of a proposal: `schuldenaar` (key of who pays back), `termijnen` (bedrag and uiterlijk_op each) and `kpis`
    (keys of the KPI-verantwoordingen that lapse), as far as the way asks for them.
    """

    class Soort(models.TextChoices):
        VOORSTEL = "voorstel", "voorstel"
        INSTEMMING = "instemming", "instemming"
        AFWIJZING = "afwijzing", "afwijzing"
        INTREKKING = "intrekking", "intrekking"

    bijsturing = models.ForeignKey(Bijsturing, on_delete=models.PROTECT, related_name="berichten")
    soort = models.CharField(max_length=12, choices=Soort.choices)
    uitkomst = models.CharField(max_length=14, choices=Bijsturingsuitkomst.choices, blank=True)
    bedrag = BedragField("bedrag", null=True, blank=True)
    inhoud = models.JSONField(default=dict)
    tekst = models.TextField("onderbouwing", blank=True, max_length=5000)
    op = models.DateField("op")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "bericht in een bijsturing"
        verbose_name_plural = "berichten in een bijsturing"
        ordering = ["vastgelegd_op"]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.op}"


class Verruiming(BasisModel):
    """Extra means for a plan, as both sides agreed; raises the ceiling of the grant (3a.4)."""

    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="verruimingen")
    bijsturing = models.OneToOneField(Bijsturing, on_delete=models.PROTECT, related_name="verruiming")
    bedrag = BedragField("bedrag")
    op = models.DateField("op")

    class Meta:
        verbose_name = "verruiming"
        verbose_name_plural = "verruimingen"
        ordering = ["op", "vastgelegd_op"]
        constraints = [models.CheckConstraint(condition=models.Q(bedrag__gt=0), name="verruiming_positief")]

    def __str__(self) -> str:
        return f"verruiming {self.op}"


class AanvullendeBeschikking(BasisModel):
    """What the NZa granted on top of the betaalbeschikking, so that extra means can be paid (3a.5)."""

    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="aanvullende_beschikkingen")
    kenmerk = models.CharField("kenmerk van de NZa", max_length=60, unique=True)
    afgegeven_op = models.DateField("afgegeven op")
    bedrag = BedragField("bedrag")
    op = models.DateField("vastgelegd op")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "aanvullende beschikking"
        verbose_name_plural = "aanvullende beschikkingen"
        ordering = ["afgegeven_op", "vastgelegd_op"]
        constraints = [models.CheckConstraint(condition=models.Q(bedrag__gt=0), name="aanvullende_beschikking_positief")]

    def __str__(self) -> str:
        return self.kenmerk
