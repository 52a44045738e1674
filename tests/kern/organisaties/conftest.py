"""Someone of beheer at the screen, and someone who is not."""

import pytest
from django.test import Client

from tests.fabrieken.organisaties import LidmaatschapFactory


@pytest.fixture
def lid():
    return LidmaatschapFactory(beheer=True)


@pytest.fixture
def scherm(lid):
    """The browser of beheer."""
    klant = Client()
    klant.force_login(lid.gebruiker)
    return klant


@pytest.fixture
def planmaker():
    """The browser of a planmaker."""
    klant = Client()
    klant.force_login(LidmaatschapFactory().gebruiker)
    return klant


@pytest.fixture
def stuur(scherm):
    """Send a form the way the page does: fields of the page's form, changed where said; gives the answer."""

    def _stuur(url, **velden):
        form = scherm.get(url).context["form"]
        basis = {naam: form[naam].value() for naam in form.fields}
        gegevens = {naam: waarde for naam, waarde in {**basis, **velden}.items() if waarde not in (None, False)}
        return scherm.post(url, {naam: getattr(waarde, "pk", waarde) for naam, waarde in gegevens.items()})

    return _stuur
