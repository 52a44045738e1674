"""System checks: every rule that can refuse is checked at its step, and every step has words and a right."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register

from kern.regels.register import Voldoet, is_genoemd, regels, toetsen

NOG_OPEN: dict[tuple[str, str], str] = {}
"""Steps that a rule would refuse but that nothing enforces yet, with the reason in Dutch; the page Regels shows it."""


def _overgangen() -> Iterator[tuple[str, Any]]:
    """Every transition of every machine, with where it stands."""
    from kern.toestanden.register import machines
    from kern.toestanden.uitvoeren import overgangen

    for model in machines().values():
        for overgang in overgangen(model):
            yield f"{model.__name__}.{overgang.name} from {overgang.source}", overgang


@register("regels")
def voorwaarden_worden_getoetst(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[CheckMessage]:
    """A transition names only rules that somebody checks at that step; otherwise it never opens."""
    return [
        Error(
            f"{waar} answers to rule {v.nummer} at '{v.stap}', which nobody checks; the step stays closed.",
            hint=f'Register a check with @toetst("{v.nummer}", "{v.stap}").',
            id="regels.E001",
        )
        for waar, overgang in _overgangen()
        for v in overgang.conditions or []
        if isinstance(v, Voldoet) and not toetsen(v.nummer, v.stap)
    ]


@register("regels")
def regels_hebben_hun_stap(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[CheckMessage]:
    """Every step that a rule refuses is written down at a transition or an act and checked, or listed as open."""
    gevonden: list[CheckMessage] = []
    for regel in regels().values():
        if regel.soort == "dwang" and not regel.weigert:
            gevonden.append(Error(f"Rule {regel.id} is dwang but refuses no step.", id="regels.E002"))
        for stap in regel.weigert:
            werkt = is_genoemd(regel.id, stap) and bool(toetsen(regel.id, stap))
            if not werkt and (regel.id, stap) not in NOG_OPEN:
                wat = "checked by nobody" if is_genoemd(regel.id, stap) else "named by no transition or act"
                gevonden.append(Error(f"Rule {regel.id} refuses '{stap}', which is {wat}.", id="regels.E003"))
            elif werkt and (regel.id, stap) in NOG_OPEN:
                gevonden.append(Warning(f"Rule {regel.id} at '{stap}' works; take it out of NOG_OPEN.", id="regels.W004"))
    return gevonden


@register("regels")
def stappen_hebben_woorden_en_recht(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[CheckMessage]:
    """A step without a label cannot be shown, one without a right cannot be taken."""
    gevonden: list[CheckMessage] = []
    for waar, overgang in _overgangen():
        if not str((overgang.custom or {}).get("label", "")).strip():
            gevonden.append(Error(f"{waar} has no label.", hint="Give it custom=zegt(...).", id="regels.E005"))
        if not getattr(overgang.permission, "wie", ""):
            gevonden.append(Error(f"{waar} does not say who may take it.", hint="Give it permission=mag(...).", id="regels.E006"))
    return gevonden
