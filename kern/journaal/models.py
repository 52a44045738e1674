"""The journaal: who did what, for whom, when, under which rules.  Rows are only ever added."""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from kern.basis.datums import toon_datum


class Journaalregel(models.Model):
    """One step on one dossier, chained to the row before it by its hash.

    `op` is the day on which the step counts (Europe/Amsterdam), `moment` when it was recorded (UTC).
    """

    zaak = models.UUIDField()
    volgnummer = models.PositiveIntegerField()
    soort = models.CharField(max_length=80)
    onderwerp = models.UUIDField(db_index=True)
    stap = models.CharField(max_length=60)
    van = models.CharField(max_length=40, blank=True)
    naar = models.CharField(max_length=40, blank=True)
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    organisatie = models.ForeignKey("organisaties.Organisatie", on_delete=models.PROTECT, null=True, related_name="+")
    rol = models.CharField(max_length=40, blank=True)
    op = models.DateField()
    moment = models.DateTimeField()
    regels = ArrayField(models.CharField(max_length=8), default=list)
    feiten = models.JSONField(default=dict)
    vorige_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "journaalregel"
        verbose_name_plural = "journaal"
        ordering = ["zaak", "volgnummer"]
        constraints = [models.UniqueConstraint(fields=["zaak", "volgnummer"], name="journaal_volgnummer_per_zaak")]

    def __str__(self) -> str:
        return f"{self.volgnummer}. {self.stap}"

    @property
    def wie(self) -> str:
        """The organisation that acted, or the application itself."""
        return self.organisatie.naam if self.organisatie else "de toepassing"

    @property
    def datum(self) -> str:
        return toon_datum(self.op)

    @property
    def stap_in_woorden(self) -> str:
        """The step as history tells it."""
        from kern.toestanden.register import gedaan_van

        label = gedaan_van(self.soort, self.stap, self.van)
        return f"{label}: {self.feiten['naam']}" if "naam" in self.feiten else label

    def kern(self) -> dict[str, object]:
        """What the hash covers: everything but the hash itself and the database's own key."""
        return {
            "zaak": str(self.zaak),
            "volgnummer": self.volgnummer,
            "soort": self.soort,
            "onderwerp": str(self.onderwerp),
            "stap": self.stap,
            "van": self.van,
            "naar": self.naar,
            "gebruiker": str(self.gebruiker_id or ""),
            "organisatie": str(self.organisatie_id or ""),
            "rol": self.rol,
            "op": self.op.isoformat(),
            "moment": self.moment.astimezone(dt.UTC).isoformat(),
            "regels": list(self.regels),
            "feiten": self.feiten,
            "vorige_hash": self.vorige_hash,
        }
