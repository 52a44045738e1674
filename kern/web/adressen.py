"""Addresses of dossiers in long lists: the pattern is looked up once, not once per row."""

from functools import cache

from django.urls import get_script_prefix, get_urlconf, reverse

PROEF = "TP-0000-0000"


def dossieradres(naam: str, kenmerk: str) -> str:
    """As `reverse(naam, kwargs={"kenmerk": kenmerk})`, a hundred times faster."""
    return _vorm(get_urlconf(), get_script_prefix(), naam).replace(PROEF, kenmerk)


@cache
def _vorm(urlconf: str | None, voorvoegsel: str, naam: str) -> str:
    """The address with a kenmerk that no dossier has."""
    return reverse(naam, kwargs={"kenmerk": PROEF})
