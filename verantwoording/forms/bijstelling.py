"""The forms of an adjustment: the proposal, the answer of a party, and the steps (1g.6)."""

import datetime as dt
import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from kern.basis.forms import BedragFormField, DatumField, TekstField, Vorm
from kern.toestanden.formulieren import StapForm, formulier
from transformatie.models import Kpi, Mijlpaal, Planversie
from verantwoording.models import Bijstelling, Bijstellingsakkoord


class VoorstelForm(Vorm):
    """What would change: per open KPI its amount, day and target, per mijlpaal its day."""

    toelichting = TekstField(
        label="Waarom is bijstellen nodig?",
        max_length=5000,
        rijen=4,
        richtlengte=1500,
        help_text="Wie moet instemmen leest dit naast de wijzigingen.",
        error_messages={"required": "Schrijf waarom bijstellen nodig is."},
    )

    def __init__(self, *args: Any, voorstel: Planversie, vast: set[uuid.UUID], toelichting: str = "", **kwargs: Any) -> None:
        self.kpis: list[Kpi] = [k for k in voorstel.kpi_lijst if k.sleutel not in vast]
        self.mijlpalen: list[Mijlpaal] = [m for m in voorstel.mijlpalen.all() if m.sleutel not in vast]
        kwargs.setdefault("initial", {"toelichting": toelichting})
        super().__init__(*args, **kwargs)
        for k in self.kpis:
            self.fields[f"bedrag_{k.sleutel.hex}"] = BedragFormField(label="Bedrag in euro", mag_nul=False, initial=k.bedrag)
            self.fields[f"datum_{k.sleutel.hex}"] = DatumField(label="Te behalen op", initial=k.meten_op)
            streef = forms.CharField(label="Streefwaarde", max_length=80, initial=k.streefwaarde)
            streef.error_messages["required"] = "Vul de streefwaarde in."
            self.fields[f"streefwaarde_{k.sleutel.hex}"] = streef
        for m in self.mijlpalen:
            self.fields[f"datum_{m.sleutel.hex}"] = DatumField(label="Datum", initial=m.datum)
        self.vertaal_meldingen()

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        kpis = [
            Fieldset(
                f"KPI {k.nummer}: {k.omschrijving}",
                Row(
                    Column(f"bedrag_{k.sleutel.hex}", css_class="col-sm-4"),
                    Column(f"datum_{k.sleutel.hex}", css_class="col-sm-4"),
                    Column(f"streefwaarde_{k.sleutel.hex}", css_class="col-sm-4"),
                ),
            )
            for k in self.kpis
        ]
        mijlpalen = [
            Fieldset(f"Mijlpaal {m.nummer}: {m.titel}", Row(Column(f"datum_{m.sleutel.hex}", css_class="col-sm-4"))) for m in self.mijlpalen
        ]
        helper.layout = Layout("toelichting", *kpis, *mijlpalen)
        return helper

    def kpi_waarden(self) -> dict[uuid.UUID, dict[str, Any]]:
        """Per key of a KPI what was typed."""
        g = self.cleaned_data
        return {k.sleutel: {v: g[f"{v}_{k.sleutel.hex}"] for v in ("bedrag", "datum", "streefwaarde")} for k in self.kpis}

    def mijlpaal_dagen(self) -> dict[uuid.UUID, dt.date]:
        """Per key of a mijlpaal its day."""
        return {m.sleutel: self.cleaned_data[f"datum_{m.sleutel.hex}"] for m in self.mijlpalen}


class AntwoordForm(Vorm):
    """A party agrees with the proposal, or says why not."""

    antwoord = forms.ChoiceField(
        label="Stemt uw organisatie in met deze bijstelling?",
        choices=Bijstellingsakkoord.Antwoord.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of uw organisatie instemt.", "invalid_choice": "Kies of uw organisatie instemt."},
    )
    naam = forms.CharField(label="Uw naam", max_length=120, error_messages={"required": "Vul uw naam in."})
    functie = forms.CharField(label="Uw functie", max_length=120, error_messages={"required": "Vul uw functie in."})
    toelichting = TekstField(
        label="Toelichting",
        max_length=3000,
        rijen=3,
        required=False,
        help_text="Nodig als uw organisatie niet instemt. Alle partijen lezen dit.",
    )


class MotiveringForm(StapForm):
    """The decision of the coordinating insurer, with its grounds."""

    motivering = TekstField(
        label="Motivering",
        max_length=5000,
        rijen=4,
        help_text="Alle partijen lezen dit.",
        error_messages={"required": "Motiveer dit besluit."},
    )

    def feiten(self) -> dict[str, Any]:
        return {"bijstelling": self.rij.nummer}  # type: ignore[attr-defined]  # the row is a Bijstelling


formulier(Bijstelling, "stem_in", "wijs_af")(MotiveringForm)


@formulier(Bijstelling, "trek_in")
class TrekInForm(StapForm):
    """Why the proposal is withdrawn."""

    is_ernstig = True
    reden = TekstField(label="Waarom trekt u dit voorstel in?", max_length=3000, rijen=3, error_messages={"required": "Geef een reden."})


@formulier(Bijstelling, "verwerk")
class VerwerkForm(StapForm):
    """The addendum that changes the agreement."""

    addendum = forms.CharField(
        label="Kenmerk van het addendum bij de overeenkomst",
        max_length=120,
        help_text="Bijvoorbeeld het nummer en de datum waarop partijen het addendum tekenden.",
        error_messages={"required": "Noem het addendum bij de overeenkomst."},
    )

    def feiten(self) -> dict[str, Any]:
        return {"addendum": self.cleaned_data["addendum"]}
