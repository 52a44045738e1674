"""What parties bind themselves to: commitment, and a gemeente's approval of its own parts (1b.1)."""

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django_fsm import transition

from beoordeling import eisen, rechten
from kern.organisaties.models import Organisatie
from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import SYSTEEM, eis, zegt
from transformatie.models import Dossier, Planversie


class CommitmentStatus(models.TextChoices):
    GEVRAAGD = "gevraagd", "gevraagd"
    GEGEVEN = "gegeven", "gegeven"
    GEWEIGERD = "geweigerd", "geweigerd"
    VERVALLEN = "vervallen", "vervallen"


AkkoordStatus = CommitmentStatus
TELT = ~models.Q(status="vervallen")
S = CommitmentStatus
INSTEMMEN: list[Any] = [eis(eisen.naam_en_functie_gegeven), eis(eisen.versie_is_de_laatste), eis(eisen.over_het_plan_is_niet_besloten)]
WEIGEREN: list[Any] = [eis(eisen.reden_gegeven), eis(eisen.over_het_plan_is_niet_besloten)]


class Instemming(Machine):
    """What a commitment and a gemeentelijk akkoord share: on which frozen version, by whom, when, under which hash."""

    Status = CommitmentStatus
    status = ToestandField(choices=CommitmentStatus.choices, default=CommitmentStatus.GEVRAAGD)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="%(class)ss")
    versie = models.ForeignKey(Planversie, on_delete=models.PROTECT, related_name="%(class)ss")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    gevraagd_op = models.DateField()
    naam = models.CharField("naam", max_length=120, blank=True)
    functie = models.CharField("functie", max_length=120, blank=True)
    gegeven_op = models.DateField(null=True, blank=True)
    versie_sha256 = models.CharField(max_length=64, blank=True)
    reden = models.TextField("reden", blank=True, max_length=3000)

    class Meta:
        abstract = True

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id


class Commitment(Instemming):
    """A party stands behind the plan: name, function, date, version with hash, by someone who may sign (1b.1)."""

    class Meta:
        verbose_name = "commitment"
        verbose_name_plural = "commitments"
        ordering = ["gevraagd_op", "vastgelegd_op"]
        constraints = [
            geldige_toestand(CommitmentStatus, "commitment"),
            models.UniqueConstraint(fields=["versie", "organisatie"], condition=TELT, name="een_commitment_per_versie"),
        ]

    def __str__(self) -> str:
        return f"commitment van {self.organisatie}"

    @transition(
        "status",
        source=[S.GEVRAAGD, S.GEWEIGERD],
        target=S.GEGEVEN,
        permission=rechten.TEKENBEVOEGDE,
        conditions=INSTEMMEN,
        custom=zegt(
            "Geef commitment",
            gedaan="Commitment gegeven",
            hoofd=True,
            gevolg="Uw naam, functie en de datum worden vastgelegd bij deze versie van het plan.",
        ),
    )
    def geef(self, *, op: dt.date, naam: str, functie: str, sha256: str | None = None) -> None:
        """Somebody entitled commits the party to this version (1b.1)."""
        self.naam, self.functie, self.gegeven_op, self.versie_sha256, self.reden = naam, functie, op, self.versie.sha256, ""

    @transition(
        "status",
        source=[S.GEVRAAGD, S.GEGEVEN],
        target=S.GEWEIGERD,
        permission=rechten.TEKENBEVOEGDE,
        conditions=WEIGEREN,
        custom=zegt(
            "Weiger commitment",
            gedaan="Commitment geweigerd",
            gevolg="Het plan kan zo niet worden goedgekeurd (1b.1). Uw reden is zichtbaar voor alle partijen.",
        ),
    )
    def weiger(self, *, op: dt.date, reden: str) -> None:
        """The party does not stand behind this version, for a reason."""
        self.reden, self.gegeven_op = reden, None

    @transition(
        "status", source=[S.GEVRAAGD, S.GEGEVEN, S.GEWEIGERD], target=S.VERVALLEN, permission=SYSTEEM, custom=zegt("Commitment vervallen")
    )
    def verval(self, *, op: dt.date) -> None:
        """A new version touches this party; it is asked again (1b.1)."""


class GemeentelijkAkkoord(Instemming):
    """A gemeente approves, expressly, the parts of the plan in the social domain (1b.1)."""

    class Meta:
        verbose_name = "gemeentelijk akkoord"
        verbose_name_plural = "gemeentelijke akkoorden"
        ordering = ["gevraagd_op", "vastgelegd_op"]
        constraints = [
            geldige_toestand(CommitmentStatus, "gemeentelijkakkoord"),
            models.UniqueConstraint(fields=["versie", "organisatie"], condition=TELT, name="een_akkoord_per_versie"),
        ]

    def __str__(self) -> str:
        return f"akkoord van {self.organisatie}"

    @transition(
        "status",
        source=[S.GEVRAAGD, S.GEWEIGERD],
        target=S.GEGEVEN,
        permission=rechten.GEMEENTELIJK_BESLISSER,
        conditions=INSTEMMEN,
        custom=zegt(
            "Keur de onderdelen in het sociaal domein goed",
            gedaan="Onderdelen in het sociaal domein goedgekeurd",
            hoofd=True,
            gevolg="Uw gemeente keurt deze onderdelen van deze versie uitdrukkelijk goed (1b.1).",
        ),
    )
    def keur_goed(self, *, op: dt.date, naam: str, functie: str, sha256: str | None = None) -> None:
        """The gemeente approves its parts of this version (1b.1)."""
        self.naam, self.functie, self.gegeven_op, self.versie_sha256, self.reden = naam, functie, op, self.versie.sha256, ""

    @transition(
        "status",
        source=[S.GEVRAAGD, S.GEGEVEN],
        target=S.GEWEIGERD,
        permission=rechten.GEMEENTELIJK_BESLISSER,
        conditions=WEIGEREN,
        custom=zegt(
            "Weiger de onderdelen in het sociaal domein",
            gedaan="Onderdelen in het sociaal domein geweigerd",
            gevolg="Het plan kan zo niet worden goedgekeurd (1b.1). Drie wegen blijven open: aanpassen, de onderdelen eruit, of escaleren.",
        ),
    )
    def weiger(self, *, op: dt.date, reden: str) -> None:
        """The gemeente refuses its parts, for a reason (1b.1)."""
        self.reden, self.gegeven_op = reden, None

    @transition(
        "status",
        source=[S.GEVRAAGD, S.GEGEVEN, S.GEWEIGERD],
        target=S.VERVALLEN,
        permission=SYSTEEM,
        custom=zegt("Gemeentelijk akkoord vervallen"),
    )
    def verval(self, *, op: dt.date) -> None:
        """A new version touches the social domain; the gemeente is asked again (1b.1)."""
