"""An organisation keeps its own contact persons (1d.4)."""

import datetime as dt

from django.db import transaction

from kern.journaal import services as journaal
from kern.organisaties.models import Contactpersoon, Lidmaatschap
from kern.organisaties.services import boek
from kern.toestanden.uitvoeren import vergrendel


def bewaar(contact: Contactpersoon, *, door: Lidmaatschap, op: dt.date) -> Contactpersoon:
    """Add or change a contact person of the own organisation; whoever types it has checked it that day."""
    contact.organisatie, contact.gecontroleerd_op = door.organisatie, op
    return (boek.voeg_toe if contact._state.adding else boek.wijzig)(contact, door=door, op=op)


def klopt_nog(*, door: Lidmaatschap, op: dt.date) -> int:
    """Confirm all contact persons of the own organisation at once; returns how many there are."""
    with transaction.atomic():
        vergrendel(boek.REFERENTIE)
        aantal = Contactpersoon.objects.filter(organisatie=door.organisatie_id).update(gecontroleerd_op=op)
        journaal.schrijf(
            zaak=boek.REFERENTIE,
            soort="organisaties.organisatie",
            onderwerp=door.organisatie_id,
            stap="controleer_contacten",
            door=door,
            op=op,
            feiten={"naam": door.organisatie.naam, "aantal": aantal},
        )
    return aantal
