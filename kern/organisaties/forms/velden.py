"""Fields and the form on which every page of beheer is built."""

import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kern.basis.geld import lees_bedrag
from kern.organisaties.models import TOT_VOOR_VAN

VROEGST, LAATST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
JAREN = "Kies een datum tussen 1 januari 2000 en 31 december 2099."
GEWIJZIGD = "Dit is intussen gewijzigd. Wat u typte staat er nog: vergelijk het met de huidige gegevens en sla dan opnieuw op."
_NEDERLANDS = str.maketrans(",.", ".,")
KIES = "Kies"
VERDWENEN = "Dit is intussen verwijderd."


class Datumveld(forms.DateField):
    """A day, typed or picked, within reasonable years."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(**kwargs)
        self.error_messages.update(invalid="Dit is geen bestaande dag. Schrijf bijvoorbeeld 21-03-2025.")
        self.validators += [MinValueValidator(VROEGST, JAREN), MaxValueValidator(LAATST, JAREN)]


class Bedragveld(forms.CharField):
    """An amount in euro as people type it: 1.250,50 and 1250,50."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,.2f}".translate(_NEDERLANDS) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # a narrower value than the base class gives
        tekst = super().to_python(value)
        return lees_bedrag(tekst) if tekst else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class Lijstinvoer(forms.TextInput):
    """A text field that suggests names while one types."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.namen: models.QuerySet[Any] | None = None

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        lijst = f"{name}-lijst"
        namen = self.namen.values_list("naam", flat=True) if self.namen is not None else []
        opties = format_html_join("", '<option value="{}">', ((naam,) for naam in namen))
        return super().render(name, value, {**(attrs or {}), "list": lijst}, renderer) + format_html(
            '<datalist id="{}">{}</datalist>', lijst, opties
        )


class OrganisatieVeld(forms.ModelChoiceField):
    """An organisation by its name."""

    def __init__(self, queryset: "models.QuerySet[Any]", **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="naam", widget=Lijstinvoer(), **kwargs)
        self.error_messages.update(invalid_choice="Deze naam staat niet in de lijst. Kies een organisatie uit de lijst.")
        self.widget.namen = queryset

    def prepare_value(self, value: Any) -> Any:
        """A key (from a row) is shown as its name; what someone typed stays as it is."""
        if value and not isinstance(value, (str, models.Model)):
            value = self.queryset.filter(pk=value).first()  # type: ignore[union-attr]
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip() if isinstance(value, str) else value)


class BeheerForm(forms.ModelForm):
    """A form of one column that notices when the row changed underneath it."""

    gezien = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bestaat = not self.instance._state.adding
        self._vingerafdruk = self._lees_vingerafdruk() if bestaat else ""
        self.initial["gezien"] = self._vingerafdruk
        for naam, veld in list(self.fields.items()):
            if isinstance(veld, forms.DateField):
                uniek = {soort: zin for soort, zin in veld.error_messages.items() if soort == "unique"}
                self.fields[naam] = Datumveld(
                    label=veld.label, required=veld.required, help_text=veld.help_text, initial=veld.initial, error_messages=uniek
                )
            elif isinstance(veld, forms.ModelChoiceField):
                veld.empty_label = KIES
            elif isinstance(veld, forms.TypedChoiceField):
                veld.choices = [(waarde, woord if waarde else KIES) for waarde, woord in veld.choices]  # type: ignore[misc,union-attr]  # a form's fields are typed as the base class
        velden = [naam for naam in self.fields if naam != "gezien"]
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": True}
        self.helper.form_tag = False
        self.helper.layout = Layout("gezien", *velden)

    def _lees_vingerafdruk(self) -> str:
        """A digest of what the row in the database holds now; empty when it is gone."""
        rij = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
        if rij is None:
            return ""
        namen = [naam for naam in self.fields if naam != "gezien"]
        return hashlib.sha256(repr([(naam, getattr(rij, rij._meta.get_field(naam).attname)) for naam in namen]).encode()).hexdigest()[:24]

    def clean(self) -> dict[str, Any]:
        """Refuse once when somebody else changed the row since this form was opened."""
        gegevens: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance._state.adding and gegevens.get("gezien") not in ("", None, self._vingerafdruk):
            self.add_error(None, GEWIJZIGD if self._vingerafdruk else VERDWENEN)
            self.data = self.data.copy()  # type: ignore[attr-defined]  # the data of a form is a QueryDict here
            self.data[self.add_prefix("gezien")] = self._vingerafdruk  # type: ignore[index]  # the data of a form is a QueryDict here
        van, tot = gegevens.get("van") or getattr(self.instance, "van", None), gegevens.get("tot")
        if van and tot and tot < van:
            self.add_error("tot", TOT_VOOR_VAN)
        return gegevens
