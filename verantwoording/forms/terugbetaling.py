"""Registering what came in on a claim."""

from typing import Any

from django import forms

from kern.basis.forms import BedragFormField, DatumField, Vorm
from kern.toestanden.formulieren import StapForm, formulier
from verantwoording.models import Terugbetaling


class OntvangstForm(Vorm):
    """Amount, day and reference of a receipt."""

    bedrag = BedragFormField(label="Ontvangen bedrag", mag_nul=False)
    ontvangen_op = DatumField(label="Ontvangen op")
    referentie = forms.CharField(
        label="Betalingskenmerk",
        max_length=60,
        help_text="Zoals het op het rekeningafschrift staat.",
        error_messages={"required": "Vul het betalingskenmerk in."},
    )


@formulier(Terugbetaling, "ontvang")
class OntvangForm(StapForm):
    """The same, on the page of the step."""

    bedrag = BedragFormField(label="Ontvangen bedrag", mag_nul=False)
    ontvangen_op = DatumField(label="Ontvangen op")
    referentie = forms.CharField(label="Betalingskenmerk", max_length=60, error_messages={"required": "Vul het betalingskenmerk in."})

    def feiten(self) -> dict[str, Any]:
        return {"bedrag": self.cleaned_data["bedrag"], "ontvangen_op": self.cleaned_data["ontvangen_op"]}
