"""What the assessment adds to the page of a dossier and to the page of a step."""

import uuid
from typing import Any

from beoordeling.blad import Blad, blad_van, heeft_derde, leest_mee
from beoordeling.leesblad import tabelblad
from beoordeling.models import Beoordelingsronde, CommitmentStatus
from beoordeling.selectors import vraagt_derde_beoordelaar
from kern.organisaties.models import Lidmaatschap
from kern.web.onderdelen import Toon
from kern.web.panelen import Paneel, paneel
from transformatie.models import Dossier, SnelleToets, Transformatieplan
from transformatie.panelen import Stand, partijstand
from transformatie.zicht import open_voor_indieners

open_voor_indieners("beoordeling.commitment")
open_voor_indieners("beoordeling.gemeentelijkakkoord")
open_voor_indieners("beoordeling.beoordelingsronde", "verstuur")

WOORDEN: dict[str, tuple[str, Toon]] = {
    CommitmentStatus.GEVRAAGD: ("wacht op {}", "amber"),
    CommitmentStatus.GEGEVEN: ("{}", "groen"),
    CommitmentStatus.GEWEIGERD: ("{} geweigerd", "rood"),
}


@partijstand
def commitment(dossier: Dossier) -> dict[uuid.UUID, Stand]:
    """Whether a party stands behind the plan (1b.1)."""
    blad = blad_van(dossier)
    return {pk: _stand(rij.status, "commitment") for pk, rij in blad.commitments.items()} if blad.ligt_voor else {}


@partijstand
def akkoord(dossier: Dossier) -> dict[uuid.UUID, Stand]:
    """Whether a gemeente approved its parts (1b.1)."""
    blad = blad_van(dossier)
    return {pk: _stand(rij.status, "akkoord") for pk, rij in blad.akkoorden.items()} if blad.ligt_voor else {}


def _stand(status: str, wat: str) -> Stand:
    tekst, toon = WOORDEN[status]
    return tekst.format(wat), toon


@paneel("dossier.hoofd", volgorde=20)
def terugblik(context: dict[str, Any]) -> Paneel | None:
    """The way back to the opinions, once they no longer wait for a decision; for reviewers only (1c.2)."""
    blad = blad_van(context["dossier"])
    if blad.ronde is None or blad.in_behandeling is not None or not leest_mee(blad, context["namens"]):
        return None
    return Paneel("beoordeling/panelen/terugblik.html", {"ronde": blad.ronde, "toont": _toont_concept(blad, context["namens"])})


@paneel("dossier.breed", volgorde=20)
def oordelen_per_criterium(context: dict[str, Any]) -> Paneel | None:
    """The opinions by organisation, for reviewers only (1c.2)."""
    blad = blad_van(context["dossier"])
    if blad.ronde is None or blad.in_behandeling is None or not leest_mee(blad, context["namens"]):
        return None
    gegeven = {"ronde": blad.ronde, "toont": _toont_concept(blad, context["namens"])}
    return Paneel("beoordeling/panelen/oordelen.html", gegeven | tabelblad(blad))


def _toont_concept(blad: Blad, door: Lidmaatschap) -> bool:
    """The text before it is sent, and a differing opinion, are for the two insurers only (1c.2)."""
    return door.organisatie_id in (blad.dossier.coordinerend_id, blad.dossier.tweede_id)


@paneel("dossier.hoofd", volgorde=10)
def verstuurde_terugkoppeling(context: dict[str, Any]) -> Paneel | None:
    """What went out on behalf of both insurers, for everybody who sees the dossier (1c.2)."""
    rondes = blad_van(context["dossier"]).verstuurde_rondes
    return Paneel("beoordeling/panelen/terugkoppeling.html", {"laatste": rondes[0], "eerdere": rondes[1:]}) if rondes else None


@paneel("dossier.zijkant", volgorde=20)
def wie_moet_nog(context: dict[str, Any]) -> Paneel | None:
    """How many parties committed and approved, with the way to who still has to (1b.1)."""
    blad = blad_van(context["dossier"])
    if not blad.ligt_voor or not blad.commitments:
        return None
    tellingen = [
        (label, sum(r.status == CommitmentStatus.GEGEVEN for r in rijen.values()), len(rijen))
        for label, rijen in (("commitment", blad.commitments), ("gemeentelijk akkoord", blad.akkoorden))
        if rijen
    ]
    return Paneel("beoordeling/panelen/instemmingen.html", {"tellingen": tellingen})


@paneel("dossier.zijkant", volgorde=30)
def derde_beoordelaar(context: dict[str, Any]) -> Paneel | None:
    """Who assesses as third from outside (1b.3), for who assesses."""
    dossier, door = context["dossier"], context["namens"]
    blad = blad_van(dossier)
    if not dossier.deelnemende_gemeenten or blad.in_behandeling is None or not leest_mee(blad, door):
        return None
    gegeven = {
        "toewijzing": blad.toewijzing,
        "telt": heeft_derde(blad, context["op"]),
        "namens": door,
        "afzieningen": blad.afzieningen,
        "is_nodig": vraagt_derde_beoordelaar(dossier),
    }
    return Paneel("beoordeling/panelen/derde.html", gegeven)


@paneel("stap", volgorde=10)
def bij_een_stap(context: dict[str, Any]) -> Paneel | None:
    """What one must have read before taking a step of this app, or before deciding."""
    rij, stap, dossier, door = context["rij"], context["stap"], context["dossier"], context["namens"]
    is_besluit = isinstance(rij, SnelleToets | Transformatieplan) and stap in ("keur_goed", "wijs_af", "vraag_aanpassing")
    if not is_besluit and not isinstance(rij, Beoordelingsronde):
        return None
    blad = blad_van(dossier)
    if blad.ronde is None or not leest_mee(blad, door):
        return None
    gegeven = {"ronde": blad.ronde, "toont": _toont_concept(blad, door), **tabelblad(blad)}
    return Paneel("beoordeling/panelen/bij_stap.html", gegeven | {"is_opstellen": stap == "stel_op"})
