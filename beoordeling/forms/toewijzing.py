"""Assigning a regiocoordinator, or waiving one (1b.3)."""

from typing import Any

from django import forms

from kern.basis.forms import TekstField, Vorm
from kern.organisaties.models import Lidmaatschap


class PersoonField(forms.ModelChoiceField):
    """One person out of all; a key that is no key is an unknown choice, not a technical sentence."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError as fout:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from fout


class ToewijzenForm(Vorm):
    """Any person can be asked for here; the rule says why some cannot, at this field (1b.3)."""

    lidmaatschap = PersoonField(
        label="Regiocoördinator",
        queryset=Lidmaatschap.objects.select_related("organisatie", "gebruiker"),
        error_messages={"required": "Kies een regiocoördinator.", "invalid_choice": "Kies een regiocoördinator uit de lijst."},
    )


class AfzienForm(Vorm):
    """The waiver of a gemeente that applies for SPUK: by whom, and why (1b.3)."""

    naam = forms.CharField(label="Uw naam", max_length=120, error_messages={"required": "Vul uw naam in."})
    functie = forms.CharField(label="Uw functie", max_length=120, required=False)
    reden = TekstField(
        label="Waarom u afziet",
        max_length=3000,
        rijen=4,
        error_messages={"required": "Geef een reden.", "max_length": "Gebruik ten hoogste 3.000 tekens."},
    )


class TeruggeefForm(Vorm):
    """Why the assigned regiocoordinator cannot do it after all (1b.3)."""

    reden = TekstField(
        label="Waarom u de toewijzing teruggeeft",
        max_length=3000,
        rijen=3,
        error_messages={"required": "Geef een reden.", "max_length": "Gebruik ten hoogste 3.000 tekens."},
    )
