"""The plan: KPI's, mijlpalen, parts in the social domain, versions and their differences."""

from decimal import Decimal
from typing import Any

import pytest

from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Dossier, Kpi, Mijlpaal, Transformatieplan
from transformatie.services import afspraken, concept, dossiers, versies

KPI = {
    "omschrijving": "Thuismeten draait",
    "indicator": "aandeel patiënten",
    "streefwaarde": "60 procent",
    "meten_op": "2026-06-30",
    "bedrag": "1.250,50",
    "financieringsstroom": "transformatiemiddelen",
    "sector": "msz",
}


@pytest.fixture
def dossier(wereld: Opzet) -> Dossier:
    """A dossier whose plan is being written."""
    dossier = wereld.dossier(domeinen=("zvw", "sociaal"), gemeenten=[wereld.gemeente])
    dossiers.nodig_uit(dossier, wereld.gemeente, "gemeente", door=wereld.planmaker, op=BEGIN)
    versies.eerste_versie(Transformatieplan.objects.create(dossier=dossier), op=BEGIN)
    return Dossier.objects.get(pk=dossier.pk)


def plan(dossier: Dossier) -> Transformatieplan:
    return Transformatieplan.objects.get(dossier=dossier)


def klaar(wereld: Opzet, dossier: Dossier) -> Transformatieplan:
    """Everything is filled in and the KPI's add up."""
    rij = plan(dossier)
    versie = rij.laatste_versie
    versie.inhoud = {v.sleutel: f"Over {v.label.lower()}." for v in versie.format.velden}
    versie.bedrag_gevraagd = Decimal("8400000")
    versie.save()
    wereld.kpi(versie)
    return plan(dossier)


def adres(dossier: Dossier, wat: str = "") -> str:
    return f"{dossier.get_absolute_url()}plan/{wat}"


def test_een_kpi_toevoegen_wijzigen_en_weghalen(wereld: Opzet, dossier: Dossier) -> None:
    client = wereld.als(wereld.planmaker)
    gegevens = KPI | {"organisatie": str(wereld.ziekenhuis.pk)}
    assert client.post(adres(dossier, "kpi/nieuw/"), gegevens).url == adres(dossier, "#kpis")
    kpi = Kpi.objects.get()
    assert (kpi.nummer, kpi.bedrag) == (1, Decimal("1250.50"))
    sleutel = kpi.sleutel
    client.post(adres(dossier, f"kpi/{kpi.pk}/"), gegevens | {"streefwaarde": "70 procent"})
    kpi.refresh_from_db()
    assert (kpi.streefwaarde, kpi.sleutel) == ("70 procent", sleutel)
    client.post(adres(dossier, f"kpi/{kpi.pk}/verwijder/"))
    assert not Kpi.objects.exists()


def test_de_tabel_zegt_waartoe_de_kpis_optellen(wereld: Opzet, dossier: Dossier) -> None:
    rij = klaar(wereld, dossier)
    wereld.kpi(rij.laatste_versie, 2, "100")
    blad = wereld.als(wereld.planmaker).get(adres(dossier)).content.decode()
    assert "De KPI's tellen op tot €\u00a08.400.100; gevraagd is €\u00a08.400.000." in blad
    assert ">1f.3</a>" in blad


def test_indienen_kan_niet_als_de_kpis_niet_optellen(wereld: Opzet, dossier: Dossier) -> None:
    rij = klaar(wereld, dossier)
    wereld.kpi(rij.laatste_versie, 2, "100")
    pad = f"/stap/{rij.soort()}/{rij.pk}/dien_in/"
    client = wereld.als(wereld.planmaker)
    assert "tellen op tot €\u00a08.400.100; gevraagd is €\u00a08.400.000." in client.get(pad).content.decode()
    antwoord = client.post(pad, {"verwacht": "in_opstelling"})
    assert antwoord.status_code == 422
    assert plan(dossier).status == "in_opstelling"


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"bedrag": "-1"}, "Een bedrag kan niet negatief zijn."),
        ({"bedrag": "0"}, "Vul een bedrag groter dan nul in."),
        ({"bedrag": ""}, "Vul een bedrag in."),
        ({"meten_op": "2025-02-30"}, "Dit is geen bestaande dag."),
        ({"meten_op": "9999-01-01"}, "Kies een dag tussen 1 januari 2020 en 31 december 2099."),
        ({"omschrijving": "x" * 301}, "Dit is te lang: hoogstens 300 tekens"),
        ({"omschrijving": ""}, "Beschrijf wat de KPI inhoudt."),
        ({"organisatie": "onzin"}, "Kies een partij van dit dossier."),
        ({"sector": "onzin"}, "Kies een van de mogelijkheden."),
        ({"na_mijlpaal": "00000000-0000-0000-0000-000000000000"}, "Kies een mijlpaal van dit plan."),
    ],
)
def test_een_foute_kpi_zegt_waarom_en_houdt_de_rest_vast(wereld: Opzet, dossier: Dossier, anders: dict[str, str], zin: str) -> None:
    gegevens = KPI | {"organisatie": str(wereld.ziekenhuis.pk)} | anders
    antwoord = wereld.als(wereld.planmaker).post(adres(dossier, "kpi/nieuw/"), gegevens)
    blad = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert blad.count(zin) == 2
    assert 'value="60 procent"' in blad
    assert not Kpi.objects.exists()


def test_een_organisatie_van_buiten_krijgt_geen_kpi(wereld: Opzet, dossier: Dossier) -> None:
    gegevens = KPI | {"organisatie": str(wereld.vreemde.organisatie.pk)}
    assert wereld.als(wereld.planmaker).post(adres(dossier, "kpi/nieuw/"), gegevens).status_code == 422


def test_een_kpi_kan_wachten_op_een_go_no_go(wereld: Opzet, dossier: Dossier) -> None:
    client = wereld.als(wereld.planmaker)
    client.post(adres(dossier, "mijlpaal/nieuw/"), {"titel": "Besluit over opschalen", "datum": "2026-01-15", "is_go_no_go": "on"})
    client.post(adres(dossier, "mijlpaal/nieuw/"), {"titel": "Start", "datum": "2025-09-01"})
    besluit = Mijlpaal.objects.get(nummer=1)
    assert [str(m) for m in client.get(adres(dossier, "kpi/nieuw/")).context["form"].fields["na_mijlpaal"].queryset] == [str(besluit)]
    client.post(adres(dossier, "kpi/nieuw/"), KPI | {"organisatie": str(wereld.ziekenhuis.pk), "na_mijlpaal": str(besluit.pk)})
    assert Kpi.objects.get().na_mijlpaal == besluit
    assert "Wacht op de go/no-go van mijlpaal 1: Besluit over opschalen." in client.get(adres(dossier)).content.decode()


def test_onderdelen_in_het_sociaal_domein_worden_aangevinkt(wereld: Opzet, dossier: Dossier) -> None:
    client = wereld.als(wereld.planmaker)
    versie = plan(dossier).laatste_versie
    merken = {f"was_{v}": m for v, m in concept.merken(versie).items()}
    client.post(adres(dossier, "bewerk/"), merken | {"impact_keten": "Welzijn doet mee.", "sociaal_impact_keten": "on"})
    versie.refresh_from_db()
    assert versie.sociale_velden == ["impact_keten"]
    assert "sociaal domein" in client.get(adres(dossier)).content.decode()


def test_wat_nog_geschreven_wordt_leest_alleen_wie_indient(wereld: Opzet, dossier: Dossier) -> None:
    klaar(wereld, dossier)
    assert "Over doel en smart-afspraken." in wereld.als(wereld.planmaker).get(adres(dossier)).content.decode()
    for lid in (wereld.beoordelaar, wereld.beslisser):
        client = wereld.als(lid)
        assert "De indieners schrijven aan het plan sinds di 1 april 2025." in client.get(adres(dossier)).content.decode()
        assert client.get(adres(dossier, "versie/1/")).status_code == 404
        assert client.get(adres(dossier, "kpi/nieuw/")).status_code == 403
        assert client.post(adres(dossier, "bewerk/"), {}).status_code == 403


def test_na_indienen_is_de_versie_bevroren_en_leest_iedereen_haar(wereld: Opzet, dossier: Dossier) -> None:
    rij = klaar(wereld, dossier)
    voer_uit(rij, "dien_in", door=wereld.planmaker, op=BEGIN)
    kpi = Kpi.objects.get()
    client = wereld.als(wereld.planmaker)
    assert client.get(adres(dossier, "kpi/nieuw/")).status_code == 409
    assert client.post(adres(dossier, f"kpi/{kpi.pk}/verwijder/")).status_code == 409
    assert "Over doel en smart-afspraken." in wereld.als(wereld.beoordelaar).get(adres(dossier)).content.decode()


def test_ook_buiten_het_scherm_om_schrijft_alleen_een_indiener_en_alleen_in_een_open_versie(wereld: Opzet, dossier: Dossier) -> None:
    rij = klaar(wereld, dossier)
    kpi = Kpi.objects.get()
    with pytest.raises(StapNietToegestaan):
        afspraken.bewaar(kpi, door=wereld.beoordelaar)
    voer_uit(rij, "dien_in", door=wereld.planmaker, op=BEGIN)
    for poging in (afspraken.bewaar, afspraken.verwijder):
        with pytest.raises(StapNietMogelijk):
            poging(Kpi.objects.get(), door=wereld.planmaker)


def test_twee_versies_staan_naast_elkaar_met_wat_er_anders_is(wereld: Opzet, dossier: Dossier) -> None:
    rij = klaar(wereld, dossier)
    voer_uit(rij, "dien_in", door=wereld.planmaker, op=BEGIN)
    voer_uit(rij, "verklaar_incompleet", door=wereld.beoordelaar, op=BEGIN, wat_ontbreekt="De planning.")
    tweede = plan(dossier).laatste_versie
    tweede.inhoud = dict(tweede.inhoud) | {"fasering": "Over fasering en een planning."}
    tweede.save()
    client = wereld.als(wereld.planmaker)
    blad = client.get(adres(dossier, "vergelijk/")).content.decode()
    assert '<ins><span class="visually-hidden">[toegevoegd: </span>een <span' in blad
    assert "[verwijderd: </span>planning." not in blad
    assert client.get(adres(dossier, "vergelijk/?van=99&naar=onzin")).status_code == 200
    assert wereld.als(wereld.beoordelaar).get(adres(dossier, "vergelijk/")).status_code == 404, "er is nog maar een ingediende versie"


@pytest.mark.parametrize("wat", ["versie/99/", "versie/99999999999999999999/", "kpi/00000000-0000-0000-0000-000000000000/", "vergelijk/"])
def test_wat_er_niet_is_bestaat_niet(wereld: Opzet, dossier: Dossier, wat: str) -> None:
    assert wereld.als(wereld.planmaker).get(adres(dossier, wat)).status_code == 404


@pytest.mark.parametrize("wat", ["", "bewerk/", "bewaar/", "vergelijk/", "kpi/nieuw/"])
def test_zonder_goedgekeurde_snelle_toets_is_er_geen_plan(wereld: Opzet, wat: str) -> None:
    dossier = wereld.dossier()
    assert wereld.als(wereld.planmaker).post(adres(dossier, wat)).status_code in (404, 405)


@pytest.mark.parametrize("aantal", [1, 3])
def test_het_plan_lezen_vraagt_even_veel_met_een_als_met_drie_kpis(
    wereld: Opzet, dossier: Dossier, aantal: int, django_assert_num_queries: Any
) -> None:
    versie = plan(dossier).laatste_versie
    for i in range(aantal):
        wereld.kpi(versie, i + 1)
    client = wereld.als(wereld.planmaker)
    with django_assert_num_queries(10):
        antwoord = client.get(adres(dossier))
    assert len(antwoord.content) < 120_000
