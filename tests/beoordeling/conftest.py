"""Every test of the assessment starts from the same organisations and people."""

import pytest

from tests.beoordeling.opzet import Speelveld, speelveld


@pytest.fixture
def w(db: None) -> Speelveld:
    return speelveld()
