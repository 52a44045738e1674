"""The forms in which a meeting is put on record: who was there, the minutes, who does what."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms

from kern.basis.forms import DatumField, TekstField, Vorm
from kern.organisaties.models import Organisatie
from kern.toestanden.formulieren import StapForm, formulier
from transformatie.forms.overleg import AANTAL_ACTIEPUNTEN, overleg_van
from transformatie.models import Overleg, Startgesprek


def genodigden(rij: Any) -> list[Organisatie]:
    """The organisations that were invited to the meeting of this row."""
    overleg = overleg_van(rij)
    if overleg is None:
        genodigd: list[Organisatie] = rij.dossier.betrokken_organisaties
        return genodigd
    rijen = overleg.uitnodigingen.filter(uitgenodigd_op__isnull=False).select_related("organisatie")
    return [u.organisatie for u in rijen.order_by("organisatie__naam")]


def wie_veld(organisaties: list[Organisatie], *, label: str, required: bool = True) -> forms.ChoiceField:
    """Which of the invited organisations takes an action point on."""
    return forms.ChoiceField(
        label=label,
        required=required,
        choices=[("", "Kies een organisatie"), *((str(o.pk), o.naam) for o in organisaties)],
        error_messages={"required": "Kies wie dit oppakt.", "invalid_choice": "Kies een van de uitgenodigde organisaties."},
    )


@formulier(Overleg, "houd")
class HoudForm(StapForm):
    """What came of a meeting."""

    aanwezig = forms.MultipleChoiceField(
        label="Wie waren erbij?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Haal het vinkje weg bij wie er niet was.",
        error_messages={"required": "Kies wie erbij waren.", "invalid_choice": "Kies uit de uitgenodigde organisaties."},
    )
    uitkomst = forms.CharField(
        label="Uitkomst in een zin",
        max_length=300,
        required=False,
        help_text="Bijvoorbeeld: de partijen gaan door met een snelle toets.",
        error_messages={"required": "Vul de uitkomst in."},
    )
    verslag = TekstField(
        label="Verslag", required=False, rijen=8, help_text="Iedereen die was uitgenodigd leest dit. U kunt het later aanvullen."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.genodigd = {str(o.pk): o for o in genodigden(self.rij)}
        self.fields["aanwezig"].choices = [(pk, o.naam) for pk, o in self.genodigd.items()]  # type: ignore[attr-defined]  # a choice field
        self.fields["aanwezig"].initial = list(self.genodigd)
        for n in range(1, AANTAL_ACTIEPUNTEN + 1):
            self.fields[f"wat_{n}"] = forms.CharField(label=f"Actiepunt {n}", required=False, max_length=300)
            self.fields[f"wie_{n}"] = wie_veld(list(self.genodigd.values()), label=f"Wie pakt actiepunt {n} op?", required=False)
            self.fields[f"persoon_{n}"] = forms.CharField(label="Naam (mag leeg)", required=False, max_length=120)
            self.fields[f"uiterlijk_{n}"] = DatumField(label="Uiterlijk", required=False)
        self.vertaal_meldingen()

    def clean(self) -> dict[str, Any]:
        for n in range(1, AANTAL_ACTIEPUNTEN + 1):
            velden = {f"wat_{n}": "Vul in wat er moet gebeuren.", f"wie_{n}": "Kies wie dit oppakt.", f"uiterlijk_{n}": "Vul een datum in."}
            gevuld = [v for v in (*velden, f"persoon_{n}") if self.cleaned_data.get(v) or v in self.errors]
            for veld, zin in velden.items():
                if gevuld and not self.cleaned_data.get(veld) and veld not in self.errors:
                    self.add_error(veld, zin)
        return self.cleaned_data

    def actiepunten(self) -> list[dict[str, Any]]:
        g = self.cleaned_data
        return [
            {
                "wat": g[f"wat_{n}"],
                "organisatie": self.genodigd[g[f"wie_{n}"]],
                "persoon": g[f"persoon_{n}"],
                "uiterlijk": g[f"uiterlijk_{n}"],
            }
            for n in range(1, AANTAL_ACTIEPUNTEN + 1)
            if g.get(f"wat_{n}")
        ]

    def gegevens(self) -> dict[str, Any]:
        g = self.cleaned_data
        aanwezig = [self.genodigd[pk].pk for pk in g["aanwezig"]]
        return {"verslag": g["verslag"], "uitkomst": g["uitkomst"], "aanwezig": aanwezig, "actiepunten": self.actiepunten()}

    def feiten(self) -> dict[str, Any]:
        aanwezig = set(self.cleaned_data["aanwezig"])
        return {
            "aanwezig": [o.naam for pk, o in self.genodigd.items() if pk in aanwezig],
            "afwezig": [o.naam for pk, o in self.genodigd.items() if pk not in aanwezig],
        }

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        uitleg = "<p>Elk actiepunt komt in de werkvoorraad van wie het oppakt, tot het gedaan is. Later kunt u er meer toevoegen.</p>"
        rijen = [
            Row(
                Column(f"wat_{n}", css_class="col-12"),
                Column(f"wie_{n}", css_class="col-sm-5"),
                Column(f"persoon_{n}", css_class="col-sm-4"),
                Column(f"uiterlijk_{n}", css_class="col-sm-3"),
                css_class="actiepunt",
            )
            for n in range(1, AANTAL_ACTIEPUNTEN + 1)
        ]
        helper.layout = Layout("aanwezig", "uitkomst", "verslag", Fieldset("Actiepunten", HTML(uitleg), *rijen))
        return helper


@formulier(Startgesprek, "houd")
class HoudStartgesprekForm(HoudForm):
    """What came of the first conversation; its outcome stands on the dossier."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uitkomst"].required = True


class ActiepuntForm(Vorm):
    """One more action point of a meeting that was put on record."""

    wat = forms.CharField(label="Wat moet er gebeuren?", max_length=300, error_messages={"required": "Vul in wat er moet gebeuren."})
    persoon = forms.CharField(label="Naam (mag leeg)", required=False, max_length=120)
    uiterlijk = DatumField(label="Uiterlijk")

    def __init__(self, *args: Any, genodigd: list[Organisatie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.genodigd = {str(o.pk): o for o in genodigd}
        self.fields["organisatie"] = wie_veld(genodigd, label="Wie pakt het op?")
        self.order_fields(["wat", "organisatie", "persoon", "uiterlijk"])
        self.vertaal_meldingen()

    def gegevens(self) -> dict[str, Any]:
        return self.cleaned_data | {"organisatie": self.genodigd[self.cleaned_data["organisatie"]]}


class TekstForm(Vorm):
    """The agenda before a meeting, or the minutes after it; `gezien` is what the writer began from."""

    gezien = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, wat: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tekst"] = TekstField(label=wat, required=False, rijen=14, max_length=10000 if wat == "Verslag" else 5000)
        self.order_fields(["tekst", "gezien"])
        self.vertaal_meldingen()

    def clean_gezien(self) -> str:
        return str(self.cleaned_data["gezien"]).replace("\r\n", "\n")

    def clean_tekst(self) -> str:
        return str(self.cleaned_data["tekst"]).replace("\r\n", "\n")


class GedaanForm(Vorm):
    """A note with an action point that is done."""

    notitie = forms.CharField(label="Notitie (mag leeg)", required=False, max_length=500)
