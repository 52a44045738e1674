"""People and as what they may act."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from kern.berichten import services as berichten
from kern.gebruikers.models import Gebruiker
from kern.organisaties.models import Lidmaatschap, Rol
from kern.organisaties.regels import Beheerfout, rol_bezwaar
from kern.organisaties.services import boek
from kern.toestanden.uitvoeren import vergrendel

WELKOM = (
    "Voor u is een account gemaakt in Transformatieplan. U kiest zelf een wachtwoord: ga naar de pagina waarop u inlogt, "
    "kies 'Wachtwoord vergeten' en vul dit e-mailadres in."
)
LAATSTE_BEHEER = "Dit is het laatste lidmaatschap met de rol beheer. Geef eerst een ander deze rol."


def voeg_gebruiker_toe(gebruiker: Gebruiker, *, door: Lidmaatschap | None, op: dt.date, adres: str = "") -> Gebruiker:
    """Make an account without a password and tell the person how to choose one at `adres`."""
    gebruiker.email = gebruiker.email.lower()
    gebruiker.set_unusable_password()
    with transaction.atomic():
        boek.voeg_toe(gebruiker, door=door, op=op)
        berichten.schrijf(
            aan=[gebruiker.pk],
            soort="account",
            sleutel=f"welkom:{gebruiker.pk}",
            onderwerp="U hebt een account in Transformatieplan",
            tekst=WELKOM,
            op=op,
            adres=adres,
        )
    return gebruiker


def wijzig_gebruiker(gebruiker: Gebruiker, *, door: Lidmaatschap, op: dt.date) -> Gebruiker:
    """Change a name, address or function, or switch an account off (never one's own, never the last of beheer)."""
    gebruiker.email = gebruiker.email.lower()
    with transaction.atomic():
        vergrendel(boek.REFERENTIE)
        if not gebruiker.is_active:
            if gebruiker.pk == door.gebruiker_id:
                raise Beheerfout("U kunt uw eigen account niet uitzetten.", "is_active")
            if not _beheer_blijft(op, zonder_gebruiker=gebruiker):
                raise Beheerfout("Dit is het laatste account met de rol beheer. Geef eerst een ander deze rol.", "is_active")
        return boek.wijzig(gebruiker, door=door, op=op)


def geef_rol(lid: Lidmaatschap, *, door: Lidmaatschap | None, op: dt.date) -> Lidmaatschap:
    """Let a person act for an organisation in a role that fits it; never twice in the same role on one day."""
    if bezwaar := rol_bezwaar(lid.rol, lid.organisatie):
        raise Beheerfout(bezwaar, "rol")
    with transaction.atomic():
        vergrendel(boek.REFERENTIE)
        zelfde = Lidmaatschap.objects.filter(gebruiker=lid.gebruiker, organisatie=lid.organisatie, rol=lid.rol)
        if _in_periode(zelfde, lid.van, lid.tot).exists():
            raise Beheerfout(f"{lid.gebruiker} heeft deze rol bij {lid.organisatie} al in deze periode.", "van")
        return boek.voeg_toe(lid, door=door, op=op)


def wijzig_rol(lid: Lidmaatschap, *, door: Lidmaatschap | None, op: dt.date) -> Lidmaatschap:
    """End a membership with a last day, or change whether it may sign; beheer keeps at least one person."""
    with transaction.atomic():
        vergrendel(boek.REFERENTIE)
        zelfde = Lidmaatschap.objects.filter(gebruiker=lid.gebruiker, organisatie=lid.organisatie, rol=lid.rol).exclude(pk=lid.pk)
        if _in_periode(zelfde, lid.van, lid.tot).exists():
            raise Beheerfout("Er is een later lidmaatschap met dezelfde rol. Kies een eerdere laatste dag.", "tot")
        if lid.rol == Rol.BEHEER and lid.tot is not None and not _beheer_blijft(lid.tot + dt.timedelta(days=1), zonder_lid=lid):
            raise Beheerfout(LAATSTE_BEHEER, "tot")
        return boek.wijzig(lid, door=door, op=op)


def _in_periode(leden, van: dt.date, tot: dt.date | None):  # type: ignore[no-untyped-def]  # a queryset of whichever model comes in
    leden = leden.filter(Q(tot__isnull=True) | Q(tot__gte=van))
    return leden.filter(van__lte=tot) if tot is not None else leden


def _beheer_blijft(vanaf: dt.date, *, zonder_lid: Lidmaatschap | None = None, zonder_gebruiker: Gebruiker | None = None) -> bool:
    """Whether somebody else keeps the role beheer, without an end, from that day."""
    anderen = Lidmaatschap.objects.filter(rol=Rol.BEHEER, gebruiker__is_active=True, van__lte=vanaf, tot__isnull=True)
    if zonder_lid is not None:
        anderen = anderen.exclude(pk=zonder_lid.pk)
    if zonder_gebruiker is not None:
        anderen = anderen.exclude(gebruiker=zonder_gebruiker)
    return anderen.exists()
