"""Asking for a correction of a posting, and refusing one."""

from django import forms

from kern.basis.forms import TekstField, Vorm
from kern.toestanden.formulieren import StapForm, formulier
from verantwoording.models import Correctieverzoek


class CorrectieForm(Vorm):
    """What is wrong with a posting; becomes the words of the reversal."""

    reden = forms.CharField(
        label="Wat klopt er niet?",
        max_length=500,
        help_text="Dit komt bij de tegenboeking te staan.",
        error_messages={"required": "Schrijf op wat er niet klopt."},
    )


@formulier(Correctieverzoek, "wijs_af")
class WijsCorrectieAfForm(StapForm):
    """Why the posting stays."""

    toelichting = TekstField(
        label="Waarom blijft de boeking staan?",
        max_length=500,
        rijen=3,
        error_messages={"required": "Schrijf op waarom de boeking blijft staan."},
    )
