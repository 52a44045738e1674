"""Which fields of a form are kept while they are typed, and the mark of what the form began with."""

import hashlib
from typing import Any

from django import forms
from django.forms import BaseForm

GEEN_CONCEPT = "data-geen-concept"
BEWAARD = (forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.Textarea, forms.Select, forms.RadioSelect)
NIET = (forms.PasswordInput, forms.HiddenInput, forms.FileInput, forms.CheckboxInput, forms.MultiWidget)


def bewaarde_velden(form: BaseForm) -> list[str]:
    """The fields that are kept; none for a form in which nobody types more than a line."""
    if not any(isinstance(form.fields[naam].widget, forms.Textarea) for naam in form.fields if _wordt_bewaard(form.fields[naam])):
        return []
    return [naam for naam, veld in form.fields.items() if _wordt_bewaard(veld)]


def _wordt_bewaard(veld: forms.Field) -> bool:
    """Text and single choices; never a password, a file, a hidden field, or one that asks to be left out."""
    hulpmiddel = veld.widget
    if veld.disabled or GEEN_CONCEPT in hulpmiddel.attrs or isinstance(hulpmiddel, NIET):
        return False
    return isinstance(hulpmiddel, BEWAARD) and not getattr(hulpmiddel, "allow_multiple_selected", False)


def basis_van(form: BaseForm, velden: list[str]) -> str:
    """A short mark of the longer texts and the choices the form opens with; a day that is today each time is no such mark."""
    vast = (forms.Textarea, forms.Select, forms.RadioSelect)
    teksten = [_tekst(form.get_initial_for_field(form.fields[v], v)) for v in velden if isinstance(form.fields[v].widget, vast)]
    return hashlib.sha256("\x1f".join(teksten).encode()).hexdigest()[:16]


def _tekst(waarde: Any) -> str:
    return "" if waarde is None else str(waarde).replace("\r\n", "\n")


def vul(form: BaseForm, inhoud: dict[str, str]) -> None:
    """Let an unsent form open with what was typed in it before; fields that no longer exist are left out."""
    form.initial = {**form.initial, **{v: inhoud[form.add_prefix(v)] for v in form.fields if form.add_prefix(v) in inhoud}}
    form._bound_fields_cache.clear()  # type: ignore[attr-defined]  # a field that was already asked for keeps its old beginning
