"""Invitations that wait for an answer, and financiers that were not invited yet: in the werkvoorraad and on the dossier page (1a.1)."""

import datetime as dt
from typing import Any

from kern.organisaties.models import Lidmaatschap
from kern.web.panelen import Paneel, paneel
from transformatie import rechten
from transformatie.aanzet import AanZet, Actie, aan_zet
from transformatie.models import Domein, Dossier
from transformatie.selectors.partijen import ontbrekende_partijen
from transformatie.services.partijen import PARTIJ_ZELF

ANTWOORD = "Antwoord"


@aan_zet
def uitnodiging(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """Who was invited and did not answer; shown to that party itself and to who invites."""
    genodigd = [] if dossier.is_gesloten else [p for p in dossier.deelnemende_partijen if p.is_genodigd]
    if not genodigd:
        return []
    zetten = []
    for partij in genodigd:
        if PARTIJ_ZELF(partij, door):
            rol = partij.get_rol_display()
            zetten.append(
                AanZet(
                    (partij.organisatie,),
                    f"U bent uitgenodigd als {rol}. Lees waar het plan over gaat en laat weten of u meedoet.",
                    acties=(Actie("Beantwoord de uitnodiging", partij.get_absolute_url(), hoofd=True),),
                    kort=f"uitnodiging: doet u mee als {rol}?",
                    knop=ANTWOORD,
                    gaat_voor=True,
                )
            )
    anderen = {p.organisatie_id: p.organisatie for p in genodigd if p.organisatie_id != door.organisatie_id}
    if anderen and rechten.PENVOERDER_OF_COORDINERENDE(dossier, door):
        zetten.append(AanZet(tuple(anderen.values()), "Laat weten of u meedoet.", kort="antwoord op de uitnodiging", knop="Bekijk"))
    return zetten


@paneel("dossier.hoofd", volgorde=5)
def ontbrekende_financiers(context: dict[str, Any]) -> Paneel | None:
    """Which financier is missing for which domain, with one press to invite it (1a.1)."""
    dossier = context["dossier"]
    if dossier.is_gesloten or not (ontbreekt := ontbrekende_partijen(dossier)):
        return None
    mag = rechten.PENVOERDER_OF_COORDINERENDE(dossier, context["namens"])
    per_domein = [(Domein(d).label, [o for o in ontbreekt if o.domein == d]) for d in dict.fromkeys(o.domein for o in ontbreekt)]
    return Paneel(
        "transformatie/panelen/ontbreekt.html",
        {"dossier": dossier, "per_domein": per_domein, "mag_uitnodigen": mag, "request": context["request"]},
    )
