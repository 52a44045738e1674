"""What the step page shows above the button, for the steps of this app: the answers before handing in."""

from typing import Any

from kern.web.panelen import Paneel, paneel
from transformatie.forms.concept import voortgang
from transformatie.models import SnelleToets, Transformatieplan
from transformatie.selectors.stukken import antwoorden
from transformatie.services import concept

INDIENEN = {"dien_in", "vul_aan"}


@paneel("stap")
def lees_na_voor_indienen(context: dict[str, Any]) -> Paneel | None:
    """Check your answers: everything that will be handed in, with a way back to change it."""
    rij = context["rij"]
    if context["stap"] not in INDIENEN or not isinstance(rij, SnelleToets | Transformatieplan):
        return None
    stuk = rij if isinstance(rij, SnelleToets) else rij.laatste_versie
    return Paneel(
        "transformatie/onderdelen/nalezen.html",
        {
            "inhoud": antwoorden(stuk),
            "voortgang": voortgang(stuk.format, concept.waarden(stuk)),
            "bewerk_urlnaam": "snelle-toets-bewerk" if isinstance(rij, SnelleToets) else "plan-bewerk",
            "versie": None if isinstance(rij, SnelleToets) else stuk,
            "mijlpalen": [] if isinstance(rij, SnelleToets) else list(stuk.mijlpalen.all()),  # type: ignore[union-attr]
        },
    )


OORDELEND = {"keur_goed", "wijs_af", "vraag_aanpassing", "stel_op", "beoordeel", "ken_toe"}


@paneel("stap", volgorde=10)
def karakter_bij_elk_oordeel(context: dict[str, Any]) -> Paneel | None:
    """The character and the room to experiment that both sides settled, with every later judgement (1h.1). No queries."""
    dossier = context["dossier"]
    if context["stap"] not in OORDELEND or not dossier.snelle_toets.karakter_is_bevestigd:
        return None
    return Paneel("transformatie/onderdelen/karakter.html", {"toets": dossier.snelle_toets})
