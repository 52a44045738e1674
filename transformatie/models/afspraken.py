"""What a plan version agrees: its mijlpalen and KPI's."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Cast, JSONObject

from kern.basis.models import BasisModel, BedragField
from kern.organisaties.models import Organisatie, Sector
from transformatie.btw import Btwsignaal, btw_signalen
from transformatie.models.plan import Planversie


class Mijlpaal(BasisModel):
    """A moment in the plan; a go/no-go holds later KPI's until it is decided (1g.6)."""

    versie = models.ForeignKey(Planversie, on_delete=models.CASCADE, related_name="mijlpalen")
    sleutel = models.UUIDField(default=uuid.uuid4)
    nummer = models.PositiveSmallIntegerField("nummer")
    titel = models.CharField("titel", max_length=200)
    datum = models.DateField("datum")
    is_go_no_go = models.BooleanField("go/no-go-moment", default=False)

    class Meta:
        verbose_name = "mijlpaal"
        verbose_name_plural = "mijlpalen"
        ordering = ["nummer"]
        constraints = [
            models.UniqueConstraint(fields=["versie", "nummer"], name="mijlpaal_nummer_uniek"),
            models.UniqueConstraint(fields=["versie", "sleutel"], name="mijlpaal_sleutel_uniek"),
        ]

    def __str__(self) -> str:
        return f"mijlpaal {self.nummer}: {self.titel}"


class Financieringsstroom(models.TextChoices):
    """Where the money of a KPI comes from (1g)."""

    TRANSFORMATIE = "transformatiemiddelen", "transformatiemiddelen, na behaalde KPI"
    OPLEVEREN_PLAN = "opleveren_plan", "opleveren van het plan, achteraf (1g.2)"
    VRIJVAL = "vrijval", "vrijval voor een volgende KPI (1g.4)"


@dataclass(frozen=True)
class Verdeeldeel:
    """The part of a KPI amount that goes to one party for one sector."""

    organisatie_id: uuid.UUID
    organisatie: str
    sector: str
    bedrag: Decimal

    @property
    def sector_in_woorden(self) -> str:
        return str(Sector(self.sector).label)


class Kpi(BasisModel):
    """An agreement inside a plan version; `sleutel` stays the same over versions."""

    versie = models.ForeignKey(Planversie, on_delete=models.CASCADE, related_name="kpis")
    sleutel = models.UUIDField(default=uuid.uuid4)
    nummer = models.PositiveSmallIntegerField("nummer")
    omschrijving = models.CharField("omschrijving", max_length=300)
    indicator = models.CharField("indicator", max_length=200)
    uitgangswaarde = models.CharField("uitgangswaarde", max_length=80, blank=True)
    streefwaarde = models.CharField("streefwaarde", max_length=80)
    meetinstrument = models.CharField("meetinstrument", max_length=200, blank=True)
    meten_op = models.DateField("te behalen op")
    bedrag = BedragField("bedrag")
    financieringsstroom = models.CharField(
        "financieringsstroom", max_length=24, choices=Financieringsstroom.choices, default=Financieringsstroom.TRANSFORMATIE
    )
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="verantwoordelijke partij")
    sector = models.CharField("sector", max_length=20, choices=Sector.choices)
    is_sociaal_domein = models.BooleanField("valt in het sociaal domein", default=False)
    voorbereidingskosten = BedragField("gemaakte kosten van de voorbereiding", null=True, blank=True)
    na_mijlpaal = models.ForeignKey(
        Mijlpaal, on_delete=models.SET_NULL, null=True, blank=True, related_name="kpis", verbose_name="wacht op go/no-go van mijlpaal"
    )

    class Meta:
        verbose_name = "KPI"
        verbose_name_plural = "KPI's"
        ordering = ["nummer"]
        constraints = [
            models.UniqueConstraint(fields=["versie", "nummer"], name="kpi_nummer_uniek"),
            models.UniqueConstraint(fields=["versie", "sleutel"], name="kpi_sleutel_uniek"),
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="kpi_bedrag_positief"),
        ]

    def __str__(self) -> str:
        return f"KPI {self.nummer}"

    @property
    def is_oplevering(self) -> bool:
        """Whether this is 'opleveren van een transformatieplan', paid afterwards (1g.2)."""
        return self.financieringsstroom == Financieringsstroom.OPLEVEREN_PLAN

    @property
    def btw_signalen(self) -> list[Btwsignaal]:
        """Wording that may raise the risk of btw; indicative (1f.4)."""
        return btw_signalen(self.omschrijving, self.indicator, self.streefwaarde, self.meetinstrument)

    @property
    def gelezen_delen(self) -> list[Verdeeldeel]:
        """The rows of the split, from the query that read the KPI when it brought them; else one query."""
        if not hasattr(self, "delen_json"):
            return [Verdeeldeel(d.organisatie_id, str(d.organisatie), d.sector, d.bedrag) for d in self.delen.select_related("organisatie")]
        return [Verdeeldeel(uuid.UUID(d["organisatie"]), d["naam"], d["sector"], Decimal(d["bedrag"])) for d in self.delen_json]

    @property
    def verdeling(self) -> list[Verdeeldeel]:
        """How the amount is split over parties and sectors: the rows, or else all of it to the responsible party (1f.3)."""
        heel = Verdeeldeel(self.organisatie_id, str(self.organisatie), self.sector, self.bedrag)
        return self.gelezen_delen or [heel]

    def als_gegevens(self) -> list[Any]:
        """What the hash and the comparison of versions look at; what a KPI does not use adds nothing, so that old hashes hold."""
        extra: list[Any] = [str(self.voorbereidingskosten)] if self.voorbereidingskosten is not None else []
        if delen := self.gelezen_delen:
            extra.append(sorted([str(d.organisatie_id), d.sector, str(d.bedrag)] for d in delen))
        return [
            str(self.sleutel),
            self.nummer,
            self.omschrijving,
            self.indicator,
            self.uitgangswaarde,
            self.streefwaarde,
            self.meetinstrument,
            str(self.meten_op),
            str(self.bedrag),
            self.financieringsstroom,
            str(self.organisatie_id),
            self.sector,
            self.is_sociaal_domein,
            str(self.na_mijlpaal.sleutel) if self.na_mijlpaal else "",
            *extra,
        ]


class KpiDeel(BasisModel):
    """A part of a KPI amount for one party and one sector; the parts of a KPI add up to its amount (1f.3)."""

    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="delen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="partij")
    sector = models.CharField("sector", max_length=20, choices=Sector.choices)
    bedrag = BedragField("bedrag")

    class Meta:
        verbose_name = "deel van een KPI"
        verbose_name_plural = "delen van KPI's"
        ordering = ["organisatie__naam", "sector"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "organisatie", "sector"], name="kpideel_uniek"),
            models.CheckConstraint(condition=Q(bedrag__gt=0), name="kpideel_bedrag_positief"),
        ]

    def __str__(self) -> str:
        return f"{self.organisatie}, {self.get_sector_display()}"


def met_verdeling(kpis: "models.QuerySet[Kpi]") -> "models.QuerySet[Kpi]":
    """KPI's with their split in the same query, as `Kpi.gelezen_delen` reads it."""
    als_json = JSONObject(organisatie="organisatie", naam="organisatie__naam", sector="sector", bedrag=Cast("bedrag", models.CharField()))
    delen = KpiDeel.objects.filter(kpi=OuterRef("pk")).order_by("organisatie__naam", "sector")
    return kpis.select_related("organisatie", "na_mijlpaal").annotate(delen_json=ArraySubquery(delen.values(j=als_json)))


def per_sector(kpis: Iterable[Kpi]) -> dict[str, Decimal]:
    """What KPI's ask per sector, the largest first, in euro (1f.3)."""
    totalen: dict[str, Decimal] = defaultdict(Decimal)
    for deel in (d for k in kpis for d in k.verdeling):
        totalen[deel.sector] += deel.bedrag
    return dict(sorted(totalen.items(), key=lambda t: (-t[1], t[0])))


def per_partij(kpis: Iterable[Kpi]) -> dict[uuid.UUID, tuple[str, Decimal]]:
    """What KPI's ask per party, with its name, the largest first, in euro (1f.3)."""
    totalen: dict[uuid.UUID, tuple[str, Decimal]] = {}
    for deel in (d for k in kpis for d in k.verdeling):
        naam, tot_nu = totalen.get(deel.organisatie_id, (deel.organisatie, Decimal(0)))
        totalen[deel.organisatie_id] = (naam, tot_nu + deel.bedrag)
    return dict(sorted(totalen.items(), key=lambda t: (-t[1][1], t[1][0])))
