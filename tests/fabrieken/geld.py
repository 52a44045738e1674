"""Pots with money in them."""

import datetime as dt
from decimal import Decimal

from verantwoording.models import Pot
from verantwoording.services.potten import stel_beschikbaar

OPEN_VAN = dt.date(2023, 1, 1)


def pot_met(bedrag: int | str | Decimal, *, naam: str = "Transformatiemiddelen", sector: str = "", **velden: object) -> Pot:
    """A pot that holds this amount, in euro, from 2023 on."""
    velden = {"jaar": 2023, "bron": "voorbeeld", "bron_op": OPEN_VAN, "open_van": OPEN_VAN} | velden
    pot = Pot.objects.create(naam=naam, sector=sector, **velden)  # type: ignore[misc]  # the fields are the caller's to name
    stel_beschikbaar(pot, Decimal(bedrag), op=OPEN_VAN)
    return pot
