"""Input for moving a term, with the consent of the planmakers on record (1e)."""

from typing import Any

from django import forms

from kern.basis.forms import DatumField, TekstField, Vorm
from kern.termijnen.models import Termijn


class SchortOpForm(Vorm):
    """A reason and the consent of the planmakers."""

    reden = TekstField(label="Reden", max_length=1000, rijen=4, error_messages={"required": "Geef een reden."})
    ingestemd = forms.BooleanField(
        label="De planmakers stemmen hiermee in", error_messages={"required": "Leg vast dat de planmakers ermee instemmen."}
    )

    def __init__(self, *args: Any, termijn: Termijn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class VerlengForm(SchortOpForm):
    """The same, with the later last day."""

    tot = DatumField(label="Nieuwe laatste dag", error_messages={"required": "Kies de nieuwe laatste dag."})
    field_order = ["tot", "reden", "ingestemd"]


class HervatForm(Vorm):
    """Only a confirmation."""

    def __init__(self, *args: Any, termijn: Termijn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
