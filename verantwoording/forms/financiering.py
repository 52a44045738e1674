"""The forms of the financieringsplan: money in advance (1g.3), and planned spending per quarter (1g.1)."""

import datetime as dt
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from kern.basis.forms import BedragFormField, DatumField, TekstField, Vorm
from kern.organisaties.models import Organisatie
from transformatie.models import Dossier
from verantwoording.financieringsplan import in_woorden
from verantwoording.models import Bron


class VoorfinancieringForm(Vorm):
    """Source, amount, agreement, from and to whom, and when it is settled (1g.3)."""

    bron = forms.ChoiceField(
        label="Bron",
        choices=[("", "kies een bron"), *Bron.choices],
        error_messages={"required": "Kies waar het geld vandaan komt.", "invalid_choice": "Kies een van de bronnen."},
    )
    bedrag = BedragFormField(label="Bedrag in euro", mag_nul=False)
    beschikbaar_op = DatumField(label="Beschikbaar op")
    terug_op = DatumField(label="Wordt verrekend op", required=False, help_text="Laat leeg als het niet wordt verrekend of terugbetaald.")
    afspraak = TekstField(
        label="De afspraak", max_length=2000, rijen=3, error_messages={"required": "Schrijf op wat u hebt afgesproken, en met wie."}
    )
    is_voorbereiding = forms.BooleanField(label="Dit is voor de voorbereiding van het plan", required=False)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        betrokken: dict[str, Organisatie] = {str(o.pk): o for o in dossier.betrokken_organisaties}
        for naam, label in (("van", "Van welke partij"), ("aan", "Aan welke partij")):
            self.fields[naam] = forms.TypedChoiceField(
                label=label,
                choices=[("", "kies een partij"), *((pk, o.naam) for pk, o in betrokken.items())],
                coerce=betrokken.__getitem__,
                error_messages={"required": "Kies een partij.", "invalid_choice": "Kies een partij van dit dossier."},
            )
        self.vertaal_meldingen()

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            Row(Column("bron", css_class="col-sm-6"), Column("bedrag", css_class="col-sm-6")),
            Row(Column("van", css_class="col-sm-6"), Column("aan", css_class="col-sm-6")),
            Row(Column("beschikbaar_op", css_class="col-sm-6"), Column("terug_op", css_class="col-sm-6")),
            "afspraak",
            "is_voorbereiding",
        )
        return helper


class UitgavenForm(Vorm):
    """An amount per quarter; an empty one means nothing."""

    def __init__(self, *args: Any, kwartalen: list[dt.date], gepland: dict[dt.date, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kwartalen = kwartalen
        for k in kwartalen:
            self.fields[f"k_{k:%Y_%m}"] = BedragFormField(label=in_woorden(k).capitalize(), required=False, initial=gepland.get(k))

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(Row(*[Column(f"k_{k:%Y_%m}", css_class="col-6 col-md-3") for k in self.kwartalen]))
        return helper

    def bedragen(self) -> dict[dt.date, Decimal]:
        """Per quarter what is planned; nothing typed is nothing planned."""
        return {k: self.cleaned_data[f"k_{k:%Y_%m}"] or Decimal(0) for k in self.kwartalen}
