"""The kinds of notices a person may choose about, and under which kind each `soort=` in the code falls.

An app names its kinds in `apps.ready()`; the page Berichtinstellingen shows them in this order.  What nobody named goes at once,
so that nothing is missed; in the tests an unknown name is an error (BERICHTSOORTEN_STRENG).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

DAGOVERZICHT = "dagoverzicht"


@dataclass(frozen=True)
class Berichtsoort:
    """A kind in the words of the screen; `altijd` says why it always goes at once, and is empty when one may choose."""

    naam: str
    woorden: str
    uitleg: str
    altijd: str
    volgorde: int
    rollen: tuple[str, ...] = ()

    @property
    def is_altijd(self) -> bool:
        return bool(self.altijd)


_soorten: dict[str, Berichtsoort] = {}
_namen: dict[str, str] = {}
_dubbel: set[str] = set()


def berichtsoort(
    naam: str,
    woorden: str,
    uitleg: str,
    *,
    altijd: str = "",
    volgorde: int = 50,
    namen: tuple[str, ...] = (),
    rollen: tuple[str, ...] = (),
) -> None:
    """Register a kind, with the other `soort=` names that fall under it; `altijd` is the reason why nobody may put it off.

    `rollen` keeps it from the page of who never gets it; empty is everybody.
    """
    if naam in _soorten:
        _dubbel.add(naam)
    _soorten[naam] = Berichtsoort(naam, woorden, uitleg, altijd, volgorde, rollen)
    valt_onder(naam, naam, *namen)


def valt_onder(soort: str, *namen: str) -> None:
    """Let these names that the code writes fall under this kind; a name falls under one kind only."""
    _dubbel.update(naam for naam in namen if _namen.get(naam, soort) != soort)
    _namen.update(dict.fromkeys(namen, soort))


def dubbele_namen() -> set[str]:
    """The kinds named twice, and the names that were put under two of them; a test keeps this empty."""
    return set(_dubbel)


def berichtsoorten() -> list[Berichtsoort]:
    """All kinds, in the order of the screen: first what always goes, then what one may choose."""
    return sorted(_soorten.values(), key=lambda s: (not s.is_altijd, s.volgorde, s.woorden))


def kiesbare_soorten(rollen: Iterable[str]) -> list[Berichtsoort]:
    """The kinds about which who has these roles may choose, in the order of the screen."""
    eigen = set(rollen)
    return [s for s in berichtsoorten() if not s.is_altijd and (not s.rollen or eigen & set(s.rollen))]


def kiesbare_namen() -> set[str]:
    """Every `soort=` name about which one may choose."""
    return {naam for naam, soort in _namen.items() if soort in _soorten and not _soorten[soort].is_altijd}


def berichtsoort_van(naam: str) -> Berichtsoort | None:
    """The kind a name falls under; None when nobody registered it."""
    soort = _soorten.get(_namen.get(naam, ""))
    if soort is None and getattr(settings, "BERICHTSOORTEN_STRENG", False):
        raise ImproperlyConfigured(
            f"De berichtsoort '{naam}' is onbekend: meld hem aan met berichtsoort(...) of valt_onder(soort, '{naam}') in apps.ready()."
        )
    return soort
