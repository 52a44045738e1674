"""Every address of the project, asked by every role with keys that exist: no 500, no English, nothing of an unseen dossier."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from config.rechten.toneel import Toneel
from kern.organisaties.models import Rol
from kern.toestanden.rechtenmatrix import Speler
from tests.fabrieken.toneel import Browsers

ENGELS = re.compile(
    r"Traceback|Not Found|Method Not Allowed|Forbidden|Bad Request|Server Error|This field|Please |Permission denied|Sign In|Page not found"
)
ANTWOORDEN = {200, 302, 403, 404, 405, 409}
VREEMDEN = {
    (Rol.PLANMAKER, "uit het dossier"),
    (Rol.BEOORDELAAR, "geen"),
    (Rol.BESTUURLIJKE_GROEP, "geen"),
    (Rol.BEHEER, "geen"),
    (Rol.BRIGADE, "las mee"),
}
BETROKKENEN = {
    (Rol.PLANMAKER, "penvoerder"),
    (Rol.PLANMAKER, "deelnemer"),
    (Rol.BEOORDELAAR, "coördinerend"),
    (Rol.BEOORDELAAR, "tweede"),
    (Rol.GEMEENTELIJK_BESLISSER, "eerste gemeente"),
    (Rol.REGIOCOORDINATOR, "toegewezen"),
    (Rol.REGIOCOORDINATOR, "eigen gemeente doet mee"),
    (Rol.FINANCIER, "zorgkantoor doet mee"),
    (Rol.NZA, "plan goedgekeurd"),
    (Rol.BRIGADE, "leest mee"),
}
LEZERS = [
    (Rol.PLANMAKER, "penvoerder"),
    (Rol.BEOORDELAAR, "coördinerend"),
    (Rol.GEMEENTELIJK_BESLISSER, "eerste gemeente"),
    (Rol.NZA, "plan goedgekeurd"),
    (Rol.BESTUURLIJKE_GROEP, "geen"),
    (Rol.BEHEER, "geen"),
    (Rol.BRIGADE, "leest mee"),
]
NIET_ZO = {"account_logout", "account_reset_password_from_key", "gezond"}  # ends the session, asks for a letter's key, asks the services


@dataclass(frozen=True)
class Adres:
    """One pattern of the project: its route, its name, and the names and converters of what varies in it."""

    route: str
    naam: str
    delen: tuple[tuple[str, str], ...]


@cache
def adressen() -> list[Adres]:
    """All patterns, those of allauth too."""

    def loop(patronen: list[Any], voor: str, delen: dict[str, Any]) -> Iterator[Adres]:
        for p in patronen:
            route, eigen = voor + str(p.pattern), {**delen, **getattr(p.pattern, "converters", {})}
            if isinstance(p, URLResolver):
                yield from loop(p.url_patterns, route, eigen)
            elif isinstance(p, URLPattern) and "(?P" not in route:
                yield Adres(route, p.name or route, tuple((naam, type(soort).__name__) for naam, soort in eigen.items()))

    return [a for a in loop(get_resolver().url_patterns, "", {}) if a.naam not in NIET_ZO]


def van_een_dossier(adres: Adres) -> bool:
    return adres.route.startswith("dossiers/<slug:kenmerk>/")


def ingevuld(adres: Adres, waarden: dict[str, Any]) -> str:
    """The address with these values in it."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(waarden[m.group(1)]), adres.route)


class Sleutelbos:
    """For every pattern values that exist: found by asking with the keys of rows of which its route speaks."""

    def __init__(self, toneel: Toneel, browsers: Browsers) -> None:
        self.toneel, self.gevonden = toneel, {}
        self.browsers = browsers
        self.modellen = [m for m in apps.get_models() if isinstance(m._meta.pk, models.UUIDField)]

    def _rijen(self, route: str) -> Iterator[uuid.UUID]:
        """A row or two of each model of which the route speaks, of this dossier where it has one."""
        delen = [deel for deel in re.findall(r"[a-z]+", route) if len(deel) > 3]

        def noemt(model: type[models.Model]) -> bool:
            namen = (str(model._meta.verbose_name), str(model._meta.verbose_name_plural), str(model._meta.model_name))
            return any(deel in naam.lower() or naam.lower() in deel for deel in delen for naam in namen)

        for model in filter(noemt, self.modellen):
            rijen = model._base_manager.all()
            if any(v.name == "dossier" for v in model._meta.fields):
                rijen = rijen.filter(dossier=self.toneel.loop.dossier)
            yield from (r.pk for r in rijen.order_by("pk")[:2])

    def _zoekers(self, adres: Adres) -> list[Client]:
        """Who would see a row of this kind of address."""
        op_een_dossier = [(Rol.BEOORDELAAR, "coördinerend"), (Rol.PLANMAKER, "penvoerder")]
        wie = [(Rol.BEHEER, "geen")] if adres.route.startswith(("beheer/", "post/")) else op_een_dossier
        return [self.browsers.van(self.toneel.speler(rol.label, naam)) for rol, naam in wie]

    def adres(self, adres: Adres) -> str:
        if adres not in self.gevonden:
            self.gevonden[adres] = self._zoek(adres)
        return self.gevonden[adres]

    def _zoek(self, adres: Adres) -> str:
        vast: dict[str, Any] = {
            "kenmerk": self.toneel.loop.dossier.kenmerk,
            "nummer": "1b.1" if adres.route.startswith("regels/") else 1,
            "soort": "transformatie.transformatieplan" if adres.route.startswith("stap/") else "mandaatregio",
            "stap": "keur_goed",
            "hoe": "verleng",
        }
        onbekend = [naam for naam, soort in adres.delen if naam not in vast]
        eerste = ingevuld(adres, {**vast, **dict.fromkeys(onbekend, uuid.uuid4())})
        if not onbekend:
            return eerste
        for sleutel in self._rijen(adres.route):
            pad = ingevuld(adres, {**vast, **dict.fromkeys(onbekend, sleutel)})
            if any(code(client.get(pad)) not in (404, 400) for client in self._zoekers(adres)):
                return pad
        return eerste


def spelers(toneel: Toneel, welke: set[tuple[Rol, str]]) -> list[Speler]:
    gezocht = {(rol.label, naam) for rol, naam in welke}
    gevonden = [s for s in toneel.spelers if (s.rol, s.naam) in gezocht]
    assert len(gevonden) == len(welke)
    return gevonden


def code(antwoord: Any) -> int:
    """The status of an answer, read to its end when it is a file, so that the file is closed."""
    if antwoord.streaming:
        b"".join(antwoord.streaming_content)
    return int(antwoord.status_code)


def mankeert(antwoord: HttpResponse) -> str:
    """What is wrong with this answer in itself, or an empty string."""
    if antwoord.status_code not in ANTWOORDEN:
        return f"antwoordt {antwoord.status_code}"
    if antwoord.streaming:
        code(antwoord)
        return ""
    if not antwoord.get("Content-Type", "").startswith("text/html") or antwoord.status_code == 302:
        return ""
    tekst = antwoord.content.decode()
    if 'lang="nl"' not in tekst and "HX-Request" not in antwoord.get("Vary", ""):
        return f"is geen Nederlandse bladzijde ({antwoord.status_code}): {tekst[:80]!r}"
    gevonden = ENGELS.search(tekst)
    return f"zegt '{gevonden.group()}'" if gevonden else ""


_bossen: dict[int, Sleutelbos] = {}


@pytest.fixture
def sleutels(toneel: Toneel, browsers: Browsers) -> Sleutelbos:
    """The keys of this scene, looked for once."""
    return _bossen.setdefault(id(toneel), Sleutelbos(toneel, browsers))


@pytest.mark.parametrize(("rol", "naam"), LEZERS)
def test_geen_adres_geeft_iemand_een_storing_of_engels(
    toneel: Toneel, browsers: Browsers, sleutels: Sleutelbos, rol: Rol, naam: str
) -> None:
    client = browsers.van(toneel.speler(rol.label, naam))
    anders = [(pad, fout) for pad in map(sleutels.adres, adressen()) if (fout := mankeert(client.get(pad)))]
    assert anders == []


def test_wie_het_dossier_niet_ziet_krijgt_op_elk_adres_ervan_404(toneel: Toneel, browsers: Browsers, sleutels: Sleutelbos) -> None:
    anders = []
    for adres in filter(van_een_dossier, adressen()):
        pad = sleutels.adres(adres)
        for speler in spelers(toneel, VREEMDEN):
            client = browsers.van(speler.lid)
            codes = [code(client.get(pad, follow=True)), client.post(pad, {"actie": "x"}).status_code]
            if not set(codes) <= {404, 405} or 404 not in codes:
                anders.append((pad, speler.rol, speler.naam, codes))
    assert anders == []


def test_zonder_inloggen_geeft_geen_adres_iets_prijs(toneel: Toneel, sleutels: Sleutelbos) -> None:
    anders, vreemd = [], Client(raise_request_exception=False)
    dossier = toneel.loop.dossier
    for adres in adressen():
        antwoord = vreemd.get(sleutels.adres(adres))
        inhoud = b"" if antwoord.streaming else antwoord.content
        if mankeert(antwoord) or (van_een_dossier(adres) and antwoord.status_code != 302) or dossier.titel.encode() in inhoud:
            anders.append((adres.route, antwoord.status_code, mankeert(antwoord)))
    assert anders == []


# --- links ----------------------------------------------------------------------------------------------------------


class Verwijzingen(HTMLParser):
    """The links of a page to pages of ours."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.paden: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/") and not href.startswith("/static/"):
            self.paden.add(href.partition("#")[0])


def dood(client: Client, van: str) -> tuple[list[tuple[str, str, int]], set[str]]:
    """The links on a page that do not lead to a page, and those that do."""
    antwoord = client.get(van)
    assert antwoord.status_code == 200, (van, antwoord.status_code)
    codes = {pad: code(client.get(pad, follow=True)) for pad in Verwijzingen(antwoord.content.decode()).paden if "uitloggen" not in pad}
    return [(van, pad, code) for pad, code in codes.items() if code != 200], {pad for pad, code in codes.items() if code == 200}


@pytest.mark.parametrize(("rol", "naam"), sorted(BETROKKENEN))
def test_elke_verwijzing_op_de_dossierbladzijde_mag_deze_persoon_volgen(toneel: Toneel, browsers: Browsers, rol: Rol, naam: str) -> None:
    client = browsers.van(toneel.speler(rol.label, naam))
    fout, _ = dood(client, toneel.loop.dossier.get_absolute_url())
    assert fout == []
