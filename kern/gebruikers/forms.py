"""The log-in forms in our words: labels instead of placeholders, and no choice that means nothing here."""

from typing import Any, ClassVar

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MfaReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from kern.gebruikers.models import Gebruiker

NIEUW_WACHTWOORD = "Ten minste 12 tekens. Een zin van een paar woorden is sterk en goed te onthouden."


class _Verwoord(forms.Form):
    """Gives fields our label and hint, and takes their placeholder away."""

    woorden: ClassVar[dict[str, tuple[str, str]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for naam, (label, hulp) in self.woorden.items():
            if naam in self.fields:
                self.fields[naam].label, self.fields[naam].help_text = label, hulp
                self.fields[naam].widget.attrs.pop("placeholder", None)


class InlogForm(_Verwoord, LoginForm):  # type: ignore[misc]  # allauth has no types
    woorden = {"login": ("E-mailadres", ""), "password": ("Wachtwoord", "")}


class VergetenForm(_Verwoord, ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    woorden = {"email": ("E-mailadres", "Het adres waarmee u inlogt.")}


class NieuwWachtwoordForm(_Verwoord, ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    woorden = {"password1": ("Nieuw wachtwoord", NIEUW_WACHTWOORD), "password2": ("Nieuw wachtwoord, nog een keer", "")}


class WachtwoordWijzigenForm(_Verwoord, ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    woorden = {
        "oldpassword": ("Huidig wachtwoord", ""),
        "password1": ("Nieuw wachtwoord", NIEUW_WACHTWOORD),
        "password2": ("Nieuw wachtwoord, nog een keer", ""),
    }


class BevestigForm(_Verwoord, ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    woorden = {"password": ("Wachtwoord", "")}


class CodeForm(_Verwoord, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    woorden = {"code": ("Code", "De zes cijfers uit uw app, of een van uw herstelcodes.")}


class CodeBevestigForm(_Verwoord, MfaReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    woorden = {"code": ("Code", "De zes cijfers uit uw app, of een van uw herstelcodes.")}


class AppKoppelenForm(_Verwoord, ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    woorden = {"code": ("Code uit de app", "De zes cijfers die de app nu toont.")}


class MijnAccountForm(forms.ModelForm):
    """What a person sets for themselves."""

    class Meta:
        model = Gebruiker
        fields = ["sneltoetsen_aan"]
        labels = {"sneltoetsen_aan": "Sneltoetsen gebruiken"}
        help_texts = {"sneltoetsen_aan": "Zet ze uit als u met spraak werkt of een programma gebruikt dat dezelfde toetsen nodig heeft."}
