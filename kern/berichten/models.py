"""The outbox: what people must be told, written in the transaction of the step it is about."""

from django.conf import settings
from django.db import models

from kern.basis.models import BasisModel
from kern.berichten.querysets import BerichtQuerySet


class Bericht(BasisModel):
    """One notice to one person; the worker mails it, the application shows it.

    `sleutel` makes it unique (so that a step or sweep that runs twice tells once) and yields the Message-ID.  A dagoverzicht is
    a notice too, of kind DAGOVERZICHT: it is mailed, not listed, and the notices in it point to it with `overzicht`.
    """

    class Status(models.TextChoices):
        WACHT = "wacht", "wacht op verzending"
        VERSTUURD = "verstuurd", "verstuurd"
        MISLUKT = "mislukt", "mislukt"
        SPAART = "spaart", "wacht op het dagoverzicht"
        IN_OVERZICHT = "in_overzicht", "gaat mee in het dagoverzicht"
        ALLEEN_HIER = "alleen_hier", "alleen in de toepassing"
        TERUGGEKOMEN = "teruggekomen", "teruggekomen"
        AANGEHOUDEN = "aangehouden", "aangehouden: eerdere e-mail kwam terug"

    class IcsMethode(models.TextChoices):
        UITNODIGING = "REQUEST", "uitnodiging of wijziging"
        AFZEGGING = "CANCEL", "afzegging"

    zaak = models.UUIDField(null=True, db_index=True)
    sleutel = models.CharField(max_length=200, unique=True)
    soort = models.CharField(max_length=40)
    aan = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="berichten")
    onderwerp = models.CharField(max_length=200)
    tekst = models.TextField()
    adres = models.CharField("adres in de toepassing", max_length=200, blank=True)
    op = models.DateField()
    ics = models.TextField("agenda-uitnodiging", blank=True)
    ics_methode = models.CharField("soort uitnodiging", max_length=8, choices=IcsMethode.choices, blank=True)
    overzicht = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="delen")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.WACHT)
    pogingen = models.PositiveSmallIntegerField(default=0)
    volgende_poging_op = models.DateTimeField(null=True, blank=True)
    verstuurd_op = models.DateTimeField(null=True, blank=True)
    verstuurd_aan = models.EmailField("adres waar het heen ging", blank=True)
    mailkenmerk = models.CharField("kenmerk in de Message-ID", max_length=40, blank=True, db_index=True)
    fout = models.CharField(max_length=300, blank=True)
    gelezen_op = models.DateTimeField(null=True, blank=True)

    objects = BerichtQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ["-op", "-vastgelegd_op"]
        indexes = [models.Index(fields=["status", "volgende_poging_op"], name="bericht_te_versturen")]

    def __str__(self) -> str:
        return self.onderwerp

    @property
    def is_ongelezen(self) -> bool:
        return self.gelezen_op is None

    @property
    def is_teruggekomen(self) -> bool:
        return self.status == self.Status.TERUGGEKOMEN


class Berichtvoorkeur(BasisModel):
    """How one person wants one kind of notice; without a row it goes at once."""

    class Wijze(models.TextChoices):
        METEEN = "meteen", "Meteen per e-mail"
        DAGOVERZICHT = "dagoverzicht", "In het dagoverzicht"
        ALLEEN_HIER = "alleen_hier", "Alleen in de toepassing"

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="berichtvoorkeuren")
    soort = models.CharField(max_length=40)
    wijze = models.CharField(max_length=12, choices=Wijze.choices)

    class Meta:
        verbose_name = "berichtvoorkeur"
        verbose_name_plural = "berichtvoorkeuren"
        constraints = [models.UniqueConstraint(fields=["gebruiker", "soort"], name="een_voorkeur_per_soort")]

    def __str__(self) -> str:
        return f"{self.soort}: {self.get_wijze_display()}"


class Retouradres(BasisModel):
    """An address from which mail came back; when it happens too often nothing is mailed there until beheer clears it."""

    adres = models.EmailField("e-mailadres", unique=True)
    aantal = models.PositiveSmallIntegerField("aantal keer teruggekomen", default=0)
    laatst_op = models.DateTimeField("laatst teruggekomen")
    reden = models.CharField("reden", max_length=300)
    gestopt_op = models.DateTimeField("e-mail gestopt op", null=True, blank=True)

    class Meta:
        verbose_name = "retouradres"
        verbose_name_plural = "retouradressen"
        ordering = ["-laatst_op", "pk"]

    def __str__(self) -> str:
        return self.adres
