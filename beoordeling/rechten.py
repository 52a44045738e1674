"""Who may assess, sign or assign."""

from typing import Any

import rules

from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from kern.toestanden.stap import mag
from transformatie.rechten import handelt_voor_indiener, is_gemeente

TEKENT_ALS: dict[str, Rol] = {
    Organisatie.Soort.ZORGAANBIEDER: Rol.PLANMAKER,
    Organisatie.Soort.GEMEENTE: Rol.GEMEENTELIJK_BESLISSER,
    Organisatie.Soort.GEMEENSCHAPPELIJKE_REGELING: Rol.GEMEENTELIJK_BESLISSER,
    Organisatie.Soort.ZORGKANTOOR: Rol.FINANCIER,
    Organisatie.Soort.LANDELIJK: Rol.FINANCIER,
}
"""In which role one binds a party of this kind; a tick with another role (a regiocoordinator, beheer) binds nobody (1b.1)."""


def is_tekenbevoegd(door: Lidmaatschap) -> bool:
    """Whether this person binds the own organisation: entitled to sign, in the role that decides for it."""
    return door.mag_tekenen and door.rol == TEKENT_ALS.get(door.organisatie.soort)


@rules.predicate
def tekent_voor_deze_organisatie(door: Lidmaatschap | None, rij: Any) -> bool:
    return door is not None and door.organisatie_id == rij.organisatie_id and is_tekenbevoegd(door)


@rules.predicate
def beslist_voor_deze_gemeente(door: Lidmaatschap | None, rij: Any) -> bool:
    return door is not None and door.rol == Rol.GEMEENTELIJK_BESLISSER and door.organisatie_id == rij.organisatie_id


@rules.predicate
def is_toegewezen(door: Lidmaatschap | None, rij: Any) -> bool:
    if door is None or door.rol != Rol.REGIOCOORDINATOR:
        return False
    from beoordeling.models import Toewijzing

    return Toewijzing.objects.filter(dossier_id=rij.dossier.pk, lidmaatschap_id__in=door.handelt_voor, beeindigd_op=None).exists()


@rules.predicate
def heeft_beoordelende_rol(door: Lidmaatschap | None, rij: Any) -> bool:
    return door is not None and door.rol in (Rol.BEOORDELAAR, Rol.GEMEENTELIJK_BESLISSER, Rol.REGIOCOORDINATOR)


mag_meelezen = heeft_beoordelende_rol & ~handelt_voor_indiener

TEKENBEVOEGDE = mag(tekent_voor_deze_organisatie, "iemand die voor deze partij mag tekenen")
GEMEENTELIJK_BESLISSER = mag(
    beslist_voor_deze_gemeente & ~handelt_voor_indiener,
    "een gemeentelijk beslisser van deze gemeente, die niet ook voor een indiener werkt",
)
GEMEENTE_DIE_MEEDOET = mag(is_gemeente, "een gemeentelijk beslisser van een deelnemende gemeente")
TOEGEWEZEN = mag(is_toegewezen, "de toegewezen regiocoördinator, of wie deze vervangt")
ONBEVANGEN = ~handelt_voor_indiener
