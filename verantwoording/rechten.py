"""Who registers, proves, judges and pays, and who reads what about the money."""

from typing import Any

import rules

from kern.organisaties.models import Lidmaatschap
from kern.toestanden.stap import mag
from transformatie.rechten import (
    COORDINERENDE,
    PENVOERDER,
    PENVOERDER_OF_COORDINERENDE,
    handelt_voor_indiener,
    is_coordinerende,
    is_gemeente,
    is_indiener,
    is_nza,
    is_tweede,
    onbevangen_coordinerende,
    onbevangen_nza,
)

NZA_OF_COORDINERENDE = mag(onbevangen_nza | onbevangen_coordinerende, "de NZa of de coördinerende zorgverzekeraar")

is_contractpartij = is_coordinerende | is_tweede | is_indiener

ziet_geld: rules.Predicate = is_contractpartij | is_nza | is_gemeente
"""The agreement and its amounts: who signs it, the NZa, and the gemeenten (for their SPUK); not other financiers or assessors."""

ziet_bewijs: rules.Predicate = is_contractpartij | is_nza
"""Evidence, grounds and costs are about somebody's business: who signed, and the NZa (3a.5)."""


def ziet_oordeel(door: Lidmaatschap | None, dossier: Any) -> bool:
    """A judgement that is not yet a decision is for who judges it."""
    return bool(ziet_bewijs.test(door, dossier)) and not handelt_voor_indiener.test(door, dossier)


__all__ = [
    "COORDINERENDE",
    "NZA_OF_COORDINERENDE",
    "PENVOERDER",
    "PENVOERDER_OF_COORDINERENDE",
    "ziet_bewijs",
    "ziet_geld",
    "ziet_oordeel",
]
