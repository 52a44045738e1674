"""Asking to reverse a wrong posting; a second person decides."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django_fsm import transition

from kern.toestanden.models import Machine, ToestandField, geldige_toestand
from kern.toestanden.stap import eis, zegt
from transformatie.models import Dossier
from verantwoording import grootboekblad_eisen as eisen
from verantwoording import rechten
from verantwoording.models.grootboek import Boeking


class Correctiestatus(models.TextChoices):
    GEVRAAGD = "gevraagd", "wacht op een tweede persoon"
    UITGEVOERD = "uitgevoerd", "teruggeboekt"
    AFGEWEZEN = "afgewezen", "afgewezen"


S = Correctiestatus


class Correctieverzoek(Machine):
    """Somebody at the coordinating insurer found a posting wrong; a colleague reverses it or not."""

    Status = Correctiestatus
    status = ToestandField(choices=Correctiestatus.choices, default=Correctiestatus.GEVRAAGD)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="correctieverzoeken")
    boeking = models.ForeignKey(Boeking, on_delete=models.PROTECT, related_name="verzoeken")
    reden = models.CharField("reden", max_length=500)
    gevraagd_op = models.DateField("gevraagd op")
    gevraagd_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    besloten_op = models.DateField("besloten op", null=True, blank=True)
    besloten_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    toelichting = models.CharField("waarom niet", max_length=500, blank=True)

    class Meta:
        verbose_name = "verzoek om een correctie"
        verbose_name_plural = "verzoeken om een correctie"
        ordering = ["gevraagd_op", "vastgelegd_op"]
        constraints = [
            geldige_toestand(Correctiestatus, "correctieverzoek"),
            models.UniqueConstraint(fields=["boeking"], condition=models.Q(status="gevraagd"), name="een_open_verzoek_per_boeking"),
        ]

    def __str__(self) -> str:
        return f"correctie van {self.boeking}"

    @property
    def zaak(self) -> uuid.UUID:
        return self.dossier_id

    def get_absolute_url(self) -> str:
        return reverse("grootboek", kwargs={"kenmerk": self.dossier.kenmerk})

    @transition(
        "status",
        source=S.GEVRAAGD,
        target=S.UITGEVOERD,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.tweede_persoon_corrigeert), eis(eisen.boeking_is_te_corrigeren)],
        custom=zegt(
            "Boek terug",
            gedaan="Boeking gecorrigeerd",
            hoofd=True,
            gevolg="Er komt een tegenboeking die naar de oorspronkelijke boeking verwijst. De oorspronkelijke boeking blijft staan.",
        ),
    )
    def boek_terug(self, *, op: dt.date) -> None:
        """A second person reverses the posting."""
        self.besloten_op, self.besloten_door = op, self.stap_nu.door.gebruiker if self.stap_nu.door else None

    @transition(
        "status",
        source=S.GEVRAAGD,
        target=S.AFGEWEZEN,
        permission=rechten.COORDINERENDE,
        conditions=[eis(eisen.afwijzing_heeft_reden)],
        custom=zegt("Wijs de correctie af", gedaan="Correctie afgewezen", gevolg="De boeking blijft zoals zij is."),
    )
    def wijs_af(self, *, op: dt.date, toelichting: str) -> None:
        """The posting stays; also for who asked and thinks better of it."""
        self.toelichting = toelichting
        self.besloten_op, self.besloten_door = op, self.stap_nu.door.gebruiker if self.stap_nu.door else None
