"""What waits up to the decision, over all dossiers of a person: our source of the werkvoorraad."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Prefetch, Q

from kern.organisaties.models import Lidmaatschap
from kern.termijnen.models import Termijn
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.aanzet import AanZet
from transformatie.beurten import BESLIS, EIGEN
from transformatie.models import Dossier, Partij, PlanStatus
from transformatie.models.dossier import INDIENEND
from transformatie.selectors.dossier import met_bijzaken, plan_van
from transformatie.zicht import mag_termijn_zien


def open_klokken(door: Lidmaatschap) -> list[Termijn]:
    """All open clocks of the dossiers this person sees; asked once per request, for the sources of every app."""
    if "_open_klokken" not in door.__dict__:
        zaken = Dossier.objects.zichtbaar_voor(door).values("pk")
        door.__dict__["_open_klokken"] = list(Termijn.objects.open().filter(zaak_id__in=zaken).order_by("start_op", "vastgelegd_op"))
    klokken: list[Termijn] = door.__dict__["_open_klokken"]
    return klokken


def lopende_dossiers(door: Lidmaatschap) -> list[Dossier]:
    """Dossiers where something of ours can wait, with all that `beurten` asks of them. Three queries."""
    partijen = Prefetch("partijen", Partij.objects.select_related("organisatie"), to_attr="alle_partijen")
    rijen = (
        met_bijzaken(Dossier.objects.zichtbaar_voor(door))
        .filter(Q(is_gesloten=False) | Q(plan__status=PlanStatus.AFGEWEZEN))
        .select_related("coordinerend", "tweede", "startgesprek", "snelle_toets", "plan")
        .prefetch_related(partijen)
    )
    dossiers = list(rijen)
    klokken: dict[Any, dict[str, Termijn]] = defaultdict(dict)
    for termijn in open_klokken(door):
        klokken[termijn.onderwerp][termijn.soort_termijn] = termijn
    for dossier in dossiers:
        _laad(dossier, klokken)
    return dossiers


def _laad(dossier: Dossier, klokken: dict[Any, dict[str, Termijn]]) -> None:
    alle = dossier.alle_partijen  # type: ignore[attr-defined]
    dossier.__dict__["deelnemende_partijen"] = [p for p in alle if p.uit_op is None]
    dossier.__dict__["indienende_organisaties"] = {p.organisatie_id for p in alle if p.rol in INDIENEND}
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
