"""Input for the calculator page."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Field, Fieldset, Layout, Row, Submit
from django import forms

from kern.termijnen import kalender

MEESTE_STUKKEN = 12
GEEN_DATUM = {"invalid": "Dit is geen bestaande dag. Schrijf bijvoorbeeld 21-03-2025."}


def datumveld(label: str, *, verplicht: bool = False, leeg: str = "") -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(
        label=label,
        required=verplicht,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={**GEEN_DATUM, "required": leeg},
    )


class EinddatumForm(forms.Form):
    """A start, a length in weeks or months, and as many suspensions as the address asks for."""

    start = datumveld("Startdag", verplicht=True, leeg="Vul de startdag in.")
    aantal = forms.IntegerField(
        label="Duur",
        min_value=1,
        error_messages={
            "required": "Vul een aantal in.",
            "invalid": "Vul een heel getal in, bijvoorbeeld 4.",
            "min_value": "De duur is minstens 1.",
        },
    )
    eenheid = forms.ChoiceField(
        label="Eenheid",
        choices=[("w", "weken"), ("m", "maanden")],
        error_messages={"required": "Kies weken of maanden.", "invalid_choice": "Kies weken of maanden."},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, stukken: int = 1, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["start"].help_text = "De dag van ontvangst of goedkeuring. Die dag telt als dag 0."
        self.stukken = range(min(max(stukken, 1), MEESTE_STUKKEN))
        for i in self.stukken:
            nummer = f" {i + 1}" if len(self.stukken) > 1 else ""
            self.fields[f"gevraagd_{i}"] = datumveld(f"Verzoek{nummer} gedaan op")
            self.fields[f"ontvangen_{i}"] = datumveld(f"Antwoord{nummer} ontvangen op")
        self.helper = self._vorm()

    def _vorm(self) -> FormHelper:
        helper = FormHelper()
        helper.form_method = "get"
        helper.attrs = {"novalidate": True}
        helper.form_show_errors = True
        helper.layout = Layout(
            Fieldset("Termijn", Field("start"), Row(Column("aantal", css_class="col-6"), Column("eenheid", css_class="col-6"))),
            Fieldset(
                "Opschorting",
                HTML("<p>Stond de termijn stil? Vul dan in wanneer het verzoek is gedaan en wanneer het antwoord binnen was.</p>"),
                *[Row(Column(f"gevraagd_{i}", css_class="col-sm-6"), Column(f"ontvangen_{i}", css_class="col-sm-6")) for i in self.stukken],
            ),
            HTML(f'<input type="hidden" name="stukken" value="{len(self.stukken)}">'),
            Submit("reken", "Reken uit"),
        )
        if len(self.stukken) < MEESTE_STUKKEN:
            helper.layout.append(Submit("meer", "Nog een opschorting", css_class="btn btn-outline-primary"))
        return helper

    def clean(self) -> dict[str, Any]:
        """Each suspension has both days, in order."""
        gegevens = super().clean() or self.cleaned_data
        for i in self.stukken:
            if f"gevraagd_{i}" in self.errors or f"ontvangen_{i}" in self.errors:
                continue
            gevraagd, ontvangen = gegevens.get(f"gevraagd_{i}"), gegevens.get(f"ontvangen_{i}")
            if gevraagd and not ontvangen:
                self.add_error(f"ontvangen_{i}", "Vul ook in wanneer het antwoord is ontvangen.")
            elif ontvangen and not gevraagd:
                self.add_error(f"gevraagd_{i}", "Vul ook in wanneer de opschorting is gevraagd.")
            elif gevraagd and ontvangen and ontvangen < gevraagd:
                self.add_error(f"ontvangen_{i}", "Het antwoord kan niet voor de vraag zijn ontvangen.")
        return gegevens

    def bereken(self, gelijkgesteld: frozenset[dt.date]) -> kalender.Einde | None:
        """The outcome of valid input, or None with the reason at the field."""
        g = self.cleaned_data
        opschortingen = [(g[f"gevraagd_{i}"], g[f"ontvangen_{i}"]) for i in self.stukken if g[f"gevraagd_{i}"]]
        try:
            return kalender.bereken(g["start"], kalender.lees_duur(f"{g['aantal']}{g['eenheid']}"), opschortingen, gelijkgesteld)
        except kalender.Kalenderfout as fout:
            self.add_error("aantal", str(fout))
            return None
