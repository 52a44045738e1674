"""Standing in for a colleague: from a day to a day, by somebody with the same role at the same organisation."""

import datetime as dt

from django.db import transaction

from kern.basis.datums import toon_datum
from kern.berichten import services as berichten
from kern.organisaties.models import Lidmaatschap, Vervanging
from kern.organisaties.regels import Beheerfout
from kern.organisaties.services import boek
from kern.toestanden.uitvoeren import vergrendel

LANGSTE = dt.timedelta(days=366)


def regel(vervanging: Vervanging, *, door: Lidmaatschap | None, op: dt.date) -> Vervanging:
    """Put a deputy on record and tell the deputy; raises Beheerfout at the field that is wrong."""
    with transaction.atomic():
        vergrendel(boek.REFERENTIE)
        _past(vervanging, op)
        boek.voeg_toe(vervanging, door=door, op=op)
        wie, lid = vervanging.lidmaatschap.gebruiker, vervanging.lidmaatschap
        berichten.schrijf(
            aan=[vervanging.vervanger.gebruiker_id],
            soort="vervanging",
            sleutel=f"vervanging:{vervanging.pk}",
            onderwerp=f"U vervangt {wie}",
            tekst=f"U vervangt {wie} als {lid.get_rol_display()} bij {lid.organisatie} van {toon_datum(vervanging.van)} tot en met "
            f"{toon_datum(vervanging.tot)}. Wat in die tijd op {wie} persoonlijk wacht, vindt u in uw werkvoorraad.",
            op=op,
            adres="/account/vervanging/",
        )
    return vervanging


def beeindig(vervanging: Vervanging, *, door: Lidmaatschap | None, op: dt.date) -> None:
    """The absence is over before its last day: yesterday was the last; what had not begun goes altogether."""
    with transaction.atomic():
        vergrendel(boek.REFERENTIE)
        if vervanging.van >= op:
            boek.verwijder(vervanging, door=door, op=op)
        elif vervanging.tot >= op:
            vervanging.tot = op - dt.timedelta(days=1)
            boek.wijzig(vervanging, door=door, op=op)


def _past(rij: Vervanging, op: dt.date) -> None:
    """Whether this deputy, in this period, is one."""
    lid, vervanger = rij.lidmaatschap, rij.vervanger
    if vervanger.gebruiker_id == lid.gebruiker_id:
        raise Beheerfout("Kies een ander dan de afwezige zelf.", "vervanger")
    if (vervanger.organisatie_id, vervanger.rol) != (lid.organisatie_id, lid.rol) or not vervanger.gebruiker.is_active:
        raise Beheerfout("Kies een collega met dezelfde rol bij dezelfde organisatie.", "vervanger")
    if rij.van < op:
        raise Beheerfout("Kies vandaag of een latere dag.", "van")
    if rij.tot < rij.van:
        raise Beheerfout("De laatste dag ligt voor de eerste dag.", "tot")
    if rij.tot - rij.van > LANGSTE:
        raise Beheerfout("Een vervanging duurt ten hoogste een jaar.", "tot")
    if not (vervanger.is_geldig_op(rij.van) and vervanger.is_geldig_op(rij.tot)):
        raise Beheerfout(f"{vervanger.gebruiker} heeft deze rol niet in de hele periode.", "vervanger")
    samen = Vervanging.objects.filter(van__lte=rij.tot, tot__gte=rij.van)
    if samen.filter(lidmaatschap=lid).exists():
        raise Beheerfout("Er is in deze periode al een vervanger. Beëindig die eerst, of kies andere dagen.", "van")
    if samen.filter(lidmaatschap=vervanger).exists():
        raise Beheerfout(f"{vervanger.gebruiker} is in deze periode zelf afwezig. Kies een ander.", "vervanger")
