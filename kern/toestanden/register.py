"""Every machine of the house, and the words of its steps."""

from functools import cache

from django.apps import apps

from kern.toestanden.models import Machine


@cache
def machines() -> dict[str, type[Machine]]:
    """All state machines by their journaal name (app.model)."""
    return {m.soort(): m for m in apps.get_models() if issubclass(m, Machine)}


_losse_woorden: dict[tuple[str, str], str] = {}


def benoem(soort: str, stap: str, label: str) -> None:
    """Give words to a journaled act that is no transition."""
    _losse_woorden[(soort, stap)] = label


def soorten_met(stap: str) -> list[str]:
    """The kinds of rows on which an act of this name is done."""
    return [soort for soort, naam in _losse_woorden if naam == stap]


def label_van(soort: str, stap: str, van: str = "") -> str:
    """How a step is called on its button; a step with more than one source may be called differently from each."""
    return _woorden(soort, stap, van, "label")


def gedaan_van(soort: str, stap: str, van: str = "") -> str:
    """How a step is told once it was taken."""
    return _woorden(soort, stap, van, "gedaan")


def _woorden(soort: str, stap: str, van: str, vorm: str) -> str:
    if (soort, stap) in _losse_woorden:
        return _losse_woorden[(soort, stap)]
    meta = getattr(getattr(machines().get(soort), stap, None), "_django_fsm", None)
    if meta is None:
        return stap.replace("_", " ").capitalize()
    transitie = meta.transitions.get(van) or next(iter(meta.transitions.values()))
    return str((transitie.custom or {}).get(vorm, stap))
