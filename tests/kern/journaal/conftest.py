"""The flush after a transactional test must get past the journaal's triggers."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase


@pytest.fixture(autouse=True, scope="session")
def _onderhoud_bij_leegmaken() -> Iterator[None]:
    """As the fixture of the same name above, but still in force when the database fixture flushes."""
    oorspronkelijk = TransactionTestCase._fixture_teardown

    def leeg(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET transformatieplan.onderhoud = 'ja'")
        try:
            oorspronkelijk(self)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET transformatieplan.onderhoud")

    with pytest.MonkeyPatch.context() as lap:
        lap.setattr(TransactionTestCase, "_fixture_teardown", leeg)
        yield
