"""What waits on the bestuurlijke groep, the NZa as secretariat of the brigade, and who reads along (1d.5, 1d.6)."""

import datetime as dt

from django.urls import reverse

from kern.organisaties.models import Lidmaatschap, Rol
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.models import Brigadelid, Zijspoor
from transformatie.selectors.zijspoor import IN_DE_BRIGADE, open_agendapunten


@werkvoorraad_bron
def groepsagenda(door: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """One line for the whole agenda; no dossier, no day (1d.5)."""
    if door.rol != Rol.BESTUURLIJKE_GROEP or not (aantal := open_agendapunten()):
        return []
    url = reverse("groep-agenda")
    wat = "Bespreek een knelpunt op de agenda" if aantal == 1 else f"Bespreek {aantal} knelpunten op de agenda"
    return [Werkitem(wat, "in algemene zin", "", "Agenda van de bestuurlijke groep", url, None, url, "Bespreek")]


@werkvoorraad_bron
def brigade(door: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """Calls without people for the NZa, and for who reads along the problem to make clear, until the access ends (1d.6). Two queries."""
    if door.rol not in IN_DE_BRIGADE:
        return []
    meelezend = Brigadelid.objects.leest_mee_op(op).filter(lidmaatschap=door.pk).select_related("zijspoor__escalatie__dossier")
    items = [_item(lid.zijspoor, "Duid het knelpunt voor de Vliegende Brigade", "Duid", lid.tot) for lid in meelezend]
    if door.rol == Rol.NZA:
        open_zaken = Zijspoor.objects.filter(soort=Zijspoor.Soort.VLIEGENDE_BRIGADE, afgerond_op=None, leden=None)
        vragen = open_zaken.select_related("escalatie__dossier").order_by("op")
        items += [_item(z, "Noem mensen voor de Vliegende Brigade", "Noem mensen", None) for z in vragen]
    return items


def _item(zijspoor: Zijspoor, wat: str, knop: str, uiterlijk: dt.date | None) -> Werkitem:
    dossier, url = zijspoor.dossier, zijspoor.get_absolute_url()
    return Werkitem(wat, "", dossier.kenmerk, dossier.titel, url, uiterlijk, url, knop, sinds=zijspoor.op)
