"""Input for the rechtmatigheidsdossier: a day, a judgement, an answer, and the filters of the list of the NZa."""

import datetime as dt
from typing import Any

from django import forms

from kern.basis.forms import DatumField, TekstField, Vorm
from kern.organisaties.models import Organisatie, Regio
from verantwoording.models import Rechtmatigheidsonderdeel, Rechtmatigheidsuitkomst
from verantwoording.rechtmatigheid import Leverancier

LEEG = [("", "kies")]


class PeildatumForm(Vorm):
    """The day whose stand is shown."""

    op = DatumField(label="Stand op", required=False)

    def __init__(self, *args: Any, vandaag: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vandaag = vandaag
        self.fields["op"].widget.attrs |= {"max": vandaag.isoformat(), "class": "form-control"}

    def clean_op(self) -> dt.date | None:
        dag: dt.date | None = self.cleaned_data["op"]
        if dag is not None and dag > self.vandaag:
            raise forms.ValidationError("Kies een dag tot en met vandaag.", code="toekomst")
        return dag

    def dag(self) -> dt.date:
        """The day that was asked and understood; else today."""
        return (self.cleaned_data.get("op") if self.is_valid() else None) or self.vandaag


class OordeelForm(Vorm):
    """The judgement of the NZa; what is asked belongs to 'meer informatie nodig' alone."""

    uitkomst = forms.ChoiceField(
        label="Uw oordeel",
        choices=Rechtmatigheidsuitkomst.choices,
        widget=forms.RadioSelect,
        help_text="Positief kan als alle vier de onderdelen compleet zijn.",
        error_messages={"required": "Kies een oordeel.", "invalid_choice": "Kies positief, negatief of meer informatie nodig."},
    )
    onderbouwing = TekstField(
        label="Onderbouwing",
        max_length=5000,
        rijen=4,
        help_text="De coördinerende zorgverzekeraar en de indieners lezen dit.",
        error_messages={"required": "Onderbouw uw oordeel."},
    )
    onderdeel = forms.TypedChoiceField(
        label="Meer informatie over",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[*LEEG, *((o.value, f"{o.value}. {o.label}") for o in Rechtmatigheidsonderdeel)],
        help_text="Alleen nodig als u meer informatie vraagt.",
    )
    aan = forms.ChoiceField(label="Gevraagd aan", required=False)
    vraag = TekstField(label="Uw vraag", required=False, max_length=3000, rijen=3)

    def __init__(self, *args: Any, namen: dict[Leverancier, Organisatie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aan"].choices = [*LEEG, *((wie.value, str(o)) for wie, o in namen.items())]  # type: ignore[attr-defined]  # a form's fields are typed as the base class


class AntwoordForm(Vorm):
    """The answer to a question of the NZa."""

    antwoord = TekstField(
        label="Uw antwoord",
        max_length=5000,
        rijen=4,
        help_text="De NZa, de coördinerende zorgverzekeraar en de indieners lezen dit. Een bestand voegt u toe op de plek van het onderdeel.",
        error_messages={"required": "Schrijf uw antwoord op."},
    )


class LijstfilterForm(Vorm):
    """What stands in the address of the list of the NZa; nonsense counts as no filter."""

    zoek = forms.CharField(
        label="Zoek op titel of kenmerk", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    ontbreekt = forms.TypedChoiceField(
        label="Ontbreekt",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "alle plannen"), (0, "niets, compleet"), *((o.value, f"onderdeel {o.value}") for o in Rechtmatigheidsonderdeel)],
    )
    oordeel = forms.ChoiceField(
        label="Oordeel", required=False, choices=[("", "alle"), ("geen", "nog geen oordeel"), *Rechtmatigheidsuitkomst.choices]
    )
    regio = forms.ModelChoiceField(label="Regio", required=False, queryset=Regio.objects.none(), empty_label="alle regio's")
    verzekeraar = forms.ModelChoiceField(
        label="Verzekeraar", required=False, queryset=Organisatie.objects.none(), empty_label="alle verzekeraars"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regios = Regio.objects.filter(soort=Regio.Soort.ZORGKANTOORREGIO).order_by("naam")
        verzekeraars = Organisatie.objects.filter(soort=Organisatie.Soort.ZORGVERZEKERAAR).order_by("naam")
        self.fields["regio"].queryset = regios  # type: ignore[attr-defined]  # a form's fields are typed as the base class
        self.fields["verzekeraar"].queryset = verzekeraars  # type: ignore[attr-defined]  # a form's fields are typed as the base class
        for veld in self.fields.values():
            veld.widget.attrs["class"] = "form-select" if isinstance(veld, forms.ChoiceField) else "form-control"

    def keuzes(self) -> dict[str, Any]:
        """The filters that were understood."""
        self.is_valid()
        return {k: v for k, v in self.cleaned_data.items() if v not in (None, "")}
