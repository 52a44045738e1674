"""The nouns of assessing: a ronde with opinions, who is assigned, what parties commit to."""

from beoordeling.models.instemming import AkkoordStatus, Commitment, CommitmentStatus, GemeentelijkAkkoord
from beoordeling.models.ronde import Advies, Beoordelaarsrol, Beoordeling, Beoordelingsronde, Oordeel, RondeStatus, Waardering
from beoordeling.models.team import Adviesverzoek, Deeladvies, Teamrol
from beoordeling.models.toewijzing import Afziening, Toewijzing, Toewijzingseinde
from beoordeling.models.volgers import Volgersvraag, Voornemen
from beoordeling.models.vraag import Bundelvraag, Vraag, Vragenbundel

__all__ = [
    "Advies",
    "Adviesverzoek",
    "Afziening",
    "AkkoordStatus",
    "Beoordelaarsrol",
    "Beoordeling",
    "Beoordelingsronde",
    "Bundelvraag",
    "Commitment",
    "CommitmentStatus",
    "Deeladvies",
    "GemeentelijkAkkoord",
    "Oordeel",
    "RondeStatus",
    "Teamrol",
    "Toewijzing",
    "Toewijzingseinde",
    "Volgersvraag",
    "Voornemen",
    "Vraag",
    "Vragenbundel",
    "Waardering",
]
