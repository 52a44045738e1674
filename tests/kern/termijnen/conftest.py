"""A dossier's key, an organisation with two people, and a term to play with."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

import pytest

from kern.organisaties.models import Organisatie
from kern.termijnen import services
from kern.termijnen.models import Termijn
from kern.termijnen.signals import termijn_overschreden
from tests.fabrieken.organisaties import LidmaatschapFactory, VerzekeraarFactory

Starter = Callable[..., Termijn]


@pytest.fixture
def verzekeraar(db: None) -> Organisatie:
    organisatie = VerzekeraarFactory(naam="VGZ")
    LidmaatschapFactory.create_batch(2, organisatie=organisatie, rol="beoordelaar")
    return organisatie


@pytest.fixture
def begin(verzekeraar: Organisatie) -> Starter:
    """Start a term; by default the decision on a snelle toets, four weeks from 1 April 2025 (to 29 April)."""

    def _begin(soort: str = "besluit_snelle_toets", op: str = "2025-04-01", **anders: object) -> Termijn:
        velden = {"zaak": uuid.uuid4(), "onderwerp": uuid.uuid4(), "verantwoordelijk": verzekeraar} | anders
        return services.start(soort=soort, op=dt.date.fromisoformat(op), **velden)

    return _begin


@pytest.fixture
def gemeld() -> Iterator[list[tuple[uuid.UUID, dt.date]]]:
    """What the signal termijn_overschreden told, in order."""
    ontvangen: list[tuple[uuid.UUID, dt.date]] = []

    def luister(sender: type[Termijn], termijn: Termijn, op: dt.date, **kw: object) -> None:
        ontvangen.append((termijn.pk, op))

    termijn_overschreden.connect(luister)
    yield ontvangen
    termijn_overschreden.disconnect(luister)
