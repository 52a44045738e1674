"""The national pots as the sources describe them, so that the examples have money to grant (domein.md chapter 5)."""

import datetime as dt
from decimal import Decimal

from verantwoording.models import Pot
from verantwoording.services.potten import stel_beschikbaar

BRON, BRON_OP = "Kamerbrief voortgang IZA/AZWA", dt.date(2026, 4, 9)
MILJOEN = {"msz": 940, "ggz": 160, "wijkverpleging": 140, "huisartsen": 160, "": 561}
"""Earmarked per sector and free, in million euro; together the 1.961 million that is available through the insurers."""


DOORBRAAK = (2027, 2028)
"""The years of the doorbraakmiddelen: 400 million each, with a budget that stands ready before it can be used."""


def maak_potten() -> None:
    """Lay down the pots of the transformatiemiddelen and of the doorbraakmiddelen; running it again adds nothing."""
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
    for jaar in DOORBRAAK:
        velden = {"jaar": jaar, "bron": BRON, "bron_op": BRON_OP, "open_van": dt.date(jaar, 1, 1), "vervalt_op": dt.date(jaar, 12, 31)}
        pot, nieuw = Pot.objects.get_or_create(naam=f"Doorbraakmiddelen {jaar}", defaults=velden)
        if nieuw:
            stel_beschikbaar(pot, Decimal(400) * 1_000_000, op=BRON_OP, onderwerp=pot.pk)
