"""The forms of a bijsturing: opening it, a proposal for each of the five ways, the answer, and the supplement of the NZa."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from kern.basis.forms import BedragFormField, DatumField, TekstField, Vorm
from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Organisatie
from kern.toestanden.formulieren import StapForm, formulier
from transformatie.services.meldingen import indieners
from verantwoording.models import Bijsturing, Bijsturingsuitkomst, KpiVerantwoording
from verantwoording.services.bijsturing_uitkomsten import MET_REDEN_VAN_BEIDE, NOG_TE_VERANTWOORDEN, Voorstel
from verantwoording.services.terugbetaling import spreid

U = Bijsturingsuitkomst
MEESTE_TERMIJNEN = 24
OM_DE = ((1, "elke maand"), (3, "elk kwartaal"), (6, "elk half jaar"), (12, "elk jaar"))


class OpenForm(Vorm):
    """Why somebody opens a bijsturing by hand."""

    aanleiding = TekstField(
        label="Waarom is bijsturen nodig?",
        max_length=3000,
        rijen=4,
        help_text="De andere kant en de NZa lezen dit.",
        error_messages={"required": "Schrijf op waarom bijsturen nodig is."},
    )


def onderbouwing(label: str = "Onderbouwing") -> TekstField:
    return TekstField(
        label=label,
        max_length=5000,
        rijen=4,
        help_text="De andere kant en de NZa lezen dit.",
        error_messages={"required": "Onderbouw uw voorstel. De andere kant en de NZa lezen dit."},
    )


class VoorstelForm(Vorm):
    """A proposal for one way; what the way asks more is in its own class."""

    uitkomst: ClassVar[str] = U.ANDERS
    onderbouwing = onderbouwing()

    def __init__(self, *args: Any, bijsturing: Bijsturing, kpis: list[KpiVerantwoording], **kwargs: Any) -> None:
        self.bijsturing, self.kpis = bijsturing, kpis
        kwargs.setdefault("prefix", self.uitkomst)
        super().__init__(*args, **kwargs)

    def voorstel(self) -> Voorstel:
        """What is proposed, once the form is valid."""
        return Voorstel(self.uitkomst)

    def gegevens(self) -> dict[str, Any]:
        """What the step gets."""
        v = self.voorstel()
        return {"uitkomst": v.uitkomst, "bedrag": v.bedrag, "inhoud": v.inhoud, "onderbouwing": self.cleaned_data["onderbouwing"]}

    def feiten(self) -> dict[str, Any]:
        v = self.voorstel()
        return {"uitkomst": v.uitkomst} | ({"bedrag": v.bedrag} if v.bedrag else {})


class AndersForm(VoorstelForm):
    onderbouwing = onderbouwing("Welke oplossing, en waarom past die beter?")


class SchuivenForm(VoorstelForm):
    uitkomst = U.SCHUIVEN
    onderbouwing = onderbouwing("Wat schuift waarheen, en waarom?")


class ExtraForm(VoorstelForm):
    uitkomst = U.EXTRA
    bedrag = BedragFormField(label="Hoeveel extra middelen zijn nodig?", mag_nul=False)
    onderbouwing = onderbouwing("Waarom zijn extra middelen nodig?")
    field_order = ("bedrag", "onderbouwing")

    def voorstel(self) -> Voorstel:
        return Voorstel(self.uitkomst, self.cleaned_data["bedrag"])


class TerugbetalingForm(VoorstelForm):
    uitkomst = U.TERUGBETALING
    bedrag = BedragFormField(
        label="Hoeveel gaat terug?", mag_nul=False, help_text="Wat u samen redelijk vindt; ten hoogste wat is uitbetaald."
    )
    schuldenaar = forms.ChoiceField(label="Wie betaalt terug?", error_messages={"required": "Kies welke partij terugbetaalt."})
    aantal_termijnen = forms.IntegerField(
        label="In hoeveel termijnen?",
        min_value=1,
        max_value=MEESTE_TERMIJNEN,
        error_messages={
            "required": "Vul het aantal termijnen in.",
            "invalid": "Vul een heel getal in.",
            "min_value": "Kies ten minste 1 termijn.",
            "max_value": f"Kies ten hoogste {MEESTE_TERMIJNEN} termijnen.",
        },
    )
    eerste_op = DatumField(label="Eerste termijn uiterlijk op")
    om_de = forms.TypedChoiceField(label="Daarna", choices=OM_DE, coerce=int, help_text="Alleen van belang bij meer dan een termijn.")
    onderbouwing = onderbouwing("Waarom is dit bedrag redelijk?")
    field_order = ("bedrag", "schuldenaar", "aantal_termijnen", "eerste_op", "om_de", "onderbouwing")

    def __init__(self, *args: Any, bijsturing: Bijsturing, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"aantal_termijnen": 1, "om_de": 3, "bedrag": _te_veel(bijsturing)})
        super().__init__(*args, bijsturing=bijsturing, **kwargs)
        partijen: list[Organisatie] = indieners(bijsturing.dossier)
        self.fields["schuldenaar"].choices = [(str(o.pk), o.naam) for o in partijen]  # type: ignore[attr-defined]  # a choice field

    def voorstel(self) -> Voorstel:
        g = self.cleaned_data
        termijnen = spreid(g["bedrag"], g["aantal_termijnen"], g["eerste_op"], g["om_de"])
        inhoud = {"schuldenaar": g["schuldenaar"]}
        kaal = Voorstel.van(self.uitkomst, g["bedrag"], inhoud)
        return Voorstel(self.uitkomst, g["bedrag"], kaal.schuldenaar, tuple(termijnen))


def _te_veel(bijsturing: Bijsturing) -> Decimal | None:
    afwijking = bijsturing.bedrag_afwijking
    return -afwijking if afwijking is not None and afwijking < 0 else None


class BeeindigenForm(VoorstelForm):
    uitkomst = U.BEEINDIGEN
    vervallen = forms.MultipleChoiceField(
        label="Welke KPI's vervallen?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Wat u niet aankruist, wordt nog verantwoord. Vervallen alle open KPI's, dan eindigt het hele plan.",
        error_messages={"required": "Kies ten minste een KPI die vervalt.", "invalid_choice": "Deze KPI staat niet meer open."},
    )
    onderbouwing = onderbouwing("Waarom eindigt dit deel van het plan?")
    field_order = ("vervallen", "onderbouwing")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ = [k for k in self.kpis if k.status in NOG_TE_VERANTWOORDEN]
        keuzes = [(str(k.pk), f"{k.kpi}: {k.kpi.omschrijving} ({toon_bedrag(k.kpi.bedrag)})") for k in open_]
        self.fields["vervallen"].choices = keuzes  # type: ignore[attr-defined]  # a choice field

    def voorstel(self) -> Voorstel:
        return Voorstel.van(self.uitkomst, None, {"kpis": self.cleaned_data["vervallen"]})


FORMULIEREN: dict[str, type[VoorstelForm]] = {
    U.TERUGBETALING: TerugbetalingForm,
    U.SCHUIVEN: SchuivenForm,
    U.EXTRA: ExtraForm,
    U.BEEINDIGEN: BeeindigenForm,
    U.ANDERS: AndersForm,
}


class AntwoordForm(Vorm):
    """The answer of the other side; of some ways both sides keep their reason."""

    def __init__(self, *args: Any, uitkomst: str = "", wijst_af: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moet = wijst_af or uitkomst in MET_REDEN_VAN_BEIDE
        label = "Waarom wijst u het voorstel af?" if wijst_af else "Waarom vindt u dit redelijk?" if moet else "Toelichting"
        fout = "Schrijf op waarom u het voorstel afwijst." if wijst_af else "Schrijf op waarom u dit redelijk vindt."
        self.fields["onderbouwing"] = TekstField(label=label, max_length=5000, rijen=3, required=moet, error_messages={"required": fout})
        self.vertaal_meldingen()


class AanvullendForm(Vorm):
    """What the NZa granted on top (3a.5)."""

    kenmerk = forms.CharField(label="Kenmerk van de NZa", max_length=60, error_messages={"required": "Vul het kenmerk in."})
    afgegeven_op = DatumField(label="Afgegeven op")
    bedrag = BedragFormField(label="Bedrag", mag_nul=False)


class OpDeBladzijde(StapForm):
    """A step that is taken on the page of the bijsturing itself, where one reads what it is about."""

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("Doe dit op de bladzijde van de bijsturing. Daar staat waar het over gaat.")


formulier(Bijsturing, "leg_voor", "stem_in", "wijs_af")(OpDeBladzijde)
