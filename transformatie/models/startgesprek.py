"""The startgesprek with the coordinating insurer (1a.2); who is invited, its minutes and action points are those of its overleg."""

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django_fsm import transition

from kern.regels.register import voldoet_aan
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import SYSTEEM, eis, zegt
from transformatie import eisen, rechten
from transformatie.models.dossier import Dossier


class StartgesprekStatus(models.TextChoices):
    AANGEVRAAGD = "aangevraagd", "aangevraagd"
    GEPLAND = "gepland", "gepland"
    GEHOUDEN = "gehouden", "gehouden"
    OVERGESLAGEN = "overgeslagen", "overgeslagen"
    VERVALLEN = "vervallen", "vervallen"


S = StartgesprekStatus


class Startgesprek(Machine):
    """The first conversation; advised, not obligatory, but leaving it out takes a reason (1a.2)."""

    Status = StartgesprekStatus
    status = ToestandField(choices=StartgesprekStatus.choices, default=StartgesprekStatus.AANGEVRAAGD)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="startgesprek")
    aangevraagd_op = models.DateField("aangevraagd op")
    moment = models.DateTimeField("moment", null=True, blank=True)
    plaats = models.CharField("plaats of link", max_length=200, blank=True)
    gehouden_op = models.DateField("gehouden op", null=True, blank=True)
    uitkomst = models.CharField("uitkomst", max_length=300, blank=True)
    reden = models.CharField("reden", max_length=500, blank=True)

    class Meta:
        verbose_name = "startgesprek"
        verbose_name_plural = "startgesprekken"
        constraints = [geldige_toestand(StartgesprekStatus, "startgesprek")]

    def __str__(self) -> str:
        return f"startgesprek {self.dossier.kenmerk}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    @transition(
        "status",
        source=S.AANGEVRAAGD,
        target=S.GEPLAND,
        permission=rechten.COORDINERENDE,
        conditions=[
            voldoet_aan("1a.1", "plan startgesprek"),
            voldoet_aan("1a.3", "verstuur uitnodiging"),
            eis(eisen.iemand_uitgenodigd),
        ],
        custom=zegt(
            "Plan het startgesprek",
            gedaan="Startgesprek gepland",
            hoofd=True,
            gevolg="Iedereen van de uitgenodigde partijen krijgt bericht met een agenda-uitnodiging.",
        ),
    )
    def plan(
        self,
        *,
        op: dt.date,
        moment: dt.datetime,
        plaats: str,
        duur: int | None = None,
        weggelaten: dict[uuid.UUID, str] | None = None,
    ) -> None:
        """The coordinating insurer sets a moment and invites everyone (1a.3), once the other financiers are at the table (1a.1)."""
        self.moment, self.plaats = moment, plaats

    @transition(
        "status",
        source=S.GEPLAND,
        target=S.GEPLAND,
        permission=rechten.COORDINERENDE,
        custom=zegt(
            "Verzet het startgesprek",
            gedaan="Startgesprek verzet",
            gevolg="Iedereen die was uitgenodigd krijgt het nieuwe moment en de nieuwe plaats, ook in de agenda.",
        ),
    )
    def verzet(self, *, op: dt.date, moment: dt.datetime, plaats: str, duur: int | None = None) -> None:
        """Another moment or place for the conversation."""
        self.moment, self.plaats = moment, plaats

    @transition(
        "status",
        source=S.GEPLAND,
        target=S.AANGEVRAAGD,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.reden_gegeven)],
        custom=zegt(
            "Zeg het startgesprek af",
            gedaan="Startgesprek afgezegd",
            gevolg="Het gaat uit de agenda's. Het verzoek om een startgesprek blijft staan, zodat u een ander moment kunt kiezen.",
        ),
    )
    def zeg_af(self, *, op: dt.date, reden: str) -> None:
        """This moment does not go through; the request for a conversation stands (1a.2)."""
        self.moment, self.plaats = None, ""

    @transition(
        "status",
        source=S.GEPLAND,
        target=S.GEHOUDEN,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.gesprek_is_geweest), eis(eisen.iemand_aanwezig)],
        custom=zegt(
            "Leg het gesprek vast",
            gedaan="Startgesprek gehouden",
            hoofd=True,
            gevolg="De uitkomst staat in het dossier. Wie was uitgenodigd leest het verslag en ziet de actiepunten.",
        ),
    )
    def houd(
        self,
        *,
        op: dt.date,
        uitkomst: str,
        verslag: str = "",
        aanwezig: list[uuid.UUID] | None = None,
        actiepunten: list[dict[str, Any]] | None = None,
    ) -> None:
        """The conversation took place; its minutes and action points go to its overleg."""
        self.gehouden_op, self.uitkomst = op, uitkomst

    @transition(
        "status",
        source=[S.AANGEVRAAGD, S.GEPLAND],
        target=S.OVERGESLAGEN,
        permission=rechten.PENVOERDER,
        conditions=[eis(eisen.reden_gegeven)],
        custom=zegt(
            "Ga verder zonder startgesprek",
            gedaan="Verder zonder startgesprek",
            gevolg="Een startgesprek wordt aangeraden (1a.2). Uw reden blijft zichtbaar bij het dossier.",
        ),
    )
    def sla_over(self, *, op: dt.date, reden: str) -> None:
        """The planmakers go on without a conversation, for a stated reason (1a.2)."""
        self.reden = reden

    @transition(
        "status",
        source=[S.AANGEVRAAGD, S.GEPLAND],
        target=S.VERVALLEN,
        permission=SYSTEEM,
        custom=zegt("Laat het startgesprek vervallen", gedaan="Startgesprek vervallen", gevolg="Het gesprek gaat niet door."),
    )
    def laat_vervallen(self, *, op: dt.date) -> None:
        """The snelle toets was withdrawn; the conversation no longer has a purpose."""
