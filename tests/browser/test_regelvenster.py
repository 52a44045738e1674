"""A rule opens in place, and also without script."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from playwright.sync_api import Browser, Page, expect

from tests.fabrieken.organisaties import LidmaatschapFactory


def bladzijde(request: HttpRequest) -> HttpResponse:
    from kern.regels.register import Belet

    return render(request, "409.html", {"beletselen": [Belet("Gemeente Wijchen heeft haar onderdelen nog niet goedgekeurd.", "1b.1")]})


urlpatterns = [path("proef/", bladzijde), path("", include("config.urls"))]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]

Doe = Callable[..., None]


@pytest.fixture
def iemand() -> str:
    return LidmaatschapFactory(gebruiker__email="iemand@test.example").gebruiker.email


def test_een_regelmerk_opent_de_afspraak_op_zijn_plaats_en_gaat_weer_dicht(page: Page, inloggen: Doe, toets_axe: Doe, iemand: str) -> None:
    inloggen(page, iemand)
    page.goto("/proef/")
    merk = page.get_by_role("link", name="regel 1b.1")
    merk.click()
    venster = page.get_by_role("dialog")
    expect(venster).to_contain_text("aantoonbaar commitment")
    expect(page).to_have_url(re.compile("/proef/$"))
    toets_axe(page)
    page.keyboard.press("Escape")
    expect(venster).to_be_hidden()
    expect(merk).to_be_focused()


def test_zonder_script_is_het_een_gewone_link(browser: Browser, base_url: str, inloggen: Doe, iemand: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    inloggen(page, iemand)
    page.goto("/proef/")
    page.get_by_role("link", name="regel 1b.1").click()
    expect(page).to_have_url(re.compile(r"/regels/#1b\.1$"))
    context.close()
