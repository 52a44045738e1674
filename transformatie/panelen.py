"""What higher apps say about the parties of a dossier; the page asks, it does not know who answers.

A dossier page also offers the places 'dossier.hoofd' and 'dossier.zijkant', and the step page 'stap', through
kern.web.panelen.  Their context holds: dossier, namens, op, blad (Dossierblad) and request; on the step page
dossier, namens, op, rij, stap, form and request.
"""

import uuid
from collections.abc import Callable

from transformatie.models import Dossier

Stand = tuple[str, str]
"""A state in words and the tone of its pill: neutraal, groen, amber or rood."""

Partijstand = Callable[[Dossier], dict[uuid.UUID, Stand]]
_partijstanden: list[Partijstand] = []


def partijstand(functie: Partijstand) -> Partijstand:
    """Register f(dossier) -> {organisatie_id: (tekst, toon)}, with a fixed number of queries."""
    if functie not in _partijstanden:
        _partijstanden.append(functie)
    return functie


def standen_van(dossier: Dossier) -> dict[uuid.UUID, list[Stand]]:
    """Per organisation what the higher apps say of it."""
    standen: dict[uuid.UUID, list[Stand]] = {}
    for functie in _partijstanden:
        for organisatie_id, stand in functie(dossier).items():
            standen.setdefault(organisatie_id, []).append(stand)
    return standen
