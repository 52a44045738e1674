"""Searching the KPI examples."""

from django import forms

from kern.basis.forms import Vorm
from kern.organisaties.models import Sector


class ZoekForm(Vorm):
    """Words and a sector; nonsense finds everything."""

    zoek = forms.CharField(
        label="Zoek", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search", "class": "form-control"})
    )
    sector = forms.ChoiceField(
        label="Sector",
        required=False,
        choices=[("", "alle sectoren"), *Sector.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
