"""Rule 3a.4, and what the end of a plan brings: its final account."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from kern.basis.datums import toon_datum
from kern.regels.register import toetst
from kern.toestanden.signals import na
from kern.toestanden.stap import Stap
from transformatie.zicht import open_voor_indieners
from verantwoording.bijsturing_brieven import bestel_eindafrekening
from verantwoording.models import Toekenning
from verantwoording.services.bijsturing import lopende_bijsturing

open_voor_indieners("verantwoording.bijsturing")
open_voor_indieners("verantwoording.terugbetaling")


@toetst("3a.4", "rond plan af")
def geen_bijsturing_open(stap: Stap) -> Iterator[str]:
    """A plan is not finished while a deviation waits for an outcome (3a.4)."""
    if (lopend := lopende_bijsturing(stap.zaak)) is not None:
        yield f"De bijsturing van {toon_datum(lopend.geopend_op)} is nog open."


@na(Toekenning, "rond_af", "beeindig")
def reken_af(toekenning: Toekenning, *, op: dt.date, **_: Any) -> None:
    """The final account goes out once the rest is back in the pot; a plan that never had money has nothing to settle."""
    if toekenning.gereserveerd_op is not None:
        bestel_eindafrekening(toekenning, op=op)
