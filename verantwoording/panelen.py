"""What the money adds to the pages of a dossier: the KPI's, the stand of the money, and the context of a step."""

from typing import Any

from kern.web.panelen import Paneel, paneel
from transformatie.selectors.dossier import laad_partijen, laad_versies
from verantwoording.blad import Geldblad, geldblad, inhoud_van
from verantwoording.models import KpiVerantwoording, Toekenning
from verantwoording.uitbetalingsblad import opdracht_van


def _blad(context: dict[str, Any]) -> Geldblad | None:
    return geldblad(context["dossier"], context["namens"])


@paneel("dossier.hoofd", 20)
def kpis_op_dossier(context: dict[str, Any]) -> Paneel | None:
    """The table of KPI's, from the start of the execution."""
    blad = _blad(context)
    if blad is None or blad.toekenning.gestart_op is None:
        return None
    return Paneel("verantwoording/paneel_kpis.html", {"blad": blad})


@paneel("dossier.zijkant", 20)
def geld_op_dossier(context: dict[str, Any]) -> Paneel | None:
    """Where the money stands, with the way to the agreement and the KPI's."""
    blad = _blad(context)
    return Paneel("verantwoording/paneel_geld.html", {"blad": blad}) if blad is not None else None


@paneel("stap", 20)
def achtergrond_van_een_stap(context: dict[str, Any]) -> Paneel | None:
    """What one must know to take a step of the money: the agreement, the evidence, the four parts of 3a.5."""
    rij, dossier = context["rij"], context["dossier"]
    if not isinstance(rij, KpiVerantwoording | Toekenning):
        return None
    laad_partijen(dossier)
    laad_versies(dossier)
    blad = _blad(context)
    if blad is None:
        return None
    if isinstance(rij, Toekenning):
        return Paneel("verantwoording/stap_toekenning.html", {"blad": blad})
    regel = next(r for r in blad.regels if r.rij is not None and r.rij.pk == rij.pk)
    return Paneel(
        "verantwoording/stap_kpi.html",
        {"blad": blad, "regel": regel, "stap": context["stap"], **inhoud_van(blad, regel), **opdracht_van(rij)},
    )
