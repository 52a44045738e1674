"""The forms of meetings: proposing moments, inviting, moving, and putting on record what came of it."""

import datetime as dt
import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from kern.basis.datums import toon_dag
from kern.basis.forms import DatumField, TekstField, TijdField, Vorm
from kern.organisaties.models import Organisatie
from kern.toestanden.formulieren import StapForm, formulier
from transformatie.models import Antwoord, Overleg, OverlegStatus, Startgesprek

AANTAL_MOMENTEN = 5
AANTAL_ACTIEPUNTEN = 4
VOORBIJ = "Deze dag is al voorbij. Kies vandaag of een latere dag."
ANDER = "ander"
ALLEBEI = "Vul bij dit moment een datum en een tijd in."


def toon_moment(moment: dt.datetime) -> str:
    """'di 1 april 2025, 10.30 uur'."""
    plaatselijk = timezone.localtime(moment)
    return f"{toon_dag(plaatselijk.date())}, {plaatselijk:%H.%M} uur"


def samen(datum: dt.date, tijd: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(datum, tijd))


def tel(kan: int, liever_niet: int, kan_niet: int) -> str:
    """'2 kunnen, 1 kan niet'."""
    delen = [
        f"{kan} {'kan' if kan == 1 else 'kunnen'}" if kan else "",
        f"{liever_niet} liever niet" if liever_niet else "",
        f"{kan_niet} {'kan' if kan_niet == 1 else 'kunnen'} niet" if kan_niet else "",
    ]
    return ", ".join(d for d in delen if d) or "nog geen antwoorden"


class BelegForm(Vorm):
    """What a new meeting is about; who is invited and when comes after."""

    onderwerp = forms.CharField(
        label="Onderwerp",
        max_length=160,
        help_text="Bijvoorbeeld: de begroting van het plan.",
        error_messages={"required": "Vul het onderwerp in."},
    )
    agenda = TekstField(
        label="Agenda",
        required=False,
        max_length=5000,
        rijen=6,
        help_text="Een punt per regel. Openstaande actiepunten van eerdere overleggen staan er vanzelf bij.",
    )


class MomentForm(Vorm):
    """One more moment that could suit everyone."""

    datum = DatumField(label="Datum")
    tijd = TijdField(label="Tijd", initial=dt.time(10, 0))

    def __init__(self, *args: Any, op: dt.date, **kwargs: Any) -> None:
        self.op = op
        super().__init__(*args, **kwargs)

    def clean_datum(self) -> dt.date:
        datum: dt.date = self.cleaned_data["datum"]
        if datum < self.op:
            raise forms.ValidationError(VOORBIJ)
        return datum

    def moment(self) -> dt.datetime:
        return samen(self.cleaned_data["datum"], self.cleaned_data["tijd"])


class MomentenMixin:
    """Up to five moments; an empty row is no moment."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    op: dt.date

    def voeg_momenten_toe(self) -> None:
        for n in range(1, AANTAL_MOMENTEN + 1):
            self.fields[f"datum_{n}"] = DatumField(label=f"Datum {n}", required=False)
            self.fields[f"tijd_{n}"] = TijdField(label=f"Tijd {n}", required=False)

    def toets_momenten(self) -> None:
        for n in range(1, AANTAL_MOMENTEN + 1):
            datum, tijd = self.cleaned_data.get(f"datum_{n}"), self.cleaned_data.get(f"tijd_{n}")
            velden = {f"datum_{n}", f"tijd_{n}"}
            if velden & set(self.errors):  # type: ignore[attr-defined]  # of the form this is mixed into
                continue
            if bool(datum) != bool(tijd):
                self.add_error(f"datum_{n}" if not datum else f"tijd_{n}", ALLEBEI)  # type: ignore[attr-defined]  # idem
            elif datum and datum < self.op:
                self.add_error(f"datum_{n}", VOORBIJ)  # type: ignore[attr-defined]  # idem

    def momenten(self) -> list[dt.datetime]:
        paren = [(self.cleaned_data.get(f"datum_{n}"), self.cleaned_data.get(f"tijd_{n}")) for n in range(1, AANTAL_MOMENTEN + 1)]
        return sorted({samen(d, t) for d, t in paren if d and t})

    @property
    def helper(self) -> FormHelper:
        helper: FormHelper = super().helper  # type: ignore[misc]  # of the form this is mixed into
        rijen = [
            Row(Column(f"datum_{n}", css_class="col-sm-6"), Column(f"tijd_{n}", css_class="col-sm-6"))
            for n in range(1, AANTAL_MOMENTEN + 1)
        ]
        helper.layout = Layout(*rijen)
        return helper


@formulier(Overleg, "leg_momenten_voor")
class LegMomentenVoorForm(MomentenMixin, StapForm):
    """The moments everyone involved is asked about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voeg_momenten_toe()
        self.vertaal_meldingen()

    def clean(self) -> dict[str, Any]:
        self.toets_momenten()
        return self.cleaned_data

    def gegevens(self) -> dict[str, Any]:
        return {"momenten": self.momenten()}


class StartgesprekMomentenForm(MomentenMixin, Vorm):
    """The same for the startgesprek, before there is a meeting (1a.2)."""

    def __init__(self, *args: Any, op: dt.date, **kwargs: Any) -> None:
        self.op = op
        super().__init__(*args, **kwargs)
        self.voeg_momenten_toe()
        self.vertaal_meldingen()

    def clean(self) -> dict[str, Any]:
        self.toets_momenten()
        if not self.errors and not self.momenten():
            self.add_error("datum_1", "Noem ten minste een moment.")
        return self.cleaned_data


class MomentEnPlaats(StapForm):
    """When, how long and where."""

    datum = DatumField(label="Datum")
    tijd = TijdField(label="Tijd", initial=dt.time(10, 0))
    duur = forms.IntegerField(
        label="Duur in minuten",
        required=False,
        min_value=5,
        max_value=600,
        initial=60,
        error_messages={
            "invalid": "Vul een heel aantal minuten in.",
            "min_value": "Een overleg duurt ten minste 5 minuten.",
            "max_value": "Een overleg duurt hoogstens 600 minuten.",
        },
    )
    plaats = forms.CharField(
        label="Plaats of link",
        max_length=200,
        help_text="Een adres, of de link naar het videogesprek.",
        error_messages={"required": "Vul in waar het gesprek is."},
    )
    velden_moment = [
        Row(Column("datum", css_class="col-sm-4"), Column("tijd", css_class="col-sm-4"), Column("duur", css_class="col-sm-4")),
        "plaats",
    ]

    def gekozen(self) -> dt.datetime | None:
        """A moment picked in another way than by typing it."""
        return None

    def clean(self) -> dict[str, Any]:
        datum, tijd = self.cleaned_data.get("datum"), self.cleaned_data.get("tijd")
        if self.gekozen() is not None:
            return self.cleaned_data
        if "voorstel" in self.errors:
            return self.cleaned_data
        if not datum and "datum" not in self.errors:
            self.add_error("datum", "Vul een datum in.")
        elif datum and datum < self.op:
            self.add_error("datum", VOORBIJ)
        if not tijd and "tijd" not in self.errors:
            self.add_error("tijd", "Vul een tijd in.")
        return self.cleaned_data

    def gegevens(self) -> dict[str, Any]:
        g = self.cleaned_data
        return {"moment": self.gekozen() or samen(g["datum"], g["tijd"]), "plaats": g["plaats"], "duur": g["duur"]}

    def feiten(self) -> dict[str, Any]:
        return {"moment": self.gegevens()["moment"]}


def overleg_van(rij: Any) -> Overleg | None:
    """The meeting itself, also when the step is that of its startgesprek."""
    if isinstance(rij, Overleg):
        return rij
    levend = rij.dossier.overleggen.filter(soort_overleg="startgesprek").exclude(status=OverlegStatus.AFGEZEGD)
    overleg: Overleg | None = levend.select_related("organisator").first()
    return overleg


@formulier(Overleg, "verstuur_uitnodiging")
@formulier(Startgesprek, "plan")
class UitnodigenForm(MomentEnPlaats):
    """The moment, and who is invited: everyone involved, unless there is a reason (1a.3)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        overleg = overleg_van(self.rij)
        self.voorstellen = {str(v.pk): v.moment for v in overleg.voorstellen.all()} if overleg is not None else {}
        if overleg is not None:
            self.fields["duur"].initial = overleg.duur
            self._voeg_keuze_toe(overleg)
        self._datum_als_u_anders_kiest()
        gastheer = overleg.organisator if overleg is not None else self.rij.dossier.coordinerend
        self.gasten: list[Organisatie] = [o for o in self.rij.dossier.betrokken_organisaties if o != gastheer]
        for gast in self.gasten:
            self.fields[f"weg_{gast.pk.hex}"] = forms.BooleanField(label=f"Nodig {gast.in_zin} niet uit", required=False)
            self.fields[f"reden_{gast.pk.hex}"] = forms.CharField(
                label=f"Reden om {gast.in_zin} weg te laten", required=False, max_length=500
            )
        self.vertaal_meldingen()

    def _voeg_keuze_toe(self, overleg: Overleg) -> None:
        """The proposed moments with what everyone answered, the best one picked beforehand."""
        geteld = []
        for voorstel in overleg.voorstellen.prefetch_related("voorkeuren"):
            antwoorden = [v.antwoord for v in voorstel.voorkeuren.all()]
            kan, liever, niet = (antwoorden.count(a) for a in (Antwoord.KAN, Antwoord.LIEVER_NIET, Antwoord.KAN_NIET))
            is_voorbij = timezone.localtime(voorstel.moment).date() < self.op
            telling = tel(kan, liever, niet)
            geteld.append(((is_voorbij, niet, liever, -kan, voorstel.moment), voorstel, telling))
        if not geteld:
            return
        keuzes = [(str(v.pk), f"{toon_moment(v.moment)}: {telling}") for _, v, telling in geteld]
        self.fields["voorstel"] = forms.ChoiceField(
            label="Welk moment kiest u?",
            choices=[*keuzes, (ANDER, "Een ander moment, hieronder")],
            widget=forms.RadioSelect,
            error_messages={"required": "Kies een moment.", "invalid_choice": "Kies een van de momenten, of een ander moment."},
            initial=str(min(geteld, key=lambda t: t[0])[1].pk),
        )

    def gekozen(self) -> dt.datetime | None:
        return self.voorstellen.get(self.cleaned_data.get("voorstel", ""))

    def _datum_als_u_anders_kiest(self) -> None:
        """Date and time are asked for, unless one of the proposed moments is picked."""
        is_keuze = "voorstel" in self.fields
        for naam in ("datum", "tijd"):
            self.fields[naam].required = not is_keuze
            if is_keuze:
                self.fields[naam].label = f"{naam.capitalize()} van een ander moment"

    def clean(self) -> dict[str, Any]:
        moment = self.gekozen()
        if moment is not None and timezone.localtime(moment).date() < self.op:
            self.add_error("voorstel", "Dit moment is al voorbij. Kies een ander moment.")
        super().clean()
        for gast in self.gasten:
            reden = self.cleaned_data.get(f"reden_{gast.pk.hex}", "").strip()
            if reden and not self.cleaned_data.get(f"weg_{gast.pk.hex}"):
                self.add_error(
                    f"weg_{gast.pk.hex}", f"U gaf een reden om {gast.in_zin} weg te laten. Zet ook het vinkje, of maak de reden leeg."
                )
        return self.cleaned_data

    def weggelaten(self) -> dict[uuid.UUID, str]:
        return {g.pk: self.cleaned_data.get(f"reden_{g.pk.hex}", "") for g in self.gasten if self.cleaned_data.get(f"weg_{g.pk.hex}")}

    def gegevens(self) -> dict[str, Any]:
        return super().gegevens() | {"weggelaten": self.weggelaten()}

    def feiten(self) -> dict[str, Any]:
        weg = self.weggelaten()
        return super().feiten() | ({"niet_uitgenodigd": [g.naam for g in self.gasten if g.pk in weg]} if weg else {})

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        uitleg = "<p>Elke betrokken partij krijgt de uitnodiging. Laat een partij alleen weg als daar een reden voor is; iedereen in het dossier leest die reden (1a.3).</p>"
        rijen = [
            Row(Column(f"weg_{g.pk.hex}", css_class="col-sm-5"), Column(f"reden_{g.pk.hex}", css_class="col-sm-7"), css_class="gast")
            for g in self.gasten
        ]
        keuze = ["voorstel"] if "voorstel" in self.fields else []
        gasten = [Fieldset("Wie u uitnodigt", HTML(uitleg), *rijen)] if rijen else []
        helper.layout = Layout(*keuze, *self.velden_moment, *gasten)
        return helper


@formulier(Overleg, "verzet")
@formulier(Startgesprek, "verzet")
class VerzetForm(MomentEnPlaats):
    """Another moment or place, beginning from the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        overleg = overleg_van(self.rij)
        if overleg is not None and overleg.moment is not None:
            nu = timezone.localtime(overleg.moment)
            self.initial = {"datum": nu.date(), "tijd": nu.time(), "plaats": overleg.plaats, "duur": overleg.duur}

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(*self.velden_moment)
        return helper


@formulier(Overleg, "zeg_af")
@formulier(Startgesprek, "zeg_af")
class ZegAfForm(StapForm):
    """Why a meeting does not take place."""

    reden = TekstField(
        label="Waarom gaat het niet door?",
        max_length=500,
        rijen=3,
        help_text="Wie was uitgenodigd leest dit.",
        error_messages={"required": "Geef een reden."},
    )
