"""Input for KPI's and mijlpalen of the version that is being written."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms
from django.urls import reverse

from kern.basis.forms import BedragFormField, DatumField, ModelVorm, TekstField, Vorm
from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Organisatie, Sector
from transformatie.kpi_eisen import ALLEEN_EERSTE, KOSTEN_ONBEKEND, te_veel
from transformatie.models import Kpi, KpiDeel, Mijlpaal, Planversie

LEGE_DELEN = 3
MEESTE_DELEN = 20
LANGE_TEKST = {"omschrijving": 300, "indicator": 200}
"""Guideline lengths with a counter; the same numbers are the longest that fits (1f.1)."""
LET_OP_BTW = ("omschrijving", "indicator", "streefwaarde", "meetinstrument")


class KpiMotiveringForm(Vorm):
    """Why a plan has more KPI's than the guideline (1f.2)."""

    motivering = TekstField(
        label="Waarom zijn er zoveel KPI's nodig?",
        max_length=3000,
        rijen=5,
        richtlengte=1500,
        help_text="Minder is beter. Wie beoordeelt leest uw motivering naast de KPI's.",
        error_messages={"required": "Schrijf waarom dit aantal KPI's nodig is."},
    )


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
    voorbereidingskosten = BedragFormField(
        label="Gemaakte kosten van de voorbereiding",
        required=False,
        help_text="Alleen bij ‘opleveren van het plan’. Het bewijs en de kosten dient u in na goedkeuring van het plan (1g.2).",
    )

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
            "voorbereidingskosten",
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
        for veld, lengte in LANGE_TEKST.items():
            self.fields[veld].widget.attrs["data-richtlengte"] = str(lengte)
        adres = reverse("kpi-btw", kwargs={"kenmerk": dossier.kenmerk})
        for veld in LET_OP_BTW:
            self.fields[veld].widget.attrs |= {
                "hx-post": adres,
                "hx-trigger": "input changed delay:700ms",
                "hx-target": "#btw-signaal",
                "hx-swap": "outerHTML",
            }
        self._delen_erbij({str(p.organisatie_id): p.organisatie for p in dossier.deelnemende_partijen})
        self.vertaal_meldingen()

    def _delen_erbij(self, partijen: dict[str, Organisatie]) -> None:
        """A row of fields per part, with some empty ones to add; a new part is typed in an empty row (1f.3)."""
        nu = [] if self.instance._state.adding else list(self.instance.delen.all())
        gestuurd = [
            int(n[5:-7]) + 1
            for n in self.data
            if n.startswith("deel_") and n.endswith("_bedrag") and len(n[5:-7]) < 16 and n[5:-7].isdecimal()
        ]
        self.aantal_delen = min(max([len(nu) + LEGE_DELEN, *gestuurd]), MEESTE_DELEN)
        for i in range(self.aantal_delen):
            deel = nu[i] if i < len(nu) else None
            self.fields[f"deel_{i}_organisatie"] = forms.TypedChoiceField(
                choices=[("", "kies een partij"), *((pk, o.naam) for pk, o in partijen.items())],
                coerce=partijen.__getitem__,
                empty_value=None,
                label=f"Partij {i + 1}",
                required=False,
                initial=str(deel.organisatie_id) if deel else "",
                error_messages={"invalid_choice": "Kies een partij van dit dossier."},
            )
            keuzes = [("", "kies een sector"), *Sector.choices]
            self.fields[f"deel_{i}_sector"] = forms.ChoiceField(
                choices=keuzes, label=f"Sector {i + 1}", required=False, initial=deel.sector if deel else ""
            )
            self.fields[f"deel_{i}_bedrag"] = BedragFormField(
                label=f"Bedrag {i + 1}", required=False, mag_nul=False, initial=deel.bedrag if deel else None
            )

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        self._toets_oplevering(gegevens)
        self._toets_delen(gegevens)
        return gegevens

    def _toets_oplevering(self, g: dict[str, Any]) -> None:
        """'Opleveren van het plan' is KPI 1, for at most the costs that were made (1g.2)."""
        if not Kpi(financieringsstroom=g.get("financieringsstroom", "")).is_oplevering:
            g["voorbereidingskosten"] = self.instance.voorbereidingskosten = None
            return
        andere = self.instance.versie.kpis.exclude(pk=self.instance.pk)
        if andere.filter(nummer=1).exists() or (not self.instance._state.adding and self.instance.nummer != 1):
            self.add_error("financieringsstroom", f"{ALLEEN_EERSTE} (1g.2)")
        kosten = g.get("voorbereidingskosten")
        if kosten is None and "voorbereidingskosten" not in self.errors:
            self.add_error("voorbereidingskosten", KOSTEN_ONBEKEND)
        elif kosten is not None and (g.get("bedrag") or Decimal(0)) > kosten:
            self.add_error("bedrag", f"{te_veel(kosten)} (1g.2)")

    def _toets_delen(self, g: dict[str, Any]) -> None:
        gezien: set[Any] = set()
        for i in range(self.aantal_delen):
            deel = {wat: g.get(f"deel_{i}_{wat}") for wat in ("organisatie", "sector", "bedrag")}
            if not any(deel.values()):
                continue
            for wat, zin in (
                ("organisatie", "Kies de partij van dit deel."),
                ("sector", "Kies de sector van dit deel."),
                ("bedrag", "Vul in welk bedrag bij dit deel hoort."),
            ):
                if not deel[wat] and f"deel_{i}_{wat}" not in self.errors:
                    self.add_error(f"deel_{i}_{wat}", zin)
            if (deel["organisatie"], deel["sector"]) in gezien:
                self.add_error(f"deel_{i}_organisatie", "Deze partij staat met deze sector al in een ander deel. Tel ze bij elkaar op.")
            gezien.add((deel["organisatie"], deel["sector"]))
        totaal, bedrag = sum((d.bedrag for d in self.delen()), Decimal(0)), g.get("bedrag")
        if gezien and bedrag is not None and not self.errors and totaal != bedrag:
            self.add_error(
                "deel_0_bedrag", f"De delen tellen op tot {toon_bedrag(totaal)}; het bedrag van de KPI is {toon_bedrag(bedrag)}. (1f.3)"
            )

    def delen(self) -> list[KpiDeel]:
        """The parts as typed; none when one party takes all of it."""
        g = self.cleaned_data
        rijen = [
            KpiDeel(organisatie=g[f"deel_{i}_organisatie"], sector=g[f"deel_{i}_sector"], bedrag=g[f"deel_{i}_bedrag"])
            for i in range(self.aantal_delen)
            if all(g.get(f"deel_{i}_{wat}") for wat in ("organisatie", "sector", "bedrag"))
        ]
        heel = len(rijen) == 1 and (rijen[0].organisatie, rijen[0].sector) == (g.get("organisatie"), g.get("sector"))
        return [] if heel else rijen

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        sociaal = ["is_sociaal_domein"] if "is_sociaal_domein" in self.fields else []
        helper.layout = Layout(
            "omschrijving",
            "indicator",
            Row(Column("uitgangswaarde", css_class="col-sm-6"), Column("streefwaarde", css_class="col-sm-6")),
            "meetinstrument",
            HTML('{% include "transformatie/onderdelen/btw.html" %}'),
            Row(Column("meten_op", css_class="col-sm-6"), Column("bedrag", css_class="col-sm-6")),
            "organisatie",
            "sector",
            Fieldset(
                "Verdeling over partijen en sectoren",
                HTML(
                    '<p class="zacht">Laat dit leeg als het hele bedrag naar de verantwoordelijke partij gaat. Anders tellen de delen op tot het bedrag (1f.3).</p>'
                ),
                *[self._deelrij(i) for i in range(self.aantal_delen)],
            ),
            Row(Column("financieringsstroom", css_class="col-sm-6"), Column("voorbereidingskosten", css_class="col-sm-6")),
            "na_mijlpaal",
            *sociaal,
        )
        return helper

    @staticmethod
    def _deelrij(i: int) -> Row:
        return Row(
            Column(f"deel_{i}_organisatie", css_class="col-sm-5"),
            Column(f"deel_{i}_sector", css_class="col-sm-4"),
            Column(f"deel_{i}_bedrag", css_class="col-sm-3"),
        )
