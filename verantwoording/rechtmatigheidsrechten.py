"""Who reads, judges, answers and orders in a rechtmatigheidsdossier (3a.5)."""

from typing import Any

import rules

from kern.documenten.models import Document
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.stap import mag
from transformatie.models import Dossier
from transformatie.rechten import NZA, is_penvoerder, onbevangen_coordinerende, onbevangen_nza
from transformatie.zicht import mag_lezen
from verantwoording.rechten import ziet_bewijs
from verantwoording.rechtmatigheidszicht import VOOR_HET_OORDEEL


@rules.predicate
def is_gevraagd(door: Lidmaatschap | None, rij: Any) -> bool:
    """The question was put to this person's organisation."""
    return door is not None and door.organisatie_id == rij.organisatie_id


BEANTWOORDT = mag(is_gevraagd & (is_penvoerder | onbevangen_coordinerende), "de organisatie aan wie de NZa het vroeg")
BESTELT_ARCHIEF = mag(
    onbevangen_nza | onbevangen_coordinerende | is_penvoerder, "de NZa, de coördinerende zorgverzekeraar of de penvoerder"
)


def opent(document: Document, dossier: Dossier, door: Lidmaatschap) -> bool:
    """Whether who reads this rechtmatigheidsdossier may open one of its documents; asks nothing of the database."""
    if document.organisatie_id is not None and document.organisatie_id == door.organisatie_id:
        return True
    return (door.rol == Rol.NZA and document.soort in VOOR_HET_OORDEEL) or mag_lezen(document.voor, dossier, door)


__all__ = ["BEANTWOORDT", "BESTELT_ARCHIEF", "NZA", "opent", "ziet_bewijs"]
