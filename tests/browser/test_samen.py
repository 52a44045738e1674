"""Assessing together: three domains, two insurers, three gemeenten and an external regiocoordinator, up the ladder and back."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser import been_escalatie, been_partijen
from tests.browser.been_partijen import ziet_niets
from tests.browser.rol import Toneel
from tests.browser.samen import naar_dossier

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VRAAG = "Wie draagt de kosten na afloop?"
ANTWOORD = "De aanbieders en de gemeenten samen; het plan werkt dat uit."


def test_een_gemeente_weigert_en_het_plan_wordt_toch_samen_goedgekeurd(toneel: Toneel) -> None:
    loop = been_partijen.begin_met_drie_gemeenten(toneel)
    been_partijen.beantwoord_uitnodigingen(toneel)
    been_partijen.vind_een_moment(toneel)
    been_partijen.houd_startgesprek(toneel)
    loop.ververs()
    loop.schrijf_toets().bevestig_karakter().dien_toets_in().toets_compleet()
    wijs_een_derde_beoordelaar_toe(toneel)
    stel_samen_een_vraag(toneel)
    loop.beoordeel().stel_terugkoppeling_op().tweede_stemt_in().keur_toets_goed()
    loop.schrijf_plan().dien_plan_in().plan_compleet()
    been_escalatie.een_gemeente_weigert(toneel, loop)
    been_escalatie.meld_en_spreek(toneel)
    been_escalatie.houd_het_overleg(toneel, 2)
    been_escalatie.vraag_de_groep(toneel)
    been_escalatie.schakel_de_brigade_in(toneel)
    been_escalatie.houd_het_overleg(toneel, 3)
    been_escalatie.los_op(toneel)
    been_escalatie.pas_het_plan_aan(toneel, loop)
    been_escalatie.stem_alsnog_in(toneel, loop)
    been_escalatie.keur_goed(toneel, loop)
    ziet_niets(toneel.als("verzekeraar"), toneel)
    assert toneel.fouten == [], "\n" + "\n".join(toneel.fouten)
    call_command("controleer_journaal")


def wijs_een_derde_beoordelaar_toe(t: Toneel) -> None:
    """Only who works outside the mandaatregio of every gemeente can be chosen; the others stand there with the reason (1b.3)."""
    czv, derde = t.als("beoordelaar"), t.als("regiocoordinator")
    ziet_niets(derde, t)
    naar_dossier(czv, t)
    czv.volg("Wijs een regiocoördinator toe")
    expect(czv.inhoud).to_contain_text("Deze regiocoördinator werkt in mandaatregio Rijk van Nijmegen")
    czv.inhoud.get_by_label(re.compile("^Ahmed Yildiz")).check()
    czv.druk("Wijs toe")
    czv.is_gelukt()
    derde.pak_op("beoordeel de snelle toets")


def stel_samen_een_vraag(t: Toneel) -> None:
    """The second insurer notes a question, the coordinating one sends it for both, and the answer comes back beneath it (1c.2)."""
    tweede, czv, planmaker = t.als("tweede"), t.als("beoordelaar"), t.als("planmaker")
    naar_dossier(tweede, t)
    tweede.volg("Beoordeel")
    hoek = tweede.inhoud.locator(".vraagplek").first
    hoek.get_by_text("Stel een vraag bij").first.click()
    hoek.get_by_label("Uw vraag").fill(VRAAG)
    hoek.get_by_role("button", name="Noteer de vraag").click()
    expect(tweede.inhoud.locator(".vraagplek").first).to_contain_text("nog niet verstuurd")
    naar_dossier(planmaker, t)
    assert VRAAG not in planmaker.page.content()

    czv.ga(f"/dossiers/{t.kenmerk}/beoordelen/vragen/")
    expect(czv.inhoud).to_contain_text("schort niets op")
    czv.druk("Verstuur de vragen")
    czv.is_gelukt()
    planmaker.pak_op("vraag")
    expect(planmaker.inhoud).to_contain_text(VRAAG)
    planmaker.vul({"Antwoord op vraag 1": ANTWOORD})
    planmaker.druk("Verstuur de antwoorden")
    planmaker.is_gelukt()
    naar_dossier(tweede, t)
    tweede.volg("Beoordeel")
    expect(tweede.inhoud).to_contain_text(ANTWOORD)
