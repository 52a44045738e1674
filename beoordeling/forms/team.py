"""Asking a colleague for a part, and giving that advice."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from beoordeling.forms.vragen import NogLeegField
from beoordeling.kaders import Punt
from beoordeling.models import Adviesverzoek, Teamrol
from kern.basis.forms import DatumField, TekstField, Vorm
from kern.organisaties.models import Lidmaatschap


class CollegaField(forms.ModelChoiceField):
    """A colleague by name and function."""

    def label_from_instance(self, obj: Any) -> str:
        functie = f", {obj.gebruiker.functie}" if obj.gebruiker.functie else ""
        return f"{obj.gebruiker}{functie}"


class VerzoekForm(Vorm):
    """Whom one asks, from which side they look, at which points, and until when."""

    rol = forms.ChoiceField(
        label="In de rol van",
        choices=[("", "Kies een rol"), *Teamrol.choices],
        error_messages={"required": "Kies een rol.", "invalid_choice": "Kies een rol uit de lijst."},
    )
    punten = forms.MultipleChoiceField(
        label="Over welke punten",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Kies punten uit de lijst."},
        help_text="Kiest u niets, dan vraagt u advies over alle punten.",
    )
    vraag = TekstField(
        label="Wat wilt u weten",
        rijen=4,
        max_length=3000,
        error_messages={
            "required": "Schrijf wat u wilt weten.",
            "max_length": "Gebruik ten hoogste 3.000 tekens. U heeft er %(show_value)d.",
        },
    )
    uiterlijk_op = DatumField(label="Uiterlijk")

    def __init__(self, *args: Any, collega_s: "QuerySet[Lidmaatschap]", punten: list[Punt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        aan = CollegaField(
            collega_s,
            label="Aan wie",
            empty_label="Kies een collega",
            error_messages={"required": "Kies een collega.", "invalid_choice": "Kies een beoordelaar van uw eigen organisatie."},
        )
        self.fields = {"aan": aan, **self.fields}
        self.codes = [p.code for p in punten]
        self.fields["punten"].choices = [(p.code, p.titel) for p in punten]  # type: ignore[attr-defined]
        self.vertaal_meldingen()

    def clean_punten(self) -> list[str]:
        """Nothing chosen means everything."""
        gekozen: list[str] = self.cleaned_data["punten"]
        return gekozen or self.codes


class DeeladviesForm(Vorm):
    """A text for each point that was asked."""

    def __init__(self, *args: Any, verzoek: Adviesverzoek, punten: list[Punt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.punten = [p for p in punten if p.code in verzoek.punten]
        bewaard = {a.punt: a.tekst for a in verzoek.adviezen.all()} if verzoek.pk else {}
        for punt in self.punten:
            self.fields[f"tekst_{punt.code}"] = NogLeegField(
                label=punt.titel,
                rijen=5,
                initial=bewaard.get(punt.code, ""),
                help_text=punt.vraag,
                error_messages={"max_length": "Gebruik ten hoogste 10.000 tekens. U heeft er %(show_value)d."},
            )
        self.vertaal_meldingen()

    def teksten(self) -> dict[str, str]:
        return {p.code: self.cleaned_data.get(f"tekst_{p.code}", "") for p in self.punten}
