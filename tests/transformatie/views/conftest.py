import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from tests.transformatie.views.opzet import BEGIN, Opzet


@pytest.fixture
def wereld(db: None) -> Opzet:
    """The people and organisations of one region."""
    return Opzet()


@pytest.fixture(autouse=True)
def _op_de_eerste_dag() -> Iterator[None]:
    """It is ten in the morning of 1 April 2025."""
    with time_machine.travel(dt.datetime.combine(BEGIN, dt.time(8), dt.UTC), tick=False):
        yield
