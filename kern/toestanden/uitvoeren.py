"""The one door: every change of state goes through `voer_uit`."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, transaction

from kern.journaal import services as journaal
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet, Voldoet
from kern.toestanden.models import Machine
from kern.toestanden.signals import stap_gezet
from kern.toestanden.stap import Eis, Recht, Stap, StapBelet, StapNietMogelijk, StapNietToegestaan

M = TypeVar("M", bound=Machine)


def vergrendel(zaak: uuid.UUID) -> None:
    """Hold the dossier until the end of the transaction, so that steps on it come one after another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(zaak)])


def overgang(model: type[Machine], naam: str, status: str) -> Any:
    """The transition called `naam` from `status`, or None."""
    methode = getattr(model, naam, None)
    meta = getattr(methode, "_django_fsm", None)
    if meta is None:
        raise LookupError(f"{model.__name__} kent geen stap {naam}.")
    return meta.get_transition(status)


def overgangen(model: type[Machine]) -> Iterator[Any]:
    """All transitions of a machine, in the order in which they are written."""
    methoden = model._meta.get_field("status").transitions[model]  # type: ignore[misc]  # the stubs do not know the field of a machine
    volgorde = {naam: i for i, naam in enumerate(model.__dict__)}
    for naam in sorted(methoden, key=lambda n: volgorde.get(n, 999)):
        yield from methoden[naam]._django_fsm.transitions.values()


def beletselen(stap: Stap, transitie: Any) -> list[Belet]:
    """Everything that stands in the way of a step, over all its conditions."""
    return [
        belet
        for voorwaarde in transitie.conditions or []
        if isinstance(voorwaarde, (Voldoet, Eis))
        for belet in voorwaarde.beletselen(stap)
    ]


def regelnummers(transitie: Any) -> list[str]:
    """The rule numbers a transition answers to."""
    return sorted({v.nummer for v in transitie.conditions or [] if isinstance(v, Voldoet)})


def voer_uit(
    rij: M,
    naam: str,
    /,
    *,
    door: Lidmaatschap | None,
    op: dt.date,
    verwacht: str | None = None,
    feiten: dict[str, Any] | None = None,
    **gegevens: Any,
) -> M:
    """Take one step: lock, check the right, collect all obstacles, step, save and record, in one transaction.

    `verwacht` is the state the person saw; `gegevens` go to the transition and to the checks; `feiten`
    (numbers, dates, names of organisations; never free personal text) go into the journaal.
    Raises StapNietMogelijk, StapNietToegestaan or StapBelet.
    """
    with transaction.atomic():
        vergrendel(rij.zaak)
        vers = type(rij)._base_manager.select_for_update().get(pk=rij.pk)
        transitie = overgang(type(vers), naam, vers.status)
        if transitie is None or verwacht not in (None, vers.status):
            raise StapNietMogelijk(_intussen(vers, door))
        if transitie.permission is None or not transitie.permission(vers, door):
            raise StapNietToegestaan(f"Dit kan alleen {transitie.permission.wie if transitie.permission else 'niemand'}.")
        stap = Stap(vers, naam, door, op, gegevens)
        if gevonden := beletselen(stap, transitie):
            raise StapBelet(gevonden)
        van = vers.status
        vers._stap = stap
        try:
            getattr(vers, naam)(op=op, **gegevens)
        finally:
            vers._stap = None
        _bewaar_door_de_deur(vers)
        journaal.schrijf(
            zaak=vers.zaak,
            soort=vers.soort(),
            onderwerp=vers.pk,
            stap=naam,
            van=van,
            naar=vers.status,
            door=door,
            op=op,
            regels=regelnummers(transitie),
            feiten=feiten or {},
        )
        stap_gezet.send(type(vers), zaak=vers, naam=naam, van=van, naar=vers.status, door=door, op=op, gegevens=gegevens)
        rij.refresh_from_db()
        return rij


@contextmanager
def handeling(
    rij: Any,
    naam: str,
    /,
    *,
    recht: Recht,
    door: Lidmaatschap | None,
    op: dt.date,
    voorwaarden: Iterable[Voldoet | Eis] = (),
    feiten: dict[str, Any] | None = None,
    **gegevens: Any,
) -> Iterator[Stap]:
    """An act on a dossier that is no transition, held to the same right, rules, lock and journaal.

    `rij` has a `zaak` and a `pk`; the caller changes its rows inside the block.
    """
    with transaction.atomic():
        vergrendel(rij.zaak)
        if not recht(rij, door):
            raise StapNietToegestaan(f"Dit kan alleen {recht.wie}.")
        stap = Stap(rij, naam, door, op, gegevens)
        if gevonden := [b for v in voorwaarden for b in v.beletselen(stap)]:
            raise StapBelet(gevonden)
        yield stap
        journaal.schrijf(
            zaak=rij.zaak,
            soort=rij._meta.label_lower,
            onderwerp=rij.pk,
            stap=naam,
            door=door,
            op=op,
            regels=sorted({v.nummer for v in voorwaarden if isinstance(v, Voldoet)}),
            feiten=feiten or {},
        )


def _bewaar_door_de_deur(rij: Machine) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('transformatieplan.deur', %s, true)", [str(rij.pk)])
        rij.save()
        cursor.execute("SELECT set_config('transformatieplan.deur', '', true)")


def _intussen(rij: Machine, door: Lidmaatschap | None) -> str:
    laatste = journaal.laatste(rij.pk)
    stand = rij.get_status_display()  # type: ignore[attr-defined]  # made by Django for a field with choices
    if laatste is None:
        return f"Dit kan niet vanuit de stand '{stand}'."
    collega = door is not None and laatste.organisatie_id == door.organisatie_id and laatste.gebruiker is not None
    wie = str(laatste.gebruiker) if collega else laatste.wie
    return (
        f"Dit is intussen gewijzigd: {wie} zette op {laatste.datum} de stap '{laatste.stap_in_woorden}'. "
        f"De stand is nu '{stand}'. Wat u typte is bewaard."
    )


@dataclass(frozen=True)
class Mogelijkheid:
    """A step as the screen offers it: its words, and what stands in the way."""

    rij: Machine
    naam: str
    label: str
    gevolg: str
    hoofd: bool
    beletselen: list[Belet]

    @property
    def kan(self) -> bool:
        return not self.beletselen


def mogelijkheden(rij: Machine, *, door: Lidmaatschap | None, op: dt.date) -> list[Mogelijkheid]:
    """The steps this person may take from the present state, each with all its obstacles."""
    gevonden = []
    for t in overgangen(type(rij)):
        if t.source != rij.status or t.permission is None or not t.permission(rij, door):
            continue
        zin = t.custom or {}
        gevonden.append(
            Mogelijkheid(
                rij,
                t.name,
                zin.get("label", t.name),
                zin.get("gevolg", ""),
                zin.get("hoofd", False),
                beletselen(Stap(rij, t.name, door, op), t),
            )
        )
    return gevonden
