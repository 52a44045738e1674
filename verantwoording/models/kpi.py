"""The account of one KPI: proved, judged, granted, paid by a second person."""

import datetime as dt
import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.urls import reverse
from django_fsm import transition

from kern.basis.models import BasisModel, BedragField
from kern.regels.register import voldoet_aan
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import SYSTEEM, eis, zegt
from transformatie.models import Dossier, Kpi
from verantwoording import eisen, rechten, voorschoteisen
from verantwoording.models.toekenning import Toekenning


class VerantwoordingStatus(models.TextChoices):
    OPEN = "open", "open"
    BEWIJS_INGEDIEND = "bewijs_ingediend", "bewijs ingediend"
    BEOORDEELD = "beoordeeld", "beoordeeld"
    TOEGEKEND = "toegekend", "toegekend"
    OPDRACHT = "opdracht", "betaalopdracht gegeven"
    BETAALD = "betaald", "betaald"
    VERVALLEN = "vervallen", "vervallen"


S = VerantwoordingStatus


class Resultaat(models.TextChoices):
    BEHAALD = "behaald", "behaald"
    DEELS = "deels", "deels behaald"
    NIET = "niet", "niet behaald"


class Inspanning(models.TextChoices):
    """Whether the effort was delivered as agreed (1g.5)."""

    JA = "ja", "ja, volgens afspraak geleverd"
    NEE = "nee", "nee"


class Uitkomst(models.TextChoices):
    VOLLEDIG = "volledig", "volledig"
    GEDEELTELIJK = "gedeeltelijk", "gedeeltelijk"
    GEEN = "geen", "geen"


class KpiVerantwoording(Machine):
    """Where one agreed KPI stands; `kpi` is the agreement in the approved version, `sleutel` outlives versions."""

    Status = VerantwoordingStatus
    status = ToestandField(choices=VerantwoordingStatus.choices, default=VerantwoordingStatus.OPEN)
    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="kpis")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="kpi_verantwoordingen")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="verantwoordingen")
    sleutel = models.UUIDField()
    bewijs_ingediend_op = models.DateField("bewijs ingediend op", null=True, blank=True)
    bewijs = models.TextField("toelichting op het bewijs", blank=True, max_length=10000)
    aanvulling_gevraagd = models.TextField("gevraagde aanvulling", blank=True, max_length=3000)
    resultaat = models.CharField("resultaat", max_length=10, choices=Resultaat.choices, blank=True)
    bedrag_behaald = BedragField("bedrag dat bij het behaalde hoort", null=True, blank=True)
    inspanning = models.CharField("inspanning volgens afspraak geleverd", max_length=3, choices=Inspanning.choices, blank=True)
    inspanning_onderbouwing = models.TextField("onderbouwing van de inspanning", blank=True, max_length=5000)
    oordeel = models.TextField("oordeel", blank=True, max_length=5000)
    beoordeeld_op = models.DateField(null=True, blank=True)
    uitkomst = models.CharField("uitkomst", max_length=14, choices=Uitkomst.choices, blank=True)
    bedrag_toegekend = BedragField("toegekend bedrag", null=True, blank=True)
    motivering = models.TextField("motivering", blank=True, max_length=5000)
    toegekend_op = models.DateField(null=True, blank=True)
    toegekend_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    bedrag_voorschot = BedragField("al als voorschot vrijgegeven", default=Decimal(0))
    betaald_op = models.DateField("betaald op", null=True, blank=True)

    class Meta:
        verbose_name = "KPI-verantwoording"
        verbose_name_plural = "KPI-verantwoordingen"
        ordering = ["kpi__nummer"]
        constraints = [
            geldige_toestand(VerantwoordingStatus, "kpiverantwoording"),
            models.UniqueConstraint(fields=["toekenning", "sleutel"], name="een_verantwoording_per_kpi"),
            models.CheckConstraint(
                condition=models.Q(bedrag_toegekend__isnull=True) | models.Q(bedrag_toegekend__gte=0), name="kpi_toekenning_niet_negatief"
            ),
            models.CheckConstraint(condition=models.Q(bedrag_voorschot__gte=0), name="kpi_voorschot_niet_negatief"),
        ]

    def __str__(self) -> str:
        return f"verantwoording van {self.kpi}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    def get_absolute_url(self) -> str:
        return reverse("kpi", kwargs={"kenmerk": self.dossier.kenmerk, "nummer": self.kpi.nummer})

    @property
    def is_klaar(self) -> bool:
        """Nothing is waited for: paid, lapsed, or granted nothing."""
        return self.status in (S.BETAALD, S.VERVALLEN) or (self.status == S.TOEGEKEND and not self.bedrag_toegekend)

    @property
    def verrekend(self) -> Decimal:
        """What of the grant was already paid as an advance (1g.4)."""
        return min(self.bedrag_voorschot, self.bedrag_toegekend or Decimal(0))

    @property
    def te_betalen(self) -> Decimal:
        """What is still to be paid of the grant, in euro: the advance is counted once (1g.4)."""
        return (self.bedrag_toegekend or Decimal(0)) - self.verrekend

    @property
    def bedrag_uit(self) -> Decimal:
        """What is out for this KPI, in euro: granted and ordered, or only an advance; what waits for its order or lapsed does not count."""
        if self.status in (S.OPDRACHT, S.BETAALD):
            return self.bedrag_toegekend or Decimal(0)
        return Decimal(0) if self.status in (S.TOEGEKEND, S.VERVALLEN) else self.bedrag_voorschot

    @property
    def bewijs_ligt_vast(self) -> bool:
        """The evidence was judged: nothing is added or replaced, unless the insurer asks for more."""
        return self.status in (S.BEOORDEELD, S.TOEGEKEND, S.OPDRACHT, S.BETAALD)

    @transition(
        "status",
        source=S.OPEN,
        target=S.BEWIJS_INGEDIEND,
        permission=rechten.PENVOERDER,
        conditions=[voldoet_aan("1g.6", "dien KPI-bewijs in"), eis(eisen.bewijs_gegeven)],
        custom=zegt(
            "Dien het bewijs in",
            gedaan="Bewijs bij een KPI ingediend",
            hoofd=True,
            gevolg="De coördinerende zorgverzekeraar beoordeelt of de KPI is behaald.",
        ),
    )
    def dien_bewijs_in(self, *, op: dt.date, bewijs: str) -> None:
        """The penvoerder shows what was reached."""
        self.bewijs, self.bewijs_ingediend_op, self.aanvulling_gevraagd = bewijs, op, ""

    @transition(
        "status",
        source=[S.BEWIJS_INGEDIEND, S.BEOORDEELD],
        target=S.OPEN,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.aanvulling_genoemd)],
        custom=zegt(
            "Vraag een aanvulling",
            gedaan="Aanvulling op het bewijs gevraagd",
            gevolg="De penvoerder krijgt uw vraag en dient opnieuw in. Een oordeel dat er al was, vervalt.",
        ),
    )
    def vraag_aanvulling(self, *, op: dt.date, aanvulling_gevraagd: str) -> None:
        """The evidence does not yet suffice; what was judged of it no longer holds."""
        self.aanvulling_gevraagd = aanvulling_gevraagd
        self.resultaat = self.oordeel = self.inspanning = self.inspanning_onderbouwing = ""
        self.bedrag_behaald = self.beoordeeld_op = None

    @transition(
        "status",
        source=S.BEWIJS_INGEDIEND,
        target=S.BEOORDEELD,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.oordeel_is_volledig)],
        custom=zegt(
            "Beoordeel de KPI",
            gedaan="KPI beoordeeld",
            hoofd=True,
            gevolg="U legt vast of de KPI is behaald, en zo nodig of de inspanning volgens afspraak is geleverd (1g.5).",
        ),
    )
    def beoordeel(
        self,
        *,
        op: dt.date,
        resultaat: str,
        oordeel: str,
        bedrag_behaald: Decimal | None = None,
        inspanning: str = "",
        inspanning_onderbouwing: str = "",
    ) -> None:
        """The coordinating insurer judges: reached, in part, or not."""
        vol = {Resultaat.BEHAALD: self.kpi.bedrag, Resultaat.NIET: Decimal(0)}
        self.resultaat, self.oordeel, self.beoordeeld_op = resultaat, oordeel, op
        self.bedrag_behaald = vol.get(Resultaat(resultaat), bedrag_behaald)
        self.inspanning, self.inspanning_onderbouwing = inspanning, inspanning_onderbouwing

    @transition(
        "status",
        source=S.BEOORDEELD,
        target=S.BEOORDEELD,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.inspanning_onderbouwd)],
        custom=zegt(
            "Leg de inspanning vast",
            gedaan="Inspanning vastgelegd",
            gevolg="Nodig om meer toe te kennen dan bij het behaalde hoort (1g.5).",
        ),
    )
    def leg_inspanning_vast(self, *, op: dt.date, inspanning: str, inspanning_onderbouwing: str) -> None:
        """Whether the effort was delivered as agreed, with the grounds for it (1g.5)."""
        self.inspanning, self.inspanning_onderbouwing = inspanning, inspanning_onderbouwing

    @transition(
        "status",
        source=S.BEOORDEELD,
        target=S.TOEGEKEND,
        permission=rechten.COORDINERENDE,
        conditions=[
            voldoet_aan("1g.5", "ken KPI-bedrag toe"),
            eis(eisen.uitkomst_past_bij_bedrag),
            eis(eisen.past_in_beschikking),
            eis(voorschoteisen.voorschot_is_betaald),
            eis(voorschoteisen.voorschot_past),
        ],
        custom=zegt(
            "Ken het bedrag toe",
            gedaan="KPI-bedrag toegekend",
            hoofd=True,
            gevolg="Daarna geeft een tweede persoon bij de coördinerende zorgverzekeraar de betaalopdracht.",
        ),
    )
    def ken_toe(
        self,
        *,
        op: dt.date,
        uitkomst: str,
        bedrag: Decimal,
        motivering: str,
        voorschot_op: "KpiVerantwoording | None" = None,
        voorschot_bedrag: Decimal | None = None,
    ) -> None:
        """In full, in part with an amount, or nothing (1g.5); and with it, if they want, an advance on a later KPI (1g.4)."""
        self.uitkomst, self.bedrag_toegekend, self.motivering = uitkomst, bedrag, motivering
        self.toegekend_op, self.toegekend_door = op, self.stap_nu.door.gebruiker if self.stap_nu.door else None

    @transition(
        "status",
        source=S.TOEGEKEND,
        target=S.OPDRACHT,
        permission=rechten.COORDINERENDE,
        conditions=[
            voldoet_aan("1g.6", "betaal uit"),
            voldoet_aan("3a.5", "betaal uit"),
            eis(eisen.er_is_iets_te_betalen),
            eis(eisen.tweede_persoon_betaalt),
            eis(voorschoteisen.sleutel_is_afgesproken),
        ],
        custom=zegt(
            "Geef de betaalopdracht",
            gedaan="Betaalopdracht gegeven",
            hoofd=True,
            gevolg="Elke zorgverzekeraar krijgt een opdracht voor zijn deel volgens de verdeelsleutel, en legt vast wanneer hij betaalde. Dit kan niet worden teruggedraaid.",
        ),
    )
    def betaal_uit(self, *, op: dt.date) -> None:
        """A second person at the coordinating insurer orders the payment (3a.5)."""

    @transition("status", source=S.OPDRACHT, target=S.BETAALD, permission=SYSTEEM, custom=zegt("KPI uitbetaald"))
    def rond_betaling_af(self, *, op: dt.date, betaald_op: dt.date) -> None:
        """Every insurer paid its part, or an advance had covered it all."""
        self.betaald_op = betaald_op

    @transition(
        "status", source=[S.OPEN, S.BEWIJS_INGEDIEND, S.BEOORDEELD], target=S.VERVALLEN, permission=SYSTEEM, custom=zegt("KPI vervallen")
    )
    def verval(self, *, op: dt.date) -> None:
        """The plan ended early; this KPI is no longer waited for."""


class Uitbetaling(BasisModel):
    """Money that went out for one KPI; it exists once, and never above the grant (guarded in the database)."""

    verantwoording = models.OneToOneField(KpiVerantwoording, on_delete=models.PROTECT, related_name="uitbetaling")
    toekenning = models.ForeignKey(Toekenning, on_delete=models.PROTECT, related_name="uitbetalingen")
    bedrag = BedragField("bedrag")
    op = models.DateField("op")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "uitbetaling"
        verbose_name_plural = "uitbetalingen"
        constraints = [models.CheckConstraint(condition=models.Q(bedrag__gt=0), name="uitbetaling_positief")]
