"""The ledger: double entry, only ever added to, balanced by the database itself."""

from django.db import models

from kern.basis.models import BasisModel, BedragField
from kern.organisaties.models import Organisatie
from transformatie.models import Dossier
from verantwoording.models.pot import Pot


class Rekening(models.TextChoices):
    """Where money stands.  Every posting moves it from one account to another; the sum of a boeking is 0.

    An advance on a next KPI (1g.4) stands apart from what was paid for a result, and what flows back to the pot
    (never granted per KPI) apart from what is paid back to the Zvw-fonds (3a.4).
    """

    BUDGET = "budget", "ter beschikking gesteld"
    POT = "pot", "beschikbare middelen"
    VERLOPEN = "verlopen", "niet gebruikt en verlopen"
    TOEGEZEGD = "toegezegd", "toegezegd aan het plan"
    TE_BETALEN = "te_betalen", "toegekend per KPI, te betalen"
    VOORSCHOT = "voorschot", "uitbetaald als voorschot op een volgende KPI"
    UITBETAALD = "uitbetaald", "uitbetaald"
    TE_VORDEREN = "te_vorderen", "terug te vorderen"
    ZVW_FONDS = "zvw_fonds", "terugbetaald aan het Zvw-fonds"


class Boeking(BasisModel):
    """One event in the money of a dossier, or of a pot alone; its regels sum to zero.

    A correction is another boeking: it reverses the one it names in `corrigeert`.
    """

    class Soort(models.TextChoices):
        BUDGET = "budget", "budget"
        VERLOOP = "verloop", "verlopen budget"
        RESERVERING = "reservering", "reservering"
        VERRUIMING = "verruiming", "extra middelen"
        KPI_TOEGEKEND = "kpi_toegekend", "KPI toegekend"
        VOORSCHOT_TOEGEKEND = "voorschot_toegekend", "voorschot op een volgende KPI toegekend"
        VOORSCHOT_BETAALD = "voorschot_betaald", "voorschot op een volgende KPI uitbetaald"
        VOORSCHOT_VERREKEND = "voorschot_verrekend", "voorschot verrekend"
        UITBETALING = "uitbetaling", "uitbetaling"
        VERDELING = "verdeling", "verdeling door de kassier"
        VRIJVAL = "vrijval", "vrijval naar de pot"
        VORDERING = "vordering", "vordering"
        TERUGONTVANGST = "terugontvangst", "terugbetaling ontvangen"
        CORRECTIE = "correctie", "correctie"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="boekingen")
    soort = models.CharField(max_length=20, choices=Soort.choices)
    onderwerp = models.UUIDField()
    op = models.DateField()
    toelichting = models.CharField(max_length=500, blank=True)
    corrigeert = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="correctie")

    class Meta:
        verbose_name = "boeking"
        verbose_name_plural = "boekingen"
        ordering = ["op", "vastgelegd_op"]
        constraints = [
            models.UniqueConstraint(fields=["soort", "onderwerp"], name="een_boeking_per_gebeurtenis"),
            models.CheckConstraint(
                condition=models.Q(soort="correctie", corrigeert__isnull=False)
                | (~models.Q(soort="correctie") & models.Q(corrigeert=None)),
                name="correctie_noemt_haar_boeking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.op}"


class Boekingsregel(models.Model):
    """One side of a boeking: an amount in euro onto (positive) or off (negative) an account.

    `pot` is which pot, on the account POT alone.  `organisatie` is whose side it is: the insurer that pays, or the
    party that holds, owes or gave back the money; empty where it is nobody's yet.
    """

    boeking = models.ForeignKey(Boeking, on_delete=models.PROTECT, related_name="regels")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="+")
    rekening = models.CharField(max_length=12, choices=Rekening.choices)
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, null=True, related_name="regels")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, null=True, related_name="+")
    bedrag = BedragField("bedrag")

    class Meta:
        verbose_name = "boekingsregel"
        verbose_name_plural = "boekingsregels"
        indexes = [
            models.Index(fields=["dossier", "rekening"], name="boekingsregel_saldo"),
            models.Index(fields=["pot"], condition=models.Q(pot__isnull=False), name="boekingsregel_pot"),
            models.Index(fields=["organisatie", "rekening"], condition=models.Q(organisatie__isnull=False), name="boekingsregel_partij"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(rekening__in=Rekening.values), name="geldige_rekening"),
            models.CheckConstraint(condition=~models.Q(bedrag=0), name="boekingsregel_niet_nul"),
            models.CheckConstraint(
                condition=models.Q(rekening="pot", pot__isnull=False) | (~models.Q(rekening="pot") & models.Q(pot=None)),
                name="pot_alleen_op_de_rekening_pot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rekening_display()} {self.bedrag}"
