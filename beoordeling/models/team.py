"""The team inside one insurer: colleagues who are asked to look at a part."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from beoordeling.models.ronde import Beoordeling
from kern.basis.models import BasisModel
from kern.organisaties.models import Lidmaatschap


class Teamrol(models.TextChoices):
    """From which side a colleague looks (Organisatieprofiel Zorginkoop, chapter 6)."""

    COORDINATOR = "coordinator", "coördinator"
    RELATIEBEHEERDER = "relatiebeheerder", "relatiebeheerder"
    FINANCIEEL = "financieel", "financieel deskundige"
    JURIST = "jurist", "jurist"
    DATA_ANALIST = "data_analist", "data-analist"
    MEDISCH_ADVISEUR = "medisch_adviseur", "medisch adviseur"
    VOLKSGEZONDHEID = "volksgezondheid", "kenner van de volksgezondheid"
    REGIOKENNER = "regiokenner", "kenner van de regio"
    TECHNOLOGIE = "technologie", "technologisch expert"
    ORGANISATIE = "organisatie", "organisatiekundige"
    CLIENTEN = "clienten", "cliëntvertegenwoordiger"
    COMMUNICATIE = "communicatie", "communicatiedeskundige"


class Adviesverzoek(BasisModel):
    """A reviewer asks a colleague of the same insurer for a part; no one outside that insurer sees it."""

    beoordeling = models.ForeignKey(Beoordeling, on_delete=models.PROTECT, related_name="adviesverzoeken")
    aan = models.ForeignKey(Lidmaatschap, on_delete=models.PROTECT, related_name="adviesverzoeken")
    rol = models.CharField("rol", max_length=20, choices=Teamrol.choices)
    punten = ArrayField(models.CharField(max_length=30), verbose_name="punten")
    vraag = models.TextField("vraag", max_length=3000)
    uiterlijk_op = models.DateField("uiterlijk")
    gevraagd_op = models.DateField()
    gevraagd_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    herinnerd_op = models.DateField(null=True, blank=True)
    ingetrokken_op = models.DateField(null=True, blank=True)
    gegeven_op = models.DateField(null=True, blank=True)
    gegeven_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "verzoek om deeladvies"
        verbose_name_plural = "verzoeken om deeladvies"
        ordering = ["vastgelegd_op"]

    def __str__(self) -> str:
        return f"deeladvies van {self.aan.gebruiker} als {self.get_rol_display()}"

    @property
    def is_open(self) -> bool:
        """Whether the colleague is still waited for."""
        return self.gegeven_op is None and self.ingetrokken_op is None

    @property
    def is_vervangen(self) -> bool:
        """Whether a deputy gave it."""
        return self.gegeven_door_id not in (None, self.aan.gebruiker_id)

    @property
    def wie_gaf(self) -> str:
        """Whose advice it is, in words: who was asked, or the deputy for that person."""
        return f"{self.gegeven_door}, ter vervanging van {self.aan.gebruiker}" if self.is_vervangen else str(self.aan.gebruiker)


class Deeladvies(BasisModel):
    """What a colleague says on one point."""

    verzoek = models.ForeignKey(Adviesverzoek, on_delete=models.PROTECT, related_name="adviezen")
    punt = models.CharField(max_length=30)
    tekst = models.TextField("advies", max_length=10000)
    gewijzigd_op = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "deeladvies"
        verbose_name_plural = "deeladviezen"
        constraints = [models.UniqueConstraint(fields=["verzoek", "punt"], name="een_deeladvies_per_punt")]

    def __str__(self) -> str:
        return f"{self.punt}: {self.tekst[:60]}"
