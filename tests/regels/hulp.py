"""Reading what a rule had against a step."""

from collections.abc import Callable
from typing import Any

import pytest

from kern.toestanden.stap import StapBelet


def belet(poging: Callable[[], Any], nummer: str | None = None) -> list[str]:
    """The sentences with which the attempt was refused; with `nummer` only those of that rule."""
    with pytest.raises(StapBelet) as fout:
        poging()
    return [b.tekst.replace("\u00a0", " ") for b in fout.value.beletselen if nummer in (None, b.regel)]


def belet_met_plek(poging: Callable[[], Any]) -> list[tuple[str, str, str]]:
    """Sentence, number and form field of every obstacle."""
    with pytest.raises(StapBelet) as fout:
        poging()
    return [(b.tekst, b.regel, b.veld) for b in fout.value.beletselen]
