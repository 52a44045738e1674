"""Every test of the assessment starts from the same organisations and people."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from tests.beoordeling.opzet import Speelveld, speelveld


@pytest.fixture
def w(db: None) -> Speelveld:
    return speelveld()


@pytest.fixture
def op_zeven_april() -> Iterator[None]:
    """It is ten in the morning of 7 April 2025."""
    with time_machine.travel(dt.datetime(2025, 4, 7, 8, tzinfo=dt.UTC), tick=False):
        yield
