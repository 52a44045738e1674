"""Organisations, the two region divisions, memberships and contact persons."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q

from kern.basis.models import BasisModel
from kern.organisaties.zoeken import zonder_tekens

TOT_VOOR_VAN = "De laatste dag ligt voor de eerste dag."


class Sector(models.TextChoices):
    """The sectors in which figures are split (domein.md chapter 6)."""

    MSZ = "msz", "medisch-specialistische zorg"
    GGZ = "ggz", "geestelijke gezondheidszorg"
    WIJKVERPLEGING = "wijkverpleging", "wijkverpleging en vvt"
    HUISARTSEN = "huisartsen", "huisartsenzorg en mdz"
    ELV = "elv", "elv, grz en gzsp"
    GEHANDICAPTEN = "gehandicapten", "gehandicaptenzorg"
    SOCIAAL = "sociaal", "sociaal domein"
    DOMEINOVERSTIJGEND = "domeinoverstijgend", "domeinoverstijgend"


class GeldigQuerySet(models.QuerySet):
    """Rows with `van` and `tot` (both days included; an open end is null)."""

    def geldig_op(self, op: dt.date) -> "GeldigQuerySet":
        return self.filter(Q(van__lte=op) & (Q(tot__isnull=True) | Q(tot__gte=op)))


class LidmaatschapQuerySet(GeldigQuerySet):
    """Memberships, with for whom each stands in on a day."""

    def voor_dag(self, op: dt.date) -> "LidmaatschapQuerySet":
        """Valid on that day, each with the colleagues it stands in for that day; in the same query."""
        collegas = Lidmaatschap.objects.geldig_op(op).filter(gebruiker__is_active=True)
        rijen = Vervanging.objects.geldig_op(op).filter(
            vervanger=OuterRef("pk"),
            lidmaatschap__in=collegas.values("pk"),
            lidmaatschap__organisatie=OuterRef("organisatie"),
            lidmaatschap__rol=OuterRef("rol"),
        )
        return self.geldig_op(op).annotate(vervangt_ids=ArraySubquery(rijen.values("lidmaatschap")))


class Concern(BasisModel):
    """A group of insurers; two insurers of one concern never assess together (1c.1)."""

    naam = models.CharField("naam", max_length=80, unique=True)

    class Meta:
        verbose_name = "concern"
        verbose_name_plural = "concerns"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class Organisatie(BasisModel):
    """A party that can be at the table."""

    class Soort(models.TextChoices):
        ZORGAANBIEDER = "zorgaanbieder", "zorgaanbieder"
        ZORGVERZEKERAAR = "zorgverzekeraar", "zorgverzekeraar"
        GEMEENTE = "gemeente", "gemeente"
        GEMEENSCHAPPELIJKE_REGELING = "gemeenschappelijke_regeling", "gemeenschappelijke regeling"
        ZORGKANTOOR = "zorgkantoor", "zorgkantoor"
        LANDELIJK = "landelijk", "landelijke partij"

    class Grootte(models.TextChoices):
        GROOT = "groot", "groot"
        KLEIN = "klein", "klein"

    naam = models.CharField("naam", max_length=160, unique=True)
    soort = models.CharField("soort", max_length=30, choices=Soort.choices)
    sector = models.CharField("sector", max_length=20, choices=Sector.choices, blank=True)
    grootte = models.CharField(
        "groot of klein",
        max_length=5,
        choices=Grootte.choices,
        blank=True,
        help_text="Met de hand gezet; een criterium is niet afgesproken.",
    )
    concern = models.ForeignKey(
        Concern, on_delete=models.PROTECT, null=True, blank=True, verbose_name="concern", related_name="organisaties"
    )
    gemeentecode = models.CharField("gemeentecode", max_length=6, blank=True)
    provincie = models.CharField("provincie", max_length=30, blank=True)
    zoeknaam = models.GeneratedField(expression=zonder_tekens("naam"), output_field=models.CharField(max_length=160), db_persist=True)

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeentecode"],
                condition=~Q(gemeentecode=""),
                name="gemeentecode_uniek",
                violation_error_message="Deze gemeentecode bestaat al.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def in_zin(self) -> str:
        """The name as it stands in a sentence: 'gemeente Wijchen', 'het zorgkantoor van 't Gooi'."""
        if self.soort == self.Soort.GEMEENTE:
            return f"gemeente {self.naam.removeprefix('Gemeente ')}"
        return self.naam

    @property
    def aan_het_begin(self) -> str:
        """The same at the start of a sentence."""
        return self.in_zin[0].upper() + self.in_zin[1:]


class Regio(BasisModel):
    """One of the 42 mandaatregio's or the 31 zorgkantoorregio's; the two divisions cross and do not nest."""

    class Soort(models.TextChoices):
        MANDAATREGIO = "mandaatregio", "mandaatregio"
        ZORGKANTOORREGIO = "zorgkantoorregio", "zorgkantoorregio"

    soort = models.CharField("soort", max_length=20, choices=Soort.choices)
    naam = models.CharField("naam", max_length=60)
    mandaathouder = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, null=True, blank=True, related_name="mandaatregios", verbose_name="mandaathouder"
    )
    zorgkantoor = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, null=True, blank=True, related_name="zorgkantoorregios", verbose_name="zorgkantoor"
    )
    spuk_2025 = models.DecimalField("SPUK IZA 2025 (euro)", max_digits=14, decimal_places=2, null=True, blank=True)
    spuk_2026 = models.DecimalField("SPUK IZA 2026 (euro)", max_digits=14, decimal_places=2, null=True, blank=True)
    bron = models.CharField("bron", max_length=120)
    is_twijfelachtig = models.BooleanField("twijfelachtig", default=False)
    toelichting = models.TextField("toelichting", blank=True)

    class Meta:
        verbose_name = "regio"
        verbose_name_plural = "regio's"
        ordering = ["soort", "naam"]
        constraints = [models.UniqueConstraint(fields=["soort", "naam"], name="regio_uniek")]

    def __str__(self) -> str:
        return self.naam


class GemeenteInRegio(BasisModel):
    """A gemeente belongs to a region from `van` to `tot`, according to `bron`."""

    gemeente = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="indelingen", verbose_name="gemeente")
    regio = models.ForeignKey(Regio, on_delete=models.PROTECT, related_name="gemeenten", verbose_name="regio")
    van = models.DateField("van")
    tot = models.DateField("tot", null=True, blank=True)
    bron = models.CharField("bron", max_length=60)
    is_onzeker = models.BooleanField("onzeker", default=False)

    objects = GeldigQuerySet.as_manager()

    class Meta:
        verbose_name = "indeling van een gemeente"
        verbose_name_plural = "indelingen van gemeenten"
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "regio", "van"], name="gemeente_in_regio_uniek"),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("van")), name="indeling_tot_na_van", violation_error_message=TOT_VOOR_VAN
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gemeente} in {self.regio}"


class VerzekeraarsInRegio(BasisModel):
    """Who is the first (coordinating) and the second insurer of a zorgkantoorregio, in a period."""

    regio = models.ForeignKey(Regio, on_delete=models.PROTECT, related_name="verzekeraars", verbose_name="zorgkantoorregio")
    eerste = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="eerste verzekeraar")
    tweede = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+", verbose_name="tweede verzekeraar")
    van = models.DateField("van")
    tot = models.DateField("tot", null=True, blank=True)
    bron = models.CharField("bron", max_length=120)

    objects = GeldigQuerySet.as_manager()

    class Meta:
        verbose_name = "verzekeraars van een regio"
        verbose_name_plural = "verzekeraars per regio"
        ordering = ["regio__naam", "-van"]
        constraints = [
            models.UniqueConstraint(fields=["regio", "van"], name="verzekeraars_per_regio_uniek"),
            models.CheckConstraint(
                condition=~Q(eerste=F("tweede")), name="eerste_niet_tweede", violation_error_message="Kies twee verschillende verzekeraars."
            ),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("van")), name="verzekeraars_tot_na_van", violation_error_message=TOT_VOOR_VAN
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regio}: {self.eerste} en {self.tweede}"


class Rol(models.TextChoices):
    """As what a person acts; who is coordinating or penvoerder follows from the dossier."""

    PLANMAKER = "planmaker", "planmaker"
    BEOORDELAAR = "beoordelaar", "beoordelaar"
    GEMEENTELIJK_BESLISSER = "gemeentelijk_beslisser", "gemeentelijk beslisser"
    REGIOCOORDINATOR = "regiocoordinator", "regiocoördinator"
    FINANCIER = "financier", "financier langdurige zorg"
    NZA = "nza", "NZa"
    BESTUURLIJKE_GROEP = "bestuurlijke_groep", "bestuurlijke groep"
    BRIGADE = "vliegende_brigade", "Vliegende Brigade"
    BEHEER = "beheer", "beheer"


class Lidmaatschap(BasisModel):
    """A person acts for an organisation in a role, from `van` to `tot`; `mag_tekenen` binds the organisation."""

    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lidmaatschappen", verbose_name="gebruiker"
    )
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="lidmaatschappen", verbose_name="organisatie")
    rol = models.CharField("rol", max_length=30, choices=Rol.choices)
    mag_tekenen = models.BooleanField("mag tekenen", default=False)
    van = models.DateField("van")
    tot = models.DateField("tot", null=True, blank=True)

    vervangt_ids: Sequence[uuid.UUID] = ()  # filled by `voor_dag`; whoever was read otherwise stands in for nobody

    objects = LidmaatschapQuerySet.as_manager()

    class Meta:
        verbose_name = "lidmaatschap"
        verbose_name_plural = "lidmaatschappen"
        ordering = ["van", "vastgelegd_op"]
        constraints = [
            models.UniqueConstraint(fields=["gebruiker", "organisatie", "rol", "van"], name="lidmaatschap_uniek"),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("van")), name="lidmaatschap_tot_na_van", violation_error_message=TOT_VOOR_VAN
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisatie}, {self.get_rol_display()}"

    def is_geldig_op(self, op: dt.date) -> bool:
        return self.van <= op and (self.tot is None or op <= self.tot)

    @property
    def handelt_voor(self) -> set[uuid.UUID]:
        """The memberships whose personal work this one may do: its own, and those it stands in for today."""
        return {self.pk, *self.vervangt_ids}


class Vervanging(BasisModel):
    """A colleague with the same role at the same organisation does a person's own work, from `van` to `tot`."""

    lidmaatschap = models.ForeignKey(Lidmaatschap, on_delete=models.PROTECT, related_name="vervangingen", verbose_name="wie afwezig is")
    vervanger = models.ForeignKey(Lidmaatschap, on_delete=models.PROTECT, related_name="vervangt", verbose_name="vervanger")
    van = models.DateField("van")
    tot = models.DateField("tot")
    reden = models.CharField("reden", max_length=200, blank=True)

    objects = GeldigQuerySet.as_manager()

    class Meta:
        verbose_name = "vervanging"
        verbose_name_plural = "vervangingen"
        ordering = ["van", "vastgelegd_op"]
        constraints = [
            models.UniqueConstraint(fields=["lidmaatschap", "vervanger", "van"], name="vervanging_uniek"),
            models.CheckConstraint(condition=Q(tot__gte=F("van")), name="vervanging_tot_na_van", violation_error_message=TOT_VOOR_VAN),
            models.CheckConstraint(condition=~Q(lidmaatschap=F("vervanger")), name="vervanging_door_een_ander"),
        ]

    def __str__(self) -> str:
        return f"{self.vervanger.gebruiker} vervangt {self.lidmaatschap.gebruiker}"


class Contactpersoon(BasisModel):
    """Whom to call at an organisation, per level (1d.4); with a `zaak` only for that one case, else for everything."""

    class Niveau(models.TextChoices):
        UITVOERING = "uitvoering", "uitvoering"
        MANAGEMENT = "management", "management"
        BESTUUR = "bestuur", "bestuur"

    organisatie = models.ForeignKey(Organisatie, on_delete=models.CASCADE, related_name="contactpersonen", verbose_name="organisatie")
    zaak = models.UUIDField("alleen voor deze zaak", null=True, blank=True, db_index=True)
    niveau = models.CharField("niveau", max_length=12, choices=Niveau.choices)
    naam = models.CharField("naam", max_length=120)
    functie = models.CharField("functie", max_length=120, blank=True)
    email = models.EmailField("e-mailadres")
    telefoon = models.CharField("telefoon", max_length=20, blank=True)
    gecontroleerd_op = models.DateField("laatst gecontroleerd op")

    class Meta:
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        ordering = ["organisatie__naam", "niveau", "naam"]

    def __str__(self) -> str:
        return f"{self.naam} ({self.organisatie}, {self.get_niveau_display()})"
