"""The toekenning: an approved plan on its way from reserved money to finished."""

import datetime as dt
import uuid
from decimal import Decimal

from django.db import models
from django.urls import reverse
from django_fsm import transition

from kern.basis.models import BedragField
from kern.regels.register import voldoet_aan
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import eis, zegt
from transformatie.models import Dossier, Transformatieplan
from verantwoording import eisen, rechten


class ToekenningStatus(models.TextChoices):
    WACHT = "wacht", "wacht op middelen"
    GERESERVEERD = "gereserveerd", "middelen gereserveerd"
    GETEKEND = "getekend", "overeenkomst getekend"
    BESCHIKT = "beschikt", "betaalbeschikking afgegeven"
    IN_UITVOERING = "in_uitvoering", "in uitvoering"
    AFGEROND = "afgerond", "afgerond"
    BEEINDIGD = "beeindigd", "beëindigd"


S = ToekenningStatus
OPEN = [S.WACHT, S.GERESERVEERD, S.GETEKEND, S.BESCHIKT, S.IN_UITVOERING]


class Kostenvorm(models.TextChoices):
    """How costs are recorded; hours are never asked for (3a.3)."""

    GROOTBOEKREKENING = "grootboekrekening", "grootboekrekening op planniveau"
    KOSTENPLAATS = "kostenplaats", "kostenplaats op planniveau"
    ANDERS = "anders", "anders"


class Toekenning(Machine):
    """The grant for one approved plan; `plafond` in euro is the ceiling of everything that is ever paid.

    `bedrag` never changes.  `bedrag_extra` is the sum of the Verruimingen (3a.4) and `bedrag_aanvullend` of the
    AanvullendeBeschikkingen (3a.5); the database lets both only grow.
    """

    Status = ToekenningStatus
    status = ToestandField(choices=ToekenningStatus.choices, default=ToekenningStatus.WACHT)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="toekenning")
    plan = models.OneToOneField(Transformatieplan, on_delete=models.PROTECT, related_name="toekenning")
    bedrag = BedragField("toegekend bedrag")
    bedrag_extra = BedragField("extra middelen", default=Decimal(0))
    bedrag_aanvullend = BedragField("aanvullend beschikt", default=Decimal(0))
    gereserveerd_op = models.DateField("gereserveerd op", null=True, blank=True)
    getekend_op = models.DateField("getekend op", null=True, blank=True)
    beschikt_op = models.DateField("beschikt op", null=True, blank=True)
    gestart_op = models.DateField("uitvoering gestart op", null=True, blank=True)
    beeindigd_op = models.DateField("afgerond of beëindigd op", null=True, blank=True)
    kostenvorm = models.CharField("vorm van de kostenregistratie", max_length=20, choices=Kostenvorm.choices, blank=True)
    kostenvorm_toelichting = models.CharField("toelichting op de kostenregistratie", max_length=500, blank=True)
    kostenvorm_op = models.DateField(null=True, blank=True)
    reden = models.TextField("reden", blank=True, max_length=3000)

    class Meta:
        verbose_name = "toekenning"
        verbose_name_plural = "toekenningen"
        constraints = [
            geldige_toestand(ToekenningStatus, "toekenning"),
            models.CheckConstraint(condition=models.Q(bedrag__gt=0), name="toekenning_bedrag_positief"),
            models.CheckConstraint(
                condition=models.Q(bedrag_aanvullend__gte=0, bedrag_extra__gte=models.F("bedrag_aanvullend")),
                name="aanvullend_binnen_de_extra_middelen",
            ),
        ]

    def __str__(self) -> str:
        return f"toekenning {self.dossier.kenmerk}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    def get_absolute_url(self) -> str:
        """The page of the agreement until execution starts, then that of the KPI's."""
        naam = "kpis" if self.gestart_op else "overeenkomst"
        return reverse(naam, kwargs={"kenmerk": self.dossier.kenmerk})

    @property
    def plafond(self) -> Decimal:
        """All that was ever granted for this plan, with extra means (3a.4), in euro."""
        return self.bedrag + self.bedrag_extra

    @property
    def beschikt_bedrag(self) -> Decimal:
        """What the NZa allows to be paid, its supplement included, in euro (3a.5)."""
        return self.beschikking.bedrag + self.bedrag_aanvullend if hasattr(self, "beschikking") else Decimal(0)

    @property
    def is_open(self) -> bool:
        """Something is still to come."""
        return self.status in OPEN

    @transition(
        "status",
        source=S.WACHT,
        target=S.GERESERVEERD,
        permission=rechten.COORDINERENDE_OF_SYSTEEM,
        conditions=[eis(eisen.er_is_geld)],
        custom=zegt(
            "Reserveer de middelen",
            gedaan="Middelen gereserveerd",
            hoofd=True,
            gevolg="Het toegekende bedrag wordt in het grootboek geboekt als verplichting.",
        ),
    )
    def reserveer(self, *, op: dt.date) -> None:
        """The coordinating insurer sets the money apart; the grant is booked."""
        self.gereserveerd_op = op

    @transition(
        "status",
        source=S.GERESERVEERD,
        target=S.GETEKEND,
        permission=rechten.COORDINERENDE,
        conditions=[voldoet_aan("1f.3", "teken overeenkomst"), eis(eisen.overeenkomst_is_opgesteld), eis(eisen.iedereen_tekende)],
        custom=zegt(
            "De overeenkomst is getekend",
            gedaan="Overeenkomst getekend",
            hoofd=True,
            gevolg="De overeenkomst met KPI-bijlage staat vast. De betaalbeschikking kan worden aangevraagd.",
        ),
    )
    def teken(self, *, op: dt.date) -> None:
        """All signatures are on record (1f.3, 3a.5)."""
        self.getekend_op = op

    @transition(
        "status",
        source=S.GETEKEND,
        target=S.BESCHIKT,
        permission=rechten.NZA_OF_COORDINERENDE,
        conditions=[eis(eisen.aanvraag_is_verzonden), eis(eisen.beschikking_klopt)],
        custom=zegt(
            "Leg de betaalbeschikking vast",
            gedaan="Betaalbeschikking afgegeven",
            hoofd=True,
            gevolg="De betaalbeschikking van de NZa is afgegeven. De uitvoering kan starten.",
        ),
    )
    def beschik(self, *, op: dt.date, kenmerk: str, afgegeven_op: dt.date, bedrag: Decimal, toelichting: str = "") -> None:
        """The NZa gave its betaalbeschikking (3a.5)."""
        self.beschikt_op = afgegeven_op

    @transition(
        "status",
        source=S.GETEKEND,
        target=S.GERESERVEERD,
        permission=rechten.NZA_OF_COORDINERENDE,
        conditions=[eis(eisen.reden_gegeven)],
        custom=zegt(
            "De betaalbeschikking is geweigerd",
            gedaan="Betaalbeschikking geweigerd",
            gevolg="De overeenkomst gaat terug om aan te passen; de handtekeningen vervallen.",
        ),
    )
    def weiger_beschikking(self, *, op: dt.date, reden: str) -> None:
        """The NZa refused; back to the agreement, with the reason."""
        self.reden, self.getekend_op = reden, None

    @transition(
        "status",
        source=S.BESCHIKT,
        target=S.IN_UITVOERING,
        permission=rechten.COORDINERENDE,
        conditions=[voldoet_aan("3a.3", "start uitvoering")],
        custom=zegt("Start de uitvoering", gedaan="Uitvoering gestart", hoofd=True, gevolg="De KPI's komen open te staan voor bewijs."),
    )
    def start_uitvoering(self, *, op: dt.date) -> None:
        """Execution begins, once the form of cost registration is agreed (3a.3)."""
        self.gestart_op = op

    @transition(
        "status",
        source=S.IN_UITVOERING,
        target=S.AFGEROND,
        permission=rechten.COORDINERENDE,
        conditions=[voldoet_aan("3a.4", "rond plan af"), eis(eisen.alle_kpis_zijn_klaar)],
        custom=zegt("Rond het plan af", gedaan="Plan afgerond", hoofd=True, gevolg="Wat niet is toegekend, gaat terug naar de pot."),
    )
    def rond_af(self, *, op: dt.date) -> None:
        """Every KPI is settled; what was not granted goes back."""
        self.beeindigd_op = op

    @transition(
        "status",
        source=OPEN,
        target=S.BEEINDIGD,
        permission=rechten.COORDINERENDE_OF_SYSTEEM,
        conditions=[eis(eisen.reden_gegeven)],
        custom=zegt(
            "Beëindig het plan",
            gedaan="Plan beëindigd",
            gevolg="Open KPI's vervallen. Wat niet is toegekend, gaat terug naar de pot. Dit kan niet worden teruggedraaid.",
        ),
    )
    def beeindig(self, *, op: dt.date, reden: str) -> None:
        """The transformation ends early, for a reason."""
        self.beeindigd_op, self.reden = op, reden
