"""The startgesprek with the coordinating insurer (1a.2)."""

import datetime as dt
import uuid

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
    verslag = models.TextField("verslag", blank=True, max_length=10000)
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
        conditions=[voldoet_aan("1a.1", "plan startgesprek")],
        custom=zegt(
            "Plan het startgesprek",
            gedaan="Startgesprek gepland",
            hoofd=True,
            gevolg="Alle betrokken partijen krijgen bericht van het moment en de plaats.",
        ),
    )
    def plan(self, *, op: dt.date, moment: dt.datetime, plaats: str) -> None:
        """The coordinating insurer sets a moment, once the other financiers are invited (1a.1)."""
        self.moment, self.plaats = moment, plaats

    @transition(
        "status",
        source=S.GEPLAND,
        target=S.GEHOUDEN,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.gesprek_is_geweest)],
        custom=zegt(
            "Leg het gesprek vast",
            gedaan="Startgesprek gehouden",
            hoofd=True,
            gevolg="De uitkomst staat in het dossier voor alle partijen.",
        ),
    )
    def houd(self, *, op: dt.date, uitkomst: str, verslag: str = "") -> None:
        """The conversation took place, with its outcome and minutes."""
        self.gehouden_op, self.uitkomst, self.verslag = op, uitkomst, verslag

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
