"""Who reads the monitor, and who may go on to the dossiers behind a number."""

from kern.organisaties.models import Lidmaatschap, Rol

LEZERS = {Rol.BESTUURLIJKE_GROEP, Rol.NZA, Rol.BEHEER, Rol.BEOORDELAAR}
ZIET_DOSSIERS = {Rol.NZA, Rol.BEOORDELAAR}


def ziet_monitor(namens: Lidmaatschap | None) -> bool:
    """The bestuurlijke groep, the NZa, beheer and the insurers read the figures."""
    return namens is not None and namens.rol in LEZERS


def ziet_dossiers(namens: Lidmaatschap) -> bool:
    """Only who sees dossiers at all gets numbers that lead to them."""
    return namens.rol in ZIET_DOSSIERS


def schermt_bedragen_af(namens: Lidmaatschap) -> bool:
    """An insurer must not read the contract of another from a row with one or two dossiers."""
    return namens.rol == Rol.BEOORDELAAR
