"""Adjusting an approved plan: what is proposed, who agrees, and the version it became (1g.6)."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import transition

from kern.basis.models import BasisModel, BedragField
from kern.organisaties.models import Organisatie
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import eis, zegt
from transformatie.models import Dossier, Planversie
from verantwoording import bijstellingseisen as eisen
from verantwoording import bijstellingsrechten, rechten
from verantwoording.models.toekenning import Toekenning


class BijstellingStatus(models.TextChoices):
    CONCEPT = "concept", "in voorbereiding"
    VOORGELEGD = "voorgelegd", "voorgelegd"
    AKKOORD = "akkoord", "akkoord"
    AFGEWEZEN = "afgewezen", "afgewezen"
    INGETROKKEN = "ingetrokken", "ingetrokken"
    VERWERKT = "verwerkt", "verwerkt in een nieuwe versie"


S = BijstellingStatus
LOOPT = Q(status__in=["concept", "voorgelegd", "akkoord"])


class Aanleiding(models.TextChoices):
    """What made the parties look at the plan again."""

    EIGEN = "eigen", "op verzoek"
    MIJLPAAL = "mijlpaal", "besluit bij een mijlpaal"
    BIJSTURING = "bijsturing", "bijsturing op de kosten"


class Bijstelling(Machine):
    """A proposal to change KPI's and mijlpalen of the agreed version; nothing of it counts before it is processed."""

    Status = BijstellingStatus
    status = ToestandField(choices=BijstellingStatus.choices, default=BijstellingStatus.CONCEPT)
    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="bijstellingen")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="bijstellingen")
    nummer = models.PositiveSmallIntegerField("nummer")
    aanleiding = models.CharField("aanleiding", max_length=12, choices=Aanleiding.choices, default=Aanleiding.EIGEN)
    aanleiding_rij = models.UUIDField(null=True, blank=True)
    basis = models.ForeignKey(Planversie, on_delete=models.PROTECT, related_name="+", verbose_name="versie die verandert")
    versie = models.ForeignKey(Planversie, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nieuwe versie")
    extra_middelen = BedragField("extra middelen", default=0)
    begonnen_op = models.DateField("begonnen op")
    toelichting = models.TextField("waarom bijstellen nodig is", blank=True, max_length=5000)
    sha256 = models.CharField("kenmerk van het voorstel", max_length=64, blank=True)
    voorgelegd_op = models.DateField("voorgelegd op", null=True, blank=True)
    besloten_op = models.DateField("besloten op", null=True, blank=True)
    motivering = models.TextField("motivering", blank=True, max_length=5000)
    addendum = models.CharField("kenmerk van het addendum", max_length=120, blank=True)
    verwerkt_op = models.DateField("verwerkt op", null=True, blank=True)
    reden = models.TextField("reden", blank=True, max_length=3000)

    class Meta:
        verbose_name = "bijstelling"
        verbose_name_plural = "bijstellingen"
        ordering = ["nummer"]
        constraints = [
            geldige_toestand(BijstellingStatus, "bijstelling"),
            models.UniqueConstraint(fields=["toekenning", "nummer"], name="bijstelling_nummer_uniek"),
            models.UniqueConstraint(fields=["toekenning"], condition=LOOPT, name="een_bijstelling_tegelijk"),
            models.CheckConstraint(condition=Q(extra_middelen__gte=0), name="bijstelling_extra_niet_negatief"),
        ]

    def __str__(self) -> str:
        return f"bijstelling {self.nummer}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    @property
    def loopt(self) -> bool:
        """It is neither processed nor ended."""
        return self.status in (S.CONCEPT, S.VOORGELEGD, S.AKKOORD)

    def get_absolute_url(self) -> str:
        return reverse("bijstelling", kwargs={"kenmerk": self.dossier.kenmerk, "nummer": self.nummer})

    @transition(
        "status",
        source=S.CONCEPT,
        target=S.VOORGELEGD,
        permission=rechten.PENVOERDER,
        conditions=[
            eis(eisen.plan_is_in_uitvoering),
            eis(eisen.er_verandert_iets),
            eis(eisen.telt_op),
            eis(eisen.oplevering_klopt),
            eis(eisen.kpis_staan_nog_open),
            eis(eisen.voorschot_past),
            eis(eisen.toelichting_gegeven),
        ],
        custom=zegt(
            "Leg de bijstelling voor",
            gedaan="Bijstelling voorgelegd",
            hoofd=True,
            gevolg="De partijen die het raakt krijgen de vraag om in te stemmen. Daarna beslist de coördinerende zorgverzekeraar (1g.6).",
        ),
    )
    def leg_voor(self, *, op: dt.date) -> None:
        """The penvoerder presents the proposal to who it touches."""
        self.voorgelegd_op = op

    @transition(
        "status",
        source=S.VOORGELEGD,
        target=S.CONCEPT,
        permission=rechten.PENVOERDER,
        custom=zegt(
            "Neem terug om te wijzigen",
            gedaan="Bijstelling teruggenomen",
            gevolg="De gegeven instemmingen vervallen. U kunt het voorstel aanpassen en opnieuw voorleggen.",
        ),
    )
    def neem_terug(self, *, op: dt.date) -> None:
        """The proposal is changed; what was agreed lapses."""
        self.voorgelegd_op, self.sha256 = None, ""

    @transition(
        "status",
        source=S.VOORGELEGD,
        target=S.AKKOORD,
        permission=rechten.COORDINERENDE,
        conditions=[
            eis(eisen.plan_is_in_uitvoering),
            eis(eisen.partijen_stemden_in),
            eis(eisen.kpis_staan_nog_open),
            eis(eisen.voorschot_past),
            eis(eisen.motivering_gegeven),
        ],
        custom=zegt(
            "Stem in met de bijstelling",
            gedaan="Met de bijstelling ingestemd",
            hoofd=True,
            gevolg="Daarna verwerkt u de bijstelling in een nieuwe versie van het plan, met een addendum bij de overeenkomst.",
        ),
    )
    def stem_in(self, *, op: dt.date, motivering: str) -> None:
        """The coordinating insurer agrees, after every party it touches."""
        self.besloten_op, self.motivering = op, motivering

    @transition(
        "status",
        source=S.VOORGELEGD,
        target=S.AFGEWEZEN,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.motivering_gegeven)],
        custom=zegt(
            "Wijs de bijstelling af",
            gedaan="Bijstelling afgewezen",
            gevolg="Het plan blijft zoals het is afgesproken. De partijen lezen uw motivering.",
        ),
    )
    def wijs_af(self, *, op: dt.date, motivering: str) -> None:
        """The coordinating insurer does not agree; the agreed version stands."""
        self.besloten_op, self.motivering = op, motivering

    @transition(
        "status",
        source=[S.CONCEPT, S.VOORGELEGD, S.AKKOORD],
        target=S.INGETROKKEN,
        permission=bijstellingsrechten.PENVOERDER_OF_SYSTEEM,
        conditions=[eis(eisen.reden_gegeven)],
        custom=zegt(
            "Trek de bijstelling in",
            gedaan="Bijstelling ingetrokken",
            gevolg="Het plan blijft zoals het is afgesproken. Dit kan niet worden teruggedraaid.",
        ),
    )
    def trek_in(self, *, op: dt.date, reden: str) -> None:
        """The penvoerder withdraws, or the plan ended meanwhile."""
        self.reden = reden

    @transition(
        "status",
        source=S.AKKOORD,
        target=S.VERWERKT,
        permission=rechten.COORDINERENDE,
        conditions=[
            eis(eisen.plan_is_in_uitvoering),
            eis(eisen.kpis_staan_nog_open),
            eis(eisen.voorschot_past),
            eis(eisen.addendum_genoemd),
        ],
        custom=zegt(
            "Verwerk in een nieuwe versie",
            gedaan="Bijstelling verwerkt",
            hoofd=True,
            gevolg="Er komt een nieuwe, bevroren versie van het plan. Vanaf vandaag gelden de bijgestelde KPI's en mijlpalen.",
        ),
    )
    def verwerk(self, *, op: dt.date, addendum: str) -> None:
        """The addendum is signed: the adjusted KPI's are what counts from this day."""
        self.addendum, self.verwerkt_op = addendum, op


class Bijstellingsregel(BasisModel):
    """What would change about one KPI or mijlpaal, by its key; empty means it stays as it is."""

    bijstelling = models.ForeignKey(Bijstelling, on_delete=models.CASCADE, related_name="regels")
    sleutel = models.UUIDField("KPI of mijlpaal")
    bedrag = BedragField("bedrag", null=True, blank=True)
    datum = models.DateField("datum", null=True, blank=True)
    streefwaarde = models.CharField("streefwaarde", max_length=80, blank=True)

    class Meta:
        verbose_name = "regel van een bijstelling"
        verbose_name_plural = "regels van bijstellingen"
        constraints = [
            models.UniqueConstraint(fields=["bijstelling", "sleutel"], name="bijstellingsregel_uniek"),
            models.CheckConstraint(condition=Q(bedrag=None) | Q(bedrag__gt=0), name="bijstelling_bedrag_positief"),
        ]


class Bijstellingsakkoord(BasisModel):
    """A party that is asked to agree with one proposal, and its answer: who, when, under which hash."""

    class Antwoord(models.TextChoices):
        AKKOORD = "akkoord", "stemt in"
        BEZWAAR = "bezwaar", "stemt niet in"

    bijstelling = models.ForeignKey(Bijstelling, on_delete=models.PROTECT, related_name="akkoorden")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    waarom = models.CharField("waarom gevraagd", max_length=200)
    gevraagd_op = models.DateField("gevraagd op")
    antwoord = models.CharField("antwoord", max_length=10, choices=Antwoord.choices, blank=True)
    naam = models.CharField("naam", max_length=120, blank=True)
    functie = models.CharField("functie", max_length=120, blank=True)
    toelichting = models.TextField("toelichting", blank=True, max_length=3000)
    op = models.DateField("geantwoord op", null=True, blank=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    vervallen_op = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "akkoord met een bijstelling"
        verbose_name_plural = "akkoorden met bijstellingen"
        ordering = ["organisatie__naam"]
        constraints = [
            models.UniqueConstraint(fields=["bijstelling", "organisatie"], condition=Q(vervallen_op=None), name="een_akkoord_per_partij")
        ]

    @property
    def dossier(self) -> Dossier:
        """For the right to answer."""
        return self.bijstelling.dossier

    @property
    def zaak(self) -> uuid.UUID:
        return self.bijstelling.dossier_id
