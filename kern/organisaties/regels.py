"""What must be true of the reference data, as sentences for the form field it is about."""

import datetime as dt

from django.conf import settings

from kern.organisaties.models import Contactpersoon, Organisatie, Rol
from kern.organisaties.selectors import zelfde_concern

Soort = Organisatie.Soort

PAST_BIJ: dict[str, frozenset[str]] = {
    Rol.PLANMAKER: frozenset({Soort.ZORGAANBIEDER}),
    Rol.BEOORDELAAR: frozenset({Soort.ZORGVERZEKERAAR}),
    Rol.GEMEENTELIJK_BESLISSER: frozenset({Soort.GEMEENTE, Soort.GEMEENSCHAPPELIJKE_REGELING}),
    Rol.REGIOCOORDINATOR: frozenset({Soort.GEMEENTE, Soort.GEMEENSCHAPPELIJKE_REGELING}),
    Rol.FINANCIER: frozenset({Soort.ZORGKANTOOR}),
    Rol.NZA: frozenset({Soort.LANDELIJK}),
    Rol.BESTUURLIJKE_GROEP: frozenset({Soort.LANDELIJK}),
    Rol.BRIGADE: frozenset({Soort.LANDELIJK}),
    Rol.BEHEER: frozenset({Soort.LANDELIJK}),
}
NZA = "NZa"


class Beheerfout(Exception):
    """A change that may not be made; says why, and at which field."""

    def __init__(self, tekst: str, veld: str | None = None) -> None:
        super().__init__(tekst)
        self.tekst = tekst
        self.veld = veld


def concern_bezwaar(eerste: Organisatie, tweede: Organisatie) -> str:
    """Why these two may not assess together (1c.1), or nothing."""
    if eerste.pk == tweede.pk:
        return "De eerste en de tweede verzekeraar zijn dezelfde. Kies een andere tweede verzekeraar. (1c.1)"
    if zelfde_concern(eerste, tweede):
        return f"{tweede} en {eerste} zijn hetzelfde concern ({tweede.concern}). Kies een andere tweede verzekeraar. (1c.1)"
    return ""


def rol_bezwaar(rol: str, organisatie: Organisatie) -> str:
    """Why this role does not fit this kind of organisation, or nothing."""
    soorten = PAST_BIJ[rol]
    if organisatie.soort not in soorten:
        woorden = " of ".join(sorted(str(Soort(soort).label) for soort in soorten))
        return f"De rol {Rol(rol).label} past alleen bij een {woorden}; {organisatie} is een {organisatie.get_soort_display()}."
    if rol == Rol.NZA and organisatie.naam != NZA:
        return "De rol NZa past alleen bij de NZa."
    return ""


def is_oud_contact(contact: Contactpersoon, op: dt.date) -> bool:
    """Whether nobody has checked this contact person for half a year (ours, 1d.4)."""
    return bool((op - contact.gecontroleerd_op).days > settings.DAGEN_CONTACT_OUD)
