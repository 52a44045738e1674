"""What the tests of the money share."""

import pytest

from tests.verantwoording import opzet
from tests.verantwoording.opzet import Mensen


@pytest.fixture
def m(db: None) -> Mensen:
    """Who plays a part in the money."""
    return opzet.maak_mensen()
