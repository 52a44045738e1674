"""What the tests of the money share."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from kern.organisaties.models import Lidmaatschap
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen

Inloggen = Callable[[Lidmaatschap], Client]


@pytest.fixture
def m(db: None) -> Mensen:
    """Who plays a part in the money."""
    return opzet.maak_mensen()


@pytest.fixture
def nu() -> Iterator[None]:
    """The screens ask the clock; it stands on the day of the tests."""
    with time_machine.travel(dt.datetime(NU.year, NU.month, NU.day, 12, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def als(nu: None) -> Inloggen:
    """A browser in which this person works."""

    def log_in(lid: Lidmaatschap) -> Client:
        client = Client()
        client.force_login(lid.gebruiker, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return log_in
