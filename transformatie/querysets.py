"""Which dossiers a person sees."""

from collections.abc import Callable

from django.db import models
from django.db.models import Q

from kern.organisaties.models import Lidmaatschap, Rol

Zicht = Callable[[Lidmaatschap], Q]
_zicht: list[Zicht] = []


def zicht(functie: Zicht) -> Zicht:
    """Let a higher app open dossiers to people the dossier itself does not know (a regiocoordinator, the NZa)."""
    _zicht.append(functie)
    return functie


class DossierQuerySet(models.QuerySet):
    """Dossiers, always through the eyes of somebody."""

    def zichtbaar_voor(self, door: Lidmaatschap | None) -> "DossierQuerySet":
        """The dossiers of the insurers, of the parties that are at the table now, and whatever a higher app adds; else none."""
        if door is None:
            return self.none()
        mag = Q(pk__in=[])
        if door.rol == Rol.BEOORDELAAR:
            mag |= Q(coordinerend_id=door.organisatie_id) | Q(tweede_id=door.organisatie_id)
        elif door.rol in (Rol.PLANMAKER, Rol.GEMEENTELIJK_BESLISSER, Rol.FINANCIER, Rol.REGIOCOORDINATOR):
            from transformatie.models import Partij

            mag |= Q(pk__in=Partij.objects.filter(organisatie_id=door.organisatie_id, uit_op=None).values("dossier_id"))
        for functie in _zicht:
            mag |= functie(door)
        return self.filter(mag)
