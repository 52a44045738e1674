"""The acts that are no transition, read from the services themselves: every `handeling(rij, "naam", recht=…)` in the house.

So nothing is declared twice: the right and the rules in the table are those that stand at the call.
"""

import ast
import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import apps

from config.rechten.rijen import handelrijen
from config.voorbeeld.levensloop import Levensloop
from kern.organisaties.models import Lidmaatschap, Rol
from kern.regels.register import Voldoet
from kern.toestanden.rechtenmatrix import JA, NEE, ONZICHTBAAR, Cel, Onderwerp, Speler, Ziet, met_verschil
from kern.toestanden.register import soorten_met
from kern.toestanden.stap import Recht

ELKE_STAND = "elke stand"
EIGEN_DEUR = {
    "beoordeling.voornemen": {Rol.BEOORDELAAR},
    "transformatie.zijspoor": {Rol.BESTUURLIJKE_GROEP, Rol.NZA},
}
"""These have a page of their own for people who do not see the dossier (1d.5, 1d.6, other insurers)."""


class Onleesbaar(Exception):
    """An act whose right or subject cannot be read from its call."""


@dataclass(frozen=True)
class Daad:
    """One act: on which kind of row, by its name, for whom, and which rules can still refuse it."""

    soort: str
    naam: str
    recht: Recht
    regels: tuple[str, ...]


@cache
def daden() -> tuple[Daad, ...]:
    """All acts of the house, in the order of its floors."""
    gevonden = {(d.soort, d.naam): d for module in _services() for d in _daden_in(module)}
    return tuple(gevonden.values())


def _services() -> Iterator[ModuleType]:
    for app in apps.get_app_configs():
        if importlib.util.find_spec(f"{app.name}.services") is None:
            continue
        pakket = importlib.import_module(f"{app.name}.services")
        yield pakket
        for deel in pkgutil.iter_modules(getattr(pakket, "__path__", [])):
            yield importlib.import_module(f"{pakket.__name__}.{deel.name}")


def _daden_in(module: ModuleType) -> Iterator[Daad]:
    for functie in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
        if not isinstance(functie, ast.FunctionDef):
            continue
        for call in ast.walk(functie):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "handeling":
                yield from _daad(module, functie, call)


def _daad(module: ModuleType, functie: ast.FunctionDef, call: ast.Call) -> Iterator[Daad]:
    waar, naam = f"{module.__name__}.{functie.name}", call.args[1]
    velden = {k.arg: k.value for k in call.keywords}
    if not isinstance(naam, ast.Constant) or not isinstance(naam.value, str) or "recht" not in velden:
        raise Onleesbaar(f"{waar}: noem bij handeling(...) de naam als tekst, en het recht.")
    recht = _waarde(module, functie, velden["recht"], waar)
    voorwaarden = _waarde(module, functie, velden["voorwaarden"], waar) if "voorwaarden" in velden else []
    regels = tuple(sorted({v.nummer for v in voorwaarden if isinstance(v, Voldoet)}))
    soorten = soorten_met(naam.value)
    if not soorten or not isinstance(recht, Recht):
        raise Onleesbaar(f"{waar}: geef de handeling '{naam.value}' woorden met benoem(...), en een recht uit rechten.py.")
    for soort in soorten:
        yield Daad(soort, naam.value, recht, regels)


def _waarde(module: ModuleType, functie: ast.FunctionDef, uitdrukking: ast.expr, waar: str) -> Any:
    """What an expression of the call stands for: a name of the module, or of an assignment in the function."""
    if isinstance(uitdrukking, ast.Name) and not hasattr(module, uitdrukking.id):
        uitdrukking = _toegekend(functie, uitdrukking.id) or uitdrukking
    try:
        return eval(compile(ast.Expression(uitdrukking), waar, "eval"), dict(vars(module)), {"door": True})  # our own source
    except Exception as fout:
        raise Onleesbaar(f"{waar}: het recht of de voorwaarden van deze handeling zijn niet te lezen ({fout}).") from fout


def _toegekend(functie: ast.FunctionDef, naam: str) -> ast.expr | None:
    for regel in (r for r in ast.walk(functie) if isinstance(r, ast.Assign)):
        for doel in regel.targets:
            if isinstance(doel, ast.Name) and doel.id == naam:
                return regel.value
            if isinstance(doel, ast.Tuple) and isinstance(regel.value, ast.Tuple):
                for een, waarde in zip(doel.elts, regel.value.elts, strict=True):
                    if isinstance(een, ast.Name) and een.id == naam:
                        return waarde
    return None


def onderwerpen(loop: Levensloop) -> dict[str, list[Onderwerp]]:
    """The rows on which acts are done, by their kind."""
    return {soort: handelrijen(apps.get_model(soort), loop) for soort in dict.fromkeys(d.soort for d in daden())}


def zonder_rij(loop: Levensloop) -> list[str]:
    """The kinds of rows that the scene does not have; their acts are missing in the table."""
    return [soort for soort, rijen in onderwerpen(loop).items() if not rijen]


def cellen(loop: Levensloop, spelers: list[Speler], *, ziet: Ziet) -> Iterator[Cel]:
    """Everybody against every act; what stands in the way beyond the right shows only when one does it."""
    for soort, rijen in onderwerpen(loop).items():
        eigen, binnen = [d for d in daden() if d.soort == soort], EIGEN_DEUR.get(soort, set())
        for onderwerp in rijen:
            per_speler = [
                (speler, [_cel(speler, onderwerp, d, speler.lid.rol in binnen or ziet(speler.lid, onderwerp.rij)) for d in eigen])
                for speler in spelers
            ]
            yield from met_verschil(per_speler)


def _cel(speler: Speler, onderwerp: Onderwerp, daad: Daad, ziet: bool) -> Cel:
    mag = ONZICHTBAAR if not ziet else JA if _is_bevoegd(daad, onderwerp.rij, speler.lid) else NEE
    return Cel(speler, onderwerp, ELKE_STAND, daad.naam, mag, daad.regels if mag == JA else ())


def _is_bevoegd(daad: Daad, rij: Any, lid: Lidmaatschap) -> bool:
    return daad.recht(rij, lid)
