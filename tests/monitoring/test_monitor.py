"""The monitor: what it counts, for whom, and within how many queries."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kern.organisaties.models import Lidmaatschap
from kern.toestanden.uitvoeren import voer_uit
from monitoring import selectors
from monitoring.selectors import Rij, Tabel
from monitoring.views.monitor import in_miljoenen
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Dossier, Escalatie, SnelleToets, Zijspoor
from transformatie.services import dossiers

pytestmark = pytest.mark.django_db


@pytest.fixture
def als() -> Iterator[Callable[[Lidmaatschap], Client]]:
    """A browser in which this person works, on the day of the tests."""

    def log_in(lid: Lidmaatschap) -> Client:
        client = Client()
        client.force_login(lid.gebruiker, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    with time_machine.travel(dt.datetime(NU.year, NU.month, NU.day, 12, tzinfo=dt.UTC), tick=False):
        yield log_in


def tabel(sleutel: str) -> dict[str, tuple[int, int, int, int]]:
    _, alle = selectors.tabellen(Dossier.objects.all())
    gevonden = next(t for t in alle if t.sleutel == sleutel)
    rijen = {r.naam: cijfers(r) for r in gevonden.rijen if r.aantal or r.gevraagd}
    return {**rijen, "totaal": cijfers(gevonden.totaal)}


def cijfers(r: Rij) -> tuple[int, int, int, int]:
    return r.aantal, int(r.gevraagd), int(r.toegekend), int(r.uitbetaald)


@pytest.fixture
def m() -> Mensen:
    """Three dossiers of one penvoerder (a running plan, one in assessment, one rejected) and a concept that does not count."""
    m = opzet.maak_mensen()
    lopend = opzet.snelle_toets(m, "Lopend", Decimal(900), sectoren=["msz", "ggz"])
    plan = opzet.goedgekeurd_plan(m, lopend, [Decimal(600), Decimal(400)], sectoren=["msz", "ggz"])
    t = opzet.in_uitvoering(m, opzet.beschikt(m, opzet.getekend(m, opzet.gereserveerd(m, plan.toekenning))))
    opzet.betaald(m, opzet.kpi(t, 1), Decimal(450))
    opzet.snelle_toets(m, "Wacht", Decimal(70))
    afgewezen = opzet.snelle_toets(m, "Afgewezen", Decimal(30))
    toets = SnelleToets.objects.get(dossier=afgewezen)
    voer_uit(toets, "verklaar_compleet", door=m.czv, op=opzet.BEGIN)
    opzet.beoordeel(m, afgewezen, opzet.BEGIN)
    voer_uit(toets, "wijs_af", door=m.czv, op=opzet.BEGIN, motivering="Geen impact.")
    dossiers.open_dossier(titel="Concept", regios=[m.regio], domeinen=["zvw"], sectoren=["msz"], door=m.penvoerder, op=opzet.BEGIN)
    return m


def test_per_stand_tellen_aantallen_en_bedragen_op_tot_het_totaal(m: Mensen) -> None:
    assert tabel("snelle_toets") == {
        "ingediend": (1, 70, 0, 0),
        "goedgekeurd": (1, 1000, 1000, 450),
        "afgewezen": (1, 30, 0, 0),
        "totaal": (3, 1100, 1000, 450),
    }
    assert tabel("transformatieplan") == {"goedgekeurd": (1, 1000, 1000, 450), "totaal": (1, 1000, 1000, 450)}
    assert tabel("toekenning") == {"in uitvoering": (1, 1000, 1000, 450), "totaal": (1, 1000, 1000, 450)}


def test_een_plan_in_meer_sectoren_telt_in_elke_en_de_bedragen_volgen_de_kpis(m: Mensen) -> None:
    assert tabel("sector") == {
        "medisch-specialistische zorg": (3, 600, 600, 450),
        "geestelijke gezondheidszorg": (1, 400, 400, 0),
        "nog niet verdeeld: er is nog geen plan met KPI's": (0, 100, 0, 0),
        "totaal": (3, 1100, 1000, 450),
    }


def test_per_regio_en_naar_de_grootte_van_de_penvoerder(m: Mensen) -> None:
    klein = opzet.maak_mensen(grootte="klein")
    opzet.snelle_toets(klein, "Klein", Decimal(5))
    zonder = opzet.maak_mensen(grootte="")
    opzet.snelle_toets(zonder, "Zonder", Decimal(7))
    assert tabel("regio") == {
        m.regio.naam: (3, 1100, 1000, 450),
        klein.regio.naam: (1, 5, 0, 0),
        zonder.regio.naam: (1, 7, 0, 0),
        "totaal": (5, 1112, 1000, 450),
    }
    assert tabel("grootte") == {
        "groot": (3, 1100, 1000, 450),
        "klein": (1, 5, 0, 0),
        "niet ingevuld": (1, 7, 0, 0),
        "totaal": (5, 1112, 1000, 450),
    }


def test_het_gevraagde_is_dat_van_de_laatst_ingediende_versie_en_niet_van_het_concept(m: Mensen) -> None:
    dossier = opzet.snelle_toets(m, "In opstelling", Decimal(50))
    plan = opzet.plan_in_opstelling(m, dossier)
    versie = plan.laatste_versie
    versie.bedrag_gevraagd = Decimal(9999)
    versie.save()
    assert tabel("transformatieplan")["in opstelling"] == (1, 50, 0, 0)


@pytest.mark.parametrize("trait", ["groep", "nza", "beheer", "beoordelaar"])
def test_wie_de_monitor_leest_ziet_haar_in_het_menu(m: Mensen, als: Callable[[Lidmaatschap], Client], trait: str) -> None:
    antwoord = als(LidmaatschapFactory(**{trait: True})).get("/monitor/")
    html = antwoord.content.decode()
    assert antwoord.status_code == 200
    assert "Peildatum <b>ma 3 november 2025</b>" in html
    assert 'href="/monitor/"' in html
    assert html.count("<caption") == 6
    assert html.count("<tfoot>") == 6


@pytest.mark.parametrize("trait", ["beslisser", "regiocoordinator", "financier"])
def test_voor_anderen_is_de_monitor_er_niet(als: Callable[[Lidmaatschap], Client], trait: str) -> None:
    client = als(LidmaatschapFactory(**{trait: True}))
    assert client.get("/monitor/").status_code == 403
    assert client.get("/monitor/dossiers/").status_code == 403
    assert Client().get("/monitor/").status_code == 302


def test_de_planmaker_ziet_de_monitor_niet(als: Callable[[Lidmaatschap], Client]) -> None:
    assert als(LidmaatschapFactory()).get("/monitor/").status_code == 403


def test_getallen_leiden_naar_de_dossiers_voor_wie_dossiers_ziet_en_anders_niet(m: Mensen, als: Callable[[Lidmaatschap], Client]) -> None:
    assert "/monitor/dossiers/" in als(m.czv).get("/monitor/").content.decode()
    for trait in ("groep", "beheer"):
        html = als(LidmaatschapFactory(**{trait: True})).get("/monitor/").content.decode()
        assert "/monitor/dossiers/" not in html
        assert "Lopend" not in html


@pytest.mark.parametrize(
    ("vraag", "titels"),
    [
        ("", {"Lopend", "Wacht", "Afgewezen"}),
        ("per=snelle_toets&waarde=ingediend", {"Wacht"}),
        ("per=toekenning", {"Lopend"}),
        ("per=transformatieplan&waarde=goedgekeurd", {"Lopend"}),
        ("per=sector&waarde=ggz", {"Lopend"}),
        ("per=grootte&waarde=groot", {"Lopend", "Wacht", "Afgewezen"}),
        ("per=grootte&waarde=", set()),
        ("per=onzin&waarde=%00%27", {"Lopend", "Wacht", "Afgewezen"}),
        ("per=regio&waarde=Nergens&pagina=x", set()),
    ],
)
def test_achter_een_getal_staan_de_dossiers_die_het_telt(
    m: Mensen, als: Callable[[Lidmaatschap], Client], vraag: str, titels: set[str]
) -> None:
    antwoord = als(m.czv).get(f"/monitor/dossiers/?{vraag}")
    assert antwoord.status_code == 200
    assert {d.titel for d in antwoord.context["bladzijde"]} == titels


def test_een_ander_ziet_achter_het_getal_alleen_hoeveel_er_zijn(m: Mensen, als: Callable[[Lidmaatschap], Client]) -> None:
    html = als(opzet.maak_mensen().czv).get("/monitor/dossiers/").content.decode()
    assert "u ziet 0 van de 3 dossiers" in html
    assert "Lopend" not in html


def test_een_verzekeraar_leest_geen_contract_uit_een_kleine_rij_van_een_ander(m: Mensen, als: Callable[[Lidmaatschap], Client]) -> None:
    vreemd, groep = als(opzet.maak_mensen().czv), als(LidmaatschapFactory(groep=True))
    assert "afgeschermd" in vreemd.get("/monitor/").content.decode()
    for client in (groep, als(m.czv), als(m.tweede)):
        assert "afgeschermd" not in client.get("/monitor/").content.decode()


def test_is_er_een_kleine_rij_dan_gaat_de_volgende_mee_dicht() -> None:
    rijen = tuple(Rij(n, n, aantal=a, vreemd=v) for n, a, v in (("een", 1, 1), ("vijf", 5, 5), ("negen", 9, 9), ("eigen", 2, 0)))
    dicht = selectors.scherm_af(Tabel("x", "", "", "", rijen, Rij("Totaal")))
    assert {r.naam for r in dicht.rijen if r.is_afgeschermd} == {"een", "vijf"}


def test_de_bestuurlijke_groep_leest_knelpunten_in_algemene_woorden_en_geen_dossier(
    m: Mensen, als: Callable[[Lidmaatschap], Client]
) -> None:
    dossier = Dossier.objects.get(titel="Wacht")
    escalatie = Escalatie.objects.create(dossier=dossier, gemeld_op=NU, knelpunt="Ziekenhuis X wil niet.")
    Zijspoor.objects.create(escalatie=escalatie, soort="bestuurlijke_groep", op=NU, generiek="Personeel ontbreekt in de wijk.")
    Zijspoor.objects.create(escalatie=escalatie, soort="vliegende_brigade", op=NU, generiek="Alleen voor de brigade.")
    html = als(LidmaatschapFactory(groep=True)).get("/monitor/").content.decode()
    assert "Personeel ontbreekt in de wijk." in html
    for geheim in ("Ziekenhuis X", "Alleen voor de brigade", dossier.kenmerk, "Wacht op"):
        assert geheim not in html.replace("Wacht op middelen", "")
    assert "Personeel ontbreekt" not in als(m.nza).get("/monitor/").content.decode()


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_monitor_stelt_een_vast_aantal_vragen(
    als: Callable[[Lidmaatschap], Client], django_assert_num_queries: DjangoAssertNumQueries, aantal: int
) -> None:
    for n in range(aantal):
        mensen = opzet.maak_mensen()
        opzet.lopend(mensen, [100], titel=f"Plan {n}")
    client = als(mensen.czv)
    client.get("/monitor/")
    with django_assert_num_queries(12):
        antwoord = client.get("/monitor/")
    assert len(antwoord.content) < 120_000
    with django_assert_num_queries(7):
        client.get("/monitor/dossiers/?per=toekenning")


@pytest.mark.parametrize(
    ("bedrag", "tekst"), [("255750000", "€ 255,8 mln"), ("1000000", "€ 1,0 mln"), ("999999.50", "€ 999.999,50"), ("0", "€ 0")]
)
def test_een_kerncijfer_is_in_een_oogopslag_te_lezen(bedrag: str, tekst: str) -> None:
    assert in_miljoenen(Decimal(bedrag)).replace("\u00a0", " ") == tekst
