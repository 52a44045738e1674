"""Who may take which step from which state, read off the code: every person against every step of every machine.

Pure over what it is given: the rows of a scene, the people around it, and who sees what.  The house builds the
scene (config/rechten) and writes docs/rechtenmatrix.csv with it.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from kern.organisaties.models import Lidmaatschap
from kern.toestanden.models import Machine
from kern.toestanden.register import label_van
from kern.toestanden.uitvoeren import overgang, overgangen, regelnummers

JA = "ja"
NEE = "nee (403)"
NIET_NU = "niet nu (409)"
ONZICHTBAAR = "onzichtbaar (404)"
KOP = ["rol", "relatie", "onderwerp", "status", "stap", "mag", "regel"]

Ziet = Callable[[Lidmaatschap, Any], bool]


@dataclass(frozen=True)
class Speler:
    """A person by role and by relation to the dossier; `variant` says in what one differs from the one named before."""

    rol: str
    relatie: str
    lid: Lidmaatschap
    variant: str = ""

    @property
    def naam(self) -> str:
        return ", ".join(deel for deel in (self.relatie, self.variant) if deel)


@dataclass(frozen=True)
class Onderwerp:
    """A row on the scene, by the name it has in the table: of a machine, or one on which acts are done.

    `feiten` says what else the database asks of the row in a state.
    """

    naam: str
    rij: Any
    feiten: Callable[[str], dict[str, Any]] = lambda status: {}

    def in_stand(self, status: str) -> Machine:
        """The row, put in a state with the key of the door in hand; only on a scene that is rolled back."""
        rij: Machine = self.rij
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('transformatieplan.deur', %s, true)", [str(rij.pk)])
            type(rij)._base_manager.filter(pk=rij.pk).update(status=status, **self.feiten(status))  # type: ignore[misc]
            cursor.execute("SELECT set_config('transformatieplan.deur', '', true)")
        vers: Machine = type(rij)._base_manager.get(pk=rij.pk)
        return vers


class Cel(NamedTuple):
    """One answer of the table, with the person, the row and the step it is about."""

    speler: Speler
    onderwerp: Onderwerp
    status: str
    stap: str
    mag: str
    regels: tuple[str, ...]

    def als_regel(self) -> list[str]:
        rij = self.onderwerp.rij
        stand = standen(type(rij)).get(self.status, self.status) if isinstance(rij, Machine) else self.status
        stap = label_van(rij._meta.label_lower, self.stap, self.status)
        return [
            self.speler.rol,
            self.speler.naam,
            self.onderwerp.naam,
            stand,
            stap,
            self.mag,
            " ".join(self.regels),
        ]


def standen(model: type[Machine]) -> dict[str, str]:
    """The states of a machine with their words, in their order."""
    return dict(model.Status.choices)  # type: ignore[attr-defined]


def stappen(model: type[Machine]) -> dict[str, list[Any]]:
    """The steps of a machine in the order in which they are written, each with its transitions."""
    gevonden: dict[str, list[Any]] = {}
    for transitie in overgangen(model):
        gevonden.setdefault(transitie.name, []).append(transitie)
    return gevonden


def cellen(onderwerpen: Iterable[Onderwerp], spelers: list[Speler], *, ziet: Ziet) -> Iterator[Cel]:
    """Every cell, subject by subject; a variant only stands there where it makes a difference."""
    for onderwerp in onderwerpen:
        per_speler: dict[int, list[Cel]] = {i: [] for i in range(len(spelers))}
        for status in standen(type(onderwerp.rij)):
            rij = onderwerp.in_stand(status)
            for i, speler in enumerate(spelers):
                per_speler[i] += _cellen_van(speler, onderwerp, rij, status, ziet(speler.lid, rij))
        yield from met_verschil([(speler, per_speler[i]) for i, speler in enumerate(spelers)])


def met_verschil(per_speler: Iterable[tuple[Speler, list[Cel]]]) -> Iterator[Cel]:
    """The cells of everybody; of a variant only when it differs from the one before that is none."""
    volledig: list[str] = []
    for speler, eigen in per_speler:
        antwoorden = [cel.mag for cel in eigen]
        if speler.variant and antwoorden == volledig:
            continue
        volledig = volledig if speler.variant else antwoorden
        yield from eigen


def _cellen_van(speler: Speler, onderwerp: Onderwerp, rij: Machine, status: str, ziet: bool) -> Iterator[Cel]:
    gevraagd: dict[Any, bool] = {}

    def is_bevoegd(recht: Any) -> bool:
        """Ask each right once for this person and this state."""
        if recht not in gevraagd:
            gevraagd[recht] = recht is not None and recht(rij, speler.lid)
        return gevraagd[recht]

    for stap, transities in stappen(type(rij)).items():
        nu = overgang(type(rij), stap, status)
        bevoegd = ziet and any(is_bevoegd(t.permission) for t in ([nu] if nu else transities))
        mag = ONZICHTBAAR if not ziet else NEE if not bevoegd else JA if nu else NIET_NU
        yield Cel(speler, onderwerp, status, stap, mag, tuple(regelnummers(nu)) if mag == JA else ())


def als_csv(gevonden: Iterable[Cel]) -> str:
    """The table as it is committed: every role, relation, subject, state and step with its answer."""
    doel = io.StringIO()
    schrijver = csv.writer(doel, lineterminator="\n")
    schrijver.writerow(KOP)
    schrijver.writerows(cel.als_regel() for cel in gevonden)
    return doel.getvalue()


def eerste_verschil(oud: str, nieuw: str) -> str:
    """The first line in which two tables differ, in words; empty when they are the same."""
    a, b = oud.splitlines(), nieuw.splitlines()
    for nummer in range(max(len(a), len(b))):
        stond = a[nummer] if nummer < len(a) else "(niets)"
        hoort = b[nummer] if nummer < len(b) else "(niets)"
        if stond != hoort:
            return f"Regel {nummer + 1}: er staat '{stond}', volgens de code is het '{hoort}'."
    return ""
