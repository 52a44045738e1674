"""What the one door tells the rest of the house."""

from collections.abc import Callable
from typing import Any

from django.dispatch import Signal

stap_gezet = Signal()
"""Sent inside the transaction of every step: sender=model, zaak, naam, van, naar, door, op, gegevens."""


def na(model: type, *stappen: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a receiver answer these steps of this machine, inside their transaction."""

    def verbind(functie: Callable[..., None]) -> Callable[..., None]:
        def ontvang(sender: Any, *, naam: str, **kw: Any) -> None:
            if naam in stappen:
                functie(kw["zaak"], naam=naam, door=kw["door"], op=kw["op"], gegevens=kw["gegevens"])

        stap_gezet.connect(ontvang, sender=model, weak=False, dispatch_uid=f"{functie.__module__}.{functie.__qualname__}.{model}")
        return functie

    return verbind
