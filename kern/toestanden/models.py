"""The abstract state machine."""

import uuid
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.db import models
from django_fsm import FSMField

from kern.basis.models import BasisModel

if TYPE_CHECKING:
    from kern.toestanden.stap import Stap


class ToestandField(FSMField):
    """A protected state; writing it outside a transition is an error."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("protected", True)
        kwargs.setdefault("max_length", 40)
        super().__init__("status", *args, **kwargs)

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False, **kwargs: Any) -> None:
        """Be a machine on real models only: on the models of migrations a plain field.

        The library keeps a listener per model it was put on, for ever; migrations make thousands of them, each
        heard at every next one, and that took most of the time of building a database.
        """
        if cls.__module__ == "__fake__":
            models.CharField.contribute_to_class(self, cls, name, private_only=private_only, **kwargs)
        else:
            super().contribute_to_class(cls, name, private_only=private_only, **kwargs)

    def deconstruct(self) -> Any:
        naam, pad, args, kwargs = super().deconstruct()
        kwargs.pop("verbose_name", None)
        return naam, pad, args, kwargs


class Machine(BasisModel):
    """A row whose `status` changes only through `voer_uit`."""

    _stap: "Stap | None" = None
    if TYPE_CHECKING:
        status: Any
        dossier: Any

    class Meta:
        abstract = True

    @property
    def stap_nu(self) -> "Stap":
        """The step in progress, for a transition that records who took it."""
        if self._stap is None:
            raise RuntimeError("Een overgang gaat alleen door voer_uit.")
        return self._stap

    @property
    def zaak(self) -> uuid.UUID:
        """The dossier this row belongs to, as an opaque key; locks and journaal hang on it."""
        raise AttributeError("Een machine noemt zijn zaak.")

    @classmethod
    def soort(cls) -> str:
        return cls._meta.label_lower

    @classmethod
    def naam_in_zin(cls) -> str:
        return str(cls._meta.verbose_name)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Reload without switching protection off for the whole class, as the library's mixin does."""
        kept = {v: self.__dict__.pop(v) for v in ("status",) if v in self.__dict__}
        self._niet_uitgesteld = frozenset(kept)
        try:
            super().refresh_from_db(*args, **kwargs)
        except BaseException:
            self.__dict__.update(kept)
            raise
        finally:
            del self._niet_uitgesteld
        for veld, waarde in kept.items():
            self.__dict__.setdefault(veld, waarde)

    def get_deferred_fields(self) -> set[str]:
        """While reloading, a state that was taken out is no deferred field: it must be read again."""
        return super().get_deferred_fields() - self.__dict__.get("_niet_uitgesteld", frozenset())


def geldige_toestand(toestanden: type[Enum], naam: str) -> models.CheckConstraint:
    """A constraint: `status` is one of these values, whatever wrote it."""
    return models.CheckConstraint(condition=models.Q(status__in=[t.value for t in toestanden]), name=f"{naam}_geldige_toestand")
