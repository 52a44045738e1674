"""Noting a question at a passage, choosing what to send together, and answering."""

import uuid
from typing import Any

from django import forms

from beoordeling.models import Bundelvraag, Vraag
from beoordeling.models.vraag import LANGSTE_ANTWOORD, LANGSTE_CITAAT, LANGSTE_VRAAG
from beoordeling.services.vragen import Gekozen, merk
from kern.basis.forms import TekstField, Vorm


class VraagForm(Vorm):
    """One question at a passage, with if need be the sentence it is about."""

    punt = forms.CharField(widget=forms.HiddenInput, max_length=30)
    veld = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    citaat = forms.CharField(
        label="Over welke zin",
        required=False,
        max_length=LANGSTE_CITAAT,
        help_text="Mag leeg blijven. Neem de zin letterlijk over uit de passage.",
        error_messages={"max_length": "Neem een kortere zin over: ten hoogste %(limit_value)d tekens."},
    )
    tekst = TekstField(
        label="Uw vraag",
        rijen=3,
        max_length=LANGSTE_VRAAG,
        error_messages={
            "required": "Schrijf uw vraag.",
            "max_length": "Een vraag is ten hoogste 1.000 tekens. Splits haar of maak haar korter.",
        },
    )

    def __init__(self, *args: Any, plek: str = "", **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{plek or 'punt'}_%s", **kwargs)
        if not plek:
            del self.fields["citaat"]


class NogLeegField(TekstField):
    """A text that is asked for, but may still be empty while one is at work; the service says when it may not."""

    def validate(self, value: Any) -> None:
        """Emptiness is judged at sending, not at keeping."""


class BundelForm(Vorm):
    """Which noted questions go out, in which words, and which of them are really one."""

    def __init__(self, *args: Any, open_vragen: list[Vraag], is_eerste: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_vragen = open_vragen
        nummers = {v.pk: i for i, v in enumerate(open_vragen, start=1)}
        if not is_eerste:
            self.fields["reden"] = NogLeegField(
                label="Wat er nieuw is sinds de vorige vragen",
                rijen=2,
                max_length=1000,
                help_text="De indieners lezen dit. Vragen gaan zo veel mogelijk in een keer (1c.2).",
            )
        for vraag in open_vragen:
            self.fields[f"kies_{vraag.pk}"] = forms.BooleanField(label=f"Stuur vraag {nummers[vraag.pk]} mee", required=False, initial=True)
            self.fields[f"tekst_{vraag.pk}"] = NogLeegField(
                label=f"Tekst van vraag {nummers[vraag.pk]}", rijen=3, max_length=5000, initial=vraag.tekst
            )
            keuzes = [("", "een eigen vraag"), *((str(v.pk), f"samen met vraag {nummers[v.pk]}") for v in open_vragen if v != vraag)]
            self.fields[f"bij_{vraag.pk}"] = forms.ChoiceField(
                label=f"Vraag {nummers[vraag.pk]} is",
                choices=keuzes,
                required=False,
                error_messages={"invalid_choice": "Kies een vraag uit de lijst."},
            )
        self.vertaal_meldingen()

    def clean(self) -> dict[str, Any]:
        schoon: dict[str, Any] = super().clean() or {}
        for vraag in self.open_vragen:
            bij = schoon.get(f"bij_{vraag.pk}")
            if not schoon.get(f"kies_{vraag.pk}") or not bij:
                continue
            if not schoon.get(f"kies_{bij}") or schoon.get(f"bij_{bij}"):
                self.add_error(f"bij_{vraag.pk}", "Kies een vraag die u zelf ook meestuurt als eigen vraag.")
        return schoon

    def gekozen(self) -> list[Gekozen]:
        """The questions to send, each with the noted ones it stands for."""
        schoon = self.cleaned_data
        mee = [v for v in self.open_vragen if schoon[f"kies_{v.pk}"]]
        erbij: dict[str, list[uuid.UUID]] = {}
        for v in mee:
            if bij := schoon[f"bij_{v.pk}"]:
                erbij.setdefault(bij, []).append(v.pk)
        return [Gekozen(schoon[f"tekst_{v.pk}"], (v.pk, *erbij.get(str(v.pk), []))) for v in mee if not schoon[f"bij_{v.pk}"]]

    def rijen(self) -> list[dict[str, Any]]:
        """Per question its fields, for the page."""
        return [
            {"nummer": i, "vraag": v, "kies": self[f"kies_{v.pk}"], "tekst": self[f"tekst_{v.pk}"], "bij": self[f"bij_{v.pk}"]}
            for i, v in enumerate(self.open_vragen, start=1)
        ]


class AntwoordForm(Vorm):
    """The answers to one bundle, as far as they are typed; `was_` carries the mark of the answer that was read."""

    def __init__(self, *args: Any, vragen: list[Bundelvraag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vragen = vragen
        for vraag in vragen:
            self.fields[f"antwoord_{vraag.pk}"] = NogLeegField(
                label=f"Antwoord op vraag {vraag.nummer}",
                rijen=5,
                max_length=LANGSTE_ANTWOORD,
                strip=False,
                initial=vraag.antwoord,
                error_messages={"max_length": "Een antwoord is ten hoogste 10.000 tekens. U heeft er %(show_value)d."},
            )
        self.vertaal_meldingen()

    def teksten(self) -> dict[str, str]:
        """The answers that can be kept, by the key of their question."""
        return {
            str(v.pk): self.cleaned_data[f"antwoord_{v.pk}"]
            for v in self.vragen
            if f"antwoord_{v.pk}" in self.cleaned_data and f"antwoord_{v.pk}" in self.data
        }

    def gelezen(self) -> dict[str, str]:
        """The marks of the answers that this person read."""
        return {str(v.pk): str(self.data.get(f"was_{v.pk}", "")) for v in self.vragen}

    @staticmethod
    def merken(vragen: list[Bundelvraag]) -> dict[str, str]:
        """The marks of the answers as they stand, for the hidden fields."""
        return {str(v.pk): merk(v.antwoord) for v in vragen}
