"""The nouns of assessing: a ronde with opinions, who is assigned, what parties commit to."""

from beoordeling.models.instemming import AkkoordStatus, Commitment, CommitmentStatus, GemeentelijkAkkoord
from beoordeling.models.ronde import Advies, Beoordelaarsrol, Beoordeling, Beoordelingsronde, Oordeel, RondeStatus, Waardering
from beoordeling.models.toewijzing import Afziening, Toewijzing

__all__ = [
    "Advies",
    "Afziening",
    "AkkoordStatus",
    "Beoordelaarsrol",
    "Beoordeling",
    "Beoordelingsronde",
    "Commitment",
    "CommitmentStatus",
    "GemeentelijkAkkoord",
    "Oordeel",
    "RondeStatus",
    "Toewijzing",
    "Waardering",
]
