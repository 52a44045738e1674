"""The state diagrams, drawn from the code: docs/toestanden.md."""

from collections.abc import Iterator
from typing import Any

from kern.toestanden.models import Machine
from kern.toestanden.register import machines
from kern.toestanden.uitvoeren import overgangen, regelnummers

KOP = [
    "# Toestanden",
    "",
    "Gemaakt uit de code met `manage.py teken_toestanden`; niet met de hand wijzigen.",
    "Elke stap gaat door `voer_uit`. Bij een stap staat wie haar zet en welke regels haar kunnen weigeren (zie [regels.md](regels.md)).",
    "",
]


def als_markdown() -> str:
    """Every machine with its diagram and the table of its steps."""
    delen = list(KOP)
    for model in machines().values():
        naam = model.naam_in_zin()
        delen += [f"## {naam[0].upper()}{naam[1:]}", "", *_diagram(model), "", *_tabel(model), ""]
    return "\n".join(delen)


def _diagram(model: type[Machine]) -> Iterator[str]:
    """A mermaid stateDiagram-v2."""
    toestanden, stappen = _toestanden(model), list(overgangen(model))
    yield from ("```mermaid", "stateDiagram-v2")
    for waarde, label in toestanden.items():
        yield f'    state "{label}" as {waarde}'
    yield f"    [*] --> {model().status}"
    for stap in stappen:
        yield f"    {stap.source} --> {stap.target}: {_bijschrift(stap)}"
    begin = {stap.source for stap in stappen}
    for waarde in toestanden:
        if waarde not in begin:
            yield f"    {waarde} --> [*]"
    yield "```"


def _toestanden(model: type[Machine]) -> dict[str, str]:
    """The states of a machine with their words, in their order."""
    return dict(model.Status.choices)  # type: ignore[attr-defined]  # every machine names its states in Status


def _bijschrift(stap: Any) -> str:
    """What stands beside an arrow: the words of the step, who, and the rules."""
    wie = stap.permission.wie.partition(",")[0]
    return "<br/>".join(deel for deel in (_label(stap), wie, " ".join(regelnummers(stap))) if deel)


def _label(stap: Any) -> str:
    return str((stap.custom or {}).get("label", stap.name))


def _tabel(model: type[Machine]) -> Iterator[str]:
    """One row per step; sources from which it says and asks the same stand together."""
    woorden = _toestanden(model)
    rijen: dict[tuple[str, ...], list[str]] = {}
    for stap in overgangen(model):
        sleutel = (_label(stap), f"`{stap.name}`", woorden[stap.target], stap.permission.wie, " ".join(regelnummers(stap)))
        rijen.setdefault(sleutel, []).append(woorden[stap.source])
    yield from ("| stap | naam | van | naar | alleen door | regels |", "|---|---|---|---|---|---|")
    for (label, naam, naar, wie, regels), van in rijen.items():
        yield f"| {label} | {naam} | {', '.join(van)} | {naar} | {wie} | {regels} |"
