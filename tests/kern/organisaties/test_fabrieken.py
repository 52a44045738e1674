"""The factories make rows that the database accepts."""

import datetime as dt

import pytest

from tests.fabrieken.organisaties import ContactpersoonFactory, GemeenteInRegioFactory, LidmaatschapFactory, VerzekeraarsInRegioFactory

pytestmark = pytest.mark.django_db


def test_twee_verzekeraars_uit_de_fabriek_zijn_van_verschillende_concerns():
    paar = VerzekeraarsInRegioFactory()
    assert paar.eerste.concern != paar.tweede.concern


@pytest.mark.parametrize("rol", ["beoordelaar", "beslisser", "regiocoordinator", "financier", "nza", "groep", "beheer"])
def test_elke_rol_heeft_een_fabriek(rol):
    assert LidmaatschapFactory(**{rol: True}).is_geldig_op(dt.date(2025, 4, 1))


def test_indeling_en_contactpersoon_uit_de_fabriek():
    assert GemeenteInRegioFactory().regio.soort == "mandaatregio"
    assert ContactpersoonFactory().organisatie.soort == "zorgverzekeraar"
