"""Form fields every screen shares: amounts, days, longer texts; each says what is wrong in one Dutch sentence."""

import datetime as dt
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from kern.basis.geld import lees_bedrag, toon_bedrag

EERSTE_DAG = dt.date(2020, 1, 1)
LAATSTE_DAG = dt.date(2099, 12, 31)
_GRENS = "Kies een dag tussen 1 januari 2020 en 31 december 2099."


class BedragFormField(forms.CharField):
    """An amount in euro as people write it: 1.250,50, 1250,50 and 8400000 are all amounts."""

    def __init__(self, *, mag_nul: bool = True, **kwargs: Any) -> None:
        self.mag_nul = mag_nul
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        kwargs.setdefault("error_messages", {"required": "Vul een bedrag in.", "max_length": "Dit bedrag is te lang."})
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored amount with dots and a comma; typed text stays as it was typed."""
        if isinstance(value, Decimal):
            return toon_bedrag(value).removeprefix("€\u00a0")
        return value

    def clean(self, value: Any) -> Decimal | None:
        """The amount with two decimals, or None when it may be left empty."""
        tekst = super().clean(value)
        if not tekst:
            return None
        bedrag = lees_bedrag(tekst)
        if bedrag == 0 and not self.mag_nul:
            raise forms.ValidationError("Vul een bedrag groter dan nul in.", code="nul")
        return bedrag


class DatumField(forms.DateField):
    """A day, typed or picked, in the years this application is about."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs["error_messages"] = {
            "required": "Vul een datum in.",
            "invalid": "Dit is geen bestaande dag. Schrijf bijvoorbeeld 21-03-2025.",
            **kwargs.get("error_messages", {}),
        }
        super().__init__(**kwargs)
        self.validators += [MinValueValidator(EERSTE_DAG, _GRENS), MaxValueValidator(LAATSTE_DAG, _GRENS)]


class TijdField(forms.TimeField):
    """A time of day in hours and minutes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        kwargs["error_messages"] = {
            "required": "Vul een tijd in.",
            "invalid": "Dit is geen tijd. Schrijf bijvoorbeeld 10:30.",
            **kwargs.get("error_messages", {}),
        }
        super().__init__(**kwargs)


class TekstField(forms.CharField):
    """A longer text; `richtlengte` counts along under the field but refuses nothing, `max_length` does."""

    def __init__(self, *, richtlengte: int = 0, rijen: int = 5, **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"rows": rijen}
        if richtlengte:
            attrs["data-richtlengte"] = str(richtlengte)
        kwargs.setdefault("widget", forms.Textarea(attrs=attrs))
        kwargs.setdefault("max_length", 10000)
        super().__init__(**kwargs)
        self.widget.attrs.pop("maxlength", None)  # what is typed too long is refused with a sentence, not cut off


ZINNEN = {
    "required": "Vul dit veld in.",
    "max_length": "Dit is te lang: hoogstens %(limit_value)d tekens, en dit zijn er %(show_value)d.",
    "invalid_choice": "Kies een van de mogelijkheden.",
    "null_characters_not_allowed": "Deze tekst bevat een onzichtbaar teken dat niet kan. Typ de tekst opnieuw.",
}


class VormMixin:
    """A form as our pages draw it: the page itself writes the form tag, the button and the hidden fields."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vertaal_meldingen()

    def vertaal_meldingen(self) -> None:
        """Give our own sentence where a field has only Django's; call it again after adding fields."""
        for veld in self.fields.values():
            standaard = {c: t for k in reversed(type(veld).__mro__) for c, t in getattr(k, "default_error_messages", {}).items()}
            for code, zin in ZINNEN.items():
                if veld.error_messages.get(code) is standaard.get(code):
                    veld.error_messages[code] = zin

    def add_error(self, field: str | None, error: Any) -> None:
        """A key that is no key is a wrong choice like any other, and never speaks of keys to the person."""
        veld = self.fields.get(field or "")
        if isinstance(veld, forms.ModelChoiceField) and getattr(error, "code", "") in ("invalid", "invalid_pk_value"):
            error = forms.ValidationError(veld.error_messages["invalid_choice"], code="invalid_choice")
        super().add_error(field, error)  # type: ignore[misc]  # a mixin above Django's form

    @property
    def helper(self) -> FormHelper:
        """How crispy draws it; a subclass may give a layout."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class Vorm(VormMixin, forms.Form):
    """A form without a model behind it."""


class ModelVorm(VormMixin, forms.ModelForm):
    """A form on one row."""
