"""Who registers the SPUK, who judges its milestones, and who reads it."""

from typing import Any

import rules

from kern.organisaties.models import Lidmaatschap
from kern.toestanden.stap import mag
from transformatie.rechten import is_coordinerende, is_gemeente, is_nza, is_tweede, onbevangen_coordinerende


@rules.predicate
def is_eigen(door: Lidmaatschap | None, rij: Any) -> bool:
    """The person acts for the gemeente whose SPUK this is."""
    return door is not None and door.organisatie_id == rij.organisatie_id


EIGEN_GEMEENTE = mag(is_gemeente & is_eigen, "een gemeentelijk beslisser van de gemeente die de SPUK aanvraagt")
VRAAGT_AAN = mag(is_gemeente, "een gemeentelijk beslisser van een betrokken gemeente")
BEOORDEELT_MIJLPAAL = mag(onbevangen_coordinerende, "de coördinerende zorgverzekeraar, door iemand die niet ook voor een indiener werkt")

ziet_spuk: rules.Predicate = is_coordinerende | is_tweede | is_nza | is_gemeente
"""Insurers and the NZa read all of it, a gemeente its own; nobody else."""
