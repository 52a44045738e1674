"""The national pots as the sources describe them, so that the examples have money to grant (domein.md chapter 5)."""

import datetime as dt
from decimal import Decimal

from verantwoording.models import Pot
from verantwoording.services.potten import stel_beschikbaar

BRON, BRON_OP = "Kamerbrief voortgang IZA/AZWA", dt.date(2026, 4, 9)
MILJOEN = {"msz": 940, "ggz": 160, "wijkverpleging": 140, "huisartsen": 160, "": 561}
"""Earmarked per sector and free, in million euro; together the 1.961 million that is available through the insurers."""


def maak_potten() -> None:
    """Lay down the pots of the transformatiemiddelen; running it again adds nothing."""
    for sector, miljoen in MILJOEN.items():
        naam = f"Transformatiemiddelen {sector or 'vrij'}"
        pot, nieuw = Pot.objects.get_or_create(
            naam=naam,
            defaults={
                "jaar": 2023,
                "sector": sector,
                "bron": BRON,
                "bron_op": BRON_OP,
                "open_van": dt.date(2023, 1, 1),
                "vervalt_op": dt.date(2028, 12, 31),
            },
        )
        if nieuw:
            stel_beschikbaar(pot, Decimal(miljoen) * 1_000_000, op=pot.open_van, onderwerp=pot.pk)
