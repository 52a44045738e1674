"""Who may do what on a dossier, as predicates over (door, row)."""

from collections.abc import Callable
from typing import Any

import rules

from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.stap import is_systeem, mag
from transformatie.models.dossier import INDIENEND, Partijrol


def _organisaties_van(door: Lidmaatschap) -> set[Any]:
    """All organisations this person ever acted for, asked once per person object."""
    gebruiker: Any = door.gebruiker
    if not hasattr(gebruiker, "_alle_organisaties"):
        gebruiker._alle_organisaties = set(Lidmaatschap.objects.filter(gebruiker=gebruiker).values_list("organisatie_id", "van", "tot"))
    return gebruiker._alle_organisaties


def onthoud_organisaties(door: Lidmaatschap, organisaties: set[Any]) -> None:
    """Keep what another query already brought: (organisatie_id, van, tot) of every membership this person ever had."""
    gebruiker: Any = door.gebruiker
    gebruiker._alle_organisaties = organisaties


@rules.predicate
def handelt_voor_indiener(door: Lidmaatschap | None, rij: Any) -> bool:
    """The person belonged to a submitting party at some time since this dossier began, in whatever role."""
    if door is None:
        return False
    dossier = rij.dossier
    return any(
        organisatie in dossier.indienende_organisaties and (tot is None or tot >= dossier.begonnen_op)
        for organisatie, _van, tot in _organisaties_van(door)
    )


@rules.predicate
def is_coordinerende(door: Lidmaatschap | None, rij: Any) -> bool:
    return door is not None and door.rol == Rol.BEOORDELAAR and door.organisatie_id == rij.dossier.coordinerend_id


@rules.predicate
def is_tweede(door: Lidmaatschap | None, rij: Any) -> bool:
    return door is not None and door.rol == Rol.BEOORDELAAR and door.organisatie_id == rij.dossier.tweede_id


def _partijrollen(door: Lidmaatschap | None, rij: Any) -> set[str]:
    if door is None:
        return set()
    return {p.rol for p in rij.dossier.deelnemende_partijen if p.organisatie_id == door.organisatie_id}


@rules.predicate
def is_penvoerder(door: Lidmaatschap | None, rij: Any) -> bool:
    return door is not None and door.rol == Rol.PLANMAKER and Partijrol.PENVOERDER in _partijrollen(door, rij)


@rules.predicate
def is_indiener(door: Lidmaatschap | None, rij: Any) -> bool:
    return door is not None and door.rol == Rol.PLANMAKER and bool(_partijrollen(door, rij) & set(INDIENEND))


@rules.predicate
def is_gemeente(door: Lidmaatschap | None, rij: Any) -> bool:
    return door is not None and door.rol == Rol.GEMEENTELIJK_BESLISSER and Partijrol.GEMEENTE in _partijrollen(door, rij)


@rules.predicate
def is_partij(door: Lidmaatschap | None, rij: Any) -> bool:
    return bool(_partijrollen(door, rij)) and door is not None and door.rol in (Rol.PLANMAKER, Rol.GEMEENTELIJK_BESLISSER, Rol.FINANCIER)


@rules.predicate
def is_nza(door: Lidmaatschap | None, rij: Any) -> bool:
    return door is not None and door.rol == Rol.NZA


Medeorganisator = Callable[[Lidmaatschap, Any], bool]
_medeorganisatoren: list[Medeorganisator] = []


def medeorganisator(functie: Medeorganisator) -> Medeorganisator:
    """Let somebody of another organisation convene a meeting too: f(door, overleg) (1d.4)."""
    if functie not in _medeorganisatoren:
        _medeorganisatoren.append(functie)
    return functie


@rules.predicate
def belegt_overleg(door: Lidmaatschap | None, rij: Any) -> bool:
    """The person acts for the organisation that convenes this meeting, or may do as it does."""
    return door is not None and (door.organisatie_id == rij.organisator_id or any(f(door, rij) for f in _medeorganisatoren))


@rules.predicate
def is_van_startgesprek(door: Lidmaatschap | None, rij: Any) -> bool:
    """The meeting steps along with its startgesprek, and not by itself."""
    return bool(rij.is_startgesprek)


@rules.predicate
def is_bestuurlijke_groep(door: Lidmaatschap | None, rij: Any) -> bool:
    return door is not None and door.rol == Rol.BESTUURLIJKE_GROEP


@rules.predicate
def is_brigadelid(door: Lidmaatschap | None, zijspoor: Any) -> bool:
    """Named for the Vliegende Brigade of this one escalation; whether the access still holds is for `leest_mee_op` (1d.6)."""
    return door is not None and zijspoor.leden.filter(lidmaatschap=door).exists()


onbevangen_coordinerende = is_coordinerende & ~handelt_voor_indiener
onbevangen_tweede = is_tweede & ~handelt_voor_indiener
onbevangen_nza = is_nza & ~handelt_voor_indiener
is_betrokken = is_partij | is_coordinerende | is_tweede

PENVOERDER = mag(is_penvoerder, "de penvoerder")
INDIENER = mag(is_indiener, "een van de indieners")
COORDINERENDE = mag(onbevangen_coordinerende, "de coördinerende zorgverzekeraar, door iemand die niet ook voor een indiener werkt")
COORDINERENDE_OF_SYSTEEM = mag(onbevangen_coordinerende | is_systeem, "de coördinerende zorgverzekeraar")
TWEEDE = mag(onbevangen_tweede, "de tweede zorgverzekeraar, door iemand die niet ook voor een indiener werkt")
PENVOERDER_OF_COORDINERENDE = mag(is_penvoerder | onbevangen_coordinerende, "de penvoerder of de coördinerende zorgverzekeraar")
GEMEENTE = mag(is_gemeente, "een gemeentelijk beslisser van een betrokken gemeente")
BETROKKENE = mag(is_betrokken, "een betrokken partij")
BETROKKENE_OF_SYSTEEM = mag(is_betrokken | is_systeem, "een betrokken partij")
BELEGT = mag((is_betrokken & belegt_overleg & ~is_van_startgesprek) | is_systeem, "de organisatie die dit overleg belegt")
STELT_MOMENTEN_VOOR = mag((is_betrokken & (belegt_overleg | is_van_startgesprek)) | is_systeem, "de organisatie die dit overleg belegt")
SCHRIJFT_VERSLAG = mag(is_betrokken & belegt_overleg, "de organisatie die dit overleg belegt")
BESTUURLIJKE_GROEP = mag(is_bestuurlijke_groep, "de bestuurlijke groep")
NZA = mag(onbevangen_nza, "de NZa, door iemand die niet ook voor een indiener werkt")
BRIGADELID = mag(is_brigadelid, "wie voor dit dossier in de Vliegende Brigade zit")
BRIGADELID_OF_NZA = mag(is_brigadelid | onbevangen_nza, "wie voor dit dossier in de Vliegende Brigade zit, of de NZa")
