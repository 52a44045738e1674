"""The part of the decision on a KPI that releases an advance on a later one (1g.4)."""

from typing import Any

from django import forms

from kern.basis.forms import BedragFormField, VormMixin
from kern.basis.geld import toon_bedrag
from verantwoording.models import KpiVerantwoording
from verantwoording.selectors_betaling import waarop_een_voorschot_kan


class VoorschotVelden(VormMixin):
    """Two fields, only where there is a later KPI that can have an advance."""

    cleaned_data: dict[str, Any]
    errors: Any

    def voeg_voorschot_toe(self, rij: KpiVerantwoording) -> None:
        """Offer the later KPI's, each with what can still be released for it."""
        self.kandidaten = {str(k.pk): k for k in waarop_een_voorschot_kan(rij)}
        if not self.kandidaten:
            return
        keuzes = [
            (pk, f"{k.kpi}: {k.kpi.omschrijving} (hoogstens {toon_bedrag(k.kpi.bedrag - k.bedrag_voorschot)})")
            for pk, k in self.kandidaten.items()
        ]
        self.fields["voorschot_op"] = forms.ChoiceField(
            label="Voorschot op een volgende KPI (1g.4)",
            choices=[("", "geen voorschot"), *keuzes],
            required=False,
            help_text="Het voorschot telt één keer: het wordt verrekend met het bedrag van die KPI.",
            error_messages={"invalid_choice": "Kies een latere KPI die nog openstaat."},
        )
        self.fields["voorschot_bedrag"] = BedragFormField(
            label="Bedrag van het voorschot", required=False, help_text="Alleen als u een voorschot vrijgeeft."
        )
        self.vertaal_meldingen()

    def lees_voorschot(self, gegevens: dict[str, Any]) -> None:
        """Turn the choice into the row of that KPI."""
        if self.kandidaten:
            gegevens["voorschot_op"] = self.kandidaten.get(gegevens.get("voorschot_op") or "")
