"""Reviewing by keyboard: from open point to open point, and never while typing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.beoordeling import opzet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Doe = Callable[..., None]


def test_j_en_k_lopen_langs_de_open_punten_maar_niet_terwijl_men_typt(page: Page, inloggen: Doe, toets_axe: Doe) -> None:
    w = opzet.speelveld()
    opzet.dien_toets_in(w)
    inloggen(page, w.czv.gebruiker.email)
    page.goto(f"/dossiers/{w.dossier.kenmerk}/beoordelen/")
    expect(page.get_by_role("heading", name="Zorggebruik in de Zvw").first).to_be_visible()
    toets_axe(page)
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("punt=herverdeling$"))
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile("punt=zorggebruik$"))
    page.get_by_label("Onderbouwing").press_sequentially("jk")
    expect(page.get_by_label("Onderbouwing")).to_have_value("jk")
    page.get_by_label("voldoende", exact=True).check()
    page.get_by_role("button", name="Bewaar en ga verder").click()
    expect(page).to_have_url(re.compile("punt=herverdeling$"))
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile("punt=samenwerking$"))
