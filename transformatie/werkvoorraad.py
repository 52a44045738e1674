"""What waits up to the decision, over all dossiers of a person: our source of the werkvoorraad."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.base import ModelState
from django.db.models.functions import JSONObject

from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.termijnen.models import Termijn
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.aanzet import AanZet
from transformatie.beurten import BESLIS, EIGEN
from transformatie.contactcontrole import controle_item, met_contactstand
from transformatie.escalatiebeurten import ZELF_BELEGGEN
from transformatie.models import Dossier, Partij, PlanStatus
from transformatie.models.dossier import INDIENEND
from transformatie.overlegbeurten import actiepuntitems, overlegzetten
from transformatie.selectors.dossier import met_bijzaken, plan_van
from transformatie.uitnodigingen import ANTWOORD, uitnodiging
from transformatie.zicht import mag_termijn_zien

TEKSTEN = (
    "samenvatting",
    "zoek",
    "snelle_toets__inhoud",
    "snelle_toets__motivering",
    "snelle_toets__reden_einde",
    "snelle_toets__experimenteerruimte",
    "plan__motivering",
    "plan__reden_einde",
)


def lopende_dossiers(door: Lidmaatschap) -> list[Dossier]:
    """Dossiers where something of ours can wait, with all that `beurten` asks of them. Two queries.

    An organisation sits at many tables: it is read and made once.  Texts nobody asks here stay in the database.
    """
    naam = Organisatie.objects.filter(pk=OuterRef("organisatie"))
    partijen = Partij.objects.filter(dossier=OuterRef("pk")).order_by("uitgenodigd_op", "vastgelegd_op")
    rijen = (
        met_contactstand(met_bijzaken(Dossier.objects.zichtbaar_voor(door)), door)
        .filter(Q(is_gesloten=False) | Q(plan__status=PlanStatus.AFGEWEZEN))
        .select_related("startgesprek", "snelle_toets", "plan")
        .defer(*TEKSTEN)
        .annotate(
            coordinerend_json=JSONObject(pk="coordinerend", naam="coordinerend__naam", soort="coordinerend__soort"),
            tweede_json=JSONObject(pk="tweede", naam="tweede__naam", soort="tweede__soort"),
            partijen_json=ArraySubquery(
                partijen.values(
                    j=JSONObject(
                        pk="organisatie",
                        naam=Subquery(naam.values("naam")),
                        soort=Subquery(naam.values("soort")),
                        rol="rol",
                        uit="uit_op",
                        partij="pk",
                        aanvaard="aanvaard_op",
                    )
                )
            ),
        )
    )
    dossiers = list(rijen)
    organisaties = _organisaties(dossiers)
    klokken: dict[Any, dict[str, Termijn]] = defaultdict(dict)
    zaken = [d.pk for d in dossiers]
    for termijn in Termijn.objects.open().filter(zaak_id__in=zaken).order_by("start_op", "vastgelegd_op"):
        klokken[termijn.onderwerp][termijn.soort_termijn] = termijn
    for dossier in dossiers:
        _laad(dossier, klokken, organisaties)
    return dossiers  # type: ignore[return-value]


def _organisaties(dossiers: Sequence[Any]) -> dict[str, Organisatie]:
    """Every organisation at these tables once, by its key as text, from what the query of the dossiers brought."""
    genoemd = {j["pk"]: j for d in dossiers for j in d.partijen_json}
    for d in dossiers:
        genoemd |= {j["pk"]: j for j in (d.coordinerend_json, d.tweede_json) if j["pk"] is not None}
    return {pk: Organisatie(pk=uuid.UUID(pk), naam=j["naam"], soort=j["soort"]) for pk, j in genoemd.items()}


def _laad(dossier: Dossier, klokken: dict[Any, dict[str, Termijn]], organisaties: dict[str, Organisatie]) -> None:
    """Remember on the dossier what its rights and rules ask, from what its own query brought."""
    alle = dossier.partijen_json  # type: ignore[attr-defined]
    dossier.coordinerend = organisaties[str(dossier.coordinerend_id)]
    dossier.tweede = organisaties.get(str(dossier.tweede_id))
    dossier.__dict__["deelnemende_partijen"] = [_partij(dossier, j, organisaties[j["pk"]]) for j in alle if j["uit"] is None]
    ladders = {uuid.UUID(j["pk"]) for j in dossier.ladders}  # type: ignore[attr-defined]
    dossier.__dict__["ladderklokken"] = {pk: next(iter(klokken[pk].values())) for pk in ladders if klokken[pk]}
    dossier.__dict__["indienende_organisaties"] = {organisaties[j["pk"]].pk for j in alle if j["rol"] in INDIENEND}
    for stuk in (dossier.snelle_toets, plan_van(dossier)):
        if stuk is not None:
            stuk.__dict__["klokken"] = klokken[stuk.pk]


def _partij(dossier: Dossier, j: dict[str, Any], organisatie: Organisatie) -> Partij:
    """A party of a list, filled without the checks of `Model.__init__`: there are thousands of them, and nobody saves them."""
    partij = Partij.__new__(Partij)
    partij._state = ModelState()
    partij._state.fields_cache = {"dossier": dossier, "organisatie": organisatie}
    partij.__dict__.update(
        id=uuid.UUID(j["partij"]),
        dossier_id=dossier.pk,
        organisatie_id=organisatie.pk,
        rol=j["rol"],
        aanvaard_op=j["aanvaard"],
        uit_op=None,
    )
    return partij


@werkvoorraad_bron
def tot_het_besluit(door: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """Everything up to the decision that waits for, or is followed by, this person."""
    dossiers = lopende_dossiers(door)
    items = [
        _item(dossier, zet, door)
        for dossier in dossiers
        for bron in (*EIGEN, uitnodiging)
        for zet in bron(dossier, door, op)
        if zet.is_aan(door) or zet.kort not in VAN_ANDEREN_NIET
    ]
    overleg = [_item(dossier, zet, door) for dossier in dossiers for zet in overlegzetten(dossier, door, op) if zet.is_aan(door)]
    punten = [punt for dossier in dossiers for punt in actiepuntitems(dossier, door)]
    return items + overleg + punten + controle_item(dossiers, door, op)


SCHRIJF = {"Schrijf", "Vul aan", "Pas aan", "Bekijk", ANTWOORD}
VAN_ANDEREN_NIET = {"afgewezen plan, eventueel opnieuw aanbieden", ZELF_BELEGGEN}


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
        uiterlijk=termijn.einde_op if termijn is not None else zet.uiterlijk,
        url=url,
        knop=zet.knop,
        is_aan_zet=is_uw_beurt,
        sinds=dossier.gewijzigd_op,
    )
