"""The forms of the budget, of a statement of costs and of a file with costs."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from kern.basis.forms import BedragFormField, DatumField, TekstField, Vorm
from kern.organisaties.models import Organisatie
from kern.toestanden.formulieren import StapForm, formulier
from verantwoording.kostenupload import BETEKENISSEN, GEREALISEERD, POST
from verantwoording.models import Begroting, Begrotingspost, Kostenregel, Kostensoort, Kostenstand
from verantwoording.services.kosten import Kosten

EERSTE_JAAR, LAATSTE_JAAR = 2020, 2099


class BegrotingspostForm(Vorm):
    """One line of the budget: for what, of whom, and how much; a total per year or for the whole term (3a.3)."""

    naam = forms.CharField(label="Naam van de post", max_length=120, error_messages={"required": "Geef de post een naam."})
    kostensoort = forms.ChoiceField(label="Soort", choices=Kostensoort.choices)
    organisatie = forms.ModelChoiceField(
        label="Partij",
        queryset=Organisatie.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": "Kies een van de indieners."},
    )
    bedrag = BedragFormField(label="Begroot bedrag", mag_nul=False)
    jaar = forms.IntegerField(
        label="Jaar",
        required=False,
        localize=False,
        help_text="Leeg betekent: voor de hele looptijd.",
        error_messages={"invalid": "Schrijf een jaartal, bijvoorbeeld 2026."},
    )
    code = forms.CharField(
        label="Grootboekrekening of kostenplaats",
        required=False,
        max_length=40,
        help_text="Zoals in uw administratie. Dan herkennen wij de post in een bestand.",
    )

    def __init__(self, *args: Any, partijen: list[Organisatie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld = self.fields["organisatie"]
        assert isinstance(veld, forms.ModelChoiceField)
        veld.queryset = Organisatie.objects.filter(pk__in=[o.pk for o in partijen])
        veld.choices = [(o.pk, str(o)) for o in partijen]
        self.fields["jaar"].widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"})

    def clean_jaar(self) -> int | None:
        """A year this application is about."""
        jaar: int | None = self.cleaned_data["jaar"]
        if jaar is not None and not EERSTE_JAAR <= jaar <= LAATSTE_JAAR:
            raise forms.ValidationError("Schrijf een jaartal tussen 2020 en 2099.", code="jaar")
        return jaar

    @classmethod
    def van(cls, post: Begrotingspost, partijen: list[Organisatie], **kwargs: Any) -> "BegrotingspostForm":
        """Filled with what the post says."""
        velden = ("naam", "kostensoort", "organisatie", "bedrag", "jaar", "code")
        return cls(initial={v: getattr(post, f"{v}_id" if v == "organisatie" else v) for v in velden}, partijen=partijen, **kwargs)


@dataclass(frozen=True)
class Invulregel:
    """One post on the page with its three fields."""

    post: Begrotingspost
    gerealiseerd: BoundField
    prognose: BoundField
    toelichting: BoundField


class KostenForm(Vorm):
    """What was spent and what is expected, per post; what is left empty is filled in later."""

    def __init__(self, *args: Any, posten: list[Begrotingspost], regels: Mapping[Any, Kostenregel], **kwargs: Any) -> None:
        self.posten = posten
        kwargs["initial"] = {
            f"{veld}_{p.nummer}": getattr(regels[p.pk], veld)
            for p in posten
            if p.pk in regels
            for veld in ("gerealiseerd", "prognose", "toelichting")
        }
        super().__init__(*args, **kwargs)
        for p in posten:
            self.fields[f"gerealiseerd_{p.nummer}"] = BedragFormField(label=f"Gerealiseerd, post {p.nummer}", required=False)
            self.fields[f"prognose_{p.nummer}"] = BedragFormField(label=f"Prognose, post {p.nummer}", required=False)
            self.fields[f"toelichting_{p.nummer}"] = forms.CharField(label=f"Toelichting, post {p.nummer}", required=False, max_length=500)
        self.vertaal_meldingen()
        for naam, veld in self.fields.items():
            veld.widget.attrs["class"] = "form-control"
            if self.is_bound and naam in self.errors:
                veld.widget.attrs |= {"class": "form-control is-invalid", "aria-invalid": "true", "aria-describedby": f"fout_{naam}"}

    def clean(self) -> dict[str, Any]:
        """A line has both amounts, and the forecast holds what was spent."""
        g = super().clean() or self.cleaned_data
        for p in self.posten:
            uit, straks = g.get(f"gerealiseerd_{p.nummer}"), g.get(f"prognose_{p.nummer}")
            fout = self.errors.keys() & {f"gerealiseerd_{p.nummer}", f"prognose_{p.nummer}"}
            if fout:
                continue
            if uit is not None and straks is None:
                self.add_error(f"prognose_{p.nummer}", "Vul ook in wat u tot het einde verwacht.")
            elif straks is not None and uit is None:
                self.add_error(f"gerealiseerd_{p.nummer}", "Vul ook in wat is uitgegeven; niets is 0.")
            elif uit is not None and straks is not None and straks < uit:
                self.add_error(f"prognose_{p.nummer}", "De prognose tot het einde is lager dan wat al is uitgegeven.")
        return g

    def regels(self) -> Iterator[Invulregel]:
        """The posts with their fields, for the page."""
        for p in self.posten:
            yield Invulregel(p, self[f"gerealiseerd_{p.nummer}"], self[f"prognose_{p.nummer}"], self[f"toelichting_{p.nummer}"])

    def kosten(self) -> dict[Begrotingspost, Kosten]:
        """What is filled in; posts that were left empty are not in it."""
        g = self.cleaned_data
        return {
            p: Kosten(g[f"gerealiseerd_{p.nummer}"], g[f"prognose_{p.nummer}"], g[f"toelichting_{p.nummer}"])
            for p in self.posten
            if g[f"gerealiseerd_{p.nummer}"] is not None
        }

    def leeg(self) -> list[Begrotingspost]:
        """The posts that were left empty, or made so."""
        return [p for p in self.posten if self.cleaned_data[f"gerealiseerd_{p.nummer}"] is None]


class KostenbestandForm(Vorm):
    """The file to look at."""

    bestand = forms.FileField(
        label="Bestand met kosten",
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        help_text="Xlsx of csv, ten hoogste 5 MB. Eén regel per post, met kolomnamen boven de regels. Totalen zijn genoeg. Geen namen van patiënten of medewerkers.",
        error_messages={
            "required": "Kies een bestand.",
            "max_length": "De naam van dit bestand is te lang. Geef het een kortere naam.",
            "invalid": "Er kwam geen bestand mee. Kies het opnieuw.",
        },
    )


class KolommenForm(Vorm):
    """Which column of the file means what."""

    def __init__(self, *args: Any, kop: tuple[str, ...], gekozen: Mapping[str, int], **kwargs: Any) -> None:
        self.kop = kop
        kwargs["initial"] = {b: str(gekozen[b]) for b in BETEKENISSEN if b in gekozen}
        super().__init__(*args, **kwargs)
        kolommen = [(str(i), naam or f"kolom {i + 1}") for i, naam in enumerate(kop)]
        for betekenis, label in BETEKENISSEN.items():
            nodig = betekenis in (POST, GEREALISEERD)
            leeg = [("", "kies een kolom" if nodig else "niet in dit bestand")]
            self.fields[betekenis] = forms.ChoiceField(
                label=label, required=nodig, choices=leeg + kolommen, error_messages={"required": "Kies de kolom waarin dit staat."}
            )
        self.vertaal_meldingen()

    def clean(self) -> dict[str, Any]:
        """One column means one thing."""
        g = super().clean() or self.cleaned_data
        gezien: dict[str, str] = {}
        for betekenis in BETEKENISSEN:
            plaats = g.get(betekenis)
            if plaats and plaats in gezien:
                self.add_error(betekenis, f"Deze kolom is al gekozen voor ‘{BETEKENISSEN[gezien[plaats]]}’.")
            elif plaats:
                gezien[plaats] = betekenis
        return g

    def kolommen(self) -> dict[str, int]:
        return {b: int(self.cleaned_data[b]) for b in BETEKENISSEN if self.cleaned_data.get(b)}


@formulier(Begroting, "leg_voor")
class LegBegrotingVoorForm(StapForm):
    """What the insurer should know about the posts."""

    toelichting = TekstField(
        label="Toelichting",
        required=False,
        max_length=3000,
        rijen=4,
        help_text="Nodig als de begroting een ander bedrag is dan het toegekende, of een eerdere vervangt.",
    )

    def __init__(self, *args: Any, rij: Begroting, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"toelichting": rij.toelichting})
        super().__init__(*args, rij=rij, **kwargs)

    def feiten(self) -> dict[str, Any]:
        return {"nummer": self.rij.nummer, "totaal": self.rij.totaal}  # type: ignore[attr-defined]  # this form is of a begroting


@formulier(Begroting, "geef_terug")
class GeefBegrotingTerugForm(StapForm):
    """What must change."""

    opmerking = TekstField(
        label="Wat moet er veranderen?",
        max_length=3000,
        rijen=4,
        help_text="De penvoerder leest dit.",
        error_messages={"required": "Schrijf op wat er aan de begroting moet veranderen."},
    )


class StandForm(StapForm):
    """A step on a statement; the journaal says of which quarter."""

    rij: Kostenstand

    def feiten(self) -> dict[str, Any]:
        return {"periode": self.rij.periode}


@formulier(Kostenstand, "dien_in")
class DienKostenstandInForm(StandForm):
    """What explains the figures."""

    toelichting = TekstField(
        label="Toelichting op het geheel",
        required=False,
        max_length=5000,
        rijen=4,
        help_text="Wat verklaart de verschillen met de begroting?",
    )

    def __init__(self, *args: Any, rij: Kostenstand, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"toelichting": rij.toelichting})
        super().__init__(*args, rij=rij, **kwargs)


@formulier(Kostenstand, "vraag_aanvulling")
class VraagKostenaanvullingForm(StandForm):
    """What the insurer misses."""

    aanvulling_gevraagd = TekstField(
        label="Wat ontbreekt er of klopt er niet?",
        max_length=3000,
        rijen=4,
        help_text="De penvoerder leest dit.",
        error_messages={"required": "Schrijf op wat er nog ontbreekt."},
    )


@formulier(Kostenstand, "bespreek")
class BespreekKostenstandForm(StandForm):
    """When the costs were discussed, and what came of it; this is a moment of progress (3a.5)."""

    besproken_op = DatumField(label="Besproken op")
    bespreking = TekstField(
        label="Wat is besproken?",
        max_length=5000,
        rijen=4,
        help_text="Loopt het plan volgens afspraak? Is bijsturen nodig?",
        error_messages={"required": "Schrijf kort op wat is besproken."},
    )

    def __init__(self, *args: Any, op: dt.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"besproken_op": op})
        super().__init__(*args, op=op, **kwargs)
