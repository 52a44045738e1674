"""The forms that give a step its data.

An app registers its own in `<app>/forms/stappen.py`, imported from `apps.ready()`:

    @formulier(Startgesprek, "plan")
    class PlanForm(StapForm): ...

The generic step page draws the form, and hands its `gegevens()` to `voer_uit`.  A step without a form asks only
for confirmation.
"""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from kern.basis.forms import Vorm
from kern.toestanden.models import Machine
from kern.toestanden.uitvoeren import voer_uit

if TYPE_CHECKING:
    from kern.organisaties.models import Lidmaatschap


class StapForm(Vorm):
    """The data of one step on `rij`, taken by `door` on `op`.

    `is_ernstig` marks a step that closes something for good; `knop` replaces the step's label on the button.
    """

    is_ernstig: ClassVar[bool] = False
    knop: ClassVar[str] = ""

    def __init__(self, *args: Any, rij: Machine, door: "Lidmaatschap | None", op: dt.date, **kwargs: Any) -> None:
        self.rij, self.door, self.op = rij, door, op
        super().__init__(*args, **kwargs)

    def gegevens(self) -> dict[str, Any]:
        """What the transition gets; a subclass may combine fields."""
        return dict(self.cleaned_data)

    def feiten(self) -> dict[str, Any]:
        """Numbers, dates and names of organisations for the journaal; never free personal text."""
        return {}

    def neem_stap(self, stap: str, *, verwacht: str | None) -> Machine:
        """Take the step through the one door; a subclass that must also keep an upload wraps this in one transaction."""
        return voer_uit(self.rij, stap, door=self.door, op=self.op, verwacht=verwacht, feiten=self.feiten(), **self.gegevens())


class BevestigForm(StapForm):
    """A step that needs no data; it is only confirmed."""


F = TypeVar("F", bound=type[StapForm])
_formulieren: dict[tuple[str, str], type[StapForm]] = {}


def formulier(model: type[Machine], *stappen: str) -> Callable[[F], F]:
    """Register the form of one or more steps of a machine."""

    def schrijf_in(klasse: F) -> F:
        for stap in stappen:
            if getattr(getattr(model, stap, None), "_django_fsm", None) is None:
                raise LookupError(f"{model.__name__} kent geen stap {stap}.")
            _formulieren[(model.soort(), stap)] = klasse
        return klasse

    return schrijf_in


def formulier_voor(model: type[Machine], stap: str) -> type[StapForm]:
    """The form of a step, or the one that only asks for confirmation."""
    return _formulieren.get((model.soort(), stap), BevestigForm)
