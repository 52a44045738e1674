"""The clock: one row per term, its suspensions, and what was sent about it."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q
from django_fsm import transition

from kern.basis.datums import toon_datum
from kern.basis.models import BasisModel
from kern.regels.register import Belet
from kern.termijnen.soorten import soort_van
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import SYSTEEM, Stap, eis, zegt


class TermijnStatus(models.TextChoices):
    LOOPT = "loopt", "loopt"
    OPGESCHORT = "opgeschort", "opgeschort"
    GEHAALD = "gehaald", "gehaald"
    OVERSCHREDEN = "overschreden", "overschreden"
    ALSNOG_GEHAALD = "alsnog_gehaald", "alsnog gehaald"
    VERVALLEN = "vervallen", "vervallen"


S = TermijnStatus
OPEN = [S.LOOPT, S.OPGESCHORT, S.OVERSCHREDEN]


@eis
def voor_het_einde(stap: Stap) -> Iterator[Belet]:
    """A term can stand still only while it runs (1e.1: before its end)."""
    termijn = stap.zaak
    assert isinstance(termijn, Termijn)
    if stap.op < termijn.start_op:
        yield Belet(f"De termijn begint pas op {toon_datum(termijn.start_op)}. Opschorten kan vanaf die dag.", termijn.regel)
    if stap.op > termijn.einde_op:
        yield Belet(f"De termijn eindigde op {toon_datum(termijn.einde_op)}. Opschorten kan alleen voor het einde.", termijn.regel)


@eis
def later_dan_nu(stap: Stap) -> Iterator[Belet]:
    """An extension gives more time, never less."""
    termijn, tot = stap.zaak, stap.gegevens.get("tot")
    assert isinstance(termijn, Termijn)
    if tot is not None and tot <= termijn.einde_op:
        yield Belet(f"De termijn loopt al tot en met {toon_datum(termijn.einde_op)}. Kies een latere dag.", termijn.regel, "tot")


class TermijnQuerySet(models.QuerySet["Termijn"]):
    """Terms by how they stand."""

    def open(self) -> "TermijnQuerySet":
        return self.filter(status__in=OPEN)

    def van(self, onderwerp: uuid.UUID) -> "TermijnQuerySet":
        return self.filter(onderwerp=onderwerp)


class Termijn(Machine):
    """A period in which somebody has agreed to act; lateness stays counted.

    `ruw_op` is the end without suspension and before any shift to a working day, `einde_op` the last day
    that counts (until 24:00 Europe/Amsterdam), `reden` why they differ.  `duur` is like '4w', '4m', '14d' or
    '5wd', and empty when the last day itself was set.  `verlengd_vanaf` is the last day before the first extension.
    """

    Status = TermijnStatus
    status = ToestandField(choices=TermijnStatus.choices, default=TermijnStatus.LOOPT)
    zaak_id = models.UUIDField(db_index=True)
    onderwerp = models.UUIDField(db_index=True)
    soort_termijn = models.CharField("soort", max_length=40)
    regel = models.CharField("regel", max_length=8, blank=True)
    duur = models.CharField("duur", max_length=6, blank=True)
    start_op = models.DateField("start")
    ruw_op = models.DateField("ruwe einddatum")
    einde_op = models.DateField("einddatum", db_index=True)
    reden = models.CharField("reden", max_length=600, blank=True)
    toelichting = models.TextField("waarom de termijn is verzet", blank=True, max_length=3000)
    verlengd_op = models.DateField("verlengd op", null=True, blank=True)
    verlengd_vanaf = models.DateField("verlengd vanaf", null=True, blank=True)
    verlengd_tot = models.DateField("verlengd tot", null=True, blank=True)
    gehaald_op = models.DateField("gehaald op", null=True, blank=True)
    was_te_laat = models.BooleanField("was te laat", default=False)
    verantwoordelijk = models.ForeignKey("organisaties.Organisatie", on_delete=models.PROTECT, related_name="+", verbose_name="wie")
    opent_escalatie = models.BooleanField("opent een escalatie", default=True)

    objects = TermijnQuerySet.as_manager()

    class Meta:
        verbose_name = "termijn"
        verbose_name_plural = "termijnen"
        ordering = ["einde_op"]
        constraints = [
            geldige_toestand(TermijnStatus, "termijn"),
            models.UniqueConstraint(
                fields=["onderwerp", "soort_termijn"], condition=Q(status__in=OPEN), name="een_open_klok_per_onderwerp_en_soort"
            ),
            models.CheckConstraint(condition=Q(einde_op__gte=F("start_op")), name="termijn_einde_na_start"),
        ]

    def __str__(self) -> str:
        return f"{self.naam}, uiterlijk {toon_datum(self.einde_op)}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.zaak_id

    @property
    def naam(self) -> str:
        """What must be done, as it stands in a sentence: 'besluit op de snelle toets'."""
        return soort_van(self.soort_termijn).naam

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @transition(
        "status",
        source=S.LOOPT,
        target=S.OPGESCHORT,
        permission=SYSTEEM,
        conditions=[voor_het_einde],
        custom=zegt("Schort de termijn op", gedaan="Termijn opgeschort"),
    )
    def schort_op(self, *, op: dt.date) -> None:
        """The term stands still from the day after the request (agreed, after Awb 4:15)."""

    @transition(
        "status", source=S.OPGESCHORT, target=S.LOOPT, permission=SYSTEEM, custom=zegt("Hervat de termijn", gedaan="Termijn hervat")
    )
    def hervat(self, *, op: dt.date, einde_op: dt.date, reden: str) -> None:
        """The answer is in; the end moves up by the days that stood still."""
        self.einde_op, self.reden = einde_op, reden

    @transition("status", source=[S.LOOPT, S.OPGESCHORT], target=S.GEHAALD, permission=SYSTEEM, custom=zegt("Termijn gehaald"))
    def haal(self, *, op: dt.date) -> None:
        """What was asked was done in time."""
        self.gehaald_op = op

    @transition("status", source=S.LOOPT, target=S.OVERSCHREDEN, permission=SYSTEEM, custom=zegt("Termijn overschreden"))
    def overschrijd(self, *, op: dt.date) -> None:
        """The last day has passed; from now on this term was late, whatever follows."""
        self.was_te_laat = True

    @transition("status", source=S.OVERSCHREDEN, target=S.ALSNOG_GEHAALD, permission=SYSTEEM, custom=zegt("Termijn alsnog gehaald"))
    def haal_alsnog(self, *, op: dt.date) -> None:
        """Done after all; the lateness stays counted."""
        self.gehaald_op = op

    @transition(
        "status", source=[S.LOOPT, S.OPGESCHORT, S.OVERSCHREDEN], target=S.VERVALLEN, permission=SYSTEEM, custom=zegt("Termijn vervallen")
    )
    def verval(self, *, op: dt.date) -> None:
        """The term no longer has an object (withdrawn, found incomplete, decided otherwise)."""

    @transition(
        "status",
        source=[S.LOOPT, S.OVERSCHREDEN],
        target=S.LOOPT,
        permission=SYSTEEM,
        conditions=[later_dan_nu],
        custom=zegt("Verleng de termijn", gedaan="Termijn verlengd"),
    )
    def verleng(self, *, op: dt.date, tot: dt.date) -> None:
        """A later last day was agreed; `tot` is that day itself, it does not shift."""
        self.verlengd_vanaf = self.verlengd_vanaf or self.einde_op
        self.verlengd_op, self.verlengd_tot, self.einde_op = op, tot, tot
        self.reden = f"De termijn eindigde op {toon_datum(self.verlengd_vanaf)} en is in overleg verlengd tot en met {toon_datum(tot)}."


class Opschorting(BasisModel):
    """A stretch in which a term stood still: asked on `gevraagd_op`, answered on `ontvangen_op`."""

    termijn = models.ForeignKey(Termijn, on_delete=models.CASCADE, related_name="opschortingen")
    gevraagd_op = models.DateField("gevraagd op")
    ontvangen_op = models.DateField("ontvangen op", null=True, blank=True)

    class Meta:
        verbose_name = "opschorting"
        verbose_name_plural = "opschortingen"
        ordering = ["gevraagd_op"]
        constraints = [
            models.UniqueConstraint(fields=["termijn"], condition=Q(ontvangen_op__isnull=True), name="een_open_opschorting_per_termijn"),
            models.CheckConstraint(
                condition=Q(ontvangen_op__isnull=True) | Q(ontvangen_op__gte=F("gevraagd_op")), name="ontvangen_na_gevraagd"
            ),
        ]


class Termijnmelding(BasisModel):
    """What the sweep has said about a term; once per term and level, by the constraint."""

    class Niveau(models.TextChoices):
        HERINNERING_14 = "herinnering_14", "herinnering, 14 dagen"
        HERINNERING_7 = "herinnering_7", "herinnering, 7 dagen"
        HERINNERING_1 = "herinnering_1", "herinnering, 1 dag"
        OVERSCHREDEN = "overschreden", "overschreden"

    termijn = models.ForeignKey(Termijn, on_delete=models.CASCADE, related_name="meldingen")
    niveau = models.CharField(max_length=20, choices=Niveau.choices)
    einde_op = models.DateField("einddatum waarover de melding ging")
    op = models.DateField("peildatum")
    overgeslagen = models.BooleanField(
        "overgeslagen", default=False, help_text="De ronde kwam te laat; een dringender melding ging in plaats van deze."
    )

    class Meta:
        verbose_name = "termijnmelding"
        verbose_name_plural = "termijnmeldingen"
        constraints = [models.UniqueConstraint(fields=["termijn", "niveau", "einde_op"], name="een_melding_per_termijn_en_niveau")]


class Klokronde(BasisModel):
    """One sweep over all terms for one peildatum; beheer sees the last one."""

    peildatum = models.DateField()
    klaar_op = models.DateTimeField(null=True, blank=True)
    aantal = models.PositiveIntegerField(default=0)
    fout = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "klokronde"
        verbose_name_plural = "klokronden"
        ordering = ["-vastgelegd_op"]


class VrijeDag(BasisModel):
    """A day that was equated with a holiday by decree (domein.md chapter 4); managed data."""

    datum = models.DateField("datum", unique=True)
    bron = models.CharField("bron", max_length=120)

    class Meta:
        verbose_name = "gelijkgestelde vrije dag"
        verbose_name_plural = "gelijkgestelde vrije dagen"
        ordering = ["datum"]

    def __str__(self) -> str:
        return self.datum.isoformat()
