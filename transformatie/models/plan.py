"""The transformatieplan with its frozen versions, mijlpalen and KPI's."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django_fsm import transition

from kern.basis.models import BasisModel, BedragField
from kern.organisaties.models import Sector
from kern.regels.register import voldoet_aan
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import eis, zegt
from transformatie import eisen, kpi_eisen, rechten
from transformatie.formats import Format, format_met_versie
from transformatie.models.dossier import Dossier
from transformatie.models.klokken import Klokhouder

if TYPE_CHECKING:
    from transformatie.models.afspraken import Kpi


class PlanStatus(models.TextChoices):
    IN_OPSTELLING = "in_opstelling", "in opstelling"
    INGEDIEND = "ingediend", "ingediend"
    INCOMPLEET = "incompleet", "incompleet"
    IN_BEOORDELING = "in_beoordeling", "in beoordeling"
    IN_AANPASSING = "in_aanpassing", "in aanpassing"
    GOEDGEKEURD = "goedgekeurd", "goedgekeurd"
    AFGEWEZEN = "afgewezen", "afgewezen"
    INGETROKKEN = "ingetrokken", "ingetrokken"


S = PlanStatus
INDIEN_EISEN: list[Callable[[models.Model], bool]] = [
    voldoet_aan("1f.3", "dien transformatieplan in"),
    voldoet_aan("2b.1", "dien transformatieplan in"),
    eis(eisen.formulier_is_ingevuld),
    eis(eisen.bedrag_genoemd),
    eis(kpi_eisen.verdeling_klopt),
    eis(kpi_eisen.oplevering_klopt),
]


class Transformatieplan(Klokhouder, Machine):
    """The worked-out plan; what is handed in is a frozen version of it."""

    Status = PlanStatus
    regel_besluit = "1e.3"
    klok_besluit_soort = "besluit_transformatieplan"

    status = ToestandField(choices=PlanStatus.choices, default=PlanStatus.IN_OPSTELLING)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="plan")
    ontvangen_op = models.DateField("ontvangen op", null=True, blank=True)
    besloten_op = models.DateField("besloten op", null=True, blank=True)
    bedrag_toegekend = BedragField("toegekend bedrag", null=True, blank=True)
    motivering = models.TextField("motivering", blank=True, max_length=10000)
    wat_ontbreekt = models.TextField("wat ontbreekt", blank=True, max_length=5000)
    gevraagde_aanpassing = models.TextField("gevraagde aanpassing", blank=True, max_length=10000)
    reden_einde = models.CharField("reden", max_length=1000, blank=True)

    class Meta:
        verbose_name = "transformatieplan"
        verbose_name_plural = "transformatieplannen"
        constraints = [geldige_toestand(PlanStatus, "transformatieplan")]

    def __str__(self) -> str:
        return f"transformatieplan {self.dossier.kenmerk}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    @cached_property
    def laatste_versie(self) -> "Planversie":
        """The version being written, or else the last one handed in."""
        return self.versies.order_by("-nummer")[0]

    @cached_property
    def ingediende_versie(self) -> "Planversie | None":
        """The last frozen version: what reviewers read and parties commit to."""
        return self.versies.filter(bevroren_op__isnull=False).order_by("-nummer").first()

    @property
    def beoordeelde_versie(self) -> "Planversie | None":
        """What was approved, also after the plan was adjusted (1g.6); until the decision the last one handed in."""
        if self.status != S.GOEDGEKEURD or self.besloten_op is None:
            return self.ingediende_versie
        alle = self.__dict__.get("alle_versies") or list(self.versies.order_by("nummer"))
        op: dt.date = self.besloten_op
        return next((v for v in reversed(alle) if v.bevroren_op is not None and v.bevroren_op <= op), None)

    @property
    def format(self) -> Format:
        return self.laatste_versie.format

    @property
    def inhoud_nu(self) -> dict[str, str]:
        return dict(self.laatste_versie.inhoud)

    @property
    def bedrag_nu(self) -> Decimal | None:
        return self.laatste_versie.bedrag_gevraagd

    @transition(
        "status",
        source=S.IN_OPSTELLING,
        target=S.INGEDIEND,
        permission=rechten.PENVOERDER,
        conditions=[voldoet_aan("1e.2", "dien transformatieplan in"), eis(eisen.snelle_toets_staat_nog), *INDIEN_EISEN],
        custom=zegt(
            "Dien het transformatieplan in",
            gedaan="Transformatieplan ingediend",
            hoofd=True,
            gevolg="Deze versie wordt bevroren. De acht weken voor het besluit gaan lopen (1e.3) en alle partijen krijgen de vraag om hun commitment (1b.1).",
        ),
    )
    @transition(
        "status",
        source=S.IN_AANPASSING,
        target=S.IN_BEOORDELING,
        permission=rechten.PENVOERDER,
        conditions=INDIEN_EISEN,
        custom=zegt(
            "Dien de aangepaste versie in",
            gedaan="Aangepaste versie ingediend",
            hoofd=True,
            gevolg="Deze versie wordt bevroren. De acht weken lopen verder waar zij stilstonden (1e.3). Partijen die het raakt geven opnieuw commitment (1b.1).",
        ),
    )
    def dien_in(self, *, op: dt.date) -> None:
        """The penvoerder hands in a version, within four months of the approved snelle toets (1e.2)."""
        self.ontvangen_op = self.ontvangen_op if self.status == S.IN_AANPASSING else op

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
        """The plan proved complete; after five working days of silence it counts as complete (ours, 1e.3)."""

    @transition(
        "status",
        source=[S.INGEDIEND, S.IN_BEOORDELING],
        target=S.INCOMPLEET,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.ontbrekende_genoemd), eis(eisen.instemming_bij_laat_incompleet)],
        custom=zegt(
            "Verklaar incompleet",
            gedaan="Incompleet verklaard",
            gevolg="De lopende acht weken vervallen. Bij aanvulling beginnen nieuwe acht weken (1e.3).",
        ),
    )
    def verklaar_incompleet(self, *, op: dt.date, wat_ontbreekt: str, instemming_penvoerder: bool = False) -> None:
        """Something is missing; the running term lapses (1e.3)."""
        self.wat_ontbreekt = wat_ontbreekt

    @transition(
        "status",
        source=S.INCOMPLEET,
        target=S.INGEDIEND,
        permission=rechten.PENVOERDER,
        conditions=INDIEN_EISEN,
        custom=zegt(
            "Dien de aanvulling in",
            gedaan="Aanvulling ontvangen",
            hoofd=True,
            gevolg="De aangevulde versie wordt bevroren. Vanaf vandaag lopen nieuwe acht weken (1e.3).",
        ),
    )
    def vul_aan(self, *, op: dt.date) -> None:
        """What was missing is there; that day is the new day 0 (1e.3)."""
        self.ontvangen_op = op

    @transition(
        "status",
        source=S.IN_BEOORDELING,
        target=S.GOEDGEKEURD,
        permission=rechten.COORDINERENDE,
        conditions=[
            voldoet_aan("1b.1", "keur transformatieplan goed"),
            voldoet_aan("1b.2", "keur transformatieplan goed"),
            voldoet_aan("1b.3", "keur transformatieplan goed"),
            voldoet_aan("1c.2", "keur goed"),
            voldoet_aan("1f.3", "keur transformatieplan goed"),
            eis(eisen.motivering_gegeven),
        ],
        custom=zegt(
            "Keur het transformatieplan goed",
            gedaan="Transformatieplan goedgekeurd",
            hoofd=True,
            gevolg="De indieners krijgen het besluit als brief. Daarna volgen reservering, overeenkomst en betaalbeschikking.",
        ),
    )
    def keur_goed(self, *, op: dt.date, motivering: str, bedrag_toegekend: Decimal) -> None:
        """The insurers approve the plan once every partij has given its commitment (1b.1)."""
        self.besloten_op, self.motivering, self.bedrag_toegekend = op, motivering, bedrag_toegekend

    @transition(
        "status",
        source=S.IN_BEOORDELING,
        target=S.AFGEWEZEN,
        permission=rechten.COORDINERENDE,
        conditions=[voldoet_aan("1c.2", "wijs af"), eis(eisen.motivering_gegeven)],
        custom=zegt(
            "Wijs het transformatieplan af",
            gedaan="Transformatieplan afgewezen",
            gevolg="De indieners krijgen het besluit als brief. Zij kunnen een aangepast plan opnieuw aanbieden.",
        ),
    )
    def wijs_af(self, *, op: dt.date, motivering: str) -> None:
        """The coordinating insurer rejects, on the joint terugkoppeling (1c.2)."""
        self.besloten_op, self.motivering = op, motivering

    @transition(
        "status",
        source=S.IN_BEOORDELING,
        target=S.IN_AANPASSING,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.aanpassing_genoemd), voldoet_aan("1c.2", "vraag aanpassing")],
        custom=zegt(
            "Vraag om aanpassing",
            gedaan="Aanpassing gevraagd",
            gevolg="De acht weken staan stil tot de aangepaste versie binnen is (1e.3). De gezamenlijke terugkoppeling gaat mee.",
        ),
    )
    def vraag_aanpassing(self, *, op: dt.date, gevraagde_aanpassing: str) -> None:
        """The insurers ask for another version; the eight weeks are suspended meanwhile (1e.3)."""
        self.gevraagde_aanpassing = gevraagde_aanpassing

    @transition(
        "status",
        source=[S.IN_OPSTELLING, S.INGEDIEND, S.INCOMPLEET, S.IN_BEOORDELING, S.IN_AANPASSING],
        target=S.INGETROKKEN,
        permission=rechten.PENVOERDER,
        conditions=[eis(eisen.reden_gegeven)],
        custom=zegt(
            "Trek het transformatieplan in",
            gedaan="Transformatieplan ingetrokken",
            gevolg="Dit dossier sluit en de klok stopt. Dit kan niet worden teruggedraaid.",
        ),
    )
    def trek_in(self, *, op: dt.date, reden: str) -> None:
        """The penvoerder withdraws."""
        self.reden_einde = reden

    @transition(
        "status",
        source=S.AFGEWEZEN,
        target=S.IN_OPSTELLING,
        permission=rechten.PENVOERDER,
        custom=zegt(
            "Bied een aangepast plan opnieuw aan",
            gedaan="Plan opnieuw aangeboden",
            hoofd=True,
            gevolg="U krijgt een nieuwe versie om aan te passen (kader 2023).",
        ),
    )
    def bied_opnieuw_aan(self, *, op: dt.date) -> None:
        """A rejected plan may be offered again, adjusted (kader 2023)."""


class Planversie(BasisModel):
    """One version of the plan; once `bevroren_op` is set neither it nor its KPI's and mijlpalen change."""

    plan = models.ForeignKey(Transformatieplan, on_delete=models.PROTECT, related_name="versies")
    nummer = models.PositiveSmallIntegerField()
    formatversie = models.CharField(max_length=20)
    inhoud = models.JSONField("inhoud", default=dict)
    concept_versie = models.PositiveIntegerField(default=0)
    bedrag_gevraagd = BedragField("gevraagd bedrag", null=True, blank=True)
    sociale_velden = ArrayField(models.CharField(max_length=40), default=list, verbose_name="onderdelen in het sociaal domein")
    kpi_motivering = models.TextField("waarom dit aantal KPI's nodig is", blank=True, max_length=3000)
    bevroren_op = models.DateField("ingediend op", null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "planversie"
        verbose_name_plural = "planversies"
        ordering = ["nummer"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "nummer"], name="planversie_nummer_uniek"),
            models.UniqueConstraint(fields=["plan"], condition=Q(bevroren_op__isnull=True), name="een_versie_in_bewerking"),
            models.CheckConstraint(
                condition=Q(bedrag_gevraagd__isnull=True) | Q(bedrag_gevraagd__gte=0), name="versie_bedrag_niet_negatief"
            ),
        ]

    def __str__(self) -> str:
        return f"versie {self.nummer}"

    @property
    def is_bevroren(self) -> bool:
        return self.bevroren_op is not None

    @property
    def format(self) -> Format:
        return format_met_versie("transformatieplan", self.formatversie)

    @cached_property
    def kpi_lijst(self) -> list["Kpi"]:
        """The KPI's with how each is split. One query."""
        from transformatie.models.afspraken import met_verdeling

        return list(met_verdeling(self.kpis.all()))

    @property
    def heeft_veel_kpis(self) -> bool:
        """More KPI's than the guideline: allowed, with the reason (1f.2)."""
        return len(self.kpi_lijst) > self.richtaantal_kpis

    @property
    def richtaantal_kpis(self) -> int:
        """Our guideline (1f.2)."""
        return int(settings.RICHTAANTAL_KPIS)

    @property
    def verdeling_per_sector(self) -> list[tuple[str, Decimal]]:
        """What the KPI's ask per sector, in words, the largest first (1f.3)."""
        from transformatie.models.afspraken import per_sector

        return [(str(Sector(s).label), bedrag) for s, bedrag in per_sector(self.kpi_lijst).items()]

    @property
    def verdeling_per_partij(self) -> list[tuple[str, Decimal]]:
        """What the KPI's ask per party, the largest first (1f.3)."""
        from transformatie.models.afspraken import per_partij

        return list(per_partij(self.kpi_lijst).values())

    @property
    def kpi_totaal(self) -> Decimal:
        """What the KPI amounts add up to, in euro."""
        return sum((k.bedrag for k in self.kpi_lijst), Decimal(0))

    @property
    def heeft_sociale_onderdelen(self) -> bool:
        return bool(self.sociale_velden) or any(k.is_sociaal_domein for k in self.kpi_lijst)

    def bereken_hash(self) -> str:
        """SHA-256 over everything a party commits to."""
        motivering = {"kpi_motivering": self.kpi_motivering} if self.kpi_motivering else {}
        inhoud: dict[str, Any] = motivering | {
            "inhoud": self.inhoud,
            "bedrag": str(self.bedrag_gevraagd),
            "sociaal": sorted(self.sociale_velden),
            "kpis": [k.als_gegevens() for k in self.kpi_lijst],
            "mijlpalen": [[str(m.sleutel), m.nummer, m.titel, str(m.datum), m.is_go_no_go] for m in self.mijlpalen.all()],
        }
        return hashlib.sha256(json.dumps(inhoud, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
