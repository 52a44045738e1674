"""A notice as a plain text mail."""

import hashlib
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from kern.agenda.ics import met_genodigde
from kern.berichten.models import Bericht
from kern.berichten.soorten import DAGOVERZICHT

ICS_BESTAND = "uitnodiging.ics"
INSTELLINGEN = "/berichten/instellingen/"
LEESVOLGORDE = ("op", "vastgelegd_op", "pk")


def maak_mail(bericht: Bericht, verbinding: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail of this notice; the same notice always has the same Message-ID, so that sending twice shows once."""
    mail = EmailMultiAlternatives(
        subject=een_regel(bericht.onderwerp),
        body=render_to_string(
            _sjabloon(bericht),
            {
                "bericht": bericht,
                "adres": volledig_adres(bericht.adres),
                "heeft_ics": bool(bericht.ics),
                "instellingen": volledig_adres(INSTELLINGEN),
            },
        ),
        to=[_ontvanger(bericht)],
        headers={"Message-ID": message_id(bericht.sleutel), "Auto-Submitted": "auto-generated"},
        connection=verbinding,
    )
    if bericht.ics:
        ics = uitnodiging(bericht)
        mail.attach_alternative(ics, f"text/calendar; method={bericht.ics_methode or 'REQUEST'}")
        mail.attach(ICS_BESTAND, ics.encode(), "application/ics")
    if bericht.soort == DAGOVERZICHT:
        for nummer, deel in enumerate(bericht.delen.exclude(ics="").order_by(*LEESVOLGORDE), start=1):
            deel.aan = bericht.aan
            mail.attach(f"uitnodiging-{nummer}.ics", uitnodiging(deel).encode(), "application/ics")
    return mail


def uitnodiging(bericht: Bericht) -> str:
    """The invitation of this notice, made out to who gets it."""
    return met_genodigde(bericht.ics, een_regel(bericht.aan.naam), bericht.aan.email)


def _sjabloon(bericht: Bericht) -> str:
    return "berichten/dagoverzicht.txt" if bericht.soort == DAGOVERZICHT else "berichten/mail.txt"


def message_id(sleutel: str) -> str:
    """Made from the key alone, at the domain of the sender."""
    return f"<{mailkenmerk(sleutel)}@{_domein()}>"


def mailkenmerk(sleutel: str) -> str:
    """What stands before the @; by it a mail that comes back is recognised."""
    return hashlib.sha256(sleutel.encode()).hexdigest()[:40]


def _domein() -> str:
    domein = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return domein or "transformatieplan.example"


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
