"""The rules are tested in the same small world as the assessment."""

import pytest

from tests.beoordeling.opzet import Speelveld, speelveld


@pytest.fixture
def w(db: None) -> Speelveld:
    return speelveld()
