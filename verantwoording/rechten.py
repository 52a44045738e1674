"""Who registers, proves, judges and pays, and who reads what about the money."""

from typing import Any

import rules

from kern.organisaties.models import Lidmaatschap
from kern.toestanden.stap import is_systeem, mag
from transformatie.rechten import (
    COORDINERENDE,
    COORDINERENDE_OF_SYSTEEM,
    PENVOERDER,
    PENVOERDER_OF_COORDINERENDE,
    handelt_voor_indiener,
    is_coordinerende,
    is_gemeente,
    is_indiener,
    is_nza,
    is_penvoerder,
    is_tweede,
    onbevangen_coordinerende,
    onbevangen_nza,
)

NZA_OF_COORDINERENDE = mag(onbevangen_nza | onbevangen_coordinerende, "de NZa of de coördinerende zorgverzekeraar")


@rules.predicate
def deed_het_voorstel(door: Lidmaatschap | None, rij: Any) -> bool:
    """The proposal that lies before the other side came from this person's organisation (3a.4)."""
    return door is not None and door.organisatie_id == rij.voorgesteld_door_id


is_kant = is_penvoerder | onbevangen_coordinerende
ANDERE_KANT = mag(
    is_kant & ~deed_het_voorstel, "de andere kant: de penvoerder of de coördinerende zorgverzekeraar, wie het voorstel niet deed"
)
EIGEN_KANT = mag(is_kant & deed_het_voorstel, "wie het voorstel deed")
KANT_OF_SYSTEEM = mag(is_kant | is_systeem, "de penvoerder of de coördinerende zorgverzekeraar")

is_contractpartij = is_coordinerende | is_tweede | is_indiener

ziet_geld: rules.Predicate = is_contractpartij | is_nza | is_gemeente
"""The agreement and its amounts: who signs it, the NZa, and the gemeenten (for their SPUK); not other financiers or assessors."""

ziet_bewijs: rules.Predicate = is_contractpartij | is_nza
"""Evidence, grounds and costs are about somebody's business: who signed, and the NZa (3a.5)."""


def ziet_oordeel(door: Lidmaatschap | None, dossier: Any) -> bool:
    """A judgement that is not yet a decision is for who judges it."""
    return bool(ziet_bewijs.test(door, dossier)) and not handelt_voor_indiener.test(door, dossier)


__all__ = [
    "ANDERE_KANT",
    "COORDINERENDE",
    "COORDINERENDE_OF_SYSTEEM",
    "EIGEN_KANT",
    "KANT_OF_SYSTEEM",
    "NZA_OF_COORDINERENDE",
    "PENVOERDER",
    "PENVOERDER_OF_COORDINERENDE",
    "ziet_bewijs",
    "ziet_geld",
    "ziet_oordeel",
]
