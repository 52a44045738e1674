"""Amounts as people type them and as the screen shows them."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError

CENT = Decimal("0.01")
GROOTSTE_BEDRAG = Decimal("999999999999.99")
_NEDERLANDS = re.compile(r"^[0-9]{1,3}(\.[0-9]{3})+(,[0-9]{1,2})?$|^[0-9]+(,[0-9]{1,2})?$")
_MET_PUNT = re.compile(r"^[0-9]+\.[0-9]{1,2}$")
_MILJOEN = re.compile(r"^([0-9]+(?:,[0-9]{1,6}|\.[0-9]{1,2})?)(?:mln\.?|miljoen)$")
_STREEPJES = re.compile(r"[,.]-{1,2}$")


def lees_bedrag(tekst: str) -> Decimal:
    """Read an amount in euro: 1.250,50, 1250,50, 1250.50, € 1 250,50 and 8,4 mln are all amounts.

    Raises ValidationError for what is negative, no amount, or more than the database can hold.
    """
    kaal = re.sub(r"[€\s]|^eur(?!o)", "", tekst.strip().lower()).removesuffix("euro")
    kaal = _STREEPJES.sub("", kaal)
    if kaal.startswith(("-", "\u2212")):
        raise ValidationError("Een bedrag kan niet negatief zijn.", code="negatief")
    if _NEDERLANDS.match(kaal):
        bedrag = Decimal(kaal.replace(".", "").replace(",", "."))
    elif _MET_PUNT.match(kaal):
        bedrag = Decimal(kaal)
    elif miljoen := _MILJOEN.match(kaal):
        bedrag = Decimal(miljoen[1].replace(",", ".")) * 1_000_000
    else:
        raise ValidationError("Dit is geen bedrag. Schrijf bijvoorbeeld 1.250,50 of 8400000.", code="geen_bedrag")
    if bedrag > GROOTSTE_BEDRAG:
        raise ValidationError("Dit bedrag is te groot.", code="te_groot")
    return bedrag.quantize(CENT)


def toon_bedrag(bedrag: Decimal | int | None) -> str:
    """Show an amount as € 8.400.000, with cents only where there are any."""
    if bedrag is None:
        return "nog onbekend"
    bedrag = Decimal(bedrag).quantize(CENT)
    geheel = bedrag == bedrag.to_integral_value()
    tekst = f"{bedrag:,.0f}" if geheel else f"{bedrag:,.2f}"
    return "€\u00a0" + tekst.replace(",", "_").replace(".", ",").replace("_", ".")
