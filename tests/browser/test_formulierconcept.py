"""What is typed in a form saves itself, comes back, and is told to a second window and to a colleague."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kern.concepten.models import Formulierconcept
from kern.organisaties.models import Rol
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.transformatie.views.opzet import Opzet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Doe = Callable[..., None]
WAAROM = "Waarom gaat u verder zonder startgesprek"
BEWAARD = re.compile(r"^Bewaard om \d\d:\d\d\.$")


@pytest.fixture
def wereld(transactional_db: None) -> Opzet:
    return Opzet()


@pytest.fixture
def adres(wereld: Opzet, page: Page, inloggen: Doe) -> str:
    """The page on which the planmaker says why the first conversation is passed over."""
    gesprek = wereld.dossier().startgesprek
    inloggen(page, wereld.planmaker.gebruiker.email)
    return f"/stap/{gesprek.soort()}/{gesprek.pk}/sla_over/"


def stand(page: Page) -> object:
    return page.locator(".conceptstand")


def test_wat_u_typt_bewaart_zichzelf_en_staat_er_weer(page: Page, adres: str, toets_axe: Doe, toets_smal: Doe) -> None:
    page.goto(adres)
    page.get_by_label(WAAROM).press_sequentially("Wij spraken elkaar al.")
    expect(stand(page)).to_have_text(BEWAARD)
    page.goto("/")
    page.goto(adres)
    expect(page.get_by_label(WAAROM)).to_have_value("Wij spraken elkaar al.")
    expect(page.get_by_text("Het is nog niet verstuurd.")).to_be_visible()
    toets_axe(page)
    toets_smal(page)
    page.get_by_role("link", name="Begin opnieuw").click()
    toets_axe(page)
    page.get_by_role("button", name="Gooi weg en begin opnieuw").click()
    expect(page.get_by_label(WAAROM)).to_have_value("")
    assert not Formulierconcept.objects.exists()


def test_wie_meteen_weggaat_verliest_niets_en_een_verstuurd_formulier_laat_niets_achter(page: Page, adres: str) -> None:
    page.goto(adres)
    page.get_by_label(WAAROM).press_sequentially("Meteen weg.")
    page.goto("/")
    page.wait_for_timeout(500)
    page.goto(adres)
    expect(page.get_by_label(WAAROM)).to_have_value("Meteen weg.")
    page.get_by_label(WAAROM).press_sequentially(" En terug.")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "sla_over" not in url)
    page.wait_for_timeout(300)
    assert not Formulierconcept.objects.exists()


def test_een_tweede_venster_van_uzelf_hoort_het_en_kiest(page: Page, adres: str) -> None:
    page.goto(adres)
    tweede = page.context.new_page()
    tweede.goto(adres)
    tweede.get_by_label(WAAROM).press_sequentially("Uit het tweede venster.")
    expect(stand(tweede)).to_have_text(BEWAARD)
    page.get_by_label(WAAROM).press_sequentially("Uit het eerste venster.")
    expect(stand(page)).to_contain_text("U schreef dit formulier ook in een ander venster")
    expect(page.get_by_label(WAAROM)).to_have_value("Uit het eerste venster.")
    assert Formulierconcept.objects.get().inhoud == {"reden": "Uit het tweede venster."}
    page.get_by_role("button", name="Bewaar wat hier staat").click()
    expect(stand(page)).to_have_text(BEWAARD)
    assert Formulierconcept.objects.get().inhoud == {"reden": "Uit het eerste venster."}


def test_een_collega_ziet_dat_u_hier_ook_schrijft(page: Page, adres: str, wereld: Opzet, inloggen: Doe) -> None:
    page.goto(adres)
    page.get_by_label(WAAROM).press_sequentially("Van mij.")
    expect(stand(page)).to_have_text(BEWAARD)
    collega = LidmaatschapFactory(organisatie=wereld.ziekenhuis, rol=Rol.PLANMAKER)
    inloggen(page, collega.gebruiker.email)
    page.goto(adres)
    expect(page.get_by_text(f"{wereld.planmaker.gebruiker.naam} schrijft hier ook aan, laatst om")).to_be_visible()
    expect(page.get_by_label(WAAROM)).to_have_value("")
