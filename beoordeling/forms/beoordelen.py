"""Judging one point, and finishing one's assessment."""

from typing import Any

from django import forms

from beoordeling.models import Advies, Waardering
from kern.basis.forms import TekstField, Vorm

MEESTE_VRAGEN = 20
LANGSTE_VRAAG = 1000


class VragenField(forms.CharField):
    """Questions to the submitters, one on each line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        vragen = [regel.strip() for regel in super().clean(value).splitlines() if regel.strip()]
        if len(vragen) > MEESTE_VRAGEN:
            raise forms.ValidationError(f"Stel ten hoogste {MEESTE_VRAGEN} vragen bij een punt. Voeg vragen samen.")
        if any(len(v) > LANGSTE_VRAAG for v in vragen):
            raise forms.ValidationError("Een van uw vragen is langer dan 1.000 tekens. Maak haar korter of splits haar.")
        return vragen


class OordeelForm(Vorm):
    """What one organisation thinks of one point; `versie` is the version of it that was read."""

    waardering = forms.ChoiceField(
        label="Uw oordeel",
        choices=Waardering.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een oordeel.", "invalid_choice": "Kies een oordeel uit de lijst."},
    )
    onderbouwing = TekstField(
        label="Onderbouwing",
        rijen=7,
        richtlengte=1500,
        error_messages={"required": "Onderbouw uw oordeel.", "max_length": "Gebruik ten hoogste 10.000 tekens. U heeft er %(show_value)d."},
    )
    vragen = VragenField(
        label="Vragen aan de indieners", help_text="Een vraag per regel. Zij komen samen in de gezamenlijke terugkoppeling."
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("waardering") == Waardering.NIET_VAN_TOEPASSING:
            self.fields["onderbouwing"].required = False


class AfrondForm(Vorm):
    """The conclusion of one organisation over all points."""

    conclusie = forms.ChoiceField(
        label="Uw conclusie",
        choices=Advies.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een conclusie.", "invalid_choice": "Kies een conclusie uit de lijst."},
    )
    toelichting = TekstField(
        label="Toelichting",
        required=False,
        rijen=4,
        error_messages={"max_length": "Gebruik ten hoogste 10.000 tekens. U heeft er %(show_value)d."},
    )
