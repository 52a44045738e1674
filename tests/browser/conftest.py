"""A real browser against a real server: Chromium of this machine, logging in, and axe on every page met."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from config.lokaal.processen import chromium
from kern.gebruikers.models import Gebruiker
from tests.browser.rol import Toneel

BREED = {"width": 1280, "height": 900}
SMAL = {"width": 320, "height": 800}
VLAGGEN = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session", autouse=True)
def _playwright_mag_naast_django() -> Iterator[None]:
    """Playwright keeps an event loop in the thread in which the test speaks to the database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "ja"
    yield
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium() or None, "args": VLAGGEN}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam", "viewport": BREED, "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """Pages are named by their path alone."""
    return str(live_server.url)


@pytest.fixture
def toneel(
    settings: Any, tmp_path: Path, request: pytest.FixtureRequest, browser: Browser, base_url: str, browser_context_args: dict[str, Any]
) -> Iterator[Toneel]:
    """The example accounts behind the demo's login page, and nothing else yet."""
    settings.DEMO, settings.MEDIA_ROOT = True, str(tmp_path / "media")
    toneel = Toneel(browser, base_url, browser_context_args)
    toneel.wereld = request.getfixturevalue("wereld")
    yield toneel
    toneel.sluit()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page on which nothing goes wrong unseen: a script error or a refused inline piece fails the test."""
    fouten: list[str] = []
    page.on("pageerror", lambda fout: fouten.append(str(fout)))
    page.on("console", lambda b: fouten.append(b.text) if "Content Security Policy" in b.text else None)
    yield page
    assert fouten == []


@pytest.fixture
def inloggen(live_server: Any) -> Callable[[Page, str], None]:
    """`inloggen(page, email)`: be this person from now on, without the form."""

    def doe(page: Page, email: str) -> None:
        client = Client()
        client.force_login(Gebruiker.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[-1])
        koekje = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.clear_cookies()
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": koekje, "url": live_server.url}])

    return doe


@pytest.fixture
def toets_axe() -> Callable[[Page], None]:
    """`toets_axe(page)`: fails on any violation axe finds, and says where."""

    def doe(page: Page) -> None:
        gevonden = Axe().run(page).response["violations"]
        regels = [f"{v['id']}: {v['help']}\n   {k['html']}\n   {k['failureSummary']}" for v in gevonden for k in v["nodes"]]
        assert not regels, f"axe vindt op {page.url}:\n" + "\n".join(regels)

    return doe


@pytest.fixture
def toets_smal() -> Callable[[Page], None]:
    """`toets_smal(page)`: at 320 pixels nothing makes the page scroll sideways; the wide window comes back."""

    def doe(page: Page) -> None:
        page.set_viewport_size(SMAL)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.set_viewport_size(BREED)
        assert over <= 0, f"{page.url} is bij 320 pixels {over} pixels te breed"

    return doe
