"""The joint terugkoppeling: one text, with for each difference what both insurers say together (1c.2)."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.template.loader import render_to_string

from beoordeling.blad import Verschilpunt, verschilpunten, voorstel_terugkoppeling
from beoordeling.eisen import KIES_SAMEN
from beoordeling.forms.stappen import Stapvorm, lange_tekst
from beoordeling.models import Advies, Beoordelingsronde
from beoordeling.selectors import rondes_met_oordelen
from kern.toestanden.formulieren import formulier


class Verschilblok:
    """The two reasonings side by side, above the field for what is said together."""

    def __init__(self, verschil: Verschilpunt) -> None:
        self.verschil = verschil

    def render(self, form: Any, context: Any, **_: Any) -> str:
        return render_to_string("beoordeling/onderdelen/verschil.html", {"v": self.verschil})


@formulier(Beoordelingsronde, "stel_op")
class TerugkoppelingForm(Stapvorm):
    """The joint text and advice; a first text comes out of both insurers' opinions (1c.2)."""

    knop = "Leg voor aan de tweede verzekeraar"
    terugkoppeling = lange_tekst(
        "Gezamenlijke terugkoppeling",
        "Schrijf de terugkoppeling.",
        lengte=20000,
        rijen=18,
        help_text="Dit voorstel is samengevoegd uit de oordelen van beide verzekeraars. Maak er een tekst van: de indieners lezen alleen deze.",
    )
    advies = forms.ChoiceField(
        label="Gezamenlijk advies",
        choices=Advies.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een advies.", "invalid_choice": "Kies een advies uit de lijst."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ronde: Beoordelingsronde = self.rij
        vol = ronde if hasattr(ronde, "alle_beoordelingen") else rondes_met_oordelen().get(pk=ronde.pk)
        self.verschillen = verschilpunten(vol)
        for v in self.verschillen:
            self.fields[f"samen_{v.punt.code}"] = lange_tekst(
                f"Wat u samen zegt over {v.punt.titel}",
                f"Schrijf wat u samen zegt over {v.punt.titel}.",
                lengte=3000,
                rijen=3,
                help_text=f"Dit komt in de tekst in de plaats van ‘{v.open_keuze}’.",
                initial=ronde.samen.get(v.punt.code, ""),
            )
        self.vertaal_meldingen()
        if not self.is_bound:
            self.initial["terugkoppeling"] = ronde.terugkoppeling or voorstel_terugkoppeling(vol)
            eigen = next((b for b in vol.alle_beoordelingen if b.rol == "coordinerend"), None)
            self.initial["advies"] = ronde.advies or (eigen.conclusie if eigen else "")

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        delen: list[Any] = []
        for v in self.verschillen:
            delen += [Verschilblok(v), f"samen_{v.punt.code}"]
        helper.layout = Layout(*delen, "terugkoppeling", "advies")
        return helper

    def gegevens(self) -> dict[str, Any]:
        samen = {v.punt.code: self.cleaned_data[f"samen_{v.punt.code}"] for v in self.verschillen}
        tekst = self.cleaned_data["terugkoppeling"]
        for v in self.verschillen:
            tekst = neem_op(tekst, v, samen[v.punt.code], eerder=self.rij.samen.get(v.punt.code, ""))
        return {"terugkoppeling": tekst, "advies": self.cleaned_data["advies"], "samen": samen}

    def feiten(self) -> dict[str, Any]:
        return {"ronde": self.rij.nummer, "advies": self.cleaned_data["advies"], "verschillen": len(self.verschillen)}


def neem_op(tekst: str, verschil: Verschilpunt, samen: str, *, eerder: str) -> str:
    """The text with what both say on this point: where the open choice stood, where the earlier wording stood, or at the end."""
    begin = f"{verschil.punt.titel}: "
    for regel in tekst.splitlines():
        if regel.startswith(begin) and KIES_SAMEN in regel:
            return tekst.replace(regel, begin + samen, 1)
    if samen in tekst:
        return tekst
    if eerder and eerder in tekst:
        return tekst.replace(eerder, samen, 1)
    return f"{tekst.rstrip()}\n\n{begin}{samen}"
