"""The forms on the pages of the agreement and of the KPI's: acts that are no step."""

import datetime as dt
from typing import Any

from django import forms

from kern.basis.forms import BedragFormField, DatumField, TekstField, Vorm
from verantwoording.models import Kostenvorm, Mijlpaalbesluit


class OvereenkomstForm(Vorm):
    """The amount that is agreed; the KPI's of the approved plan are the annex (1f.3)."""

    bedrag = BedragFormField(
        label="Overeengekomen bedrag", mag_nul=False, help_text="Gelijk aan de som van de KPI's, en niet hoger dan het toegekende bedrag."
    )


class OndertekeningForm(Vorm):
    """Who signed for one party, in what function, on which day."""

    naam = forms.CharField(label="Naam van wie tekende", max_length=120, error_messages={"required": "Vul de naam in van wie tekende."})
    functie = forms.CharField(label="Functie", max_length=120, error_messages={"required": "Vul de functie in van wie tekende."})
    getekend_op = DatumField(label="Getekend op")


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
