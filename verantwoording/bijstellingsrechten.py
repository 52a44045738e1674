"""Who proposes an adjustment of a plan, and who agrees with it (1g.6)."""

from typing import Any

import rules

from beoordeling.rechten import is_tekenbevoegd
from kern.organisaties.models import Lidmaatschap
from kern.toestanden.stap import is_systeem, mag
from transformatie.rechten import is_penvoerder, onbevangen_coordinerende


@rules.predicate
def tekent_voor_gevraagde(door: Lidmaatschap | None, akkoord: Any) -> bool:
    """The person may bind the party that is asked here."""
    return door is not None and door.organisatie_id == akkoord.organisatie_id and is_tekenbevoegd(door)


PENVOERDER_OF_SYSTEEM = mag(is_penvoerder | is_systeem, "de penvoerder")
BEGINT = mag(is_penvoerder | onbevangen_coordinerende | is_systeem, "de penvoerder of de coördinerende zorgverzekeraar")
TEKENBEVOEGDE = mag(tekent_voor_gevraagde, "iemand die voor deze partij mag tekenen")
