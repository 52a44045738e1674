"""Which test proves which rule, read from the tests themselves, and the page Regels as a document."""

import ast
import json
from pathlib import Path

from kern.regels.overzicht import Regelblad, in_spelling, per_deel
from kern.regels.register import regels


def lees_bewijs(tests: Path) -> dict[str, list[str]]:
    """The sentences of tests/regels/test_1b_1.py and its like, by rule number."""
    bewijs = {}
    for nummer in regels():
        bestand = tests / f"test_{nummer.replace('.', '_')}.py"
        if bestand.exists() and (zinnen := _zinnen(bestand)):
            bewijs[nummer] = zinnen
    return bewijs


def _zinnen(bestand: Path) -> list[str]:
    boom = ast.parse(bestand.read_text(encoding="utf-8"))
    return [_zin(knoop) for knoop in ast.walk(boom) if isinstance(knoop, ast.FunctionDef) and knoop.name.startswith("test_")]


def _zin(functie: ast.FunctionDef) -> str:
    """The docstring's first line when there is one, else the name as a sentence."""
    tekst = (ast.get_docstring(functie) or functie.name.removeprefix("test_").replace("_", " ")).splitlines()[0].rstrip(".")
    return in_spelling(f"{tekst[0].upper()}{tekst[1:]}.")


def als_json(bewijs: dict[str, list[str]]) -> str:
    """The file that the application reads."""
    return json.dumps(bewijs, ensure_ascii=False, indent=1) + "\n"


def als_markdown() -> str:
    """docs/regels.md."""
    delen = ["# Regels", "", "Gemaakt met `manage.py maak_regelpagina`; niet met de hand wijzigen.", ""]
    for deel, naam, bladen in per_deel():
        delen += [f"## {deel} {naam}", ""]
        for blad in bladen:
            delen += _blad(blad)
    return "\n".join(delen)


def _blad(blad: Regelblad) -> list[str]:
    plekken = [f"{p.stap} ({p.machine})" for p in blad.plekken]
    regels_ = [
        f"### {blad.regel.id} ({blad.soort})",
        "",
        blad.afspraak,
        "",
        f"- Wat de toepassing doet: {blad.applicatie}",
        f"- Voor: {blad.wie}",
    ]
    regels_.append(f"- Geldt voor stappen vanaf {blad.regel.geldt_vanaf.isoformat()}")
    for kop, punten in (("Stap", plekken), ("Klok", blad.klokken), ("Aangetoond door", blad.bewijs), ("Nog open", blad.open)):
        if punten:
            regels_.append(f"- {kop}:")
            regels_ += [f"  - {punt}" for punt in punten]
    return [*regels_, ""]
