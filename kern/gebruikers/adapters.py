"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from kern.gebruikers.checks import is_productie
from kern.gebruikers.voorbeeld import is_voorbeeldadres


class GeslotenAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by beheer; nobody signs up by themselves, and no example account enters production."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Dit e-mailadres en wachtwoord horen niet bij elkaar. Controleer ze en probeer het opnieuw.",
        "too_many_login_attempts": "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht een kwartier en probeer het dan opnieuw.",
        "enter_current_password": "Vul uw huidige wachtwoord in.",
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "incorrect_code": "Deze code klopt niet. Een code is kort geldig; neem de nieuwste.",
        "unverified_primary_email": "Bevestig eerst uw e-mailadres.",
        "unknown_email": "Dit e-mailadres kennen we niet.",
        "rate_limited": "Dit ging te vaak achter elkaar. Wacht even en probeer het dan opnieuw.",
        "password_min_length": "Een wachtwoord heeft ten minste {0} tekens.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse example addresses in production, whatever the database holds."""
        if is_productie() and is_voorbeeldadres(credentials.get("email", "")):
            raise ValidationError(self.error_messages["email_password_mismatch"])
        super().pre_authenticate(request, **credentials)
