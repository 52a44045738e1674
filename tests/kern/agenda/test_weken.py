"""The list by week."""

import datetime as dt

from kern.agenda.ics import Afspraak
from kern.agenda.weken import in_weken

WOENSDAG = dt.date(2026, 12, 30)


def koppen(*afspraken: Afspraak) -> list[tuple[str, list[str]]]:
    return [(week.kop, [regel.afspraak.titel for regel in week.regels]) for week in in_weken(afspraken, WOENSDAG)]


def test_te_laat_staat_bovenaan_en_dan_week_na_week() -> None:
    def dag(dagen: int) -> Afspraak:
        return Afspraak(f"{dagen}@x", WOENSDAG + dt.timedelta(days=dagen), str(dagen))

    assert koppen(dag(20), dag(5), dag(0), dag(-3), dag(4)) == [
        ("Te laat", ["-3"]),
        ("Deze week, 28 december tot en met 3 januari 2027", ["0", "4"]),
        ("Volgende week, 4 tot en met 10 januari 2027", ["5"]),
        ("Week 3, 18 tot en met 24 januari 2027", ["20"]),
    ]


def test_een_gesprek_dat_voorbij_of_afgezegd_is_staat_er_niet_meer() -> None:
    gisteren = dt.datetime(2026, 12, 29, 9, 0, tzinfo=dt.UTC)
    morgen = gisteren + dt.timedelta(days=2)
    assert koppen(Afspraak("a@x", gisteren, "voorbij"), Afspraak("b@x", morgen, "afgezegd", is_afgezegd=True)) == []


def test_een_gesprek_staat_op_de_tijd_van_hier() -> None:
    laat = dt.datetime(2026, 12, 30, 23, 30, tzinfo=dt.UTC)  # half past midnight on the 31st, here
    (week,) = in_weken([Afspraak("a@x", laat, "nacht", duur=dt.timedelta(minutes=45))], WOENSDAG)
    (regel,) = week.regels
    assert (regel.afspraak.dag, regel.tijd) == (dt.date(2026, 12, 31), "00.30 tot 01.15 uur")
