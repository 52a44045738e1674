"""A ronde: everyone who assesses one submission, in parallel, towards one joint terugkoppeling (1c.2)."""

import datetime as dt
import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import transition

from beoordeling import eisen
from beoordeling.kaders import Kader, Punt, kader_met_versie
from kern.basis.models import BasisModel
from kern.organisaties.models import Organisatie
from kern.regels.register import voldoet_aan
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import SYSTEEM, eis, zegt
from transformatie import rechten
from transformatie.models import Dossier, Planversie, SnelleToets, Transformatieplan


class RondeStatus(models.TextChoices):
    OPEN = "open", "open"
    CONCEPT = "concept", "terugkoppeling in concept"
    VASTGESTELD = "vastgesteld", "terugkoppeling vastgesteld"
    VERSTUURD = "verstuurd", "terugkoppeling verstuurd"
    VERVALLEN = "vervallen", "vervallen"


S = RondeStatus
LOPEND = [S.OPEN, S.CONCEPT, S.VASTGESTELD]


class Advies(models.TextChoices):
    POSITIEF = "positief", "positief"
    AANPASSEN = "aanpassen", "eerst aanpassen"
    NEGATIEF = "negatief", "negatief"


class Beoordelingsronde(Machine):
    """One round of assessment of one submission: a snelle toets, or a frozen version of a plan."""

    Status = RondeStatus
    alle_beoordelingen: list["Beoordeling"]  # set by blad.laad_plaatsen and selectors.rondes_met_oordelen
    status = ToestandField(choices=RondeStatus.choices, default=RondeStatus.OPEN)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="rondes")
    snelle_toets = models.ForeignKey(SnelleToets, on_delete=models.PROTECT, null=True, related_name="rondes")
    versie = models.ForeignKey(Planversie, on_delete=models.PROTECT, null=True, related_name="rondes")
    nummer = models.PositiveSmallIntegerField()
    kaderversie = models.CharField(max_length=20)
    geopend_op = models.DateField()
    terugkoppeling = models.TextField("gezamenlijke terugkoppeling", blank=True, max_length=20000)
    advies = models.CharField("gezamenlijk advies", max_length=10, choices=Advies.choices, blank=True)
    samen = models.JSONField("wat beide verzekeraars samen zeggen, per punt van verschil", default=dict, blank=True)
    opgesteld_op = models.DateField(null=True, blank=True)
    afwijkend_standpunt = models.TextField("afwijkend standpunt van de tweede verzekeraar", blank=True, max_length=10000)
    vastgesteld_op = models.DateField(null=True, blank=True)
    is_vastgesteld_door_stilte = models.BooleanField(default=False)
    verstuurd_op = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "beoordelingsronde"
        verbose_name_plural = "beoordelingsrondes"
        ordering = ["nummer"]
        constraints = [
            geldige_toestand(RondeStatus, "beoordelingsronde"),
            models.UniqueConstraint(fields=["dossier", "nummer"], name="ronde_nummer_uniek"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(status__in=LOPEND), name="een_lopende_ronde_per_dossier"),
            models.CheckConstraint(
                condition=Q(snelle_toets__isnull=False, versie__isnull=True) | Q(snelle_toets__isnull=True, versie__isnull=False),
                name="ronde_over_een_ding",
            ),
        ]

    def __str__(self) -> str:
        return f"ronde {self.nummer} van {self.dossier.kenmerk}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    @property
    def soort_stuk(self) -> str:
        return "snelle_toets" if self.snelle_toets_id else "transformatieplan"

    @property
    def stuk(self) -> "SnelleToets | Transformatieplan":
        """What is assessed and decided on."""
        return self.snelle_toets or self.versie.plan  # type: ignore[union-attr]

    @property
    def is_in_behandeling(self) -> bool:
        """Whether this is about something on which the decision is still to come."""
        return self.status != S.VERVALLEN and self.stuk.status in ("ingediend", "in_beoordeling")

    @property
    def leesmerk(self) -> str:
        """A mark of the text as it stands, so that one agrees to what one read and not to what came after."""
        return hashlib.sha256(f"{self.advies}\n{self.terugkoppeling}".encode()).hexdigest()[:16]

    @property
    def kader(self) -> Kader:
        return kader_met_versie(self.kaderversie)

    @property
    def punten(self) -> list[Punt]:
        return self.kader.punten_voor(self.soort_stuk)

    @property
    def stand_van_de_tekst(self) -> str:
        """How the terugkoppeling stands, behind its name: 'in concept', 'vastgesteld', 'verstuurd'."""
        return self.get_status_display().removeprefix("terugkoppeling ")

    @property
    def is_vastgesteld(self) -> bool:
        return self.status in (S.VASTGESTELD, S.VERSTUURD)

    @transition(
        "status",
        source=[S.OPEN, S.CONCEPT],
        target=S.CONCEPT,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.eigen_oordeel_is_af), eis(eisen.geen_open_keuze)],
        custom=zegt(
            "Stel de gezamenlijke terugkoppeling op",
            gedaan="Gezamenlijke terugkoppeling opgesteld",
            hoofd=True,
            gevolg="De tweede verzekeraar wordt gevraagd in te stemmen. Na 5 werkdagen stilte geldt zij als vastgesteld (onze termijn).",
        ),
    )
    def stel_op(self, *, op: dt.date, terugkoppeling: str, advies: str, samen: dict[str, str] | None = None) -> None:
        """The coordinating insurer drafts the terugkoppeling on behalf of both; `samen` is what they say where they differed (1c.2)."""
        self.terugkoppeling, self.advies, self.opgesteld_op, self.samen = terugkoppeling, advies, op, samen or {}

    @transition(
        "status",
        source=S.CONCEPT,
        target=S.VASTGESTELD,
        permission=rechten.TWEEDE,
        conditions=[eis(eisen.tekst_is_gelezen)],
        custom=zegt(
            "Stem in met de terugkoppeling",
            gedaan="Ingestemd met de terugkoppeling",
            hoofd=True,
            gevolg="De gezamenlijke terugkoppeling staat daarmee vast.",
        ),
    )
    def stem_in(self, *, op: dt.date, leesmerk: str | None = None) -> None:
        """The second insurer agrees (1c.2)."""
        self.vastgesteld_op = op

    @transition(
        "status",
        source=S.CONCEPT,
        target=S.VASTGESTELD,
        permission=rechten.TWEEDE,
        conditions=[eis(eisen.standpunt_gegeven), eis(eisen.tekst_is_gelezen)],
        custom=zegt(
            "Leg een afwijkend standpunt vast",
            gedaan="Afwijkend standpunt vastgelegd",
            gevolg="Uw standpunt blijft intern bij de verzekeraars. De coördinerende verzekeraar beslist.",
        ),
    )
    def wijk_af(self, *, op: dt.date, afwijkend_standpunt: str, leesmerk: str | None = None) -> None:
        """The second insurer differs; that is on record, internally, and the coordinating one decides (1c.2)."""
        self.vastgesteld_op, self.afwijkend_standpunt = op, afwijkend_standpunt

    @transition(
        "status",
        source=S.CONCEPT,
        target=S.VASTGESTELD,
        permission=SYSTEEM,
        conditions=[eis(eisen.stilte_duurde_lang_genoeg)],
        custom=zegt("Terugkoppeling vastgesteld na stilte"),
    )
    def stel_vast_na_stilte(self, *, op: dt.date) -> None:
        """Five working days of silence count as agreement (ours, 1c.2)."""
        self.vastgesteld_op, self.is_vastgesteld_door_stilte = op, True

    @transition(
        "status",
        source=[S.VASTGESTELD, S.VERSTUURD],
        target=S.VERSTUURD,
        permission=rechten.COORDINERENDE,
        conditions=[voldoet_aan("1c.2", "verstuur terugkoppeling (tweede keer)")],
        custom=zegt(
            "Verstuur de terugkoppeling",
            gedaan="Terugkoppeling verstuurd, namens beide verzekeraars",
            hoofd=True,
            gevolg="De indieners krijgen haar een keer, namens beide verzekeraars (1c.2).",
        ),
    )
    def verstuur(self, *, op: dt.date) -> None:
        """The joint terugkoppeling goes out, once (1c.2)."""
        self.verstuurd_op = op

    @transition(
        "status",
        source=[S.OPEN, S.CONCEPT, S.VASTGESTELD],
        target=S.VERVALLEN,
        permission=SYSTEEM,
        custom=zegt("Beoordelingsronde vervallen"),
    )
    def laat_vervallen(self, *, op: dt.date) -> None:
        """What was assessed is withdrawn, incomplete or replaced."""


class Beoordelaarsrol(models.TextChoices):
    COORDINEREND = "coordinerend", "coördinerende zorgverzekeraar"
    TWEEDE = "tweede", "tweede zorgverzekeraar"
    GEMEENTE = "gemeente", "gemeente"
    REGIOCOORDINATOR = "regiocoordinator", "regiocoördinator"


class Beoordeling(BasisModel):
    """The work of one assessing organisation in a ronde; finished when `afgerond_op` is set."""

    ronde = models.ForeignKey(Beoordelingsronde, on_delete=models.PROTECT, related_name="beoordelingen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    rol = models.CharField(max_length=20, choices=Beoordelaarsrol.choices)
    conclusie = models.CharField("conclusie", max_length=10, choices=Advies.choices, blank=True)
    toelichting = models.TextField("toelichting", blank=True, max_length=10000)
    afgerond_op = models.DateField(null=True, blank=True)
    afgerond_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "beoordeling"
        verbose_name_plural = "beoordelingen"
        ordering = ["vastgelegd_op"]
        constraints = [models.UniqueConstraint(fields=["ronde", "organisatie", "rol"], name="een_beoordeling_per_organisatie")]

    def __str__(self) -> str:
        return f"beoordeling door {self.organisatie}"

    @property
    def dossier(self) -> Dossier:
        return self.ronde.dossier

    @property
    def is_open(self) -> bool:
        """Insurers judge until their terugkoppeling is settled; gemeenten and regiocoordinator until the decision (1b.2, 1b.3)."""
        if self.rol in (Beoordelaarsrol.COORDINEREND, Beoordelaarsrol.TWEEDE):
            return self.ronde.status in (S.OPEN, S.CONCEPT)
        return self.ronde.is_in_behandeling

    @property
    def zaak(self) -> uuid.UUID:
        return self.ronde.dossier_id


class Waardering(models.TextChoices):
    SUBSTANTIEEL = "substantieel", "substantieel"
    VOLDOENDE = "voldoende", "voldoende"
    ONVOLDOENDE = "onvoldoende", "onvoldoende"
    VRAAG = "vraag", "vraag open"
    NIET_VAN_TOEPASSING = "nvt", "niet van toepassing"


class Oordeel(BasisModel):
    """The judgement on one point of the framework; `versie` guards against two people saving at once.

    `overgenomen_van` is the judgement on an earlier version that was taken over because its passages did not change.
    """

    beoordeling = models.ForeignKey(Beoordeling, on_delete=models.PROTECT, related_name="oordelen")
    punt = models.CharField(max_length=30)
    waardering = models.CharField("oordeel", max_length=14, choices=Waardering.choices)
    onderbouwing = models.TextField("onderbouwing", blank=True, max_length=10000)
    overgenomen_van = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    versie = models.PositiveIntegerField(default=1)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    gewijzigd_op = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "oordeel"
        verbose_name_plural = "oordelen"
        constraints = [models.UniqueConstraint(fields=["beoordeling", "punt"], name="een_oordeel_per_punt")]

    def __str__(self) -> str:
        return f"{self.punt}: {self.get_waardering_display()}"
