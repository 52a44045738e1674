"""Help beside the ladder: the bestuurlijke groep, that never learns which dossier it is, and the Vliegende Brigade, that reads this one."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kern.basis.datums import MAANDEN
from kern.basis.models import BasisModel
from kern.organisaties.models import Lidmaatschap, Organisatie
from transformatie.models.dossier import Dossier
from transformatie.models.escalatie import Escalatie


class Zijspoor(BasisModel):
    """Help beside the ladder: the bestuurlijke groep (generic, 1d.5) or the Vliegende Brigade (1d.6).

    The pages of the bestuurlijke groep know a row only by its `agendasleutel`, which stands on no page of the dossier.
    """

    class Soort(models.TextChoices):
        BESTUURLIJKE_GROEP = "bestuurlijke_groep", "bestuurlijke groep"
        VLIEGENDE_BRIGADE = "vliegende_brigade", "Vliegende Brigade"

    escalatie = models.ForeignKey(Escalatie, on_delete=models.PROTECT, related_name="zijsporen")
    soort = models.CharField("soort", max_length=20, choices=Soort.choices)
    op = models.DateField("ingeschakeld op")
    gevraagd_door = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gevraagd door"
    )
    agendasleutel = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    generiek = models.TextField("het knelpunt", max_length=2000)
    duiding = models.TextField("duiding of uitkomst", blank=True, max_length=3000)
    reden_verlenging = models.CharField("reden van de verlenging", max_length=500, blank=True)
    verlengd_op = models.DateField("verlengd op", null=True, blank=True)
    afgerond_op = models.DateField("afgerond op", null=True, blank=True)

    class Meta:
        verbose_name = "zijspoor"
        verbose_name_plural = "zijsporen"
        ordering = ["op"]
        constraints = [
            models.UniqueConstraint(
                fields=["escalatie", "soort"], condition=Q(afgerond_op__isnull=True), name="een_open_zijspoor_per_soort"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} bij {self.escalatie}"

    def get_absolute_url(self) -> str:
        """The page of the brigade; the bestuurlijke groep has its own address, without this key."""
        return reverse("brigade-zaak", kwargs={"pk": self.pk})

    @property
    def dossier(self) -> Dossier:
        return self.escalatie.dossier

    @property
    def zaak(self) -> uuid.UUID:
        return self.escalatie.zaak

    @property
    def is_groep(self) -> bool:
        return self.soort == self.Soort.BESTUURLIJKE_GROEP

    @property
    def is_open(self) -> bool:
        return self.afgerond_op is None

    @property
    def maand(self) -> str:
        """All that the bestuurlijke groep reads of the day: 'november 2026'."""
        return f"{MAANDEN[self.op.month - 1]} {self.op.year}"


class BrigadelidQuerySet(models.QuerySet["Brigadelid"]):
    """Who reads along, on a day."""

    def leest_mee_op(self, op: dt.date) -> "BrigadelidQuerySet":
        """Access that holds on this day: within its dates, of help that is not yet finished, of a membership that holds."""
        return self.filter(
            Q(lidmaatschap__tot__isnull=True) | Q(lidmaatschap__tot__gte=op),
            van__lte=op,
            tot__gte=op,
            zijspoor__afgerond_op=None,
            lidmaatschap__gebruiker__is_active=True,
        )


class Brigadelid(BasisModel):
    """One person of the Vliegende Brigade reads one dossier, from `van` up to and including `tot` (1d.6)."""

    zijspoor = models.ForeignKey(Zijspoor, on_delete=models.PROTECT, related_name="leden")
    lidmaatschap = models.ForeignKey(Lidmaatschap, on_delete=models.PROTECT, related_name="brigadewerk")
    van = models.DateField("leest mee vanaf")
    tot = models.DateField("leest mee tot en met")

    objects = BrigadelidQuerySet.as_manager()

    class Meta:
        verbose_name = "lid van de Vliegende Brigade"
        verbose_name_plural = "leden van de Vliegende Brigade"
        ordering = ["van", "vastgelegd_op"]
        constraints = [
            models.UniqueConstraint(fields=["zijspoor", "lidmaatschap"], name="brigadelid_een_keer_per_zijspoor"),
            models.CheckConstraint(condition=Q(tot__gte=F("van")), name="brigadelid_tot_na_van"),
        ]

    def __str__(self) -> str:
        return f"{self.lidmaatschap.gebruiker} ({self.lidmaatschap.organisatie})"
