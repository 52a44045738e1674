"""What higher apps add to the pages of lower ones."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from kern.web import menu, panelen
from kern.web.panelen import Paneel, Werkitem


@pytest.fixture(autouse=True)
def _leeg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panelen, "_panelen", {})
    monkeypatch.setattr(panelen, "_bronnen", [])
    monkeypatch.setattr(menu, "_punten", {})


def item(wat: str, uiterlijk: dt.date | None, aan_zet: bool = True) -> Werkitem:
    return Werkitem(wat, "", "TP-1", "Titel", "/d/", uiterlijk, "/w/", "Bekijk", aan_zet)


def test_panelen_staan_op_volgorde_en_wie_niets_heeft_blijft_weg() -> None:
    panelen.paneel("dossier", 20)(lambda c: Paneel("b.html", c))
    panelen.paneel("dossier", 10)(lambda c: Paneel("a.html"))
    panelen.paneel("dossier", 15)(lambda c: None)
    panelen.paneel("elders")(lambda c: Paneel("c.html"))
    assert panelen.panelen_voor("dossier", {"x": 1}) == [Paneel("a.html"), Paneel("b.html", {"x": 1})]
    assert panelen.panelen_voor("nergens", {}) == []


def test_de_werkvoorraad_zet_het_dringendste_voorop_en_wat_bij_een_ander_ligt_achteraan() -> None:
    gisteren, straks = dt.date(2025, 10, 17), dt.date(2025, 10, 30)
    panelen.werkvoorraad_bron(lambda n, op: [item("zonder datum", None), item("straks", straks)])
    panelen.werkvoorraad_bron(lambda n, op: [item("bij een ander", gisteren, aan_zet=False), item("gisteren", gisteren)])
    gevonden = panelen.werkvoorraad(SimpleNamespace(), dt.date(2025, 10, 18))
    assert [i.wat for i in gevonden] == ["gisteren", "straks", "zonder datum", "bij een ander"]


def test_dezelfde_bron_telt_een_keer() -> None:
    def bron(namens: object, op: dt.date) -> list[Werkitem]:
        return [item("een", None)]

    panelen.werkvoorraad_bron(bron)
    panelen.werkvoorraad_bron(bron)
    assert len(panelen.werkvoorraad(SimpleNamespace(), dt.date(2025, 1, 1))) == 1


def vraag(pad: str, rol: str | None) -> list[menu.Menuregel]:
    request = RequestFactory().get(pad)
    request.namens = SimpleNamespace(rol=rol) if rol else None
    return menu.menu_voor(request)


def test_het_menu_toont_wat_bij_de_rol_hoort_in_volgorde_met_wat_er_wacht() -> None:
    menu.menupunt("Regels", "regels", 80)
    menu.menupunt("Sneltoetsen", "sneltoetsen", 10, teller=lambda namens: 4)
    menu.menupunt("Account", "mijn-account", 20, zichtbaar=menu.voor_rollen("beheer"))
    assert [(r.label, r.aantal) for r in vraag("/", "beheer")] == [("Sneltoetsen", 4), ("Account", None), ("Regels", None)]
    assert [r.label for r in vraag("/", "planmaker")] == ["Sneltoetsen", "Regels"]
    assert [(r.label, r.aantal) for r in vraag("/", None)] == [("Sneltoetsen", None), ("Regels", None)]


def test_ook_een_bladzijde_eronder_merkt_het_menu() -> None:
    menu.menupunt("Regels", "regels", 80)
    menu.menupunt("Sneltoetsen", "sneltoetsen", 10)
    assert [(r.label, r.is_hier) for r in vraag("/regels/1b.1/", "beheer")] == [("Sneltoetsen", False), ("Regels", True)]


def test_een_bladzijde_die_elders_ligt_merkt_het_punt_waar_zij_bij_hoort() -> None:
    menu.menupunt("Regels", "regels", 80, ook=("/stap/",))
    menu.menupunt("Sneltoetsen", "sneltoetsen", 10)
    assert [r.is_hier for r in vraag("/stap/transformatie.snelletoets/1/dien_in/", "beheer")] == [False, True]
    assert [r.is_hier for r in vraag("/sneltoetsen/", "beheer")] == [True, False]
    assert [r.is_hier for r in vraag("/elders/", "beheer")] == [False, False]


def test_een_punt_zonder_bladzijde_blijft_weg() -> None:
    menu.menupunt("Later", "bestaat-nog-niet", 1)
    assert vraag("/", "beheer") == []
