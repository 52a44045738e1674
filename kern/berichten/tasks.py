"""What the worker does with the outbox: send what waits, and keep what fails for another try."""

import datetime as dt
import logging
import smtplib

from celery import shared_task
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from kern.berichten import dagoverzicht, retour
from kern.berichten.mail import maak_mail, mailkenmerk
from kern.berichten.models import Bericht

logboek = logging.getLogger(__name__)
WACHTTIJDEN = [dt.timedelta(minutes=1), dt.timedelta(minutes=5), dt.timedelta(minutes=30), dt.timedelta(hours=2), dt.timedelta(hours=12)]
PER_RONDE = 500
ADRES_GEWEIGERD = "De mailserver neemt dit e-mailadres niet aan."
GESTOPT = "E-mail aan dit adres kwam te vaak terug. Zodra beheer het adres vrijgeeft, gaat dit bericht alsnog."
BLIJVEND = 500  # SMTP answers from here on will not change by trying again


class _Onbereikbaar(Exception):
    """The mail server does not answer; the rest of this round would fail alike."""


@shared_task
def verstuur_berichten() -> int:
    """Send every notice whose time has come, each in its own transaction; returns how many went out."""
    verstuurd = 0
    retour.laat_los()
    verbinding = get_connection()
    try:
        for _ in range(PER_RONDE):
            uitkomst = verstuur_volgende(verbinding)
            if uitkomst is None:
                break
            verstuurd += uitkomst
    except _Onbereikbaar:
        logboek.warning("de mailserver is niet bereikbaar; de volgende ronde probeert het weer")
    finally:
        _sluit(verbinding)
    return verstuurd


@shared_task
def maak_dagoverzichten() -> int:
    """Make the digests that are due; beat asks every few minutes, so that one that was missed comes a little later."""
    return dagoverzicht.maak_dagoverzichten(timezone.now())


def verstuur_volgende(verbinding: BaseEmailBackend) -> bool | None:
    """Send the longest waiting notice that no other worker holds; None when there is none, False when it failed."""
    with transaction.atomic():
        wachtend = Bericht.objects.te_versturen(timezone.now()).select_related("aan")
        bericht = wachtend.select_for_update(skip_locked=True, of=("self",)).first()
        if bericht is None:
            return None
        is_bereikbaar = _verstuur(bericht, verbinding)
    if not is_bereikbaar:
        raise _Onbereikbaar
    return bericht.status == Bericht.Status.VERSTUURD


def _verstuur(bericht: Bericht, verbinding: BaseEmailBackend) -> bool:
    """Send it and note what came of it; false when the server itself could not be reached."""
    if not bericht.aan.is_active:
        _geef_op(bericht, "De ontvanger heeft geen actief account meer.")
        return True
    if retour.is_gestopt(bericht.aan.email):
        bericht.status, bericht.fout = Bericht.Status.AANGEHOUDEN, GESTOPT
        bericht.save(update_fields=["status", "fout"])
        return True
    try:
        verbinding.open()
        maak_mail(bericht, verbinding).send()
    except smtplib.SMTPRecipientsRefused as fout:
        code = min(code for code, _ in fout.recipients.values())
        _weiger(bericht, code, ADRES_GEWEIGERD)
        if code >= BLIJVEND:
            retour.tel_retour(bericht, ADRES_GEWEIGERD, adres=bericht.aan.email)
    except smtplib.SMTPDataError as fout:
        _weiger(bericht, fout.smtp_code, "De mailserver neemt dit bericht niet aan.")
    except OSError as fout:  # every SMTPException is one, and so is a server that does not answer
        logboek.warning("bericht %s niet verstuurd: %s", bericht.pk, fout)
        _stel_uit(bericht, "De mailserver is niet bereikbaar.")
        return False
    except Exception:
        logboek.exception("bericht %s kan niet worden gemaakt", bericht.pk)
        _geef_op(bericht, "Van dit bericht kon geen e-mail worden gemaakt. De oorzaak staat in het logboek van de server.")
    else:
        bericht.verstuurd_op, bericht.verstuurd_aan, bericht.mailkenmerk = timezone.now(), bericht.aan.email, mailkenmerk(bericht.sleutel)
        _leg_vast(bericht, Bericht.Status.VERSTUURD)
    return True


def _weiger(bericht: Bericht, code: int, reden: str) -> None:
    """The server said no: for good, or for now."""
    if code >= BLIJVEND:
        _geef_op(bericht, reden)
    else:
        _stel_uit(bericht, reden)


def _stel_uit(bericht: Bericht, reden: str) -> None:
    """Try again later, longer each time; after the last time it has failed."""
    if bericht.pogingen >= len(WACHTTIJDEN):
        _geef_op(bericht, reden)
    else:
        _leg_vast(bericht, Bericht.Status.WACHT, reden, timezone.now() + WACHTTIJDEN[bericht.pogingen])


def _geef_op(bericht: Bericht, reden: str) -> None:
    _leg_vast(bericht, Bericht.Status.MISLUKT, reden)


def _leg_vast(bericht: Bericht, status: str, fout: str = "", volgende: dt.datetime | None = None) -> None:
    bericht.status, bericht.fout, bericht.volgende_poging_op = status, fout, volgende
    bericht.pogingen += 1
    bericht.save(update_fields=["status", "fout", "pogingen", "volgende_poging_op", "verstuurd_op", "verstuurd_aan", "mailkenmerk"])


def _sluit(verbinding: BaseEmailBackend) -> None:
    """Close without complaint; a connection that broke cannot say goodbye."""
    try:
        verbinding.close()
    except OSError:
        logboek.warning("de verbinding met de mailserver brak af")
