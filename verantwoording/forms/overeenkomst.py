"""The forms around the agreement: drawing it up, signing it, refusing it, registering a signature on paper."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kern.basis.forms import BedragFormField, DatumField, TekstField, Vorm
from kern.documenten.forms import DocumentField
from kern.documenten.soorten import PDF
from kern.organisaties.models import Organisatie


class PdfField(DocumentField):
    """One checked file that is a pdf: what was signed or decided must look the same for everybody."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Een pdf van ten hoogste 25 MB, zonder wachtwoord.")
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ".pdf"

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        kind = getattr(upload, "gecontroleerd", None)
        if kind is not None and kind != PDF:
            raise forms.ValidationError("Voeg hier een pdf toe.", code="geen_pdf")
        return upload


class OvereenkomstForm(Vorm):
    """The amount that is agreed and who receives it; the KPI's of the approved plan are the annex (1f.3)."""

    bedrag = BedragFormField(
        label="Overeengekomen bedrag", mag_nul=False, help_text="Gelijk aan de som van de KPI's, en niet hoger dan het toegekende bedrag."
    )
    kassier = forms.ChoiceField(
        label="Wie ontvangt en verdeelt het geld?", required=False, error_messages={"invalid_choice": "Kies een van de indieners."}
    )

    def __init__(self, *args: Any, indieners: Sequence[Organisatie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indieners = {str(o.pk): o for o in indieners}
        self.fields["kassier"].choices = [(pk, o.naam) for pk, o in self.indieners.items()]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def gekozen_kassier(self) -> Organisatie | None:
        return self.indieners.get(self.cleaned_data.get("kassier", ""))


class OndertekeningForm(Vorm):
    """Who signed on paper for one party, in what function, on which day, with the signed exemplar."""

    naam = forms.CharField(label="Naam van wie tekende", max_length=120, error_messages={"required": "Vul de naam in van wie tekende."})
    functie = forms.CharField(label="Functie", max_length=120, error_messages={"required": "Vul de functie in van wie tekende."})
    getekend_op = DatumField(label="Getekend op")
    bestand = PdfField(label="Ondertekend exemplaar", error_messages={"required": "Voeg het ondertekende exemplaar toe."})


class TekenForm(Vorm):
    """Signing for the own organisation: the function, that one read it, and the password as proof of who one is."""

    functie = forms.CharField(label="Uw functie", max_length=120, error_messages={"required": "Vul uw functie in."})
    gelezen = forms.BooleanField(
        label="Ik heb de overeenkomst met de KPI-bijlage gelezen en teken namens mijn organisatie.",
        error_messages={"required": "Bevestig dat u de overeenkomst hebt gelezen."},
    )
    wachtwoord = forms.CharField(
        label="Uw wachtwoord",
        strip=False,
        help_text="Daarmee bevestigt u dat u het zelf bent die tekent.",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Vul uw wachtwoord in."},
    )


class WeigerForm(Vorm):
    """Why the organisation does not sign this version."""

    functie = forms.CharField(label="Uw functie", max_length=120, error_messages={"required": "Vul uw functie in."})
    reden = TekstField(
        label="Waarom tekent u niet?",
        max_length=3000,
        rijen=4,
        help_text="Alle partijen van de overeenkomst lezen dit.",
        error_messages={"required": "Geef een reden."},
    )
