"""The scene of the rights matrix for tests: built once per module, rolled back after it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from config.rechten.toneel import Toneel, bouw_tonelen
from kern.organisaties.models import Lidmaatschap


@dataclass
class Browsers:
    """One browser per person, logged in once."""

    clients: dict[Any, Client] = field(default_factory=dict)

    def van(self, lid: Lidmaatschap) -> Client:
        if lid.pk not in self.clients:
            client = Client(raise_request_exception=False)
            client.force_login(lid.gebruiker, backend="allauth.account.auth_backends.AuthenticationBackend")
            sessie = client.session
            sessie["lidmaatschap"] = str(lid.pk)
            sessie.save()
            self.clients[lid.pk] = client
        return self.clients[lid.pk]


@pytest.fixture(scope="module")
def _tonelen(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[list[Toneel], Browsers]]:
    with django_db_blocker.unblock():
        rondom = transaction.atomic()
        rondom.__enter__()
        try:
            tonelen, browsers = bouw_tonelen(), Browsers()
            with _op_de_dag_van(tonelen):
                for speler in (s for t in tonelen for s in t.spelers):
                    browsers.van(speler.lid)
            yield tonelen, browsers
        finally:
            transaction.set_rollback(True)
            rondom.__exit__(None, None, None)


def _op_de_dag_van(tonelen: list[Toneel]) -> time_machine.travel:
    """Ten in the morning of the last day of the first scene."""
    return time_machine.travel(dt.datetime.combine(tonelen[0].loop.op, dt.time(9), dt.UTC), tick=False)


@pytest.fixture
def tonelen(_tonelen: tuple[list[Toneel], Browsers], db: None) -> Iterator[list[Toneel]]:
    """The scenes, on their own day; what a test does on them is rolled back."""
    with _op_de_dag_van(_tonelen[0]):
        yield _tonelen[0]


@pytest.fixture
def toneel(tonelen: list[Toneel]) -> Toneel:
    """The dossier whose plan was approved, with everyone around it."""
    return tonelen[0]


@pytest.fixture
def browsers(_tonelen: tuple[list[Toneel], Browsers]) -> Browsers:
    """A logged-in browser for each of them."""
    return _tonelen[1]
