"""The snelle toets: a short submission, decided on within four weeks (1e.1)."""

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal

from django.db import models
from django_fsm import transition

from kern.basis.models import BedragField
from kern.regels.register import voldoet_aan
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import eis, zegt
from transformatie import eisen, rechten
from transformatie.formats import Format, format_met_versie
from transformatie.models.dossier import Dossier
from transformatie.models.klokken import Klokhouder


class ToetsStatus(models.TextChoices):
    CONCEPT = "concept", "concept"
    INGEDIEND = "ingediend", "ingediend"
    INCOMPLEET = "incompleet", "incompleet"
    IN_BEOORDELING = "in_beoordeling", "in beoordeling"
    GOEDGEKEURD = "goedgekeurd", "goedgekeurd"
    AFGEWEZEN = "afgewezen", "afgewezen"
    INGETROKKEN = "ingetrokken", "ingetrokken"
    VERVALLEN = "vervallen", "vervallen"


S = ToetsStatus
INHOUD_EISEN: list[Callable[[models.Model], bool]] = [
    eis(eisen.formulier_is_ingevuld),
    eis(eisen.een_criterium_onderbouwd),
    eis(eisen.bedrag_genoemd),
]


class Karakter(models.TextChoices):
    """The character both sides settle beforehand; it sets the room to experiment (1h.1)."""

    INNOVATIE = "innovatie", "innovatie"
    OPSCHALING = "opschaling", "opschaling"


class SnelleToets(Klokhouder, Machine):
    """The first submission of a dossier; its clock runs from the receipt of what proved complete."""

    Status = ToetsStatus
    regel_besluit = "1e.1"
    klok_besluit_soort = "besluit_snelle_toets"

    status = ToestandField(choices=ToetsStatus.choices, default=ToetsStatus.CONCEPT)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="snelle_toets")
    formatversie = models.CharField(max_length=20)
    inhoud = models.JSONField("inhoud", default=dict)
    concept_versie = models.PositiveIntegerField(default=0)
    bedrag_gevraagd = BedragField("indicatie van het gevraagde bedrag", null=True, blank=True)
    karakter = models.CharField("karakter", max_length=12, choices=Karakter.choices, blank=True)
    experimenteerruimte = models.TextField("experimenteerruimte", blank=True, max_length=3000)
    karakter_indieners_op = models.DateField(null=True, blank=True)
    karakter_verzekeraar_op = models.DateField(null=True, blank=True)
    ingediend_op = models.DateField("ingediend op", null=True, blank=True)
    ontvangen_op = models.DateField("ontvangen op", null=True, blank=True)
    besloten_op = models.DateField("besloten op", null=True, blank=True)
    motivering = models.TextField("motivering", blank=True, max_length=10000)
    wat_ontbreekt = models.TextField("wat ontbreekt", blank=True, max_length=5000)
    reden_einde = models.CharField("reden", max_length=1000, blank=True)

    class Meta:
        verbose_name = "snelle toets"
        verbose_name_plural = "snelle toetsen"
        constraints = [
            geldige_toestand(ToetsStatus, "snelle_toets"),
            models.CheckConstraint(
                condition=models.Q(bedrag_gevraagd__isnull=True) | models.Q(bedrag_gevraagd__gte=0), name="toets_bedrag_niet_negatief"
            ),
        ]

    def __str__(self) -> str:
        return f"snelle toets {self.dossier.kenmerk}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    @property
    def format(self) -> Format:
        return format_met_versie("snelle_toets", self.formatversie)

    @property
    def inhoud_nu(self) -> dict[str, str]:
        return dict(self.inhoud)

    @property
    def bedrag_nu(self) -> Decimal | None:
        return self.bedrag_gevraagd

    @property
    def karakter_is_bevestigd(self) -> bool:
        return bool(self.karakter_indieners_op and self.karakter_verzekeraar_op)

    @transition(
        "status",
        source=S.CONCEPT,
        target=S.CONCEPT,
        permission=rechten.PENVOERDER_OF_COORDINERENDE,
        conditions=[eis(eisen.karakter_gekozen)],
        custom=zegt(
            "Bevestig het karakter",
            gedaan="Karakter bevestigd",
            gevolg="Beide kanten bevestigen hetzelfde karakter. Kiest u een ander, dan moet de andere kant opnieuw bevestigen.",
        ),
    )
    def bevestig_karakter(self, *, op: dt.date, karakter: str, experimenteerruimte: str = "") -> None:
        """One side confirms the character; another choice than before takes back the other side's confirmation (1h.1)."""
        if (karakter, experimenteerruimte) != (self.karakter, self.experimenteerruimte):
            self.karakter_indieners_op = self.karakter_verzekeraar_op = None
        self.karakter, self.experimenteerruimte = karakter, experimenteerruimte
        kant = "karakter_verzekeraar_op" if rechten.is_coordinerende.test(self.stap_nu.door, self) else "karakter_indieners_op"
        setattr(self, kant, op)

    @transition(
        "status",
        source=S.CONCEPT,
        target=S.INGEDIEND,
        permission=rechten.PENVOERDER,
        conditions=[
            voldoet_aan("1a.1", "dien snelle toets in"),
            voldoet_aan("1c.1", "dien snelle toets in"),
            voldoet_aan("1h.1", "dien snelle toets in"),
            eis(eisen.startgesprek_achter_de_rug),
            *INHOUD_EISEN,
        ],
        custom=zegt(
            "Dien de snelle toets in",
            gedaan="Snelle toets ingediend",
            hoofd=True,
            gevolg="U kunt de snelle toets daarna niet meer wijzigen. De vier weken voor het besluit gaan lopen (1e.1).",
        ),
    )
    def dien_in(self, *, op: dt.date) -> None:
        """The penvoerder hands in; that day is day 0 of the four weeks (1e.1)."""
        self.ingediend_op = self.ontvangen_op = op

    @transition(
        "status",
        source=S.INGEDIEND,
        target=S.IN_BEOORDELING,
        permission=rechten.COORDINERENDE_OF_SYSTEEM,
        custom=zegt(
            "Verklaar compleet",
            gedaan="Compleet verklaard",
            hoofd=True,
            gevolg="Aan de einddatum verandert niets: de klok loopt al vanaf de ontvangst.",
        ),
    )
    def verklaar_compleet(self, *, op: dt.date) -> None:
        """The submission proved complete; after five working days of silence it counts as complete (ours, 1e.1)."""

    @transition(
        "status",
        source=[S.INGEDIEND, S.IN_BEOORDELING],
        target=S.INCOMPLEET,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.ontbrekende_genoemd), eis(eisen.instemming_bij_laat_incompleet)],
        custom=zegt(
            "Verklaar incompleet",
            gedaan="Incompleet verklaard",
            gevolg="De lopende vier weken vervallen. Bij aanvulling beginnen nieuwe vier weken (1e.1).",
        ),
    )
    def verklaar_incompleet(self, *, op: dt.date, wat_ontbreekt: str, instemming_penvoerder: bool = False) -> None:
        """Something is missing; the running term lapses (1e.1)."""
        self.wat_ontbreekt = wat_ontbreekt

    @transition(
        "status",
        source=S.INCOMPLEET,
        target=S.INGEDIEND,
        permission=rechten.PENVOERDER,
        conditions=INHOUD_EISEN,
        custom=zegt(
            "Dien de aanvulling in",
            gedaan="Aanvulling ontvangen",
            hoofd=True,
            gevolg="Vanaf vandaag lopen nieuwe vier weken voor het besluit (1e.1).",
        ),
    )
    def vul_aan(self, *, op: dt.date) -> None:
        """What was missing is there; that day is the new day 0 (1e.1)."""
        self.ontvangen_op = op

    @transition(
        "status",
        source=S.IN_BEOORDELING,
        target=S.GOEDGEKEURD,
        permission=rechten.COORDINERENDE,
        conditions=[voldoet_aan("1b.3", "keur snelle toets goed"), voldoet_aan("1c.2", "keur goed"), eis(eisen.motivering_gegeven)],
        custom=zegt(
            "Keur de snelle toets goed",
            gedaan="Snelle toets goedgekeurd",
            hoofd=True,
            gevolg="De indieners krijgen het besluit als brief. Daarna hebben zij vier maanden voor het transformatieplan (1e.2).",
        ),
    )
    def keur_goed(self, *, op: dt.date, motivering: str) -> None:
        """The coordinating insurer approves, on the joint terugkoppeling (1c.2)."""
        self.besloten_op, self.motivering = op, motivering

    @transition(
        "status",
        source=S.IN_BEOORDELING,
        target=S.AFGEWEZEN,
        permission=rechten.COORDINERENDE,
        conditions=[voldoet_aan("1c.2", "wijs af"), eis(eisen.motivering_gegeven)],
        custom=zegt(
            "Wijs de snelle toets af",
            gedaan="Snelle toets afgewezen",
            gevolg="De indieners krijgen het besluit als brief. Dit dossier sluit.",
        ),
    )
    def wijs_af(self, *, op: dt.date, motivering: str) -> None:
        """The coordinating insurer rejects, on the joint terugkoppeling (1c.2)."""
        self.besloten_op, self.motivering = op, motivering

    @transition(
        "status",
        source=[S.CONCEPT, S.INGEDIEND, S.INCOMPLEET, S.IN_BEOORDELING],
        target=S.INGETROKKEN,
        permission=rechten.PENVOERDER,
        conditions=[eis(eisen.reden_gegeven)],
        custom=zegt(
            "Trek de snelle toets in",
            gedaan="Snelle toets ingetrokken",
            gevolg="Dit dossier sluit en de klok stopt. Dit kan niet worden teruggedraaid.",
        ),
    )
    def trek_in(self, *, op: dt.date, reden: str) -> None:
        """The penvoerder withdraws."""
        self.reden_einde = reden

    @transition(
        "status",
        source=S.GOEDGEKEURD,
        target=S.VERVALLEN,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.termijn_plan_is_voorbij), eis(eisen.reden_gegeven)],
        custom=zegt(
            "Laat de goedkeuring vervallen",
            gedaan="Goedkeuring van de snelle toets vervallen",
            gevolg="De indieners kunnen geen plan meer indienen. Dit dossier sluit.",
        ),
    )
    def laat_vervallen(self, *, op: dt.date, reden: str) -> None:
        """The four months are over and no plan came; never by itself (1e.2)."""
        self.reden_einde = reden
