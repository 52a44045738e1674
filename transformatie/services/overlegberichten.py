"""What people are told about a meeting: who is invited gets it, with the invitation for the calendar; who was left out gets nothing."""

import datetime as dt
import uuid
from collections.abc import Iterable
from email.utils import parseaddr
from typing import Any, Literal

from django.conf import settings
from django.utils import timezone

from kern.agenda.ics import maak_ics
from kern.basis.datums import toon_dag
from kern.berichten import services as berichten
from kern.berichten.mail import volledig_adres
from kern.organisaties.models import Organisatie, Rol
from transformatie.models import Overleg, Overlegsoort

AAN_TAFEL = (Rol.PLANMAKER, Rol.BEOORDELAAR, Rol.GEMEENTELIJK_BESLISSER, Rol.FINANCIER)
"""The roles that sit at a meeting; who only reads along gets no invitation."""


def wanneer(overleg: Overleg) -> str:
    """'di 1 april 2025, 10.30 uur tot 11.30 uur'."""
    begin = timezone.localtime(overleg.moment)
    eind = timezone.localtime(begin + dt.timedelta(minutes=overleg.duur))
    return f"{toon_dag(begin.date())}, {begin:%H.%M} uur tot {eind:%H.%M} uur"


def wanneer_en_waar(overleg: Overleg) -> str:
    """The lines that every notice about a meeting carries."""
    return f"Wanneer: {wanneer(overleg)}\nWaar: {overleg.plaats}"


def uid(overleg_id: uuid.UUID) -> str:
    """How calendars know a meeting, for as long as it lives."""
    return f"overleg-{overleg_id}@transformatieplan"


def agendatitel(soort: str, kenmerk: str) -> str:
    """What a calendar shows: the kind and the kenmerk, never the title of the plan or the subject."""
    return f"{Overlegsoort(soort).label.capitalize()} {kenmerk}"


def _ics(overleg: Overleg, methode: Literal["REQUEST", "CANCEL"]) -> dict[str, str]:
    """The invitation that goes along, or its cancellation; the application itself is the organiser."""
    if overleg.moment is None:
        return {}
    ics = maak_ics(
        uid=uid(overleg.pk),
        volgnummer=overleg.volgnummer,
        methode=methode,
        begin=overleg.moment,
        duur=dt.timedelta(minutes=overleg.duur),
        titel=agendatitel(overleg.soort_overleg, overleg.dossier.kenmerk),
        plaats=overleg.plaats,
        omschrijving=f"Belegd door {overleg.organisator}. De agenda staat in het dossier.",
        organisator=(overleg.organisator.naam, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        url=volledig_adres(overleg.get_absolute_url()),
        gemaakt_op=timezone.now(),
    )
    return {"ics": ics, "ics_methode": methode}


def _uitgenodigd(overleg: Overleg) -> list[uuid.UUID]:
    return [u.organisatie_id for u in overleg.uitnodigingen.all() if u.is_uitgenodigd]


def _schrijf(
    overleg: Overleg, organisaties: Iterable[uuid.UUID], *, soort: str, sleutel: str, onderwerp: str, tekst: str, op: dt.date, **kw: Any
) -> None:
    berichten.schrijf(
        aan=berichten.leden_van(organisaties, op=op, rollen=AAN_TAFEL),
        soort=soort,
        sleutel=f"{soort}:{overleg.pk}:{sleutel}",
        onderwerp=f"{overleg.dossier.kenmerk}: {onderwerp}",
        tekst=tekst,
        op=op,
        zaak=overleg.dossier_id,
        adres=overleg.get_absolute_url(),
        **kw,
    )


def _naam(overleg: Overleg) -> str:
    return "startgesprek" if overleg.is_startgesprek else f"overleg '{overleg.onderwerp}'"


def vraag_momenten(overleg: Overleg, *, van: Organisatie, op: dt.date) -> None:
    """Ask everyone involved when it suits them."""
    tekst = f"{van.aan_het_begin} legt momenten voor. Geef door wanneer u kunt; daarna kiest {overleg.organisator.in_zin} een moment."
    allen = [o.pk for o in overleg.dossier.betrokken_organisaties]
    _schrijf(
        overleg, allen, soort="overleg_momenten", sleutel="vraag", onderwerp=f"wanneer kunt u voor {_naam(overleg)}", tekst=tekst, op=op
    )


def nodig_uit(overleg: Overleg, *, op: dt.date, alleen: uuid.UUID | None = None) -> None:
    """The invitation, to everyone invited or to one organisation that came later."""
    naam = _naam(overleg)
    kop = "startgesprek gepland" if overleg.is_startgesprek else f"uitnodiging voor {naam}"
    tekst = f"{overleg.organisator.aan_het_begin} nodigt u uit voor het {naam}.\n\n{wanneer_en_waar(overleg)}"
    if overleg.agenda:
        tekst += f"\n\nAgenda:\n{overleg.agenda}"
    wie = [alleen] if alleen is not None else _uitgenodigd(overleg)
    sleutel, ics = str(overleg.volgnummer), _ics(overleg, "REQUEST")
    _schrijf(overleg, wie, soort="overleg_uitnodiging", sleutel=sleutel, onderwerp=kop, tekst=tekst, op=op, **ics)


def verzet(overleg: Overleg, *, op: dt.date) -> None:
    """The new moment and place."""
    tekst = f"Het {_naam(overleg)} is verzet. Dit is nu het moment en de plaats.\n\n{wanneer_en_waar(overleg)}"
    sleutel, ics = str(overleg.volgnummer), _ics(overleg, "REQUEST")
    _schrijf(
        overleg,
        _uitgenodigd(overleg),
        soort="overleg_verzet",
        sleutel=sleutel,
        onderwerp=f"{_naam(overleg)} verzet",
        tekst=tekst,
        op=op,
        **ics,
    )


def zeg_af(overleg: Overleg, *, op: dt.date) -> None:
    """It does not go through; told to whoever knew of it."""
    wie = _uitgenodigd(overleg)
    if not wie and overleg.voorstellen.exists():
        wie = [o.pk for o in overleg.dossier.betrokken_organisaties]
    stond = f" van {wanneer(overleg)}" if overleg.moment is not None else ""
    tekst = f"Het {_naam(overleg)}{stond} gaat niet door.\n\nReden: {overleg.reden}"
    sleutel, ics = str(overleg.volgnummer), _ics(overleg, "CANCEL")
    _schrijf(overleg, wie, soort="overleg_afgezegd", sleutel=sleutel, onderwerp=f"{_naam(overleg)} afgezegd", tekst=tekst, op=op, **ics)


def haal_uit_agenda(overleg: Overleg, organisatie_id: uuid.UUID, *, op: dt.date) -> None:
    """One organisation no longer takes part; for the others nothing changes."""
    tekst = f"U doet niet meer mee met dit dossier. Het {_naam(overleg)} van {wanneer(overleg)} vervalt daarom voor u."
    sleutel, ics = f"weg:{op}", _ics(overleg, "CANCEL")
    _schrijf(
        overleg,
        [organisatie_id],
        soort="overleg_afgezegd",
        sleutel=sleutel,
        onderwerp=f"{_naam(overleg)} vervalt voor u",
        tekst=tekst,
        op=op,
        **ics,
    )


def houd(overleg: Overleg, *, op: dt.date) -> None:
    """The minutes can be read."""
    tekst = f"Het {_naam(overleg)} van {toon_dag(overleg.dag)} is vastgelegd. Het verslag en de actiepunten staan in het dossier."
    _schrijf(
        overleg,
        _uitgenodigd(overleg),
        soort="overleg_gehouden",
        sleutel="gehouden",
        onderwerp=f"{_naam(overleg)} vastgelegd",
        tekst=tekst,
        op=op,
    )
