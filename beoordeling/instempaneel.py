"""What a party reads before it commits or refuses: the version, its own parts, and what changed for it (1b.1)."""

from dataclasses import dataclass
from typing import Any

from beoordeling.models import Commitment, GemeentelijkAkkoord
from beoordeling.passages import vorige_versie
from beoordeling.wijzigingen import sinds_eerder
from kern.web.panelen import Paneel, paneel
from transformatie.services.versies import verschillen


@dataclass(frozen=True)
class Onderdeel:
    """A part of the plan in the social domain, with its text."""

    label: str
    tekst: str


@paneel("stap", volgorde=10)
def bij_instemmen(context: dict[str, Any]) -> Paneel | None:
    """The version one speaks about, with what is one's own in it, and what changed since the version one committed to."""
    rij = context["rij"]
    if not isinstance(rij, Commitment | GemeentelijkAkkoord):
        return None
    rij.versie.plan.dossier = rij.dossier
    is_gemeente = any(p.organisatie_id == rij.organisatie_id for p in rij.dossier.deelnemende_gemeenten)
    sinds, vorige = sinds_eerder(rij), vorige_versie(rij.versie)
    sociaal = [v for v in rij.versie.format.velden if is_gemeente and v.sleutel in rij.versie.sociale_velden]
    return Paneel(
        "beoordeling/panelen/versie.html",
        {
            "versie": rij.versie,
            "sinds": sinds,
            "vorige": vorige,
            "anders": verschillen(vorige, rij.versie) if vorige and sinds is None else [],
            "sociaal": [Onderdeel(v.label, str(rij.versie.inhoud.get(v.sleutel, ""))) for v in sociaal],
            "eigen_kpis": [
                k for k in rij.versie.kpi_lijst if k.organisatie_id == rij.organisatie_id or (k.is_sociaal_domein and is_gemeente)
            ],
            "is_gemeente": is_gemeente,
            "is_akkoord": isinstance(rij, GemeentelijkAkkoord),
        },
    )
