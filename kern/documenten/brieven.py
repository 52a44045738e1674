"""The register of letters: a frozen dataclass of plain values, a title and a template for each kind.

The upper apps own the dataclasses (their module `brieven` is loaded at start-up) and order the letters;
the worker renders them, once, from the values as they were on that day.
"""

import datetime as dt
import types
import typing
import uuid
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any, TypeVar

from kern.documenten.models import Brief, Document

T = TypeVar("T")


@dataclass(frozen=True)
class Briefhoofd:
    """What stands at the top of every letter, and who signs at its end: the organisation `afzender`."""

    kenmerk: str
    datum: dt.date
    afzender: str
    geadresseerden: tuple[str, ...]
    plan: str
    contact: str = ""


@dataclass(frozen=True)
class Klokregel:
    """A term as a letter tells it: what it was for, and its days; `reden` says why the last day moved."""

    wat: str
    start_op: dt.date
    einde_op: dt.date
    regel: str = ""
    reden: str = ""

    @property
    def uitleg(self) -> str:
        """The reason as a sentence of its own."""
        return f"{self.reden[0].upper()}{self.reden[1:].rstrip('.')}." if self.reden else ""


@dataclass(frozen=True)
class Punt:
    """A sentence, with the number of the rule it rests on."""

    tekst: str
    regel: str = ""


@dataclass(frozen=True)
class Briefsoort:
    """One kind of letter."""

    naam: str
    titel: str
    sjabloon: str
    gegevens: type
    voor: str


_soorten: dict[str, Briefsoort] = {}


def brief(naam: str, *, titel: str, sjabloon: str, voor: str = Document.Voor.IEDEREEN) -> Callable[[type[T]], type[T]]:
    """Register a dataclass as a kind of letter; `voor` says who may read the document it becomes."""

    def schrijf_in(gegevens: type[T]) -> type[T]:
        _soorten[naam] = Briefsoort(naam, titel, sjabloon, gegevens, voor)
        return gegevens

    return schrijf_in


def briefsoort(naam: str) -> Briefsoort:
    """The kind of this name; LookupError when nobody registered it."""
    return _soorten[naam]


def briefsoorten() -> list[Briefsoort]:
    """Every kind there is, by name."""
    return [_soorten[naam] for naam in sorted(_soorten)]


def naar_json(waarde: Any) -> Any:
    """The plain values of a letter as JSON: dates as ISO text, amounts as text so that no cent is lost."""
    if is_dataclass(waarde) and not isinstance(waarde, type):
        return {veld.name: naar_json(getattr(waarde, veld.name)) for veld in fields(waarde)}
    if isinstance(waarde, tuple):
        return [naar_json(deel) for deel in waarde]
    if isinstance(waarde, dt.date):
        return waarde.isoformat()
    if isinstance(waarde, Decimal):
        return str(waarde)
    if waarde is None or isinstance(waarde, str | int | bool):
        return waarde
    raise TypeError(f"Een brief draagt alleen tekst, datums, bedragen en rijen daarvan, geen {type(waarde).__name__}.")


def van_json(soort: Any, ruw: Any) -> Any:
    """The reverse of `naar_json`, guided by the types of the dataclass; a field added later takes its default."""
    if typing.get_origin(soort) in (typing.Union, types.UnionType):
        return None if ruw is None else van_json(next(t for t in typing.get_args(soort) if t is not type(None)), ruw)
    if typing.get_origin(soort) is tuple:
        return tuple(van_json(typing.get_args(soort)[0], deel) for deel in ruw)
    if is_dataclass(soort) and isinstance(soort, type):
        soorten = typing.get_type_hints(soort)
        return soort(**{veld.name: van_json(soorten[veld.name], ruw[veld.name]) for veld in fields(soort) if veld.name in ruw})
    if soort is dt.date:
        return dt.date.fromisoformat(ruw)
    if soort is Decimal:
        return Decimal(ruw)
    return soort(ruw)


def bestel(*, gegevens: Any, zaak: uuid.UUID, onderwerp: uuid.UUID, op: dt.date, sleutel: str) -> Brief:
    """Order a letter inside the caller's transaction; the same `sleutel` again is the letter that is already there."""
    soort = next((s for s in _soorten.values() if s.gegevens is type(gegevens)), None)
    if soort is None:
        raise LookupError(f"{type(gegevens).__name__} is geen soort brief.")
    rij, _ = Brief.objects.get_or_create(
        sleutel=sleutel, defaults={"zaak": zaak, "soort": soort.naam, "onderwerp": onderwerp, "op": op, "gegevens": naar_json(gegevens)}
    )
    return rij
