"""Input for the escalation ladder (1d)."""

from typing import Any

from django import forms

from kern.basis.forms import DatumField, TekstField, Vorm
from kern.organisaties.models import Organisatie
from transformatie.models import Dossier, Zijspoor

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
    aanspreekpunten = TekstField(
        label="Wie zaten er aan tafel?",
        required=False,
        rijen=3,
        max_length=1600,
        help_text="Een naam en functie per regel, op management- of bestuursniveau.",
    )
    gesproken_op = DatumField(label="Datum van het gesprek")
    uitkomst = TekstField(label="Wat kwam eruit?", max_length=3000, error_messages={"required": "Beschrijf wat het gesprek opleverde."})

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        betrokken = [o.pk for o in dossier.betrokken_organisaties]
        self.fields["organisaties"].queryset = Organisatie.objects.filter(pk__in=betrokken).order_by("naam")  # type: ignore[attr-defined]

    def clean_aanspreekpunten(self) -> list[str]:
        regels = [r.strip() for r in self.cleaned_data["aanspreekpunten"].splitlines() if r.strip()]
        if any(len(r) > LANGSTE_AANSPREEKPUNT for r in regels):
            raise forms.ValidationError(f"Houd elke regel korter dan {LANGSTE_AANSPREEKPUNT} tekens.")
        return regels

    def gegevens(self) -> dict[str, Any]:
        g = self.cleaned_data
        return {**g, "organisaties": list(g["organisaties"])}


class HulpForm(Vorm):
    """Help beside the ladder: the bestuurlijke groep or the Vliegende Brigade (1d.5, 1d.6)."""

    soort = forms.ChoiceField(
        label="Wie schakelt u in?",
        choices=Zijspoor.Soort.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wie u inschakelt.", "invalid_choice": "Kies een van de twee."},
    )
    generiek = TekstField(
        label="Het knelpunt in algemene zin",
        max_length=2000,
        help_text="De bestuurlijke groep bespreekt het zonder dossiergegevens. Noem daarom geen namen, regio's of kenmerk (1d.5).",
        error_messages={"required": "Beschrijf het knelpunt in algemene zin."},
    )
