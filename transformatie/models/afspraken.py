"""What a plan version agrees: its mijlpalen and KPI's."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from kern.basis.models import BasisModel, BedragField
from kern.organisaties.models import Organisatie, Sector
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

    def als_gegevens(self) -> list[Any]:
        """What the hash and the comparison of versions look at."""
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
        ]
