"""Forms for the contact persons of one's own organisation (1d.4)."""

from kern.organisaties.forms.velden import BeheerForm
from kern.organisaties.models import Contactpersoon


class EigenContactForm(BeheerForm):
    """Whom to call; that somebody typed it today is its check."""

    class Meta:
        model = Contactpersoon
        fields = ["niveau", "naam", "functie", "email", "telefoon"]
        error_messages = {
            "niveau": {"required": "Kies een niveau."},
            "naam": {"required": "Vul een naam in."},
            "email": {
                "required": "Vul een e-mailadres in.",
                "invalid": "Dit is geen e-mailadres. Schrijf bijvoorbeeld naam@organisatie.nl.",
            },
        }
