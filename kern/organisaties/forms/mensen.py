"""Forms for people, what they may act as, and whom to call."""

from typing import Any

from kern.gebruikers.models import Gebruiker
from kern.organisaties.forms.velden import BeheerForm, OrganisatieVeld
from kern.organisaties.models import Contactpersoon, Lidmaatschap, Organisatie
from kern.organisaties.regels import rol_bezwaar


class GebruikerForm(BeheerForm):
    """Who someone is."""

    class Meta:
        model = Gebruiker
        fields = ["naam", "email", "functie"]
        help_texts = {"email": "Hiermee logt deze persoon in."}

    def clean_email(self) -> str:
        """An address exists once, however it is capitalised."""
        email = str(self.cleaned_data["email"]).lower()
        if Gebruiker.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            self.add_error("email", "Er is al een gebruiker met dit e-mailadres.")
        return email


class GebruikerWijzigenForm(GebruikerForm):
    """The same, and whether the account is in use."""

    class Meta(GebruikerForm.Meta):
        fields = ["naam", "email", "functie", "is_active"]
        labels = {"is_active": "Deze persoon kan inloggen"}


class LidmaatschapForm(BeheerForm):
    """As what a person may act, from when."""

    organisatie = OrganisatieVeld(
        Organisatie.objects.all(), label="Organisatie", help_text="Typ een deel van de naam en kies uit de lijst."
    )

    class Meta:
        model = Lidmaatschap
        fields = ["organisatie", "rol", "mag_tekenen", "van", "tot"]
        labels = {"van": "Eerste dag", "tot": "Laatste dag", "mag_tekenen": "Mag tekenen namens de organisatie"}
        help_texts = {"tot": "Leeg als er nog geen einde is."}

    def clean(self) -> dict[str, Any]:
        """The role fits the kind of organisation."""
        gegevens = super().clean()
        rol, organisatie = gegevens.get("rol"), gegevens.get("organisatie")
        if rol and organisatie and (bezwaar := rol_bezwaar(rol, organisatie)):
            self.add_error("rol", bezwaar)
        return gegevens


class LidmaatschapWijzigenForm(BeheerForm):
    """Whether a member may sign, and the last day."""

    class Meta:
        model = Lidmaatschap
        fields = ["mag_tekenen", "tot"]
        labels = {"tot": "Laatste dag", "mag_tekenen": "Mag tekenen namens de organisatie"}
        help_texts = {"tot": "Tot en met deze dag kan deze persoon in deze rol handelen. Leeg als er nog geen einde is."}


class ContactpersoonForm(BeheerForm):
    """Whom to call, and when somebody last checked it."""

    class Meta:
        model = Contactpersoon
        fields = ["niveau", "naam", "functie", "email", "telefoon", "gecontroleerd_op"]
