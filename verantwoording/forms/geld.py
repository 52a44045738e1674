"""The forms on the pages of the agreement and of the KPI's: acts that are no step."""

import datetime as dt
from typing import Any

from django import forms

from kern.basis.forms import BedragFormField, DatumField, TekstField, Vorm
from verantwoording.models import Kostenvorm, Mijlpaalbesluit


class KostenvormForm(Vorm):
    """How costs are recorded; totals per period suffice, hours are never asked for (3a.3)."""

    vorm = forms.ChoiceField(
        label="Hoe worden de kosten geregistreerd?",
        choices=Kostenvorm.choices,
        widget=forms.RadioSelect,
        help_text="Een grootboekrekening of kostenplaats op planniveau is genoeg. Urenregistratie hoeft niet.",
        error_messages={"required": "Kies een vorm.", "invalid_choice": "Kies een van de drie vormen."},
    )
    toelichting = forms.CharField(label="Toelichting", required=False, max_length=500, help_text="Verplicht als u 'anders' kiest.")


class VoortgangForm(Vorm):
    """What was discussed about progress and costs, and what it cost so far (3a.1, 3a.5)."""

    besproken_op = DatumField(label="Besproken op")
    kosten_tot_nu = BedragFormField(label="Kosten tot nu", help_text="Het totaal sinds de start van de uitvoering.")
    toelichting = TekstField(
        label="Wat is besproken?",
        max_length=5000,
        rijen=4,
        help_text="Loopt het plan volgens afspraak? Is bijsturen nodig?",
        error_messages={"required": "Schrijf kort op wat is besproken."},
    )

    def __init__(self, *args: Any, op: dt.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"besproken_op": op})
        super().__init__(*args, **kwargs)


class MijlpaalbesluitForm(Vorm):
    """The decision at one go/no-go milestone (1g.6)."""

    besluit = forms.ChoiceField(
        label="Besluit",
        choices=Mijlpaalbesluit.Besluit.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een besluit.", "invalid_choice": "Kies go, no-go of eerst bijstellen."},
    )
    onderbouwing = TekstField(label="Onderbouwing", max_length=5000, rijen=4, error_messages={"required": "Onderbouw dit besluit."})
