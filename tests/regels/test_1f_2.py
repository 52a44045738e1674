"""1f.2: few KPI's; above the guideline a signal, with a motivation that is kept and shown."""

import re

import pytest
from django.test import Client

from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Dossier, Planversie, Transformatieplan
from transformatie.services import versies

SIGNAAL = "Dit plan heeft 9 KPI's. De richtwaarde (van ons) is hoogstens 8: minder is beter."


@pytest.fixture
def wereld(db: None) -> Opzet:
    return Opzet()


@pytest.fixture
def versie(wereld: Opzet) -> Planversie:
    plan = Transformatieplan.objects.create(dossier=wereld.dossier())
    return versies.eerste_versie(plan, op=BEGIN)


def lees(client: Client, dossier: Dossier) -> str:
    html = client.get(f"{dossier.get_absolute_url()}plan/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#x27;", "'")


def test_tot_en_met_acht_kpis_is_er_geen_signaal(wereld: Opzet, versie: Planversie) -> None:
    for n in range(8):
        wereld.kpi(versie, n + 1)
    assert "De richtwaarde" not in lees(wereld.als(wereld.planmaker), versie.plan.dossier)


def test_boven_acht_kpis_is_er_een_signaal_en_een_motivering_die_blijft(wereld: Opzet, versie: Planversie) -> None:
    for n in range(9):
        wereld.kpi(versie, n + 1)
    dossier, client = versie.plan.dossier, wereld.als(wereld.planmaker)
    tekst = lees(client, dossier)
    assert SIGNAAL in tekst
    assert "Er is nog geen motivering gegeven." in tekst
    adres = f"{dossier.get_absolute_url()}plan/kpi/motivering/"
    assert client.post(adres, {"motivering": " "}).status_code == 422
    assert client.post(adres, {"motivering": "Vijf partijen, elk een eigen resultaat."}).status_code == 302
    assert "Vijf partijen, elk een eigen resultaat." in lees(client, dossier)
    plan = Transformatieplan.objects.get(pk=versie.plan_id)
    versies.bevries(plan, op=BEGIN)
    assert versies.nieuwe_versie(plan).kpi_motivering == "Vijf partijen, elk een eigen resultaat."


def test_alleen_indieners_motiveren(wereld: Opzet, versie: Planversie) -> None:
    adres = f"{versie.plan.dossier.get_absolute_url()}plan/kpi/motivering/"
    assert wereld.als(wereld.beoordelaar).post(adres, {"motivering": "Nee."}).status_code == 403
