"""Indieningsformats: which chapters and fields a submission has, as data with a version and a start date."""

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Veld:
    """One question of the form; `soort` is tekst or criterium (one of the four of 2b.1)."""

    sleutel: str
    label: str
    hulp: str = ""
    verplicht: bool = True
    soort: str = "tekst"
    richtlengte: int = 0

    @property
    def lengte(self) -> int:
        """The guideline length in characters (ours, 1f.1)."""
        return self.richtlengte or settings.RICHTLENGTE_VELD


@dataclass(frozen=True)
class Hoofdstuk:
    sleutel: str
    titel: str
    velden: tuple[Veld, ...]


@dataclass(frozen=True)
class Format:
    """A version of a form, valid for submissions begun on or after `ingang_op`."""

    soort: str
    versie: str
    ingang_op: dt.date
    bron: str
    hoofdstukken: tuple[Hoofdstuk, ...] = field(default=())

    @property
    def velden(self) -> list[Veld]:
        return [v for h in self.hoofdstukken for v in h.velden]

    @property
    def criteria(self) -> list[Veld]:
        return [v for v in self.velden if v.soort == "criterium"]

    def veld(self, sleutel: str) -> Veld | None:
        return next((v for v in self.velden if v.sleutel == sleutel), None)


@cache
def alle_formats() -> list[Format]:
    """Every format, newest first."""
    formats = []
    for pad in Path(__file__).parent.glob("*.toml"):
        ruw = tomllib.loads(pad.read_text(encoding="utf-8"))
        hoofdstukken = tuple(Hoofdstuk(h["sleutel"], h["titel"], tuple(Veld(**v) for v in h["veld"])) for h in ruw["hoofdstuk"])
        formats.append(Format(ruw["soort"], ruw["versie"], ruw["ingang_op"], ruw["bron"], hoofdstukken))
    return sorted(formats, key=lambda f: f.ingang_op, reverse=True)


def geldend_format(soort: str, op: dt.date) -> Format:
    """The format for a submission begun on this day (the oldest when none had started yet)."""
    eigen = [f for f in alle_formats() if f.soort == soort]
    return next((f for f in eigen if f.ingang_op <= op), eigen[-1])


@cache
def format_met_versie(soort: str, versie: str) -> Format:
    return next(f for f in alle_formats() if f.soort == soort and f.versie == versie)
