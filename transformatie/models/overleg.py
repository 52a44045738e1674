"""The overleg: a meeting on a dossier, to which everyone involved is invited (1a.3)."""

import datetime as dt
import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django_fsm import transition

from kern.basis.models import BasisModel
from kern.organisaties.models import Organisatie
from kern.regels.register import voldoet_aan
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import eis, zegt
from transformatie import eisen, rechten
from transformatie.models.dossier import Dossier


class Overlegsoort(models.TextChoices):
    """What a meeting is for; a startgesprek steps along with its own machine."""

    STARTGESPREK = "startgesprek", "startgesprek"
    OVERLEG = "overleg", "overleg"
    ESCALATIE = "escalatie", "overleg van de escalatie"


class OverlegStatus(models.TextChoices):
    VOORBEREIDING = "voorbereiding", "in voorbereiding"
    PRIKKEN = "prikken", "moment kiezen"
    UITGENODIGD = "uitgenodigd", "uitnodiging verstuurd"
    GEHOUDEN = "gehouden", "gehouden"
    AFGEZEGD = "afgezegd", "afgezegd"


S = OverlegStatus
OPEN = [S.VOORBEREIDING, S.PRIKKEN, S.UITGENODIGD]


class Overleg(Machine):
    """A meeting that one organisation convenes; `hoort_bij` is the row it is held for (an escalatie), without a foreign key.

    `volgnummer` rises with every change that calendars must hear of (the SEQUENCE of its invitation); `duur` is in minutes.
    """

    Status = OverlegStatus
    status = ToestandField(choices=OverlegStatus.choices, default=OverlegStatus.VOORBEREIDING)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="overleggen")
    soort_overleg = models.CharField("soort", max_length=20, choices=Overlegsoort.choices, default=Overlegsoort.OVERLEG)
    hoort_bij = models.UUIDField("hoort bij", null=True, blank=True, db_index=True)
    onderwerp = models.CharField("onderwerp", max_length=160)
    agenda = models.TextField("agenda", blank=True, max_length=5000)
    organisator = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="belegd door")
    begonnen_op = models.DateField("belegd op")
    moment = models.DateTimeField("moment", null=True, blank=True)
    duur = models.PositiveSmallIntegerField("duur in minuten", default=60, validators=[MinValueValidator(5), MaxValueValidator(600)])
    plaats = models.CharField("plaats of link", max_length=200, blank=True)
    volgnummer = models.PositiveSmallIntegerField("volgnummer van de uitnodiging", default=0)
    reden = models.CharField("reden", max_length=500, blank=True)
    gehouden_op = models.DateField("gehouden op", null=True, blank=True)
    uitkomst = models.CharField("uitkomst", max_length=300, blank=True)
    verslag = models.TextField("verslag", blank=True, max_length=10000)

    class Meta:
        verbose_name = "overleg"
        verbose_name_plural = "overleggen"
        ordering = ["begonnen_op", "vastgelegd_op"]
        constraints = [
            geldige_toestand(OverlegStatus, "overleg"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(soort_overleg="startgesprek") & ~Q(status="afgezegd"), name="een_startgesprek_overleg"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["uitgenodigd", "gehouden"]) | Q(moment__isnull=False), name="overleg_met_moment"
            ),
            models.CheckConstraint(condition=Q(duur__gte=5, duur__lte=600), name="overleg_duur"),
        ]

    def __str__(self) -> str:
        return self.onderwerp

    def get_absolute_url(self) -> str:
        return reverse("overleg", kwargs={"kenmerk": self.dossier.kenmerk, "pk": self.pk})

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_startgesprek(self) -> bool:
        return self.soort_overleg == Overlegsoort.STARTGESPREK

    @property
    def is_iemand_afwezig(self) -> bool:
        """Somebody was left out or did not come; read from the invitations that were loaded."""
        return any(not u.is_uitgenodigd or u.is_aanwezig is False for u in self.uitnodigingen.all())

    @property
    def dag(self) -> dt.date | None:
        """The day of the meeting on our clock."""
        return timezone.localtime(self.moment).date() if self.moment is not None else None

    @transition(
        "status",
        source=S.VOORBEREIDING,
        target=S.PRIKKEN,
        permission=rechten.STELT_MOMENTEN_VOOR,
        conditions=[eis(eisen.momenten_genoemd)],
        custom=zegt(
            "Leg momenten voor",
            gedaan="Momenten voorgelegd",
            hoofd=True,
            gevolg="Alle betrokken partijen krijgen bericht en geven door wanneer zij kunnen. Daarna kiest u.",
        ),
    )
    def leg_momenten_voor(self, *, op: dt.date, momenten: list[dt.datetime]) -> None:
        """Everyone involved says when it suits; the proposals themselves are rows."""

    @transition(
        "status",
        source=[S.VOORBEREIDING, S.PRIKKEN],
        target=S.UITGENODIGD,
        permission=rechten.BELEGT,
        conditions=[voldoet_aan("1a.3", "verstuur uitnodiging"), eis(eisen.iemand_uitgenodigd)],
        custom=zegt(
            "Verstuur de uitnodiging",
            gedaan="Uitnodiging verstuurd",
            hoofd=True,
            gevolg="Iedereen van de uitgenodigde partijen krijgt bericht met een agenda-uitnodiging.",
        ),
    )
    def verstuur_uitnodiging(
        self,
        *,
        op: dt.date,
        moment: dt.datetime,
        plaats: str,
        duur: int | None = None,
        weggelaten: dict[uuid.UUID, str] | None = None,
    ) -> None:
        """Invite every organisation involved, or leave one out for a reason (1a.3)."""
        self.moment, self.plaats, self.duur = moment, plaats, duur or self.duur

    @transition(
        "status",
        source=S.UITGENODIGD,
        target=S.UITGENODIGD,
        permission=rechten.BELEGT,
        custom=zegt(
            "Verzet het overleg",
            gedaan="Overleg verzet",
            gevolg="Iedereen die was uitgenodigd krijgt het nieuwe moment en de nieuwe plaats, ook in de agenda.",
        ),
    )
    def verzet(self, *, op: dt.date, moment: dt.datetime, plaats: str, duur: int | None = None) -> None:
        """Another moment or place; calendars hear of it through a higher number."""
        self.moment, self.plaats, self.duur = moment, plaats, duur or self.duur
        self.volgnummer += 1

    @transition(
        "status",
        source=[S.VOORBEREIDING, S.PRIKKEN, S.UITGENODIGD],
        target=S.AFGEZEGD,
        permission=rechten.BELEGT,
        conditions=[eis(eisen.reden_gegeven)],
        custom=zegt(
            "Zeg het overleg af",
            gedaan="Overleg afgezegd",
            gevolg="Iedereen die ervan wist krijgt bericht met uw reden, en het gaat uit de agenda's.",
        ),
    )
    def zeg_af(self, *, op: dt.date, reden: str) -> None:
        """The meeting does not take place, for a stated reason."""
        self.reden = reden
        self.volgnummer += 1

    @transition(
        "status",
        source=S.UITGENODIGD,
        target=S.GEHOUDEN,
        permission=rechten.BELEGT,
        conditions=[eis(eisen.gesprek_is_geweest), eis(eisen.iemand_aanwezig)],
        custom=zegt(
            "Leg het overleg vast",
            gedaan="Overleg gehouden",
            hoofd=True,
            gevolg="Iedereen die was uitgenodigd leest het verslag. Actiepunten komen in de werkvoorraad van wie ze oppakt.",
        ),
    )
    def houd(
        self,
        *,
        op: dt.date,
        verslag: str = "",
        uitkomst: str = "",
        aanwezig: list[uuid.UUID] | None = None,
        actiepunten: list[dict[str, Any]] | None = None,
    ) -> None:
        """It took place: who was there (everyone invited, unless told otherwise), what came of it, who does what."""
        self.gehouden_op, self.verslag, self.uitkomst = self.dag, verslag, uitkomst


class Uitnodiging(BasisModel):
    """One organisation at one meeting: invited, or left out for a reason (1a.3); afterwards present or absent."""

    overleg = models.ForeignKey(Overleg, on_delete=models.PROTECT, related_name="uitnodigingen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="organisatie")
    uitgenodigd_op = models.DateField("uitgenodigd op", null=True, blank=True)
    weggelaten_om = models.CharField("niet uitgenodigd omdat", max_length=500, blank=True)
    is_aanwezig = models.BooleanField("aanwezig", null=True, blank=True)

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ["vastgelegd_op"]
        constraints = [
            models.UniqueConstraint(fields=["overleg", "organisatie"], name="uitnodiging_per_organisatie"),
            models.CheckConstraint(
                condition=Q(uitgenodigd_op__isnull=False, weggelaten_om="") | (Q(uitgenodigd_op__isnull=True) & ~Q(weggelaten_om="")),
                name="uitgenodigd_of_reden",
            ),
        ]

    @property
    def is_uitgenodigd(self) -> bool:
        return self.uitgenodigd_op is not None


class Momentvoorstel(BasisModel):
    """A moment that could suit everyone; put forward by one of the organisations involved."""

    overleg = models.ForeignKey(Overleg, on_delete=models.PROTECT, related_name="voorstellen")
    moment = models.DateTimeField("moment")
    voorgesteld_door = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="voorgesteld door")

    class Meta:
        verbose_name = "voorgesteld moment"
        verbose_name_plural = "voorgestelde momenten"
        ordering = ["moment"]
        constraints = [models.UniqueConstraint(fields=["overleg", "moment"], name="moment_een_keer_voorgesteld")]


class Antwoord(models.TextChoices):
    KAN = "kan", "kan"
    LIEVER_NIET = "liever_niet", "liever niet"
    KAN_NIET = "kan_niet", "kan niet"


class Voorkeur(BasisModel):
    """Whether a proposed moment suits one organisation; anyone of it may change the answer until a moment is picked."""

    voorstel = models.ForeignKey(Momentvoorstel, on_delete=models.PROTECT, related_name="voorkeuren")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="organisatie")
    antwoord = models.CharField("antwoord", max_length=12, choices=Antwoord.choices)
    op = models.DateField("gegeven op")

    class Meta:
        verbose_name = "voorkeur"
        verbose_name_plural = "voorkeuren"
        constraints = [models.UniqueConstraint(fields=["voorstel", "organisatie"], name="voorkeur_per_organisatie")]


class Actiepunt(BasisModel):
    """What one organisation took upon itself at a meeting; it waits in its werkvoorraad until it is done."""

    overleg = models.ForeignKey(Overleg, on_delete=models.PROTECT, related_name="actiepunten")
    wat = models.CharField("wat", max_length=300)
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="wie")
    persoon = models.CharField("persoon", max_length=120, blank=True)
    uiterlijk = models.DateField("uiterlijk")
    gedaan_op = models.DateField("gedaan op", null=True, blank=True)
    notitie = models.CharField("notitie", max_length=500, blank=True)

    class Meta:
        verbose_name = "actiepunt"
        verbose_name_plural = "actiepunten"
        ordering = ["uiterlijk", "vastgelegd_op"]
        indexes = [models.Index(fields=["organisatie"], condition=Q(gedaan_op__isnull=True), name="actiepunt_open")]

    def __str__(self) -> str:
        return self.wat
