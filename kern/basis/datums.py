"""Dates as the screen shows them, and the one place that asks the clock."""

import datetime as dt

from django.utils import timezone

DAGEN = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
MAANDEN = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"]


def vandaag() -> dt.date:
    """Today in Europe/Amsterdam; for views, tasks and commands only."""
    return timezone.localdate()


def toon_datum(datum: dt.date | None) -> str:
    """6 september 2025."""
    return f"{datum.day} {MAANDEN[datum.month - 1]} {datum.year}" if datum else ""


def toon_dag(datum: dt.date | None) -> str:
    """do 30 oktober 2025."""
    return f"{DAGEN[datum.weekday()][:2]} {toon_datum(datum)}" if datum else ""
