"""What waits up to the decision, over all dossiers of a person: our source of the werkvoorraad."""

import datetime as dt
import uuid
from collections import defaultdict
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.termijnen.models import Termijn
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.aanzet import AanZet
from transformatie.beurten import BESLIS, EIGEN
from transformatie.models import Dossier, Partij, PlanStatus
from transformatie.models.dossier import INDIENEND
from transformatie.selectors.dossier import met_bijzaken, plan_van
from transformatie.zicht import mag_termijn_zien


def lopende_dossiers(door: Lidmaatschap) -> list[Dossier]:
    """Dossiers where something of ours can wait, with all that `beurten` asks of them. Two queries."""
    partijen = Partij.objects.filter(dossier=OuterRef("pk")).order_by("uitgenodigd_op", "vastgelegd_op")
    rijen = (
        met_bijzaken(Dossier.objects.zichtbaar_voor(door))
        .filter(Q(is_gesloten=False) | Q(plan__status=PlanStatus.AFGEWEZEN))
        .select_related("coordinerend", "tweede", "startgesprek", "snelle_toets", "plan")
        .annotate(
            partijen_json=ArraySubquery(partijen.values(j=JSONObject(pk="organisatie", naam="organisatie__naam", rol="rol", uit="uit_op")))
        )
    )
    dossiers = list(rijen)
    klokken: dict[Any, dict[str, Termijn]] = defaultdict(dict)
    zaken = [d.pk for d in dossiers]
    for termijn in Termijn.objects.open().filter(zaak_id__in=zaken).order_by("start_op", "vastgelegd_op"):
        klokken[termijn.onderwerp][termijn.soort_termijn] = termijn
    for dossier in dossiers:
        _laad(dossier, klokken)
    return dossiers  # type: ignore[return-value]


def _laad(dossier: Dossier, klokken: dict[Any, dict[str, Termijn]]) -> None:
    """Remember on the dossier what its rights and rules ask, from what its own query brought."""
    alle = dossier.partijen_json  # type: ignore[attr-defined]
    dossier.__dict__["deelnemende_partijen"] = [
        Partij(dossier=dossier, organisatie=Organisatie(pk=uuid.UUID(j["pk"]), naam=j["naam"]), rol=j["rol"])
        for j in alle
        if j["uit"] is None
    ]
    ladders = {uuid.UUID(j["pk"]) for j in dossier.ladders}  # type: ignore[attr-defined]
    dossier.__dict__["ladderklokken"] = {pk: next(iter(klokken[pk].values())) for pk in ladders if klokken[pk]}
    dossier.__dict__["indienende_organisaties"] = {uuid.UUID(j["pk"]) for j in alle if j["rol"] in INDIENEND}
    for stuk in (dossier.snelle_toets, plan_van(dossier)):
        if stuk is not None:
            stuk.__dict__["klokken"] = klokken[stuk.pk]


@werkvoorraad_bron
def tot_het_besluit(door: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """Everything up to the decision that waits for, or is followed by, this person."""
    return [
        _item(dossier, zet, door)
        for dossier in lopende_dossiers(door)
        for bron in EIGEN
        for zet in bron(dossier, door, op)
        if zet.is_aan(door) or zet.kort not in VAN_ANDEREN_NIET
    ]


SCHRIJF = {"Schrijf", "Vul aan", "Pas aan", "Bekijk"}
VAN_ANDEREN_NIET = {"afgewezen plan, eventueel opnieuw aanbieden"}


def _item(dossier: Dossier, zet: AanZet, door: Lidmaatschap) -> Werkitem:
    is_uw_beurt = zet.is_aan(door) and not (zet.knop == BESLIS and door.organisatie_id != dossier.coordinerend_id)
    van_indiener = door.organisatie_id in dossier.indienende_organisaties
    termijn = zet.termijn if zet.termijn is not None and mag_termijn_zien(zet.termijn, van_indiener) else None
    url = zet.acties[0].url if is_uw_beurt and zet.acties and zet.knop in SCHRIJF else dossier.get_absolute_url()
    anderen = [o.naam for o in zet.wie if o.pk != door.organisatie_id]
    samen = "samen met " if is_uw_beurt else ""
    wie = (samen + " en ".join(anderen)) if 0 < len(anderen) <= 2 else (f"{samen}{len(anderen)} partijen" if anderen else "")
    return Werkitem(
        wat=zet.kort[:1].upper() + zet.kort[1:],
        toelichting=wie,
        dossier_kenmerk=dossier.kenmerk,
        dossier_titel=dossier.titel,
        dossier_url=dossier.get_absolute_url(),
        uiterlijk=termijn.einde_op if termijn is not None else None,
        url=url,
        knop=zet.knop,
        is_aan_zet=is_uw_beurt,
        sinds=dossier.gewijzigd_op,
    )
