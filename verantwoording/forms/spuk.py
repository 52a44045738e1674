"""The forms around the SPUK: the application with its budget and milestones, the decisions, the SiSa block of a year."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from kern.basis.forms import BedragFormField, DatumField, TekstField, Vorm
from kern.toestanden.formulieren import StapForm, formulier
from transformatie.models import Kpi
from verantwoording.models import Spukaanvraag

NUL = Decimal(0)
JAREN = range(2025, 2030)
"""The years a budget can name: the plans of 2025 to 2028, and one to finish."""


class SpukaanvraagForm(Vorm):
    """An amount per year and an amount per milestone; the two add up to the same sum, which is what is asked."""

    def __init__(self, *args: Any, kpis: Iterable[Kpi], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for jaar in JAREN:
            self.fields[f"jaar_{jaar}"] = BedragFormField(label=f"Begroot voor {jaar}", required=False)
        mijlpalen = {k.nummer: f"KPI {k.nummer}: {k.omschrijving}" for k in kpis} or {0: "De onderdelen in het sociaal domein"}
        for nummer, naam in mijlpalen.items():
            self.fields[f"mijlpaal_{nummer}"] = BedragFormField(label=f"Bedrag bij {naam}", required=False)
        self.vertaal_meldingen()

    def _bedragen(self, begin: str) -> dict[int, Decimal]:
        return {int(n.removeprefix(begin)): b or NUL for n, b in self.cleaned_data.items() if n.startswith(begin)}

    @property
    def begroting(self) -> dict[int, Decimal]:
        return {jaar: b for jaar, b in self._bedragen("jaar_").items() if b}

    @property
    def mijlpalen(self) -> dict[int, Decimal]:
        return {nummer: b for nummer, b in self._bedragen("mijlpaal_").items() if b}


class SpukmijlpaalForm(Vorm):
    """Whether a milestone was reached according to the coordinating insurer, with the grounds."""

    is_gerealiseerd = forms.ChoiceField(
        label="Is deze mijlpaal gerealiseerd?",
        choices=[("ja", "ja"), ("nee", "nee")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies ja of nee.", "invalid_choice": "Kies ja of nee."},
    )
    onderbouwing = TekstField(label="Onderbouwing", max_length=3000, rijen=3, error_messages={"required": "Onderbouw dit oordeel."})


class SisaForm(Vorm):
    """The SiSa block of one year."""

    jaar = forms.IntegerField(
        label="Verantwoordingsjaar",
        min_value=2023,
        max_value=2040,
        error_messages={
            "required": "Vul het jaar in.",
            "invalid": "Schrijf het jaar met vier cijfers.",
            "min_value": "Schrijf het jaar met vier cijfers.",
            "max_value": "Schrijf het jaar met vier cijfers.",
        },
    )
    bedrag_besteed = BedragFormField(label="Besteed in dit jaar")
    correctie_omhoog = BedragFormField(label="Correctie op het jaar ervoor: meer besteed", required=False)
    correctie_omlaag = BedragFormField(label="Correctie op het jaar ervoor: minder besteed", required=False)
    bedrag_niet_gerealiseerd = BedragFormField(
        label="Tot nu toe besteed aan niet-gerealiseerde mijlpalen", help_text="Alle jaren samen. Vul 0 in als dat niet zo is."
    )
    is_eind = forms.BooleanField(
        label="Dit is de eindverantwoording", required=False, help_text="Daarna stelt het ministerie binnen 37 weken vast."
    )

    @property
    def gegevens(self) -> dict[str, Any]:
        g = self.cleaned_data
        return {
            "jaar": g["jaar"],
            "bedrag_besteed": g["bedrag_besteed"],
            "bedrag_correctie": (g["correctie_omhoog"] or NUL) - (g["correctie_omlaag"] or NUL),
            "bedrag_niet_gerealiseerd": g["bedrag_niet_gerealiseerd"],
            "is_eind": g["is_eind"],
        }


class SpukForm(StapForm):
    """A step on one application; the journaal says of which gemeente."""

    rij: Spukaanvraag

    def feiten(self) -> dict[str, Any]:
        return {"organisatie": self.rij.organisatie.naam}


@formulier(Spukaanvraag, "verleen")
class VerleenForm(SpukForm):
    """What the ministry granted."""

    kenmerk = forms.CharField(label="Beschikkingsnummer", max_length=60, error_messages={"required": "Vul het beschikkingsnummer in."})
    bedrag = BedragFormField(label="Verleend bedrag", mag_nul=False, help_text="Wordt voor 100 procent als voorschot betaald.")
    besloten_op = DatumField(label="Datum van de beschikking")

    def __init__(self, *args: Any, rij: Spukaanvraag, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"bedrag": rij.bedrag_gevraagd})
        super().__init__(*args, rij=rij, **kwargs)

    def feiten(self) -> dict[str, Any]:
        g = self.cleaned_data
        return {**super().feiten(), "kenmerk": g["kenmerk"], "bedrag": str(g["bedrag"]), "besloten_op": g["besloten_op"]}


@formulier(Spukaanvraag, "wijs_af")
@formulier(Spukaanvraag, "trek_in")
class SpukredenForm(SpukForm):
    """Why there is no SPUK."""

    reden = TekstField(label="Reden", max_length=3000, rijen=3, error_messages={"required": "Geef een reden."})


@formulier(Spukaanvraag, "stel_vast")
class StelVastForm(SpukForm):
    """What the ministry settled; the milestones that were not reached set the default."""

    bedrag = BedragFormField(label="Vastgesteld bedrag")
    besloten_op = DatumField(label="Datum van de vaststelling")
    toelichting = TekstField(
        label="Toelichting",
        required=False,
        max_length=3000,
        rijen=3,
        help_text="Nodig als er meer is vastgesteld dan bij de gehaalde mijlpalen hoort.",
    )

    def __init__(self, *args: Any, rij: Spukaanvraag, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"bedrag": (rij.bedrag_verleend or NUL) - rij.bedrag_niet_gerealiseerd})
        super().__init__(*args, rij=rij, **kwargs)

    def feiten(self) -> dict[str, Any]:
        return {**super().feiten(), "bedrag": str(self.cleaned_data["bedrag"]), "besloten_op": self.cleaned_data["besloten_op"]}


@formulier(Spukaanvraag, "handel_af")
class HandelAfForm(SpukForm):
    """The day on which what was not settled went back."""

    is_ernstig = True
    betaald_op = DatumField(label="Terugbetaald op", help_text="Is er niets terug te betalen, vul dan de dag van de vaststelling in.")

    def __init__(self, *args: Any, rij: Spukaanvraag, op: dt.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"betaald_op": op})
        super().__init__(*args, rij=rij, op=op, **kwargs)

    def feiten(self) -> dict[str, Any]:
        return {**super().feiten(), "bedrag_terug": str(self.rij.bedrag_terug)}
