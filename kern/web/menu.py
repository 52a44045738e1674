"""The main menu: every app registers its own entry, the shell draws them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from kern.organisaties.models import Lidmaatschap

Zichtbaar = Callable[["Lidmaatschap | None"], bool]
Teller = Callable[["Lidmaatschap"], int]


@dataclass(frozen=True)
class Menupunt:
    """What an app registers: words, address, place, for whom, and what waits there."""

    label: str
    urlnaam: str
    volgorde: int
    zichtbaar: Zichtbaar
    teller: Teller | None
    sneltoets: str
    ook: tuple[str, ...] = ()


@dataclass(frozen=True)
class Menuregel:
    """An entry as the menu draws it for one person on one page."""

    label: str
    url: str
    is_hier: bool
    aantal: int | None
    sneltoets: str


_punten: dict[str, Menupunt] = {}


def voor_iedereen(namens: "Lidmaatschap | None") -> bool:
    """Everybody who is logged in sees it."""
    return True


def voor_rollen(*rollen: str) -> Zichtbaar:
    """Only who acts in one of these roles sees it."""
    return lambda namens: namens is not None and namens.rol in rollen


def menupunt(
    label: str,
    urlnaam: str,
    volgorde: int,
    *,
    zichtbaar: Zichtbaar = voor_iedereen,
    teller: Teller | None = None,
    sneltoets: str = "",
    ook: tuple[str, ...] = (),
) -> None:
    """Register an entry of the main menu; call it in `apps.ready()`.  `ook` names paths of pages that belong to it but lie elsewhere."""
    _punten[urlnaam] = Menupunt(label, urlnaam, volgorde, zichtbaar, teller, sneltoets, ook)


def _adres(urlnaam: str) -> str | None:
    try:
        return reverse(urlnaam)
    except NoReverseMatch:
        return None


def menu_voor(request: HttpRequest) -> list[Menuregel]:
    """The menu for the person of this request, in order, with the present page marked."""
    namens = getattr(request, "namens", None)
    gezien = [
        (punt, adres)
        for punt in sorted(_punten.values(), key=lambda p: (p.volgorde, p.label))
        if punt.zichtbaar(namens) and (adres := _adres(punt.urlnaam)) is not None
    ]
    treffers = [(len(pad), adres) for punt, adres in gezien for pad in (adres, *punt.ook) if _ligt_onder(request.path, pad)]
    hier = max(treffers, default=(0, ""))[1]
    return [
        Menuregel(punt.label, adres, adres == hier, punt.teller(namens) if punt.teller and namens else None, punt.sneltoets)
        for punt, adres in gezien
    ]


def _ligt_onder(pad: str, adres: str) -> bool:
    return pad == adres if adres == "/" else pad.startswith(adres)
