"""What every test may lean on."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

pytest_plugins = ["tests.plugins", "tests.fabrieken.wereld", "tests.fabrieken.toneel"]


@pytest.fixture(autouse=True, scope="session")
def _onderhoud_bij_leegmaken() -> Iterator[None]:
    """Let the flush after a transactional test through the append-only triggers, and nothing else.

    For the whole session: the database fixture flushes after the fixtures of the test itself are gone.
    """
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
