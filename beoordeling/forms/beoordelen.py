"""Judging one point, and finishing one's assessment."""

from typing import Any

from django import forms

from beoordeling.models import Advies, Waardering
from kern.basis.forms import TekstField, Vorm


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
