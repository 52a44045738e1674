"""Who binds a party to the overeenkomst."""

from typing import Any

import rules

from beoordeling.rechten import TEKENT_ALS
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from kern.toestanden.stap import mag
from transformatie.rechten import handelt_voor_indiener
from verantwoording.selectors import wie_tekenen

TEKENT_CONTRACT_ALS: dict[str, Rol] = {**TEKENT_ALS, Organisatie.Soort.ZORGVERZEKERAAR: Rol.BEOORDELAAR}
"""In which role one binds a party of this kind to the overeenkomst."""


def is_tekenbevoegd(door: Lidmaatschap) -> bool:
    """Whether this person may sign a contract for the own organisation."""
    return door.mag_tekenen and door.rol == TEKENT_CONTRACT_ALS.get(door.organisatie.soort)


@rules.predicate
def tekent_overeenkomst(door: Lidmaatschap | None, toekenning: Any) -> bool:
    """Entitled to sign for an organisation that signs this agreement; at an insurer not by who also works for a submitter."""
    if door is None or not is_tekenbevoegd(door):
        return False
    if door.rol == Rol.BEOORDELAAR and handelt_voor_indiener.test(door, toekenning):
        return False
    return any(o.pk == door.organisatie_id for o in wie_tekenen(toekenning))


TEKENT_OVEREENKOMST = mag(tekent_overeenkomst, "iemand die voor een van de tekenende partijen mag tekenen")
