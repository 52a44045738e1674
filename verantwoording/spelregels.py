"""The rules of the game around the money, with the day from which each holds (spelregels.toml), and what they do.

The stop of 2026 is shown at the steps it is about, and only refuses them where STOP_BEOORDELING_WEIGERT says so: which plans
were excepted, and what the rules for the doorbraakmiddelen will ask, no source tells.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.dispatch import receiver

from kern.basis.datums import toon_datum, vandaag
from kern.regels.register import Belet
from kern.toestanden.models import Machine
from kern.toestanden.signals import stap_gezet
from kern.toestanden.stap import StapBelet
from kern.web.onderdelen import Toon
from kern.web.panelen import Paneel, paneel


@dataclass(frozen=True)
class Spelregel:
    """One agreement on the money: what, from when, by which source, and which steps it stops."""

    sleutel: str
    naam: str
    onderwerp: str
    van: dt.date
    bron: str
    bron_op: dt.date
    tekst: str
    stopt: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gesteld:
    """A rule as it stands on one day."""

    regel: Spelregel
    stand: Literal["geldt", "opgevolgd", "komt nog"]

    @property
    def toon(self) -> Toon:
        tonen: dict[str, Toon] = {"geldt": "groen", "komt nog": "amber"}
        return tonen.get(self.stand, "neutraal")


@cache
def spelregels() -> tuple[Spelregel, ...]:
    """All rules, the first to hold first."""
    ruw = tomllib.loads((Path(__file__).parent / "spelregels.toml").read_text(encoding="utf-8"))
    return tuple(sorted((Spelregel(**{**r, "stopt": tuple(r.get("stopt", ()))}) for r in ruw["spelregel"]), key=lambda r: r.van))


def op_datum(op: dt.date) -> list[Gesteld]:
    """Every rule as it stands on this day: a later one on the same subject takes over."""
    geldend = {r.onderwerp: r.sleutel for r in spelregels() if r.van <= op}
    return [Gesteld(r, "komt nog" if r.van > op else "geldt" if geldend[r.onderwerp] == r.sleutel else "opgevolgd") for r in spelregels()]


def stop_op(rij: Machine, stap: str, op: dt.date) -> Spelregel | None:
    """The rule in force on this day that stops this step, if there is one."""
    naam = f"{rij.soort()}.{stap}"
    return next((g.regel for g in op_datum(op) if g.stand == "geldt" and naam in g.regel.stopt), None)


@paneel("stap", 5)
def stop_in_beeld(context: dict[str, Any]) -> Paneel | None:
    """Who is about to approve reads that plans that were not approved yet are no longer judged."""
    regel = stop_op(context["rij"], context["stap"], vandaag())
    return Paneel("verantwoording/wachtrij_stop.html", {"regel": regel, "weigert": settings.STOP_BEOORDELING_WEIGERT}) if regel else None


@receiver(stap_gezet)
def houd_tegen(sender: type, zaak: Machine, naam: str, op: dt.date, **_: Any) -> None:
    """Where the setting says so, a step that was stopped is refused, and the transaction with it."""
    if settings.STOP_BEOORDELING_WEIGERT and (regel := stop_op(zaak, naam, op)):
        raise StapBelet([Belet(f"Sinds {toon_datum(regel.van)} kan dit niet meer. {regel.tekst} Bron: {regel.bron}.")])
