"""Input for KPI's and mijlpalen of the version that is being written."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row

from kern.basis.forms import BedragFormField, DatumField, ModelVorm
from kern.organisaties.models import Organisatie, Sector
from transformatie.models import Kpi, Mijlpaal, Planversie


class MijlpaalForm(ModelVorm):
    """A moment in the plan; a go/no-go holds later KPI's until it is decided (1g.6)."""

    datum = DatumField(label="Datum")

    class Meta:
        model = Mijlpaal
        fields = ["titel", "datum", "is_go_no_go"]
        help_texts = {"is_go_no_go": "Een KPI kan op dit moment wachten: pas na een ‘go’ wordt zij verantwoord (1g.6)."}
        error_messages = {"titel": {"required": "Geef de mijlpaal een naam."}}

    def __init__(self, *args: Any, versie: Planversie, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.versie = versie


class KpiForm(ModelVorm):
    """An agreement: what is measured, how much, when, by whom, for what amount (1f.3)."""

    meten_op = DatumField(label="Te behalen op")
    bedrag = BedragFormField(label="Bedrag in euro", mag_nul=False, help_text="Wat er wordt betaald als deze KPI is behaald.")

    class Meta:
        model = Kpi
        fields = [
            "omschrijving",
            "indicator",
            "uitgangswaarde",
            "streefwaarde",
            "meetinstrument",
            "meten_op",
            "bedrag",
            "financieringsstroom",
            "organisatie",
            "sector",
            "is_sociaal_domein",
            "na_mijlpaal",
        ]
        help_texts = {
            "omschrijving": "Het resultaat in een zin, voor de eigen organisatie en in het algemeen belang.",
            "indicator": "Wat wordt er geteld of gemeten?",
            "uitgangswaarde": "Hoe het nu is.",
            "streefwaarde": "Hoe het dan is.",
            "meetinstrument": "Waarmee en door wie er wordt gemeten.",
            "is_sociaal_domein": "De gemeente keurt deze KPI dan uitdrukkelijk goed (1b.1).",
        }
        error_messages = {
            "omschrijving": {"required": "Beschrijf wat de KPI inhoudt."},
            "indicator": {"required": "Vul in wat er wordt gemeten."},
            "streefwaarde": {"required": "Vul de streefwaarde in."},
            "organisatie": {"required": "Kies wie deze KPI behaalt.", "invalid_choice": "Kies een partij van dit dossier."},
            "sector": {"required": "Kies een sector."},
            "na_mijlpaal": {"invalid_choice": "Kies een mijlpaal van dit plan."},
        }

    def __init__(self, *args: Any, versie: Planversie, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.versie = versie
        dossier = versie.plan.dossier
        partijen = {p.organisatie_id for p in dossier.deelnemende_partijen}
        self.fields["organisatie"].queryset = Organisatie.objects.filter(pk__in=partijen).order_by("naam")  # type: ignore[attr-defined]  # a form's fields are typed as the base class
        self.fields["organisatie"].empty_label = "kies een partij"  # type: ignore[attr-defined]  # a form's fields are typed as the base class
        self.fields["sector"].choices = [("", "kies een sector"), *Sector.choices]  # type: ignore[attr-defined]  # a form's fields are typed as the base class
        self.fields["na_mijlpaal"].queryset = versie.mijlpalen.filter(is_go_no_go=True)  # type: ignore[attr-defined]  # a form's fields are typed as the base class
        self.fields["na_mijlpaal"].empty_label = "wacht nergens op"  # type: ignore[attr-defined]  # a form's fields are typed as the base class
        if not dossier.raakt_sociaal_domein and not self.instance.is_sociaal_domein:
            del self.fields["is_sociaal_domein"]

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        sociaal = ["is_sociaal_domein"] if "is_sociaal_domein" in self.fields else []
        helper.layout = Layout(
            "omschrijving",
            "indicator",
            Row(Column("uitgangswaarde", css_class="col-sm-6"), Column("streefwaarde", css_class="col-sm-6")),
            "meetinstrument",
            Row(Column("meten_op", css_class="col-sm-6"), Column("bedrag", css_class="col-sm-6")),
            "organisatie",
            "sector",
            "financieringsstroom",
            "na_mijlpaal",
            *sociaal,
        )
        return helper
