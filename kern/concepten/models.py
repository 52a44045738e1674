"""What somebody typed in a form and did not send yet."""

from django.conf import settings
from django.db import models

from kern.basis.models import BasisModel


class Formulierconcept(BasisModel):
    """The unsent text of one person in one form (`plek`); only the owner reads it, colleagues learn that it is there.

    `basis` marks what the form held when the writing began: a concept on other ground is shown, never filled in.
    """

    eigenaar = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisatie = models.ForeignKey("organisaties.Organisatie", on_delete=models.CASCADE, related_name="+")
    plek = models.CharField(max_length=300)
    inhoud = models.JSONField(default=dict)
    basis = models.CharField(max_length=16, blank=True)
    versie = models.PositiveIntegerField(default=1)
    gewijzigd_op = models.DateTimeField()

    class Meta:
        verbose_name = "concept van een formulier"
        verbose_name_plural = "concepten van formulieren"
        constraints = [models.UniqueConstraint(fields=["eigenaar", "organisatie", "plek"], name="een_concept_per_plek")]
        indexes = [
            models.Index(fields=["organisatie", "plek"], name="concept_plek"),
            models.Index(fields=["gewijzigd_op"], name="concept_oud"),
        ]

    def __str__(self) -> str:
        return self.plek
