"""Invitations and feeds that other programs can read."""

import datetime as dt

import pytest
from icalendar import Calendar

from kern.agenda.ics import Afspraak, maak_feed, maak_ics, met_genodigde

NU = dt.datetime(2026, 1, 2, 12, 0, tzinfo=dt.UTC)
BEGIN = dt.datetime(2026, 7, 6, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))


def uitnodiging(**anders: object) -> str:
    velden: dict[str, object] = {
        "uid": "overleg-1@transformatieplan",
        "methode": "REQUEST",
        "begin": BEGIN,
        "duur": dt.timedelta(minutes=90),
        "titel": "Startgesprek TP-2025-0001",
        "gemaakt_op": NU,
    }
    return maak_ics(**{**velden, **anders})


def lees(ics: str) -> tuple[Calendar, object]:
    kalender = Calendar.from_ical(ics)
    (gebeurtenis,) = kalender.walk("VEVENT")
    assert not gebeurtenis.errors
    return kalender, gebeurtenis


def test_een_uitnodiging_laat_zich_teruglezen() -> None:
    kalender, gebeurtenis = lees(
        uitnodiging(
            plaats="Zaal 1; Tilburg", omschrijving="Twee\nregels", organisator=("CZ", "cz@test.example"), url="https://a.example/1/"
        )
    )
    assert (str(kalender["METHOD"]), str(kalender["VERSION"])) == ("REQUEST", "2.0")
    assert (gebeurtenis["DTSTART"].dt, gebeurtenis["DTEND"].dt) == (BEGIN, BEGIN + dt.timedelta(minutes=90))
    assert {naam: str(gebeurtenis[naam]) for naam in ("UID", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "STATUS", "ORGANIZER")} == {
        "UID": "overleg-1@transformatieplan",
        "SUMMARY": "Startgesprek TP-2025-0001",
        "LOCATION": "Zaal 1; Tilburg",
        "DESCRIPTION": "Twee\nregels",
        "URL": "https://a.example/1/",
        "STATUS": "CONFIRMED",
        "ORGANIZER": "mailto:cz@test.example",
    }
    assert (gebeurtenis["SEQUENCE"], gebeurtenis["DTSTAMP"].dt) == (0, NU)


def test_een_afzegging_is_dezelfde_afspraak_met_een_hoger_volgnummer() -> None:
    kalender, gebeurtenis = lees(uitnodiging(methode="CANCEL", volgnummer=2))
    assert (str(kalender["METHOD"]), str(gebeurtenis["STATUS"]), gebeurtenis["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
    assert str(gebeurtenis["UID"]) == str(lees(uitnodiging())[1]["UID"])


def test_regels_eindigen_en_vouwen_zoals_het_hoort() -> None:
    ics = uitnodiging(titel="Ú" * 200)
    assert ics.endswith("END:VCALENDAR\r\n")
    assert "\n" not in ics.replace("\r\n", "")
    assert max(len(regel.encode()) for regel in ics.split("\r\n")) <= 75


def test_wie_het_krijgt_is_de_enige_genodigde() -> None:
    ics = met_genodigde(met_genodigde(uitnodiging(), "Ander", "ander@test.example"), 'Jan "J" Jansen', "jan@test.example")
    _, gebeurtenis = lees(ics)
    wie = gebeurtenis["ATTENDEE"]
    assert (str(wie), wie.params["CN"], wie.params["PARTSTAT"]) == ("mailto:jan@test.example", "Jan J Jansen", "NEEDS-ACTION")
    assert "ander@test" not in ics


def test_niemand_zet_er_een_eigen_regel_in() -> None:
    kwaad = "Zaal\r\nATTENDEE:mailto:kwaad@kwaad.example\x00\x07"
    ics = met_genodigde(uitnodiging(plaats=kwaad, titel=kwaad, organisator=(kwaad, "a@b.example\r\nX-A:1")), kwaad, "c@d.example\r\nX-B:1")
    _, gebeurtenis = lees(ics)
    assert str(gebeurtenis["ATTENDEE"]).startswith("mailto:c@d.example")
    assert not {"X-A", "X-B"} & set(gebeurtenis)
    assert "\x00" not in ics
    assert "\x07" not in ics


def test_een_moment_zonder_tijdzone_is_geen_moment() -> None:
    with pytest.raises(ValueError, match="tijdzone"):
        uitnodiging(begin=dt.datetime(2026, 7, 6, 10, 30))  # noqa: DTZ001


def test_een_feed_heeft_hele_dagen_voor_termijnen_en_tijden_voor_gesprekken() -> None:
    termijn = Afspraak("termijn-1@x", dt.date(2026, 7, 5), "Laatste dag: besluit", "/termijnen/1/")
    gesprek = Afspraak("overleg-1@x", BEGIN, "Overleg", "/overleg/1/", volgnummer=3, gewijzigd_op=NU - dt.timedelta(days=1))
    kalender = Calendar.from_ical(maak_feed([gesprek, termijn], naam="Transformatieplan", nu=NU, basis_adres="https://a.example/"))
    eerste, tweede = kalender.walk("VEVENT")
    assert (eerste["DTSTART"].dt, eerste["DTEND"].dt, str(eerste["TRANSP"])) == (dt.date(2026, 7, 5), dt.date(2026, 7, 6), "TRANSPARENT")
    assert eerste["DTSTART"].params["VALUE"] == "DATE"
    assert (tweede["DTSTART"].dt, tweede["SEQUENCE"], tweede["DTSTAMP"].dt) == (BEGIN, 3, NU - dt.timedelta(days=1))
    assert str(eerste["URL"]) == "https://a.example/termijnen/1/"
    assert "METHOD" not in kalender
    assert not kalender.errors
    assert not eerste.errors


def test_een_lege_feed_is_toch_een_geldige_kalender() -> None:
    kalender = Calendar.from_ical(maak_feed([], naam="Transformatieplan", nu=NU, basis_adres="https://a.example"))
    assert [deel.name for deel in kalender.subcomponents] == ["VTIMEZONE"]
