"""The forms of the steps of assessing, committing and deciding."""

from typing import Any

from django import forms

from beoordeling.models import Beoordelingsronde, Commitment, GemeentelijkAkkoord
from kern.basis.forms import BedragFormField, TekstField
from kern.toestanden.formulieren import StapForm, formulier
from kern.toestanden.models import Machine
from kern.toestanden.stap import StapBelet
from transformatie.eisen import geldt_als_compleet
from transformatie.models import SnelleToets, Transformatieplan

TE_LANG = "Deze tekst is te lang: gebruik ten hoogste %(limit_value)d tekens (u heeft er %(show_value)d)."


def lange_tekst(label: str, leeg: str, *, lengte: int, rijen: int = 6, **opties: Any) -> TekstField:
    """A required text with its own sentence when it is empty or too long."""
    return TekstField(label=label, max_length=lengte, rijen=rijen, error_messages={"required": leeg, "max_length": TE_LANG}, **opties)


class Stapvorm(StapForm):
    """A step form of this app; its row is one of several machines."""

    rij: Any
    data: Any


@formulier(Commitment, "geef")
@formulier(GemeentelijkAkkoord, "keur_goed")
class InstemForm(Stapvorm):
    """Name and function of who binds the organisation, under the hash of the version that was read (1b.1)."""

    naam = forms.CharField(label="Uw naam", max_length=120, error_messages={"required": "Vul uw naam in."})
    functie = forms.CharField(label="Uw functie", max_length=120, error_messages={"required": "Vul uw functie in."})
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gebruiker = self.door.gebruiker if self.door else None
        self.initial.setdefault("naam", gebruiker.naam if gebruiker else "")
        self.initial.setdefault("functie", gebruiker.functie if gebruiker else "")
        self.initial["sha256"] = self.rij.versie.sha256

    def feiten(self) -> dict[str, Any]:
        return _instemming(self.rij)


@formulier(Commitment, "weiger")
@formulier(GemeentelijkAkkoord, "weiger")
class WeigerForm(Stapvorm):
    """Why the organisation does not stand behind this version (1b.1)."""

    is_ernstig = False
    reden = lange_tekst("Waarom u weigert", "Geef een reden.", lengte=3000, help_text="Alle partijen van dit dossier lezen uw reden.")

    def feiten(self) -> dict[str, Any]:
        return _instemming(self.rij)


def _instemming(rij: Any) -> dict[str, Any]:
    return {"organisatie": rij.organisatie.naam, "versie": rij.versie.nummer, "sha256": rij.versie.sha256}


class GelezenForm(Stapvorm):
    """A step on the terugkoppeling as it was read; when the text changed meanwhile, the new one is shown first."""

    leesmerk = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["leesmerk"] = self.rij.leesmerk

    def neem_stap(self, stap: str, *, verwacht: str | None) -> Machine:
        try:
            return super().neem_stap(stap, verwacht=verwacht)
        except StapBelet:
            self.data = self.data.copy()
            self.data["leesmerk"] = self.rij.leesmerk
            raise

    def feiten(self) -> dict[str, Any]:
        return {"ronde": self.rij.nummer}


@formulier(Beoordelingsronde, "stem_in")
class StemInForm(GelezenForm):
    """The second insurer agrees with the text that stands above."""


@formulier(Beoordelingsronde, "wijk_af")
class WijkAfForm(GelezenForm):
    """The second insurer differs; this stays between the insurers (1c.2)."""

    afwijkend_standpunt = lange_tekst(
        "Uw afwijkende standpunt", "Beschrijf uw afwijkende standpunt.", lengte=10000, help_text="Alleen de twee verzekeraars lezen dit."
    )


class Besluitform(Stapvorm):
    """A decision with its reasons; the submitters read them in the letter."""

    motivering = lange_tekst(
        "Motivering", "Motiveer dit besluit.", lengte=10000, rijen=8, help_text="De indieners lezen dit in het besluit."
    )


@formulier(SnelleToets, "keur_goed")
class KeurToetsGoedForm(Besluitform):
    """Approving a snelle toets."""


@formulier(SnelleToets, "wijs_af")
@formulier(Transformatieplan, "wijs_af")
class WijsAfForm(Besluitform):
    """Rejecting a submission."""

    is_ernstig = True


@formulier(Transformatieplan, "keur_goed")
class KeurPlanGoedForm(Besluitform):
    """Approving a plan, with the amount that is granted (1f.3)."""

    bedrag_toegekend = BedragFormField(
        label="Toegekend bedrag", mag_nul=False, help_text="In euro. De KPI's van deze versie tellen hiertoe op."
    )
    field_order = ("bedrag_toegekend", "motivering")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versie = self.rij.ingediende_versie
        self.initial.setdefault("bedrag_toegekend", versie.bedrag_gevraagd if versie else None)

    def feiten(self) -> dict[str, Any]:
        return {"bedrag_toegekend": self.cleaned_data["bedrag_toegekend"]}


@formulier(Transformatieplan, "vraag_aanpassing")
class VraagAanpassingForm(Stapvorm):
    """What the insurers together ask to be changed (1e.3)."""

    gevraagde_aanpassing = lange_tekst(
        "Wat er anders moet", "Schrijf wat er anders moet.", lengte=10000, rijen=8, help_text="De indieners lezen dit."
    )


@formulier(SnelleToets, "verklaar_incompleet")
@formulier(Transformatieplan, "verklaar_incompleet")
class IncompleetForm(Stapvorm):
    """What is missing; once it counts as complete only with the penvoerder's consent (1e.1, 1e.3)."""

    wat_ontbreekt = lange_tekst("Wat er ontbreekt", "Schrijf wat er ontbreekt.", lengte=5000, help_text="De indieners lezen dit.")
    instemming_penvoerder = forms.BooleanField(
        label="De penvoerder stemt ermee in",
        required=False,
        help_text="De indiening geldt al als compleet. Vraag de penvoerder om instemming.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not geldt_als_compleet(self.rij, self.op):
            del self.fields["instemming_penvoerder"]

    def feiten(self) -> dict[str, Any]:
        return {"instemming_penvoerder": True} if self.cleaned_data.get("instemming_penvoerder") else {}
