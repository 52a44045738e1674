"""Words and addresses of dossiers, which kern does not know: higher apps register who can tell."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple


class Omschrijving(NamedTuple):
    """How a dossier is called in a sentence, and where it stands in the application."""

    kenmerk: str
    titel: str
    url: str

    @property
    def in_woorden(self) -> str:
        return ", ".join(deel for deel in (self.kenmerk, self.titel) if deel)


Omschrijver = Callable[[list[uuid.UUID]], Mapping[uuid.UUID, tuple[str, str, str]]]

_omschrijvers: list[Omschrijver] = []


def omschrijft(functie: Omschrijver) -> Omschrijver:
    """Register a function that, for the zaken it knows, gives (kenmerk, titel, url)."""
    if functie not in _omschrijvers:
        _omschrijvers.append(functie)
    return functie


def omschrijf(zaak_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Omschrijving]:
    """What the registered apps say of these zaken; a zaak nobody knows stays out."""
    gevraagd = list(zaak_ids)
    return {zaak: Omschrijving(*delen) for functie in _omschrijvers for zaak, delen in functie(gevraagd).items()}
