"""Calendar texts after RFC 5545: an invitation to one meeting, and a feed of many entries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration, vText

Methode = Literal["REQUEST", "CANCEL"]
MAKER = "-//Transformatieplan//Agenda//NL"
VERVERS = dt.timedelta(hours=1)  # how often a calendar may come back for a feed


@dataclass(frozen=True)
class Afspraak:
    """One thing in a calendar: a meeting when `begin` is a moment (aware), a whole day when it is a date.

    `uid` stays the same for the life of the thing, so that what moves also moves in the calendar.  `adres` is a path in the application.
    """

    uid: str
    begin: dt.datetime | dt.date
    titel: str
    adres: str = ""
    duur: dt.timedelta = dt.timedelta(hours=1)
    plaats: str = ""
    omschrijving: str = ""
    volgnummer: int = 0
    gewijzigd_op: dt.datetime | None = None
    is_afgezegd: bool = False

    @property
    def dag(self) -> dt.date:
        """The day it begins on, in Europe/Amsterdam when it is a moment."""
        return plaatselijk(self.begin).date() if isinstance(self.begin, dt.datetime) else self.begin


def plaatselijk(moment: dt.datetime) -> dt.datetime:
    """The moment on the clock of the application."""
    return timezone.localtime(moment)


def maak_ics(
    *,
    uid: str,
    methode: Methode,
    begin: dt.datetime,
    duur: dt.timedelta,
    titel: str,
    gemaakt_op: dt.datetime,
    volgnummer: int = 0,
    plaats: str = "",
    omschrijving: str = "",
    organisator: tuple[str, str] | None = None,
    url: str = "",
) -> str:
    """The text of one invitation or cancellation; `begin` and `gemaakt_op` are aware, `organisator` is (name, e-mail address).

    An update is the same `uid` with a higher `volgnummer`; so is a cancellation.
    """
    if begin.tzinfo is None:
        raise ValueError("Een overleg begint op een moment met tijdzone.")
    afspraak = Afspraak(uid, begin, titel, "", duur, plaats, omschrijving, volgnummer, gemaakt_op, methode == "CANCEL")
    gebeurtenis = _gebeurtenis(afspraak, gemaakt_op, url)
    if organisator:
        gebeurtenis["ORGANIZER"] = _persoon(*organisator)
    kalender = _kalender()
    kalender.add("method", methode)
    kalender.add_component(gebeurtenis)
    return als_tekst(kalender)


def met_genodigde(ics: str, naam: str, email: str) -> str:
    """The same invitation with its receiver as the one who is invited, which mail programs ask for; nobody reads who else is."""
    kalender = Calendar.from_ical(ics)
    for gebeurtenis in kalender.walk("VEVENT"):
        wie = _persoon(naam, email)
        wie.params["ROLE"], wie.params["PARTSTAT"], wie.params["RSVP"] = vText("REQ-PARTICIPANT"), vText("NEEDS-ACTION"), vText("FALSE")
        gebeurtenis["ATTENDEE"] = wie
    return als_tekst(kalender)


def maak_feed(afspraken: Sequence[Afspraak], *, naam: str, nu: dt.datetime, basis_adres: str) -> str:
    """Many entries under one name, to which a calendar subscribes; `basis_adres` stands in front of each path."""
    kalender = _kalender()
    kalender.add("x-wr-calname", naam)
    kalender["REFRESH-INTERVAL"] = vDuration(VERVERS)
    kalender["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"
    kalender["X-PUBLISHED-TTL"] = vDuration(VERVERS)
    if not afspraken:  # a calendar without a component is no calendar (3.6)
        kalender.add_component(Timezone.from_tzid("Europe/Amsterdam"))
    for afspraak in sorted(afspraken, key=lambda a: (a.dag, a.uid)):
        kalender.add_component(_gebeurtenis(afspraak, nu, basis_adres.rstrip("/") + afspraak.adres if afspraak.adres else ""))
    return als_tekst(kalender)


def als_tekst(kalender: Calendar) -> str:
    """The calendar as text, with the line ends of RFC 5545."""
    return kalender.to_ical().decode()


def _kalender() -> Calendar:
    kalender = Calendar()
    kalender.add("prodid", MAKER)
    kalender.add("version", "2.0")
    kalender.add("calscale", "GREGORIAN")
    return kalender


def _gebeurtenis(afspraak: Afspraak, nu: dt.datetime, url: str) -> Event:
    """A meeting in UTC, or a day with no time that nobody is busy on."""
    gebeurtenis = Event()
    gebeurtenis.add("uid", afspraak.uid)
    gebeurtenis.add("sequence", afspraak.volgnummer)
    gebeurtenis.add("dtstamp", (afspraak.gewijzigd_op or nu).astimezone(dt.UTC))
    begin = afspraak.begin
    if isinstance(begin, dt.datetime):
        gebeurtenis.add("dtstart", begin.astimezone(dt.UTC))
        gebeurtenis.add("dtend", (begin + afspraak.duur).astimezone(dt.UTC))
    else:
        gebeurtenis.add("dtstart", begin)
        gebeurtenis.add("dtend", begin + dt.timedelta(days=1))
        gebeurtenis.add("transp", "TRANSPARENT")
    gebeurtenis.add("summary", _leesbaar(afspraak.titel))
    gebeurtenis.add("status", "CANCELLED" if afspraak.is_afgezegd else "CONFIRMED")
    for eigenschap, waarde in (("location", afspraak.plaats), ("description", afspraak.omschrijving), ("url", url)):
        if waarde:
            gebeurtenis.add(eigenschap, _leesbaar(waarde))
    return gebeurtenis


def _leesbaar(tekst: str) -> str:
    """Without signs that steer; a new line stays one."""
    return "".join(teken for teken in tekst if teken.isprintable() or teken == "\n")


def _persoon(naam: str, email: str) -> vCalAddress:
    wie = vCalAddress(f"mailto:{quote(email, safe='@.+-_')}")
    wie.params["CN"] = vText(" ".join(_leesbaar(naam).replace('"', "").split()))
    return wie
