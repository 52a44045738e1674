"""Who registers, proves, judges and pays."""

from kern.toestanden.stap import mag
from transformatie.rechten import COORDINERENDE, PENVOERDER, PENVOERDER_OF_COORDINERENDE, is_nza, onbevangen_coordinerende

NZA_OF_COORDINERENDE = mag(is_nza | onbevangen_coordinerende, "de NZa of de coördinerende zorgverzekeraar")

__all__ = ["COORDINERENDE", "NZA_OF_COORDINERENDE", "PENVOERDER", "PENVOERDER_OF_COORDINERENDE"]
