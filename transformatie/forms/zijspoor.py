"""Input for the help beside the ladder (1d.5, 1d.6)."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from kern.basis.forms import TekstField, Vorm
from kern.organisaties.models import Lidmaatschap


class GroepForm(Vorm):
    """The knelpunt in general words, for the bestuurlijke groep (1d.5)."""

    generiek = TekstField(
        label="Het knelpunt in algemene zin",
        max_length=2000,
        rijen=6,
        help_text="Schrijf wat er in het algemeen vastloopt. Noem geen namen van organisaties of mensen, geen plaats of regio, geen kenmerk en geen bedrag uit het plan.",
        error_messages={"required": "Beschrijf het knelpunt in algemene zin."},
    )


class BrigadeVraagForm(Vorm):
    """What the Vliegende Brigade is asked to make clear (1d.6)."""

    generiek = TekstField(
        label="Wat moet de brigade helder maken?",
        max_length=2000,
        rijen=6,
        help_text="De brigade leest het dossier zelf mee. U mag hier dus namen noemen.",
        error_messages={"required": "Beschrijf wat u de brigade vraagt."},
    )


class UitkomstForm(Vorm):
    """What the bestuurlijke groep made of a knelpunt."""

    uitkomst = TekstField(
        label="Uitkomst van de bespreking",
        max_length=3000,
        rijen=6,
        help_text="De partijen van het dossier lezen dit. Zij weten om welk dossier het gaat; u niet.",
        error_messages={"required": "Beschrijf wat de bestuurlijke groep ervan vindt."},
    )


class LidField(forms.ModelMultipleChoiceField):
    """People, called by their name, organisation and role."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.gebruiker} ({obj.organisatie})"


class BrigadeledenForm(Vorm):
    """Who of the brigade reads along (1d.6)."""

    leden = LidField(
        label="Wie lezen er mee?",
        queryset=Lidmaatschap.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Mensen van de NZa, van de andere landelijke partijen in de brigade, en van zorgverzekeraars die niets met dit dossier te maken hebben.",
        error_messages={
            "required": "Kies ten minste een persoon.",
            "invalid_choice": "Kies mensen van de lijst.",
            "invalid_pk_value": "Kies mensen van de lijst.",
        },
    )

    def __init__(self, *args: Any, kandidaten: "QuerySet[Lidmaatschap]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leden"].queryset = kandidaten  # type: ignore[attr-defined]  # the field is a LidField


class VerlengForm(Vorm):
    """Why the brigade reads along longer (1d.6)."""

    reden = TekstField(
        label="Waarom leest de brigade langer mee?",
        max_length=500,
        rijen=3,
        error_messages={"required": "Geef een reden voor de verlenging."},
    )


class DuidingForm(Vorm):
    """How the brigade sees the problem (1d.6)."""

    duiding = TekstField(
        label="Hoe ziet de brigade het probleem?",
        max_length=3000,
        rijen=8,
        help_text="Alle partijen van het dossier lezen dit.",
        error_messages={"required": "Beschrijf hoe u het probleem ziet."},
    )
