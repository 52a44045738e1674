"""Logging in and the shell around every page, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.fabrieken.organisaties import WACHTWOORD, GebruikerFactory, LidmaatschapFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Doe = Callable[..., None]


@pytest.fixture
def iemand() -> str:
    lid = LidmaatschapFactory(gebruiker__email="iemand@test.example", organisatie__naam="Ziekenhuis Waalstad")
    LidmaatschapFactory(gebruiker=lid.gebruiker, beslisser=True)
    return lid.gebruiker.email


def test_een_verkeerd_wachtwoord_geeft_een_zin_bovenaan_en_het_goede_brengt_u_binnen(page: Page, toets_axe: Doe) -> None:
    GebruikerFactory(email="nieuw@test.example", naam="Nieuw Iemand")
    page.goto("/account/login/")
    page.get_by_label("E-mailadres").fill("nieuw@test.example")
    page.get_by_label("Wachtwoord").fill("fout")
    page.get_by_role("button", name="Log in").click()

    expect(page).to_have_title(re.compile("^Fout: Inloggen"))
    expect(page.get_by_role("alert")).to_contain_text("horen niet bij elkaar")
    expect(page.get_by_label("E-mailadres")).to_have_value("nieuw@test.example")
    toets_axe(page)

    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log uit").first).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("Nieuw Iemand")


@pytest.mark.parametrize("kleur", ["light", "dark"])
@pytest.mark.parametrize("pad", ["/account/login/", "/account/password/reset/", "/account/signup/", "/bestaat-niet/"])
def test_buiten_klopt_elke_bladzijde(page: Page, toets_axe: Doe, toets_smal: Doe, pad: str, kleur: str) -> None:
    page.emulate_media(color_scheme=kleur)
    page.goto(pad)
    toets_axe(page)
    toets_smal(page)


BINNEN = [
    "/regels/", "/regels/1b.3/", "/account/", "/account/rol/", "/account/2fa/", "/account/password/change/",
    "/account/reauthenticate/", "/account/logout/", "/sneltoetsen/", "/bestaat-niet/",
]  # fmt: skip


@pytest.mark.parametrize("kleur", ["light", "dark"])
def test_binnen_klopt_elke_bladzijde_van_de_schil(
    page: Page, inloggen: Doe, toets_axe: Doe, toets_smal: Doe, iemand: str, kleur: str
) -> None:
    page.emulate_media(color_scheme=kleur)
    inloggen(page, iemand)
    for pad in BINNEN:
        page.goto(pad)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        toets_axe(page)
        toets_smal(page)


def test_op_een_telefoon_gaat_het_menu_open_zonder_script(page: Page, inloggen: Doe, toets_axe: Doe, iemand: str) -> None:
    inloggen(page, iemand)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/regels/")
    expect(page.locator(".kopbalk .wie")).to_have_text("U werkt namens Ziekenhuis Waalstad, planmaker")
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("link", name="Mijn account")).to_be_visible()
    toets_axe(page)


def test_wie_twee_rollen_heeft_wisselt_en_ziet_dat_overal(page: Page, inloggen: Doe, iemand: str) -> None:
    inloggen(page, iemand)
    page.goto("/regels/")
    page.get_by_role("link", name="Wissel van rol").click()
    page.get_by_role("button", name=re.compile("Kies.*gemeentelijk beslisser")).click()
    expect(page.get_by_role("status").first).to_contain_text("gemeentelijk beslisser")
    page.goto("/regels/")
    expect(page.locator(".zij .namens")).to_contain_text("gemeentelijk beslisser")


def test_sneltoetsen_doen_het_tot_u_ze_uitzet(page: Page, inloggen: Doe, iemand: str) -> None:
    inloggen(page, iemand)
    page.goto("/regels/")
    page.keyboard.press("?")
    expect(page).to_have_url(re.compile("/sneltoetsen/$"))

    page.goto("/account/")
    page.get_by_label("Sneltoetsen gebruiken").uncheck()
    page.get_by_role("button", name="Sla op").click()
    expect(page.get_by_role("status").first).to_contain_text("opgeslagen")
    page.goto("/regels/")
    page.keyboard.press("?")
    page.wait_for_timeout(300)
    expect(page).to_have_url(re.compile("/regels/$"))


def test_met_het_toetsenbord_springt_u_naar_de_inhoud(page: Page, inloggen: Doe, iemand: str) -> None:
    inloggen(page, iemand)
    page.goto("/regels/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()
