"""The home page."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from kern.organisaties.models import Lidmaatschap
from kern.toestanden.uitvoeren import voer_uit
from kern.web.adressen import dossieradres
from kern.web.panelen import Werkitem
from tests.fabrieken.organisaties import GebruikerFactory
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.beurten import EIGEN
from transformatie.models import Dossier
from transformatie.selectors.dossier import laad_partijen, laad_termijnen, met_bijzaken
from transformatie.views.werkvoorraad import inleiding, kop, zonder_latere_besluiten
from transformatie.werkvoorraad import _item, tot_het_besluit


def wachtend(lid: Lidmaatschap) -> list[str]:
    return sorted(i.wat for i in tot_het_besluit(lid, BEGIN) if i.is_aan_zet)


def gevolgd(lid: Lidmaatschap) -> list[str]:
    return sorted(i.wat for i in tot_het_besluit(lid, BEGIN) if not i.is_aan_zet)


def item(wat: str, knop: str, uiterlijk: dt.date | None = None, kenmerk: str = "TP-2025-0001") -> Werkitem:
    return Werkitem(wat, "", kenmerk, "Titel", "/", uiterlijk, "/", knop)


@pytest.mark.parametrize(
    ("aantal", "uur", "verwacht"),
    [
        (0, 9, "Goedemorgen. Er wacht niets op u."),
        (1, 12, "Goedemiddag. Er wacht een ding op u."),
        (4, 9, "Goedemorgen. Vier dingen wachten op u."),
        (13, 23, "Goedenavond. 13 dingen wachten op u."),
        (2, 3, "Goedenavond. Twee dingen wachten op u."),
    ],
)
def test_de_kop_groet_en_telt(aantal: int, uur: int, verwacht: str) -> None:
    assert kop(aantal, uur) == verwacht


def test_de_inleiding_zegt_wat_haast_heeft() -> None:
    gisteren, morgen = BEGIN - dt.timedelta(days=1), BEGIN + dt.timedelta(days=1)
    items = [item("a", "x", gisteren), item("b", "x", morgen), item("c", "x", morgen), item("d", "x")]
    assert inleiding(items, BEGIN) == "Een is te laat. Twee zijn binnen twee weken nodig."


def test_een_besluit_komt_na_wat_er_eerst_moet() -> None:
    eerst, besluit, ander = (
        item("Beoordeel", "Beoordeel", BEGIN),
        item("Besluit", "Beslis", BEGIN),
        item("Besluit", "Beslis", BEGIN, "TP-2025-0002"),
    )
    assert zonder_latere_besluiten([eerst, besluit, ander]) == [eerst, ander]


def test_een_nieuw_dossier_wacht_op_beide_kanten(wereld: Opzet) -> None:
    wereld.dossier()
    assert wachtend(wereld.beoordelaar) == ["Karakter van het plan bevestigen", "Startgesprek plannen"]
    assert wachtend(wereld.planmaker) == ["Snelle toets schrijven en indienen"]
    assert wachtend(wereld.tweede_beoordelaar) == []
    assert len(gevolgd(wereld.tweede_beoordelaar)) == 3
    assert tot_het_besluit(wereld.vreemde, BEGIN) == []


def test_een_ingediende_snelle_toets_wacht_op_de_coordinerende_met_haar_klok(wereld: Opzet) -> None:
    dossier = wereld.ingediend(wereld.dossier())
    eerste = next(i for i in tot_het_besluit(wereld.beoordelaar, BEGIN) if i.is_aan_zet)
    assert (eerste.wat, eerste.uiterlijk, eerste.knop) == ("Oordeel over de compleetheid van de snelle toets", dt.date(2025, 4, 8), "Ga na")
    voer_uit(dossier.snelle_toets, "verklaar_compleet", door=wereld.beoordelaar, op=BEGIN)
    assert wachtend(wereld.beoordelaar) == ["Besluit op de snelle toets"]
    assert wachtend(wereld.tweede_beoordelaar) == []
    assert wachtend(wereld.planmaker) == []


def test_een_incomplete_snelle_toets_leidt_de_penvoerder_naar_de_tekst(wereld: Opzet) -> None:
    dossier = wereld.ingediend(wereld.dossier())
    voer_uit(dossier.snelle_toets, "verklaar_incompleet", door=wereld.beoordelaar, op=BEGIN, wat_ontbreekt="De begroting.")
    eigen = next(i for i in tot_het_besluit(wereld.planmaker, BEGIN) if i.is_aan_zet)
    assert (eigen.wat, eigen.url) == ("Snelle toets aanvullen", f"{dossier.get_absolute_url()}snelle-toets/bewerk/")


def test_een_gesloten_dossier_wacht_op_niemand(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    voer_uit(dossier.snelle_toets, "trek_in", door=wereld.planmaker, op=BEGIN, reden="Geen draagvlak.")
    assert tot_het_besluit(wereld.planmaker, BEGIN) == []


def test_de_bladzijde_begint_met_wat_er_wacht(wereld: Opzet) -> None:
    wereld.dossier()
    blad = wereld.als(wereld.beoordelaar).get("/").content.decode()
    assert "Goedemorgen. Twee dingen wachten op u." in blad
    assert "Bij een ander, door u gevolgd" in blad


def test_wie_geen_rol_heeft_leest_wat_te_doen(db: None) -> None:
    from django.test import Client

    client = Client()
    client.force_login(GebruikerFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    antwoord = client.get("/")
    assert antwoord.status_code == 200
    assert "Uw account heeft nog geen rol" in antwoord.content.decode()
    assert client.get("/dossiers/").status_code == 404


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_werkvoorraad_vraagt_een_vast_aantal_keer_iets(wereld: Opzet, aantal: int, django_assert_num_queries: Any) -> None:
    for i in range(aantal):
        wereld.ingediend(wereld.dossier(f"Plan {i}"))
        wereld.dossier(f"Nieuw {i}")
    lid = wereld.beoordelaar
    with django_assert_num_queries(2):
        assert tot_het_besluit(lid, BEGIN)


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_bladzijde_blijft_onder_de_vijfentwintig_vragen_en_de_120_kilobyte(
    wereld: Opzet, aantal: int, django_assert_max_num_queries: Any
) -> None:
    for i in range(aantal):
        dossier = wereld.ingediend(wereld.dossier(f"Plan {i}"))
        voer_uit(dossier.snelle_toets, "verklaar_compleet", door=wereld.beoordelaar, op=BEGIN)
    client = wereld.als(wereld.beoordelaar)
    with django_assert_max_num_queries(25):
        antwoord = client.get("/")
    assert len(antwoord.content) < 120_000


def test_de_snel_geladen_lijst_zegt_hetzelfde_als_ieder_dossier_voor_zich(wereld: Opzet) -> None:
    wereld.dossier("Net begonnen")
    wereld.gesproken(wereld.dossier("Gesproken"))
    wereld.ingediend(wereld.dossier("Ingediend"))
    beoordeeld = wereld.ingediend(wereld.dossier("In beoordeling"))
    voer_uit(beoordeeld.snelle_toets, "verklaar_compleet", door=wereld.beoordelaar, op=BEGIN)
    for lid in (wereld.planmaker, wereld.beoordelaar, wereld.tweede_beoordelaar):
        los = []
        for dossier in met_bijzaken(Dossier.objects.zichtbaar_voor(lid)):
            laad_partijen(dossier)
            laad_termijnen(dossier)
            los += [_item(dossier, zet, lid) for bron in EIGEN for zet in bron(dossier, lid, BEGIN)]
        snel = tot_het_besluit(lid, BEGIN)
        assert sorted(snel, key=repr) == sorted(los, key=repr)
        assert len(snel) >= 4


@pytest.mark.parametrize("naam", ["dossier", "beoordelen", "regiocoordinator", "overeenkomst", "kpis", "plan-bewerk"])
def test_het_snelle_adres_is_het_gewone_adres(naam: str) -> None:
    assert dossieradres(naam, "TP-2025-0147") == reverse(naam, kwargs={"kenmerk": "TP-2025-0147"})
