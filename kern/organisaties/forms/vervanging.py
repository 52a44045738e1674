"""Choosing a deputy."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kern.basis.forms import DatumField, Vorm
from kern.organisaties.models import Lidmaatschap, Vervanging


class VervangerField(forms.ModelChoiceField):
    """A colleague, in words; whose deputy that would be follows from the role and the organisation."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.gebruiker}, {obj.get_rol_display()} bij {obj.organisatie}"

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError as fout:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from fout


class VervangingForm(Vorm):
    """Who stands in, and when."""

    vervanger = VervangerField(
        label="Wie vervangt",
        queryset=Lidmaatschap.objects.none(),
        empty_label="Kies een collega",
        help_text="Een collega met dezelfde rol bij dezelfde organisatie.",
        error_messages={"required": "Kies een collega.", "invalid_choice": "Kies een collega met dezelfde rol bij dezelfde organisatie."},
    )
    van = DatumField(label="Eerste dag")
    tot = DatumField(label="Laatste dag")
    reden = forms.CharField(
        label="Reden",
        max_length=200,
        required=False,
        help_text="Hoeft niet. Bijvoorbeeld: verlof. Noem niets over uw gezondheid.",
        error_messages={"max_length": "Gebruik ten hoogste 200 tekens."},
    )

    def __init__(self, *args: Any, eigen: Iterable[Lidmaatschap], collegas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.eigen = {(lid.organisatie_id, lid.rol): lid for lid in eigen}
        self.fields["vervanger"].queryset = collegas  # type: ignore[attr-defined]

    def vervanging(self) -> Vervanging:
        """The row these fields describe."""
        velden: dict[str, Any] = self.cleaned_data
        vervanger: Lidmaatschap = velden["vervanger"]
        return Vervanging(lidmaatschap=self.eigen[(vervanger.organisatie_id, vervanger.rol)], **velden)
