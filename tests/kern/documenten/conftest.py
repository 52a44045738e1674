"""Files of the tests stay in a folder of the test."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage


@pytest.fixture(autouse=True)
def _eigen_map(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    assert Path(default_storage.location) == tmp_path
