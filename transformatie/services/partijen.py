"""What an invited party answers, and how a party leaves the table (1a.1, 1b.2)."""

import datetime as dt
from typing import Any

import rules

from kern.basis.datums import toon_datum
from kern.organisaties.models import Lidmaatschap, Rol
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet, StapNietMogelijk, mag
from kern.toestanden.uitvoeren import handeling
from transformatie.models import Dossier, Partij, Partijrol, PlanStatus, Vertrek
from transformatie.models.dossier import INDIENEND
from transformatie.services.meldingen import meld
from transformatie.signals import partij_vertrokken

ANTWOORDT: dict[str, set[str]] = {
    **{rol: {Rol.PLANMAKER} for rol in INDIENEND},
    Partijrol.GEMEENTE: {Rol.GEMEENTELIJK_BESLISSER},
    Partijrol.FINANCIER: {Rol.FINANCIER, Rol.GEMEENTELIJK_BESLISSER},
}
"""In which role somebody answers for an organisation that is invited as …"""

benoem("transformatie.partij", "aanvaard", "Uitnodiging aanvaard")
benoem("transformatie.partij", "sla_af", "Uitnodiging afgeslagen")
benoem("transformatie.partij", "trek_terug", "Partij trok zich terug")


@rules.predicate
def antwoordt_voor_deze_partij(door: Lidmaatschap | None, partij: Any) -> bool:
    """Somebody of the organisation itself, in a role that fits the role at the table."""
    return door is not None and door.organisatie_id == partij.organisatie_id and door.rol in ANTWOORDT[partij.rol]


@rules.predicate
def is_van_deze_partij(door: Lidmaatschap | None, partij: Any) -> bool:
    return door is not None and door.organisatie_id == partij.organisatie_id


PARTIJ_ZELF = mag(antwoordt_voor_deze_partij, "iemand van de uitgenodigde organisatie, in een rol die daarbij past")
VAN_PARTIJ = mag(is_van_deze_partij, "iemand van deze organisatie")


def _feiten(partij: Partij) -> dict[str, str]:
    return {"organisatie": partij.organisatie.naam, "rol": partij.rol}


def _herlees(partij: Partij) -> None:
    """What stands now, behind the lock; who is gone has nothing left to answer."""
    partij.refresh_from_db(fields=["aanvaard_op", "uit_op", "vertrek"])
    if partij.uit_op is not None:
        wat = Vertrek(partij.vertrek).label if partij.vertrek else "doet niet meer mee"
        raise StapNietMogelijk(f"Dit kan niet meer: {partij.organisatie.in_zin} {wat} op {toon_datum(partij.uit_op)}.")


def _met_reden(reden: str) -> str:
    if not reden.strip():
        raise StapBelet([Belet("Geef een reden.", veld="reden")])
    return reden.strip()


def aanvaard(partij: Partij, *, door: Lidmaatschap, op: dt.date) -> None:
    """An invited party says it takes part."""
    with handeling(partij, "aanvaard", recht=PARTIJ_ZELF, door=door, op=op, feiten=_feiten(partij)):
        _herlees(partij)
        if partij.aanvaard_op is not None:
            raise StapNietMogelijk(f"U heeft deze uitnodiging al aanvaard, op {toon_datum(partij.aanvaard_op)}.")
        partij.aanvaard_op = op
        partij.save(update_fields=["aanvaard_op"])
    partij.dossier.vergeet_partijen()


def aanvaard_door_te_tekenen(dossier: Dossier, *, door: Lidmaatschap, op: dt.date) -> None:
    """Who binds the organisation to the plan takes part, also when the invitation was never answered (1b.1)."""
    for partij in dossier.partijen.filter(organisatie=door.organisatie_id, uit_op=None, aanvaard_op=None).select_related("organisatie"):
        with handeling(partij, "aanvaard", recht=VAN_PARTIJ, door=door, op=op, feiten=_feiten(partij)):
            partij.aanvaard_op = op
            partij.save(update_fields=["aanvaard_op"])
    dossier.vergeet_partijen()


def sla_af(partij: Partij, *, reden: str, door: Lidmaatschap, op: dt.date) -> None:
    """An invited party declines; it leaves the table, and who invited it reads why."""
    with handeling(partij, "sla_af", recht=PARTIJ_ZELF, door=door, op=op, feiten=_feiten(partij)):
        _herlees(partij)
        if partij.aanvaard_op is not None:
            raise StapNietMogelijk(f"U heeft deze uitnodiging aanvaard op {toon_datum(partij.aanvaard_op)}. U kunt zich wel terugtrekken.")
        laat_vertrekken(partij, Vertrek.AFGEWEZEN, reden=_met_reden(reden), op=op)
        _meld_vertrek(partij, "uitnodiging_afgeslagen", f"{partij.organisatie} doet niet mee", "slaat de uitnodiging af", op)


def trek_terug(partij: Partij, *, reden: str, door: Lidmaatschap, op: dt.date) -> None:
    """A party that took part leaves by its own act, as long as the plan was not approved (1b.2)."""
    with handeling(partij, "trek_terug", recht=PARTIJ_ZELF, door=door, op=op, feiten=_feiten(partij)):
        _herlees(partij)
        if partij.rol == Partijrol.PENVOERDER:
            raise StapBelet([Belet("De penvoerder kan niet uit het dossier. Wijs eerst een andere penvoerder aan.")])
        plan = getattr(partij.dossier, "plan", None)
        if plan is not None and plan.status == PlanStatus.GOEDGEKEURD:
            raise StapBelet(
                [Belet("Het transformatieplan is goedgekeurd en uw commitment geldt. Meld een knelpunt als het zo niet gaat.", "1b.1")]
            )
        laat_vertrekken(partij, Vertrek.TERUGGETROKKEN, reden=_met_reden(reden), op=op)
        _meld_vertrek(partij, "partij_trok_terug", f"{partij.organisatie} trok zich terug", "trekt zich terug", op)


def laat_vertrekken(partij: Partij, hoe: Vertrek, *, reden: str, op: dt.date) -> None:
    """Take a party off the table, inside a handeling; the floors above hear of it."""
    partij.uit_op, partij.vertrek, partij.reden = op, hoe, reden
    partij.save(update_fields=["uit_op", "vertrek", "reden"])
    partij.dossier.vergeet_partijen()
    partij_vertrokken.send(Partij, partij=partij, op=op)


def _meld_vertrek(partij: Partij, soort: str, onderwerp: str, wat: str, op: dt.date) -> None:
    dossier = partij.dossier
    meld(
        dossier,
        [dossier.penvoerder, dossier.coordinerend],
        soort=soort,
        sleutel=str(partij.pk),
        op=op,
        onderwerp=onderwerp,
        tekst=f"{partij.organisatie.aan_het_begin} {wat} als {partij.get_rol_display()}. De reden: {partij.reden}",
    )
