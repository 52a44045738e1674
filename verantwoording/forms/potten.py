"""The forms of the pots: a new pot, and its budget up or down."""

import datetime as dt
from typing import Any

from django import forms

from kern.basis.forms import BedragFormField, DatumField, Vorm
from kern.organisaties.models import Sector
from verantwoording.models import Pot

BRON_HULP = "Waar het bedrag staat, zoals een Kamerbrief of een besluit."
PEIL_HULP = "De dag waarop de bron het bedrag noemde."


class PotForm(Vorm):
    """A pot with its money, its source, and the days between which it can be used."""

    naam = forms.CharField(label="Naam", max_length=120)
    jaar = forms.IntegerField(label="Jaar", min_value=2023, max_value=2035, help_text="Het jaar waarvoor het geld beschikbaar is gesteld.")
    sector = forms.ChoiceField(
        label="Geoormerkt voor",
        required=False,
        choices=[("", "vrij te gebruiken"), *Sector.choices],
        help_text="Laat vrij als elke sector eruit mag.",
    )
    bedrag = BedragFormField(label="Budget", mag_nul=False)
    bron = forms.CharField(label="Bron", max_length=200, help_text=BRON_HULP)
    bron_op = DatumField(label="Peildatum van de bron", help_text=PEIL_HULP)
    open_van = DatumField(label="Te gebruiken vanaf")
    vervalt_op = DatumField(
        label="Te gebruiken tot en met", required=False, help_text="Wat daarna niet is gereserveerd, vervalt. Leeg: het vervalt niet."
    )

    def clean(self) -> dict[str, Any]:
        """A pot opens before it lapses."""
        gegevens = super().clean() or {}
        van, tot = gegevens.get("open_van"), gegevens.get("vervalt_op")
        if van and tot and tot < van:
            self.add_error("vervalt_op", "De laatste dag ligt voor de dag waarop de pot opengaat.")
        return gegevens

    def pot(self) -> Pot:
        """The pot as it was filled in, not yet saved."""
        return Pot(**{naam: self.cleaned_data[naam] for naam in ("naam", "jaar", "sector", "bron", "bron_op", "open_van", "vervalt_op")})


class BudgetForm(Vorm):
    """More or less money in a pot, by which source and why."""

    richting = forms.ChoiceField(
        label="Wat verandert er?",
        choices=[("erbij", "er komt geld bij"), ("eraf", "er gaat geld af")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of er geld bij komt of af gaat."},
    )
    bedrag = BedragFormField(label="Bedrag", mag_nul=False)
    bron = forms.CharField(label="Bron", max_length=200, help_text=BRON_HULP)
    bron_op = DatumField(label="Peildatum van de bron", help_text=PEIL_HULP)
    reden = forms.CharField(label="Reden", max_length=250, error_messages={"required": "Schrijf waarom het budget verandert."})


class PeildatumForm(forms.Form):
    """The day of which one wants to see the pots, from the address."""

    op = DatumField(label="Peildatum", required=False)

    def dag(self, vandaag: dt.date) -> dt.date:
        """The day that was asked, but never after today; nonsense is today."""
        gevraagd: dt.date | None = self.cleaned_data.get("op") if self.is_valid() else None
        return min(gevraagd, vandaag) if gevraagd else vandaag
