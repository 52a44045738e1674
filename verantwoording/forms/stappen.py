"""The forms of the steps around the money."""

import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction

from kern.basis.datums import toon_datum
from kern.basis.forms import BedragFormField, DatumField, TekstField
from kern.basis.geld import toon_bedrag
from kern.documenten import services as documenten
from kern.documenten.forms import DocumentField
from kern.documenten.models import Document
from kern.toestanden.formulieren import StapForm, formulier
from kern.toestanden.models import Machine
from verantwoording.brieven_overeenkomst import BETAALBESCHIKKING
from verantwoording.forms.overeenkomst import PdfField
from verantwoording.forms.voorschot import VoorschotVelden
from verantwoording.models import Inspanning, KpiVerantwoording, Resultaat, Toekenning, Uitkomst
from verantwoording.services.betaalopdracht import delen_van_de_opdracht
from verantwoording.zicht import BEWIJSSTUK

BIJLAGEN = ("bijlage_1", "bijlage_2", "bijlage_3")


class KpiForm(StapForm):
    """A step on the account of one KPI; the journaal says which one."""

    rij: KpiVerantwoording

    def feiten(self) -> dict[str, Any]:
        return {"kpi": self.rij.kpi.nummer}


def _afdruk(upload: Any) -> str:
    """The sha256 of a file, as it will be kept."""
    upload.seek(0)
    afdruk = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    return afdruk


@formulier(KpiVerantwoording, "dien_bewijs_in")
class DienBewijsInForm(KpiForm):
    """What was reached and what shows it, with up to three files."""

    bewijs = TekstField(
        label="Wat is bereikt, en waaruit blijkt dat?",
        rijen=7,
        richtlengte=1500,
        help_text="Noem de gemeten waarde naast de streefwaarde. Zet er geen gegevens van patiënten in.",
        error_messages={"required": "Beschrijf wat is bereikt en waaruit dat blijkt."},
    )
    bijlage_1 = DocumentField(label="Bewijsstuk", required=False)
    bijlage_2 = DocumentField(label="Tweede bewijsstuk", required=False, help_text="")
    bijlage_3 = DocumentField(label="Derde bewijsstuk", required=False, help_text="")

    def __init__(self, *args: Any, rij: KpiVerantwoording, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"bewijs": rij.bewijs})
        super().__init__(*args, rij=rij, **kwargs)

    def gegevens(self) -> dict[str, Any]:
        return {"bewijs": self.cleaned_data["bewijs"]}

    def clean(self) -> dict[str, Any]:
        """The same file twice is said at its field: in this form, or handed in before."""
        gegevens = super().clean() or self.cleaned_data
        al: dict[str, dt.date | None] = dict(Document.objects.filter(soort=BEWIJSSTUK, onderwerp=self.rij.pk).values_list("sha256", "op"))
        for naam in BIJLAGEN:
            if not gegevens.get(naam):
                continue
            afdruk = _afdruk(gegevens[naam])
            if dag := al.get(afdruk):
                self.add_error(naam, f"Dit bestand hebt u al ingediend, op {toon_datum(dag)}. Het hoeft er niet nog eens bij.")
            elif afdruk in al:
                self.add_error(naam, "Dit is hetzelfde bestand als hierboven. Kies een ander bestand of laat dit veld leeg.")
            al.setdefault(afdruk, None)
        return gegevens

    def feiten(self) -> dict[str, Any]:
        return {**super().feiten(), "bewijsstukken": len(self._uploads())}

    def _uploads(self) -> list[Any]:
        return [self.cleaned_data[naam] for naam in BIJLAGEN if self.cleaned_data.get(naam)]

    @transaction.atomic
    def neem_stap(self, stap: str, *, verwacht: str | None) -> Machine:
        """The step and its files: both or neither."""
        rij = super().neem_stap(stap, verwacht=verwacht)
        for upload in self._uploads():
            documenten.bewaar(
                zaak=rij.zaak,
                soort=BEWIJSSTUK,
                onderwerp=rij.pk,
                titel=f"Bewijs bij KPI {self.rij.kpi.nummer}: {upload.name}",
                upload=upload,
                door=self.door,
                op=self.op,
                voor=Document.Voor.CZV_EN_INDIENERS,
            )
        return rij


@formulier(KpiVerantwoording, "vraag_aanvulling")
class VraagAanvullingForm(KpiForm):
    """What is still missing; the penvoerder reads it."""

    aanvulling_gevraagd = TekstField(
        label="Wat ontbreekt er nog?",
        max_length=3000,
        help_text="De penvoerder leest dit.",
        error_messages={"required": "Schrijf op wat er nog ontbreekt."},
    )


def _inspanning(*, verplicht: bool) -> forms.ChoiceField:
    keuzes = list(Inspanning.choices) if verplicht else [("", "niet van toepassing of nog niet beoordeeld"), *Inspanning.choices]
    return forms.ChoiceField(
        label="Zijn de inspanningen volgens afspraak geleverd? (1g.5)",
        choices=keuzes,
        required=verplicht,
        widget=forms.RadioSelect,
        help_text="Alleen nodig als u meer wilt toekennen dan bij het behaalde hoort.",
        error_messages={"required": "Kies ja of nee.", "invalid_choice": "Kies ja of nee."},
    )


@formulier(KpiVerantwoording, "beoordeel")
class BeoordeelForm(KpiForm):
    """Reached, in part or not, with the grounds; and if it matters the effort (1g.5)."""

    resultaat = forms.ChoiceField(
        label="Is de KPI behaald?",
        choices=Resultaat.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of de KPI is behaald.", "invalid_choice": "Kies behaald, deels behaald of niet behaald."},
    )
    bedrag_behaald = BedragFormField(label="Bedrag dat bij het behaalde hoort", required=False, help_text="Alleen bij deels behaald.")
    oordeel = TekstField(
        label="Waarop baseert u dit?", max_length=5000, error_messages={"required": "Schrijf op waarop u uw oordeel baseert."}
    )
    inspanning = _inspanning(verplicht=False)
    inspanning_onderbouwing = TekstField(label="Onderbouwing van de inspanning", max_length=5000, rijen=3, required=False)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        if gegevens.get("resultaat") in (Resultaat.BEHAALD, Resultaat.NIET) and gegevens.get("bedrag_behaald") is not None:
            self.add_error("bedrag_behaald", "Vul dit bedrag alleen in bij deels behaald. Haal het weg, of kies deels behaald.")
        if gegevens.get("inspanning") and not gegevens.get("inspanning_onderbouwing"):
            self.add_error("inspanning_onderbouwing", "Onderbouw het oordeel over de inspanning (1g.5).")
        return gegevens

    def feiten(self) -> dict[str, Any]:
        return {**super().feiten(), "resultaat": self.cleaned_data["resultaat"]}


@formulier(KpiVerantwoording, "leg_inspanning_vast")
class InspanningForm(KpiForm):
    """Whether the effort was delivered as agreed (1g.5)."""

    inspanning = _inspanning(verplicht=True)
    inspanning_onderbouwing = TekstField(
        label="Onderbouwing", max_length=5000, error_messages={"required": "Onderbouw het oordeel over de inspanning."}
    )

    def __init__(self, *args: Any, rij: KpiVerantwoording, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"inspanning": rij.inspanning, "inspanning_onderbouwing": rij.inspanning_onderbouwing})
        super().__init__(*args, rij=rij, **kwargs)

    def feiten(self) -> dict[str, Any]:
        return {**super().feiten(), "inspanning": self.cleaned_data["inspanning"]}


@formulier(KpiVerantwoording, "ken_toe")
class KenToeForm(VoorschotVelden, KpiForm):
    """In full, in part with an amount, or nothing (1g.5); with an advance on a later KPI where they want one (1g.4)."""

    uitkomst = forms.ChoiceField(
        label="Wat kent u toe?",
        choices=Uitkomst.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies volledig, gedeeltelijk of geen.", "invalid_choice": "Kies volledig, gedeeltelijk of geen."},
    )
    bedrag = BedragFormField(label="Toe te kennen bedrag", required=False, help_text="Alleen nodig bij gedeeltelijk.")
    motivering = TekstField(
        label="Motivering",
        max_length=5000,
        help_text="Dit staat straks in het uitbetalingsbesluit.",
        error_messages={"required": "Motiveer dit besluit."},
    )

    def __init__(self, *args: Any, rij: KpiVerantwoording, **kwargs: Any) -> None:
        deels = rij.resultaat == Resultaat.DEELS
        begin = {Resultaat.BEHAALD: Uitkomst.VOLLEDIG, Resultaat.DEELS: Uitkomst.GEDEELTELIJK, Resultaat.NIET: Uitkomst.GEEN}
        uitkomst = begin.get(Resultaat(rij.resultaat)) if rij.resultaat else None
        kwargs.setdefault("initial", {"uitkomst": uitkomst, "bedrag": rij.bedrag_behaald if deels else None})
        super().__init__(*args, rij=rij, **kwargs)
        self.voeg_voorschot_toe(rij)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        vast = {Uitkomst.VOLLEDIG: self.rij.kpi.bedrag, Uitkomst.GEEN: Decimal(0)}.get(gegevens.get("uitkomst"))  # type: ignore[arg-type]
        if gegevens.get("bedrag") is None and "bedrag" not in self.errors and gegevens.get("uitkomst"):
            if vast is None:
                self.add_error("bedrag", "Vul in welk bedrag u toekent.")
            gegevens["bedrag"] = vast
        self.lees_voorschot(gegevens)
        return gegevens

    def feiten(self) -> dict[str, Any]:
        g = self.cleaned_data
        voorschot = {"voorschot": g["voorschot_bedrag"]} if g.get("voorschot_bedrag") else {}
        return {**super().feiten(), "uitkomst": g["uitkomst"], "bedrag": g["bedrag"], **voorschot}


@formulier(KpiVerantwoording, "betaal_uit")
class BetaalUitForm(KpiForm):
    """The confirmation of the second person; the page shows the four parts of 3a.5 above it."""

    is_ernstig = True

    def __init__(self, *args: Any, rij: KpiVerantwoording, **kwargs: Any) -> None:
        super().__init__(*args, rij=rij, **kwargs)
        self.te_betalen = sum((deel for *_, deel in delen_van_de_opdracht(rij)), Decimal(0)) if rij.bedrag_toegekend else Decimal(0)
        self.knop = f"Geef opdracht voor {toon_bedrag(self.te_betalen)}"  # type: ignore[misc]  # the words differ per row

    def feiten(self) -> dict[str, Any]:
        return {**super().feiten(), "bedrag": self.te_betalen}


@formulier(Toekenning, "beschik")
class BeschikForm(StapForm):
    """What the NZa granted (3a.5)."""

    rij: Toekenning
    kenmerk = forms.CharField(
        label="Kenmerk van de NZa", max_length=60, error_messages={"required": "Vul het kenmerk van de betaalbeschikking in."}
    )
    afgegeven_op = DatumField(label="Afgegeven op")
    bedrag = BedragFormField(label="Bedrag", mag_nul=False)
    toelichting = TekstField(
        label="Toelichting", required=False, max_length=3000, rijen=3, help_text="Nodig als het bedrag anders is dan het toegekende."
    )
    document = PdfField(label="De betaalbeschikking", error_messages={"required": "Voeg de betaalbeschikking toe."})

    def __init__(self, *args: Any, rij: Toekenning, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"bedrag": rij.bedrag})
        super().__init__(*args, rij=rij, **kwargs)

    def gegevens(self) -> dict[str, Any]:
        return {naam: waarde for naam, waarde in self.cleaned_data.items() if naam != "document"}

    @transaction.atomic
    def neem_stap(self, stap: str, *, verwacht: str | None) -> Machine:
        """The step and the decision itself as a file: both or neither."""
        rij = super().neem_stap(stap, verwacht=verwacht)
        documenten.bewaar(
            zaak=rij.zaak,
            soort=BETAALBESCHIKKING,
            onderwerp=self.rij.beschikking.pk,
            titel=f"Betaalbeschikking {self.cleaned_data['kenmerk']}",
            upload=self.cleaned_data["document"],
            door=self.door,
            op=self.op,
            voor=Document.Voor.CZV_EN_INDIENERS,
        )
        return rij

    def feiten(self) -> dict[str, Any]:
        g = self.cleaned_data
        return {"kenmerk": g["kenmerk"], "afgegeven_op": g["afgegeven_op"], "bedrag": g["bedrag"]}


@formulier(Toekenning, "weiger_beschikking")
class WeigerBeschikkingForm(StapForm):
    """Why the NZa refused; all who sign read it."""

    reden = TekstField(
        label="Waarom is de betaalbeschikking geweigerd?",
        max_length=3000,
        help_text="Alle partijen van de overeenkomst lezen dit.",
        error_messages={"required": "Geef een reden."},
    )


@formulier(Toekenning, "beeindig")
class BeeindigForm(StapForm):
    """Why the plan ends early."""

    is_ernstig = True
    reden = TekstField(
        label="Waarom eindigt dit plan?",
        max_length=3000,
        help_text="Alle partijen lezen dit.",
        error_messages={"required": "Geef een reden."},
    )
