"""A notice as a plain text mail."""

import hashlib
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from kern.berichten.models import Bericht


def maak_mail(bericht: Bericht, verbinding: BaseEmailBackend | None = None) -> EmailMessage:
    """The mail of this notice; the same notice always has the same Message-ID, so that sending twice shows once."""
    return EmailMessage(
        subject=een_regel(bericht.onderwerp),
        body=render_to_string("berichten/mail.txt", {"bericht": bericht, "adres": volledig_adres(bericht.adres)}),
        to=[_ontvanger(bericht)],
        headers={"Message-ID": message_id(bericht.sleutel), "Auto-Submitted": "auto-generated"},
        connection=verbinding,
    )


def message_id(sleutel: str) -> str:
    """Made from the key alone, at the domain of the sender."""
    domein = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "transformatieplan.example"
    return f"<{hashlib.sha256(sleutel.encode()).hexdigest()[:40]}@{domein}>"


def volledig_adres(adres: str) -> str:
    """The address in the application with its host in front; anything that is not a path of ours gives nothing."""
    if not adres.startswith("/") or adres.startswith("//") or een_regel(adres) != adres:
        return ""
    return getattr(settings, "BASIS_ADRES", "http://localhost:8000").rstrip("/") + adres


def een_regel(tekst: str) -> str:
    """The text on one line, without signs that steer, so that it can never start another header."""
    return " ".join("".join(teken if teken.isprintable() else " " for teken in tekst).split())


def _ontvanger(bericht: Bericht) -> str:
    gebruikersnaam, _, domein = een_regel(bericht.aan.email).rpartition("@")
    return str(Address(een_regel(bericht.aan.naam), gebruikersnaam, domein))
