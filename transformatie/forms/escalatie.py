"""Input for the escalation ladder (1d)."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from kern.basis.forms import DatumField, TekstField, Vorm
from kern.organisaties.models import Contactpersoon, Organisatie
from transformatie.models import Dossier

LANGSTE_AANSPREEKPUNT = 160


class KnelpuntForm(Vorm):
    """What is stuck, in the reporter's words."""

    knelpunt = TekstField(
        label="Wat is het knelpunt?",
        max_length=3000,
        rijen=6,
        help_text="Beschrijf wat er vastzit en tussen wie. Alle partijen van het dossier lezen dit.",
        error_messages={"required": "Beschrijf het knelpunt."},
    )
    tussen = forms.ModelMultipleChoiceField(
        label="Tussen wie knelt het?",
        required=False,
        queryset=Organisatie.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Deze organisaties spreken elkaar in stap 1. Kiest u niemand, dan geldt het voor alle partijen.",
        error_messages={"invalid_choice": "Kies partijen van dit dossier.", "invalid_pk_value": "Kies partijen van dit dossier."},
    )

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tussen"].queryset = _betrokken(dossier)  # type: ignore[attr-defined]  # a ModelMultipleChoiceField

    def gegevens(self) -> dict[str, Any]:
        g = self.cleaned_data
        return {"knelpunt": g["knelpunt"], "tussen": list(g["tussen"])}


class ContactField(forms.ModelMultipleChoiceField):
    """Contact persons, called as they sit at the table."""

    def label_from_instance(self, obj: Any) -> str:
        return _aan_tafel(obj)


class GesprekForm(Vorm):
    """Who met in the present step, when, and what came of it (1d.1, 1d.2)."""

    organisaties = forms.ModelMultipleChoiceField(
        label="Wie spraken elkaar?",
        queryset=Organisatie.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies wie er bij het gesprek waren.",
            "invalid_choice": "Kies partijen van dit dossier.",
            "invalid_pk_value": "Kies partijen van dit dossier.",
        },
    )
    contacten = ContactField(
        label="Wie zaten er aan tafel?",
        required=False,
        queryset=Contactpersoon.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="De contactpersonen op management- en bestuursniveau (1d.4).",
        error_messages={"invalid_choice": "Kies mensen van de contactlijst.", "invalid_pk_value": "Kies mensen van de contactlijst."},
    )
    aanspreekpunten = TekstField(
        label="Wie zat er nog meer aan tafel?",
        required=False,
        rijen=3,
        max_length=1600,
        help_text="Een naam en functie per regel, op management- of bestuursniveau.",
    )
    gesproken_op = DatumField(label="Datum van het gesprek")
    uitkomst = TekstField(label="Wat kwam eruit?", max_length=3000, error_messages={"required": "Beschrijf wat het gesprek opleverde."})

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisaties"].queryset = _betrokken(dossier)  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        self.fields["contacten"].queryset = _contacten(dossier)  # type: ignore[attr-defined]  # a ContactField

    def clean_aanspreekpunten(self) -> list[str]:
        regels = [r.strip() for r in self.cleaned_data["aanspreekpunten"].splitlines() if r.strip()]
        if any(len(r) > LANGSTE_AANSPREEKPUNT for r in regels):
            raise forms.ValidationError(f"Houd elke regel korter dan {LANGSTE_AANSPREEKPUNT} tekens.")
        return regels

    def gegevens(self) -> dict[str, Any]:
        g = self.cleaned_data
        gekozen = [_aan_tafel(p)[:LANGSTE_AANSPREEKPUNT] for p in g["contacten"]]
        return {
            "organisaties": list(g["organisaties"]),
            "aanspreekpunten": [*gekozen, *g["aanspreekpunten"]],
            "gesproken_op": g["gesproken_op"],
            "uitkomst": g["uitkomst"],
        }


def _betrokken(dossier: Dossier) -> "QuerySet[Organisatie]":
    return Organisatie.objects.filter(pk__in=[o.pk for o in dossier.betrokken_organisaties]).order_by("naam")


def _contacten(dossier: Dossier) -> "QuerySet[Contactpersoon]":
    """Who can sit at the table of step 1: management and board of everyone involved (1d.1)."""
    niveaus = [Contactpersoon.Niveau.MANAGEMENT, Contactpersoon.Niveau.BESTUUR]
    personen = Contactpersoon.objects.filter(Q(zaak=None) | Q(zaak=dossier.pk), organisatie__in=dossier.betrokken_organisaties)
    return personen.filter(niveau__in=niveaus).select_related("organisatie").order_by("organisatie__naam", "niveau", "naam")


def _aan_tafel(persoon: Contactpersoon) -> str:
    functie = f", {persoon.functie}" if persoon.functie else ""
    return f"{persoon.naam}{functie} ({persoon.organisatie})"
