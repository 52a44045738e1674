"""Somebody in the browser: acts by the words on the screen, and looks at every page met along the way."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, TimeoutError, expect

from config.voorbeeld.wereld import Wereld

BREED = {"width": 1280, "height": 900}
TELEFOON = {"width": 390, "height": 844}
ZWAARSTE_BLADZIJDE = 120_000
LEK = re.compile(r"\{\{|\{%|\bNone\b|\bTrue\b|\bFalse\b|This field|Select a valid|Enter a |Ensure this|is not one of|object at 0x")
BEDOELD = re.compile(r"Failed to load resource: the server responded with a status of 4(03|04|09|22)")


def zonder_namen(url: str) -> str:
    """An address without what differs per dossier: two addresses that are alike show the same kind of page."""
    pad = re.sub(r"^https?://[^/]+", "", url).split("#")[0]
    pad = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", pad)
    return re.sub(r"TP-\d{4}-\d{4}", "TP", re.sub(r"\?punt=\w+", "?punt", pad)).split("?terug")[0]


class Toneel:
    """The browser with everybody in it, and everything that went wrong on any page."""

    wereld: Wereld

    def __init__(self, browser: Browser, base_url: str, context_args: dict[str, Any]) -> None:
        self.browser, self.base_url, self.context_args = browser, base_url, context_args
        self.fouten: list[str] = []
        self.bekeken: set[str] = set()
        self.rollen: dict[str, Rol] = {}
        self.titel = self.kenmerk = ""

    def als(self, account: str) -> "Rol":
        """This example account, logged in once through the demo's login page."""
        if account not in self.rollen:
            self.rollen[account] = Rol(self, account)
            self.rollen[account].log_in()
        return self.rollen[account]

    def sluit(self) -> None:
        for rol in self.rollen.values():
            rol.page.context.close()


class Rol:
    """One person in a browser of their own."""

    def __init__(self, toneel: Toneel, account: str) -> None:
        self.toneel, self.account = toneel, account
        context = toneel.browser.new_context(**{**toneel.context_args, "base_url": toneel.base_url})
        context.set_default_timeout(30_000)
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda fout: self._noteer(f"script: {fout}"))
        self.page.on("console", self._luister)
        self.page.on("response", self._keur)

    # --- what goes wrong ---------------------------------------------------------------------------------------

    def _noteer(self, wat: str) -> None:
        self.toneel.fouten.append(f"{self.account} op {zonder_namen(self.page.url)}: {wat}")

    def _luister(self, bericht: ConsoleMessage) -> None:
        if bericht.type in ("error", "warning") and not BEDOELD.match(bericht.text):
            self._noteer(f"console: {bericht.text}")

    def _keur(self, antwoord: Response) -> None:
        """A fault of ours, or a piece of a page that is not there."""
        is_stuk = antwoord.request.resource_type not in ("document", "xhr", "fetch")
        if antwoord.status >= 500 or (is_stuk and antwoord.status >= 400):
            self._noteer(f"{antwoord.status} van {antwoord.url}")

    def bekijk(self) -> None:
        """Look at a page of a kind not seen before: axe, its width on a phone, its weight, its words."""
        kop = self.kop.first.inner_text()
        sleutel = f"{self.account} {zonder_namen(self.page.url)} {kop if '/stap/' in self.page.url else ''}"
        if sleutel in self.toneel.bekeken:
            return
        self.toneel.bekeken.add(sleutel)
        for v in Axe().run(self.page).response["violations"]:
            self._noteer(f"axe {v['id']}: {v['help']}: {[k['html'][:200] for k in v['nodes']]}")
        self.page.set_viewport_size(TELEFOON)
        over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.page.set_viewport_size(BREED)
        if over > 0:
            self._noteer(f"is op een telefoon {over} pixels te breed")
        if (gewicht := len(self.page.content().encode())) > ZWAARSTE_BLADZIJDE:
            self._noteer(f"weegt {gewicht} bytes")
        if lek := LEK.search(self.page.locator("body").inner_text()):
            self._noteer(f"toont '{lek.group()}'")

    # --- moving about ------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def naar_andere_bladzijde(self) -> Iterator[None]:
        """What happens inside leads to another page, which is looked at."""
        try:
            with self.page.expect_navigation(wait_until="load"):
                yield
        except TimeoutError as fout:
            raise AssertionError(f"{self.account} op {self.page.url}: {fout}\n{self.inhoud.inner_text()}") from fout
        self.bekijk()

    def log_in(self) -> None:
        """Choose this account on the demo's login page."""
        self.ga("/account/login/")
        with self.naar_andere_bladzijde():
            self.page.locator("li form", has=self.page.locator(f'input[value="{self.account}@voorbeeld.example"]')).get_by_role(
                "button"
            ).click()

    def ga(self, pad: str) -> None:
        self.page.goto(pad)
        self.bekijk()

    @property
    def kop(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def inhoud(self) -> Locator:
        return self.page.get_by_role("main")

    def volg(self, naam: str | re.Pattern[str], waar: Locator | None = None) -> None:
        """Follow the link of that name."""
        exact = isinstance(naam, str)
        with self.naar_andere_bladzijde():
            (waar or self.inhoud).get_by_role("link", name=naam, exact=exact).first.click()

    def druk(self, naam: str | re.Pattern[str], waar: Locator | None = None) -> None:
        """Press the button of that name, which sends its form."""
        exact = isinstance(naam, str)
        with self.naar_andere_bladzijde():
            (waar or self.inhoud).get_by_role("button", name=naam, exact=exact).first.click()

    def pak_op(self, wat: str) -> None:
        """Begin at the werkvoorraad with what stands there under these words."""
        self.ga("/")
        rij = self.inhoud.get_by_role("row").filter(has_text=re.compile(wat, re.IGNORECASE))
        expect(rij.first, f"'{wat}' staat in de werkvoorraad van {self.account}").to_be_visible()
        with self.naar_andere_bladzijde():
            rij.first.get_by_role("link").last.click()

    # --- filling in --------------------------------------------------------------------------------------------

    def veld(self, label: str, waar: Locator | None = None) -> Locator:
        """The field of that label, whether or not it says that it may stay empty."""
        return (waar or self.inhoud).get_by_label(re.compile(rf"^{re.escape(label)}(\s*\(niet verplicht\))?$"))

    def vul(self, velden: dict[str, str], waar: Locator | None = None) -> None:
        for label, tekst in velden.items():
            self.veld(label, waar).first.fill(tekst)

    def kies(self, vraag: str, antwoord: str, waar: Locator | None = None) -> None:
        """Choose this answer to a question with round or square boxes."""
        groep = (waar or self.inhoud).get_by_role("group", name=vraag)
        groep.get_by_label(antwoord, exact=True).check()

    # --- steps -------------------------------------------------------------------------------------------------

    def open_stap(self, label: str) -> None:
        """To the page of a step; the werkvoorraad may have led there already."""
        if self.kop.inner_text() != label:
            self.volg(label)
        expect(self.kop).to_have_text(label)

    def zet_stap(self, label: str, velden: dict[str, str] | None = None, *, knop: str = "") -> None:
        """Open a step from the page one is on, fill in what it asks, and take it."""
        self.open_stap(label)
        self.vul(velden or {})
        self.druk(knop or label)
        self.is_gelukt()

    def is_gelukt(self) -> None:
        expect(self.page.get_by_role("status").locator(".success")).to_be_visible()

    def belet(self, label: str) -> str:
        """What stands beside a step that is shown but cannot be taken: its obstacles in words."""
        knop = self.inhoud.get_by_role("button", name=label, exact=True).first
        expect(knop).to_have_attribute("aria-disabled", "true")
        blok = self.page.locator(f'[id="{knop.get_attribute("aria-describedby")}"]')
        return " ".join(blok.inner_text().split())

    def download(self, naam: str | re.Pattern[str], map_: Path) -> Path:
        """Fetch the document behind a link."""
        with self.page.expect_download() as lading:
            self.inhoud.get_by_role("link", name=naam).first.click()
        pad = map_ / lading.value.suggested_filename
        lading.value.save_as(pad)
        return pad
