"""The main job in a real browser: one dossier from startgesprek to a paid KPI, through the screens, as the example accounts."""

from pathlib import Path

import pytest
from django.core.management import call_command

from kern.berichten.models import Bericht
from tests.browser import been_geld, been_plan, been_toets
from tests.browser.rol import Toneel

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_een_nieuw_dossier_loopt_van_startgesprek_tot_betaalde_kpi(toneel: Toneel, tmp_path: Path) -> None:
    van_startgesprek_tot_toets(toneel)
    van_toets_tot_plan(toneel)
    van_plan_tot_betaling(toneel)
    been_geld.haal_brieven_op(toneel, tmp_path)
    been_geld.lees_berichten(toneel)
    been_geld.kijk_op_de_monitor(toneel)
    assert toneel.fouten == [], "\n" + "\n".join(toneel.fouten)
    call_command("controleer_journaal")
    assert Bericht.objects.exclude(zaak=None).exists()


def van_startgesprek_tot_toets(t: Toneel) -> None:
    been_toets.begin_dossier(t)
    been_toets.nodig_partijen_uit(t)
    been_toets.voer_startgesprek(t)
    been_toets.schrijf_toets(t)
    been_toets.bevestig_karakter_en_dien_in(t)
    been_toets.verklaar_toets_compleet(t)
    been_toets.wijs_regiocoordinator_toe(t)
    been_toets.beoordeel_toets(t)
    been_toets.besluit_over_toets(t)


def van_toets_tot_plan(t: Toneel) -> None:
    been_plan.schrijf_plan(t)
    been_plan.leg_afspraken_vast(t)
    been_plan.dien_plan_in(t)
    been_plan.geef_commitment(t)
    been_plan.beoordeel_plan(t)
    been_plan.besluit_over_plan(t)


def van_plan_tot_betaling(t: Toneel) -> None:
    been_geld.sluit_overeenkomst(t)
    been_geld.krijg_beschikking(t)
    been_geld.begin_uitvoering(t)
    been_geld.dien_bewijs_in(t)
    been_geld.beoordeel_en_ken_toe(t)
    been_geld.leg_voortgang_vast(t)
    been_geld.betaal_uit(t)
