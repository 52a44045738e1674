"""The forms of the steps up to the decision; those of the decision itself stand in beoordeling."""

from typing import Any

from django import forms

from kern.basis.forms import TekstField
from kern.toestanden.formulieren import StapForm, formulier
from transformatie.models import Escalatie, Karakter, SnelleToets, Startgesprek, Transformatieplan


class RedenForm(StapForm):
    """A step that others must be able to understand later."""

    reden = TekstField(label="Reden", max_length=1000, rijen=4, error_messages={"required": "Geef een reden."})


@formulier(Startgesprek, "sla_over")
class SlaOverForm(RedenForm):
    """Going on without a first conversation; the reason stays in view (1a.2)."""

    reden = TekstField(
        label="Waarom gaat u verder zonder startgesprek?", max_length=500, rijen=4, error_messages={"required": "Geef een reden."}
    )


@formulier(SnelleToets, "trek_in", "laat_vervallen")
@formulier(Transformatieplan, "trek_in")
class SluitForm(RedenForm):
    """A step that closes the dossier for good."""

    is_ernstig = True


@formulier(SnelleToets, "bevestig_karakter")
class KarakterForm(StapForm):
    """The character of the plan, that both sides settle together beforehand (1h.1)."""

    karakter = forms.ChoiceField(
        label="Karakter van het plan",
        choices=Karakter.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies het karakter.", "invalid_choice": "Kies innovatie of opschaling."},
    )
    experimenteerruimte = TekstField(
        label="Ruimte om te experimenteren",
        required=False,
        max_length=3000,
        help_text="Wat mag er anders gaan dan gepland zonder dat het plan mislukt? Dit weegt mee bij de beoordeling van de KPI's.",
    )

    def __init__(self, *args: Any, rij: SnelleToets, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"karakter": rij.karakter, "experimenteerruimte": rij.experimenteerruimte})
        super().__init__(*args, rij=rij, **kwargs)

    def feiten(self) -> dict[str, Any]:
        return {"karakter": self.cleaned_data["karakter"]}


@formulier(Escalatie, "los_op")
class LosOpForm(StapForm):
    """How the knelpunt was solved."""

    uitkomst = TekstField(label="Wat is de oplossing?", max_length=3000, error_messages={"required": "Beschrijf kort wat de oplossing is."})


@formulier(Escalatie, "sluit")
class SluitEscalatieForm(RedenForm):
    """An escalation that ends without a solution."""

    is_ernstig = True
    reden = TekstField(label="Waarom sluit u zonder oplossing?", max_length=3000, rijen=4, error_messages={"required": "Geef een reden."})
