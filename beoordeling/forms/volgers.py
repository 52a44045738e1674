"""Laying a voorgenomen besluit before the other insurers; asking and answering."""

from django import forms

from beoordeling.models import Voornemen
from kern.basis.forms import TekstField, Vorm

TE_LANG = "Gebruik ten hoogste 3.000 tekens."


class VoornemenForm(Vorm):
    """What the other insurers read: never an amount, a price or what a party told in confidence."""

    richting = forms.ChoiceField(
        label="Wat u van plan bent",
        choices=[("", "Kies")] + [(k, f"de indiening {v}") for k, v in Voornemen.Richting.choices],
        error_messages={"required": "Kies wat u van plan bent.", "invalid_choice": "Kies goedkeuren of afwijzen."},
    )
    doelen = TekstField(
        label="Doelen, in het kort",
        max_length=3000,
        help_text="Zonder bedragen, prijzen of bedrijfsgegevens.",
        error_messages={"required": "Beschrijf de doelen in het kort.", "max_length": TE_LANG},
    )
    afspraken = TekstField(
        label="Afspraken op hoofdlijnen",
        max_length=3000,
        help_text="Zonder bedragen, contractprijzen of KPI-bedragen per partij: die blijven besloten voor andere zorgverzekeraars.",
        error_messages={"required": "Beschrijf de afspraken op hoofdlijnen.", "max_length": TE_LANG},
    )
    contact = forms.CharField(
        label="Contact voor vragen",
        max_length=200,
        help_text="Een naam met telefoonnummer of e-mailadres.",
        error_messages={"required": "Noem een contactpersoon.", "max_length": "Gebruik ten hoogste 200 tekens."},
    )


class VolgersvraagForm(Vorm):
    """A question about a voorgenomen besluit."""

    tekst = TekstField(label="Uw vraag", max_length=3000, rijen=4, error_messages={"required": "Typ uw vraag.", "max_length": TE_LANG})


class VolgersantwoordForm(Vorm):
    """The answer of the two insurers."""

    antwoord = TekstField(
        label="Uw antwoord", max_length=3000, rijen=4, error_messages={"required": "Typ uw antwoord.", "max_length": TE_LANG}
    )
