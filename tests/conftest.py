"""What every test may lean on."""

import pytest
from django.db import connection
from django.test import TransactionTestCase

pytest_plugins = ["tests.plugins"]


@pytest.fixture(autouse=True)
def _onderhoud_bij_leegmaken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the flush after a transactional test through the append-only triggers, and nothing else."""
    oorspronkelijk = TransactionTestCase._fixture_teardown

    def leeg(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET transformatieplan.onderhoud = 'ja'")
        try:
            oorspronkelijk(self)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET transformatieplan.onderhoud")

    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", leeg)
