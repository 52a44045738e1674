"""The escalation ladder of 1d: three steps that cannot be skipped, and two side tracks."""

import datetime as dt
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import transition

from kern.basis.models import BasisModel
from kern.organisaties.models import Organisatie
from kern.regels.register import voldoet_aan
from kern.termijnen.models import Termijn
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import eis, zegt
from transformatie import eisen, rechten
from transformatie.models.dossier import Dossier
from transformatie.models.overleg import Overleg


class EscalatieStatus(models.TextChoices):
    GEMELD = "gemeld", "gemeld"
    STAP_1 = "stap_1", "stap 1: bilateraal overleg"
    STAP_2 = "stap_2", "stap 2: overleg met alle partijen"
    STAP_3 = "stap_3", "stap 3: bestuurlijk gesprek"
    OPGELOST = "opgelost", "opgelost"
    GESLOTEN = "gesloten", "gesloten zonder oplossing"


S = EscalatieStatus


class Escalatie(Machine):
    """A knelpunt on its way up; reported by a party, or by a clock that ran out (once per clock)."""

    Status = EscalatieStatus
    status = ToestandField(choices=EscalatieStatus.choices, default=EscalatieStatus.GEMELD)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="escalaties")
    termijn = models.OneToOneField(Termijn, on_delete=models.PROTECT, null=True, blank=True, related_name="escalatie")
    gemeld_op = models.DateField("gemeld op")
    gemeld_door = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gemeld door"
    )
    tussen = models.ManyToManyField(Organisatie, related_name="+", blank=True, verbose_name="waar het knelt")
    knelpunt = models.TextField("knelpunt", max_length=3000)
    uitkomst = models.TextField("uitkomst", blank=True, max_length=3000)
    beeindigd_op = models.DateField("beëindigd op", null=True, blank=True)

    class Meta:
        verbose_name = "escalatie"
        verbose_name_plural = "escalaties"
        ordering = ["-gemeld_op", "-vastgelegd_op"]
        constraints = [geldige_toestand(EscalatieStatus, "escalatie")]

    def __str__(self) -> str:
        return f"escalatie {self.dossier.kenmerk} van {self.gemeld_op}"

    def get_absolute_url(self) -> str:
        return reverse("escalatie", kwargs={"kenmerk": self.dossier.kenmerk, "pk": self.pk})

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    @property
    def is_open(self) -> bool:
        return self.status not in (S.OPGELOST, S.GESLOTEN)

    @transition(
        "status",
        source=S.GEMELD,
        target=S.STAP_1,
        permission=rechten.BETROKKENE_OF_SYSTEEM,
        custom=zegt(
            "Begin stap 1",
            gedaan="Escalatie begonnen met stap 1",
            hoofd=True,
            gevolg="Management of bestuur van de organisaties waar het knelt, spreekt elkaar binnen 14 dagen (onze richttermijn).",
        ),
    )
    def begin_stap_1(self, *, op: dt.date) -> None:
        """The organisations where it hurts talk to each other (1d.1)."""

    @transition(
        "status",
        source=S.STAP_1,
        target=S.STAP_2,
        permission=rechten.COORDINERENDE,
        conditions=[voldoet_aan("1d.1", "ga naar stap 2")],
        custom=zegt(
            "Ga naar stap 2",
            gedaan="Escalatie naar stap 2",
            hoofd=True,
            gevolg="U roept alle betrokken partijen bijeen, binnen 14 dagen (onze richttermijn).",
        ),
    )
    def ga_naar_stap_2(self, *, op: dt.date) -> None:
        """The coordinating insurer convenes all parties (1d.2)."""

    @transition(
        "status",
        source=S.STAP_2,
        target=S.STAP_3,
        permission=rechten.COORDINERENDE,
        conditions=[voldoet_aan("1d.2", "ga naar stap 3")],
        custom=zegt(
            "Ga naar stap 3",
            gedaan="Escalatie naar stap 3",
            hoofd=True,
            gevolg="U belegt een bestuurlijk gesprek; het streven is binnen twee weken (1d.3).",
        ),
    )
    def ga_naar_stap_3(self, *, op: dt.date) -> None:
        """Management or board of all parties, aimed at within two weeks (1d.3)."""

    @transition(
        "status",
        source=[S.GEMELD, S.STAP_1, S.STAP_2, S.STAP_3],
        target=S.OPGELOST,
        permission=rechten.BETROKKENE,
        conditions=[eis(eisen.uitkomst_gegeven)],
        custom=zegt("Het knelpunt is opgelost", gedaan="Knelpunt opgelost", gevolg="De escalatie sluit met deze uitkomst."),
    )
    def los_op(self, *, op: dt.date, uitkomst: str) -> None:
        """A solution was found, in whatever step."""
        self.uitkomst, self.beeindigd_op = uitkomst, op

    @transition(
        "status",
        source=[S.GEMELD, S.STAP_1, S.STAP_2, S.STAP_3],
        target=S.GESLOTEN,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.reden_gegeven)],
        custom=zegt(
            "Sluit zonder oplossing", gedaan="Escalatie gesloten zonder oplossing", gevolg="De escalatie sluit; de reden blijft zichtbaar."
        ),
    )
    def sluit(self, *, op: dt.date, reden: str) -> None:
        """No solution; closed with a reason."""
        self.uitkomst, self.beeindigd_op = reden, op


class Escalatiegesprek(BasisModel):
    """What one step of the ladder consists of: who met, when, with what outcome.  One per step, by the constraint."""

    escalatie = models.ForeignKey(Escalatie, on_delete=models.PROTECT, related_name="gesprekken")
    stap = models.PositiveSmallIntegerField("stap")
    overleg = models.OneToOneField(
        Overleg, on_delete=models.PROTECT, null=True, blank=True, related_name="escalatiegesprek", verbose_name="overleg"
    )
    begonnen_op = models.DateField("begonnen op")
    gesproken_op = models.DateField("gesproken op", null=True, blank=True)
    organisaties = models.ManyToManyField(Organisatie, related_name="+", verbose_name="wie spraken elkaar")
    aanspreekpunten = ArrayField(models.CharField(max_length=160), default=list, blank=True, verbose_name="aanspreekpunten")
    uitkomst = models.TextField("uitkomst", blank=True, max_length=3000)

    class Meta:
        verbose_name = "escalatiegesprek"
        verbose_name_plural = "escalatiegesprekken"
        ordering = ["stap"]
        constraints = [
            models.UniqueConstraint(fields=["escalatie", "stap"], name="een_gesprek_per_escalatiestap"),
            models.CheckConstraint(condition=Q(stap__gte=1, stap__lte=3), name="escalatiestap_1_tot_3"),
        ]
