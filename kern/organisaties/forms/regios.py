"""Forms for regions, their insurers and their gemeenten."""

from typing import Any

from kern.organisaties.forms.velden import Bedragveld, BeheerForm, OrganisatieVeld
from kern.organisaties.models import GemeenteInRegio, Organisatie, Regio, VerzekeraarsInRegio
from kern.organisaties.regels import concern_bezwaar

Soort = Organisatie.Soort


class PaarForm(BeheerForm):
    """The first and second insurer of a region, in a period, with the source."""

    class Meta:
        model = VerzekeraarsInRegio
        fields = ["eerste", "tweede", "van", "tot", "bron"]
        labels = {"van": "Eerste dag", "tot": "Laatste dag"}
        help_texts = {"bron": "Waar staat dit? Bijvoorbeeld: afspraak van 12 maart 2025.", "tot": "Leeg als er nog geen einde is."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuze = Organisatie.objects.filter(soort=Soort.ZORGVERZEKERAAR).select_related("concern")
        self.fields["eerste"].queryset = self.fields["tweede"].queryset = keuze  # type: ignore[attr-defined]  # a form's fields are typed as the base class

    def clean(self) -> dict[str, Any]:
        """The two are never of one concern (1c.1)."""
        gegevens = super().clean()
        eerste, tweede = gegevens.get("eerste"), gegevens.get("tweede")
        if eerste and tweede and (bezwaar := concern_bezwaar(eerste, tweede)):
            self.add_error("tweede", bezwaar)
        return gegevens


class NieuwPaarForm(PaarForm):
    """Another pair from a day on; the present one ends by itself."""

    class Meta(PaarForm.Meta):
        fields = ["eerste", "tweede", "van", "bron"]
        help_texts = {**PaarForm.Meta.help_texts, "van": "Het huidige paar eindigt op de dag ervoor."}


class IndelingForm(BeheerForm):
    """In which region a gemeente lies, in a period, with the source."""

    class Meta:
        model = GemeenteInRegio
        fields = ["regio", "van", "tot", "bron", "is_onzeker"]
        labels = {"van": "Eerste dag", "tot": "Laatste dag", "is_onzeker": "Dit is onzeker"}
        help_texts = {"bron": "Waar staat dit? Een woord of een verwijzing.", "tot": "Leeg als er nog geen einde is."}

    def __init__(self, *args: Any, soort: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regio"].queryset = Regio.objects.filter(soort=soort)  # type: ignore[attr-defined]  # a form's fields are typed as the base class
        self.fields["regio"].label = str(Regio.Soort(soort).label).capitalize()


class NieuweIndelingForm(IndelingForm):
    """Another region from a day on; the present one ends by itself."""

    class Meta(IndelingForm.Meta):
        fields = ["regio", "van", "bron", "is_onzeker"]
        help_texts = {**IndelingForm.Meta.help_texts, "van": "De huidige indeling eindigt op de dag ervoor."}


class MandaatregioForm(BeheerForm):
    """What is kept of a mandaatregio; its name is fixed."""

    mandaathouder = OrganisatieVeld(
        Organisatie.objects.filter(soort__in=[Soort.GEMEENTE, Soort.GEMEENSCHAPPELIJKE_REGELING]), label="Mandaathouder"
    )
    spuk_2025 = Bedragveld(label="SPUK IZA 2025 (euro)", required=False)
    spuk_2026 = Bedragveld(label="SPUK IZA 2026 (euro)", required=False)

    class Meta:
        model = Regio
        fields = ["mandaathouder", "spuk_2025", "spuk_2026", "bron", "is_twijfelachtig", "toelichting"]
        labels = {"is_twijfelachtig": "Deze gegevens zijn twijfelachtig"}


class ZorgkantoorregioForm(BeheerForm):
    """What is kept of a zorgkantoorregio; its name is fixed."""

    zorgkantoor = OrganisatieVeld(Organisatie.objects.filter(soort=Soort.ZORGKANTOOR), label="Zorgkantoor")

    class Meta:
        model = Regio
        fields = ["zorgkantoor", "bron", "is_twijfelachtig", "toelichting"]
        labels = {"is_twijfelachtig": "Deze gegevens zijn twijfelachtig"}
