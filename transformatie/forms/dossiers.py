"""Input for finding, opening and arranging dossiers."""

import datetime as dt
from typing import Any

from django import forms

from kern.basis.forms import TekstField, Vorm
from kern.organisaties.models import Organisatie, Regio, Sector, VerzekeraarsInRegio
from transformatie.models import Domein, Dossier, Fase, Partijrol
from transformatie.services.dossiers import past_niet

UITNODIGBAAR = [(r.value, r.label) for r in Partijrol if r != Partijrol.PENVOERDER]


def zorgkantoorregios() -> Any:
    """The regions a dossier can be about."""
    return Regio.objects.filter(soort=Regio.Soort.ZORGKANTOORREGIO).order_by("naam")


class DossierfilterForm(Vorm):
    """What stands in the address of the list; nonsense counts as no filter."""

    zoek = forms.CharField(
        label="Zoek op titel, kenmerk of regio", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    fase = forms.ChoiceField(label="Fase", required=False, choices=[("", "alle fasen"), *Fase.choices])
    regio = forms.ModelChoiceField(label="Regio", required=False, queryset=Regio.objects.none(), empty_label="alle regio's")
    coordinerend = forms.ModelChoiceField(
        label="Coördinerend", required=False, queryset=Organisatie.objects.none(), empty_label="alle verzekeraars"
    )
    sector = forms.ChoiceField(label="Sector", required=False, choices=[("", "alle sectoren"), *Sector.choices])
    toon = forms.ChoiceField(
        label="Open of gesloten",
        required=False,
        choices=[("", "open dossiers"), ("gesloten", "gesloten dossiers"), ("alle", "alle dossiers")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regio"].queryset = zorgkantoorregios()  # type: ignore[attr-defined]  # a form's fields are typed as the base class
        self.fields["coordinerend"].queryset = Organisatie.objects.filter(  # type: ignore[attr-defined]  # a form's fields are typed as the base class
            soort=Organisatie.Soort.ZORGVERZEKERAAR
        ).order_by("naam")
        for veld in self.fields.values():
            veld.widget.attrs["class"] = "form-select" if isinstance(veld, forms.ChoiceField) else "form-control"

    def keuzes(self) -> dict[str, Any]:
        """The filters that were understood."""
        self.is_valid()
        return {k: v for k, v in self.cleaned_data.items() if v}


class DossierForm(Vorm):
    """The beginning of a dossier: what it is about, where, and whom it touches (1a.1, 1c.1)."""

    titel = forms.CharField(label="Titel", max_length=200, error_messages={"required": "Geef het plan een titel."})
    samenvatting = TekstField(
        label="Waar gaat het plan over?",
        required=False,
        max_length=3000,
        help_text="In een paar zinnen, voor wie het plan nog niet kent. Noem geen personen.",
    )
    hoofdregio = forms.ModelChoiceField(
        label="Regio van de penvoerder",
        queryset=Regio.objects.none(),
        empty_label="kies een zorgkantoorregio",
        help_text="Uit deze regio volgen de coördinerende en de tweede zorgverzekeraar (1c.1).",
        error_messages={"required": "Kies de regio van de penvoerder.", "invalid_choice": "Kies een regio uit de lijst."},
    )
    regios = forms.ModelMultipleChoiceField(
        label="Andere regio's die het plan raakt",
        queryset=Regio.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6, "data-kieslijst": "regio's"}),
        error_messages={"invalid_choice": "Kies regio's uit de lijst.", "invalid_pk_value": "Kies regio's uit de lijst."},
    )
    domeinen = forms.MultipleChoiceField(
        label="Domeinen",
        choices=Domein.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Raakt het plan meer dan een domein, dan sluiten de andere financiers aan vanaf het eerste contact (1a.1).",
        error_messages={"required": "Kies ten minste een domein.", "invalid_choice": "Kies domeinen uit de lijst."},
    )
    gemeenten = forms.ModelMultipleChoiceField(
        label="Betrokken gemeenten",
        queryset=Organisatie.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8, "data-kieslijst": "gemeenten"}),
        help_text="Alleen nodig als het plan het sociaal domein raakt.",
        error_messages={"invalid_choice": "Kies gemeenten uit de lijst.", "invalid_pk_value": "Kies gemeenten uit de lijst."},
    )
    sectoren = forms.MultipleChoiceField(
        label="Sectoren",
        choices=Sector.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste een sector.", "invalid_choice": "Kies sectoren uit de lijst."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for naam in ("hoofdregio", "regios"):
            self.fields[naam].queryset = zorgkantoorregios()  # type: ignore[attr-defined]  # a form's fields are typed as the base class
        soorten = [Organisatie.Soort.GEMEENTE, Organisatie.Soort.GEMEENSCHAPPELIJKE_REGELING]
        self.fields["gemeenten"].queryset = Organisatie.objects.filter(soort__in=soorten).order_by("naam")  # type: ignore[attr-defined]  # a form's fields are typed as the base class

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        if Domein.SOCIAAL in gegevens.get("domeinen", []) and "gemeenten" in gegevens and not gegevens["gemeenten"]:
            self.add_error("gemeenten", "Het plan raakt het sociaal domein. Kies welke gemeenten erbij betrokken zijn (1a.1).")
        return gegevens

    def gegevens(self) -> dict[str, Any]:
        """The arguments of `open_dossier`: the region of the penvoerder comes first."""
        g = self.cleaned_data
        return {
            "titel": g["titel"],
            "samenvatting": g["samenvatting"],
            "regios": [g["hoofdregio"], *(r for r in g["regios"] if r != g["hoofdregio"])],
            "domeinen": g["domeinen"],
            "sectoren": g["sectoren"],
            "gemeenten": g["gemeenten"],
        }


def verzekeraars_per_regio(op: dt.date) -> list[tuple[str, str, str]]:
    """Region, first and second insurer on that day, for who chooses a region. One query."""
    paren = VerzekeraarsInRegio.objects.geldig_op(op).select_related("regio", "eerste", "tweede").order_by("regio__naam")
    return [(p.regio.naam, p.eerste.naam, p.tweede.naam) for p in paren]


class NodigUitForm(Vorm):
    """An organisation to invite, by its name, in a role (1a.1)."""

    organisatie = forms.CharField(
        label="Organisatie",
        max_length=160,
        help_text="Begin te typen en kies uit de lijst.",
        widget=forms.TextInput(attrs={"list": "organisaties", "autocomplete": "off"}),
        error_messages={"required": "Kies een organisatie."},
    )
    rol = forms.ChoiceField(
        label="Rol", choices=UITNODIGBAAR, error_messages={"required": "Kies een rol.", "invalid_choice": "Kies een rol uit de lijst."}
    )
    vraagt_spuk_aan = forms.BooleanField(
        label="Vraagt (mede) SPUK aan",
        required=False,
        help_text="Alleen voor gemeenten. Deze gemeente kan dan van de externe beoordelaar afzien (1b.3).",
    )

    def clean_organisatie(self) -> Organisatie:
        """The organisation of that name, whatever its capitals or accents."""
        from kern.organisaties.zoeken import normaliseer

        getypt = self.cleaned_data["organisatie"]
        gevonden: Organisatie | None = Organisatie.objects.filter(zoeknaam=normaliseer(getypt)).first()
        if gevonden is None:
            raise forms.ValidationError(
                "Deze organisatie is niet bekend. Kies een naam uit de lijst, of vraag beheer om haar toe te voegen."
            )
        return gevonden

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        organisatie, rol = gegevens.get("organisatie"), gegevens.get("rol")
        if organisatie is not None and rol and (fout := past_niet(organisatie, rol)):
            self.add_error("organisatie", fout)
        return gegevens


class TweedeForm(Vorm):
    """Another second insurer, of another concern (1c.1)."""

    tweede = forms.ModelChoiceField(
        label="Tweede zorgverzekeraar",
        queryset=Organisatie.objects.none(),
        empty_label="kies een zorgverzekeraar",
        error_messages={"required": "Kies een zorgverzekeraar.", "invalid_choice": "Kies een zorgverzekeraar uit de lijst."},
    )

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verzekeraars = Organisatie.objects.filter(soort=Organisatie.Soort.ZORGVERZEKERAAR).order_by("naam")
        self.fields["tweede"].queryset = verzekeraars.exclude(pk=dossier.coordinerend_id)  # type: ignore[attr-defined]  # a form's fields are typed as the base class


class DomeinForm(Vorm):
    """One domain, to add or to take off (1b.2)."""

    domein = forms.ChoiceField(label="Domein", choices=Domein.choices, error_messages={"invalid_choice": "Kies een domein uit de lijst."})
