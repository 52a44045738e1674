"""Who marks a payment as done, who agrees to the key, and who divides what came in."""

from typing import Any

import rules

from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.stap import mag
from transformatie.models.dossier import Partijrol
from transformatie.rechten import COORDINERENDE, TWEEDE, is_penvoerder, onbevangen_coordinerende, onbevangen_tweede


@rules.predicate
def is_kassier(door: Lidmaatschap | None, rij: Any) -> bool:
    """The person works for who receives the money and divides it."""
    if door is None or door.rol != Rol.PLANMAKER:
        return False
    overeenkomst = getattr(getattr(rij, "toekenning", rij), "overeenkomst", None)
    if overeenkomst is not None and overeenkomst.kassier_id is not None:
        return bool(overeenkomst.kassier_id == door.organisatie_id)
    return any(p.organisatie_id == door.organisatie_id and p.rol == Partijrol.KASSIER for p in rij.dossier.deelnemende_partijen)


BETALENDE_VERZEKERAAR = mag(onbevangen_coordinerende | onbevangen_tweede, "de zorgverzekeraar die betaalt")
KASSIER_OF_PENVOERDER = mag(is_kassier | is_penvoerder, "de kassier of de penvoerder")

__all__ = ["BETALENDE_VERZEKERAAR", "COORDINERENDE", "KASSIER_OF_PENVOERDER", "TWEEDE"]
