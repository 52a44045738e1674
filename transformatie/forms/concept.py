"""The writing form of a snelle toets or a plan, made from its indieningsformat."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms

from kern.basis.forms import BedragFormField, TekstField, Vorm
from transformatie.formats import Format
from transformatie.models import Planversie
from transformatie.services.concept import BEDRAG, SOCIAAL, Botsing, Stuk, waarden

LANGSTE_TEKST = 10000


@dataclass(frozen=True)
class Voortgang:
    """How far a chapter is: fields filled in, of how many that must be."""

    sleutel: str
    titel: str
    gevuld: int
    totaal: int

    @property
    def is_af(self) -> bool:
        return self.gevuld >= self.totaal


def voortgang(format_: Format, teksten: dict[str, str]) -> list[Voortgang]:
    """Per chapter what is filled in; of the criteria one is enough (2b.1)."""
    gevonden = []
    for hoofdstuk in format_.hoofdstukken:
        gevuld = [v for v in hoofdstuk.velden if teksten.get(v.sleutel, "").strip()]
        verplicht = [v for v in hoofdstuk.velden if v.verplicht]
        if verplicht:
            gevonden.append(Voortgang(hoofdstuk.sleutel, hoofdstuk.titel, len([v for v in gevuld if v.verplicht]), len(verplicht)))
        else:
            gevonden.append(Voortgang(hoofdstuk.sleutel, hoofdstuk.titel, min(len(gevuld), 1), 1))
    return gevonden


class LaterVerplicht:
    """A field that must be filled in at handing in, but may stay empty while one writes."""

    def validate(self, value: Any) -> None:
        """Nothing is asked of a concept."""


class LatereTekst(LaterVerplicht, TekstField):
    """A text that is asked for at handing in."""


class LaterBedrag(LaterVerplicht, BedragFormField):
    """An amount that is asked for at handing in."""


class ConceptForm(Vorm):
    """Chapters of texts with their counters, the amount, and for a plan which parts lie in the social domain (1b.1).

    Nothing is required here: what is missing is asked for at handing in.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, stuk: Stuk, botsingen: list[Botsing] | None = None, **kwargs: Any) -> None:
        self.stuk, self.botsingen = stuk, {b.veld: b for b in botsingen or []}
        nu = waarden(stuk)
        kwargs.setdefault("initial", {**nu, BEDRAG: stuk.bedrag_gevraagd})
        super().__init__(*args, **kwargs)
        for veld in stuk.format.velden:
            klasse = LatereTekst if veld.verplicht else TekstField
            self.fields[veld.sleutel] = klasse(
                label=veld.label,
                help_text=veld.hulp,
                required=veld.verplicht,
                richtlengte=veld.lengte,
                rijen=6,
                max_length=LANGSTE_TEKST,
                strip=False,
            )
            if self.met_sociaal:
                self.fields[f"{SOCIAAL}{veld.sleutel}"] = forms.BooleanField(
                    label="Dit onderdeel valt in het sociaal domein", required=False
                )
        self.fields[BEDRAG] = LaterBedrag(
            label="Gevraagd bedrag in euro",
            help_text="Bijvoorbeeld 8.400.000. Bij een snelle toets is dit een indicatie."
            if not isinstance(stuk, Planversie)
            else "Bijvoorbeeld 8.400.000. De KPI's tellen samen op tot dit bedrag (1f.3).",
        )
        self.vertaal_meldingen()

    @property
    def met_sociaal(self) -> bool:
        """Parts are marked only in a plan that touches the social domain."""
        return isinstance(self.stuk, Planversie) and self.stuk.plan.dossier.raakt_sociaal_domein

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(*[self._hoofdstuk(h) for h in self.stuk.format.hoofdstukken], self._bedrag())
        return helper

    def _hoofdstuk(self, hoofdstuk: Any) -> Div:
        delen: list[Any] = [HTML(f"<h2>{hoofdstuk.titel}</h2>")]
        for veld in hoofdstuk.velden:
            delen.append(Field(veld.sleutel))
            delen += self._botsing(veld.sleutel)
            if self.met_sociaal:
                delen.append(Field(f"{SOCIAAL}{veld.sleutel}"))
        return Div(*delen, css_class="kaart", css_id=f"hoofdstuk-{hoofdstuk.sleutel}")

    def _bedrag(self) -> Div:
        return Div(HTML("<h2>Bedrag</h2>"), Field(BEDRAG), *self._botsing(BEDRAG), css_class="kaart", css_id="hoofdstuk-bedrag")

    def _botsing(self, veld: str) -> list[Any]:
        """The other author's text, right under one's own."""
        if veld not in self.botsingen:
            return []
        sjabloon = '{% include "transformatie/onderdelen/botsing.html" with botsing=form.botsingen.' + veld + " %}"
        return [HTML(sjabloon)]

    def teksten(self) -> dict[str, str]:
        """What was typed, as text per field; a field that was not right stays out."""
        self.is_valid()
        gelezen: dict[str, str] = {}
        for naam, waarde in self.cleaned_data.items():
            if isinstance(waarde, bool):
                gelezen[naam] = "ja" if waarde else ""
            elif isinstance(waarde, Decimal):
                gelezen[naam] = str(waarde)
            else:
                gelezen[naam] = waarde or ""
        return gelezen


def gelezen_merken(post: Any) -> dict[str, str]:
    """The marks of the texts this author last read, from the hidden fields."""
    return {naam.removeprefix("was_"): waarde for naam, waarde in post.items() if naam.startswith("was_")}
