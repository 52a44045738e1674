"""The form of a KPI: its split, the examples and the btw signal."""

import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.fabrieken.organisaties import ZorgaanbiederFactory
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Dossier, Kpi, KpiDeel, Partij, Planversie, Transformatieplan
from transformatie.services import versies

KPI = {
    "omschrijving": "Thuismeten draait",
    "indicator": "aandeel patiënten",
    "streefwaarde": "60 procent",
    "meten_op": "2026-06-30",
    "bedrag": "1.000",
    "financieringsstroom": "transformatiemiddelen",
    "sector": "msz",
}


@pytest.fixture
def dossier(wereld: Opzet) -> Dossier:
    dossier = wereld.dossier()
    versies.eerste_versie(Transformatieplan.objects.create(dossier=dossier), op=BEGIN)
    return Dossier.objects.get(pk=dossier.pk)


def adres(dossier: Dossier, wat: str = "") -> str:
    return f"{dossier.get_absolute_url()}plan/{wat}"


def deel(nr: int, organisatie: Any, sector: str, bedrag: str) -> dict[str, str]:
    return {f"deel_{nr}_organisatie": str(organisatie.pk), f"deel_{nr}_sector": sector, f"deel_{nr}_bedrag": bedrag}


def tekst(client: Client, pad: str) -> str:
    html = client.get(pad).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#x27;", "'").replace("\u00a0", " ")


def test_een_kpi_verdelen_over_partijen_en_sectoren(wereld: Opzet, dossier: Dossier) -> None:
    ander = ZorgaanbiederFactory(naam="Thuiszorg Waal")
    Partij.objects.create(dossier=dossier, organisatie=ander, rol="deelnemer", uitgenodigd_op=BEGIN)
    client, gegevens = wereld.als(wereld.planmaker), KPI | {"organisatie": str(wereld.ziekenhuis.pk)}
    delen = deel(0, wereld.ziekenhuis, "msz", "600,50") | deel(1, ander, "wijkverpleging", "€ 399,50")
    assert client.post(adres(dossier, "kpi/nieuw/"), gegevens | delen).status_code == 302
    rijen = set(KpiDeel.objects.values_list("organisatie__naam", "sector", "bedrag"))
    assert rijen == {("Ziekenhuis Waalstad", "msz", Decimal("600.50")), ("Thuiszorg Waal", "wijkverpleging", Decimal("399.50"))}
    pagina = tekst(client, adres(dossier))
    assert (
        "Verdeeld: Thuiszorg Waal (wijkverpleging en vvt) € 399,50; Ziekenhuis Waalstad (medisch-specialistische zorg) € 600,50." in pagina
    )
    assert "Per sector Sector Bedrag medisch-specialistische zorg € 600,50 wijkverpleging en vvt € 399,50 Samen € 1.000" in pagina


@pytest.mark.parametrize(
    ("bedrag", "veld", "zin"),
    [
        ("900", "deel_0_bedrag", "De delen tellen op tot € 900; het bedrag van de KPI is € 1.000. (1f.3)"),
        ("veel", "deel_0_bedrag", "Dit is geen bedrag. Schrijf bijvoorbeeld 1.250,50 of 8400000."),
        ("", "deel_0_bedrag", "Vul in welk bedrag bij dit deel hoort."),
    ],
)
def test_een_verdeling_die_niet_klopt_wordt_bij_het_veld_gezegd(wereld: Opzet, dossier: Dossier, bedrag: str, veld: str, zin: str) -> None:
    gegevens = KPI | {"organisatie": str(wereld.ziekenhuis.pk)} | deel(0, wereld.ziekenhuis, "ggz", bedrag)
    antwoord = wereld.als(wereld.planmaker).post(adres(dossier, "kpi/nieuw/"), gegevens)
    assert antwoord.status_code == 422
    assert {v: f[0].replace("\u00a0", " ") for v, f in antwoord.context["form"].errors.items()} == {veld: zin}
    assert not Kpi.objects.exists()


@pytest.mark.parametrize("nummer", ["9" * 16, "9" * 5000, "\u0663", ""])
def test_een_onmogelijk_nummer_van_een_deel_geeft_geen_500(wereld: Opzet, dossier: Dossier, nummer: str) -> None:
    gegevens = KPI | {"organisatie": str(wereld.ziekenhuis.pk), f"deel_{nummer}_bedrag": "1"}
    formulier = {"data": urlencode(gegevens), "content_type": "application/x-www-form-urlencoded"}
    assert wereld.als(wereld.planmaker).post(adres(dossier, "kpi/nieuw/"), **formulier).status_code == 302


def test_dezelfde_partij_en_sector_staat_er_een_keer_in(wereld: Opzet, dossier: Dossier) -> None:
    gegevens = KPI | {"organisatie": str(wereld.ziekenhuis.pk)}
    delen = deel(0, wereld.ziekenhuis, "msz", "500") | deel(1, wereld.ziekenhuis, "msz", "500")
    antwoord = wereld.als(wereld.planmaker).post(adres(dossier, "kpi/nieuw/"), gegevens | delen)
    assert antwoord.context["form"].errors == {
        "deel_1_organisatie": ["Deze partij staat met deze sector al in een ander deel. Tel ze bij elkaar op."]
    }


def test_een_nieuwe_versie_neemt_de_verdeling_over_en_de_oude_ligt_vast(wereld: Opzet, dossier: Dossier) -> None:
    versie = Planversie.objects.get()
    kpi = wereld.kpi(versie, 1, "100")
    KpiDeel.objects.create(kpi=kpi, organisatie=wereld.ziekenhuis, sector="ggz", bedrag=100)
    versies.bevries(versie.plan, op=BEGIN)
    nieuw = versies.nieuwe_versie(versie.plan)
    assert [(d.sector, d.bedrag) for d in nieuw.kpi_lijst[0].verdeling] == [("ggz", Decimal(100))]
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="verandert niet meer"), transaction.atomic():
        KpiDeel.objects.filter(kpi=kpi).update(bedrag=50)


def test_een_voorbeeld_vult_het_formulier(wereld: Opzet, dossier: Dossier) -> None:
    client = wereld.als(wereld.planmaker)
    assert f"{adres(dossier, 'kpi/nieuw/')}?voorbeeld=wachttijd" in client.get(adres(dossier, "kpi/voorbeelden/")).content.decode()
    form = client.get(f"{adres(dossier, 'kpi/nieuw/')}?voorbeeld=wachttijd").context["form"]
    assert form["indicator"].value() == "gemiddelde wachttijd in weken tot de eerste afspraak"
    assert client.get(f"{adres(dossier, 'kpi/nieuw/')}?voorbeeld=onzin").status_code == 200


def test_iedereen_die_is_ingelogd_bladert_door_de_voorbeelden(wereld: Opzet, dossier: Dossier) -> None:
    client = wereld.als(wereld.beoordelaar)
    assert len(client.get("/kpi-voorbeelden/?sector=ggz&zoek=").context["voorbeelden"]) == 2
    assert client.get("/kpi-voorbeelden/?sector=onzin").status_code == 200
    assert Client().get("/kpi-voorbeelden/").status_code == 302
    assert wereld.als(wereld.vreemde).get(adres(dossier, "kpi/voorbeelden/")).status_code == 404


def test_het_btw_signaal_komt_bij_het_schrijven_en_staat_bij_het_nalezen(wereld: Opzet, dossier: Dossier) -> None:
    client = wereld.als(wereld.planmaker)
    antwoord = client.post(adres(dossier, "kpi/btw/"), {"omschrijving": "Een eindrapport voor de verzekeraar"}).content.decode()
    assert "‘eindrapport’" in antwoord
    assert "raadpleeg een fiscalist" in antwoord
    assert "belet" not in client.post(adres(dossier, "kpi/btw/"), {"omschrijving": "De wachttijd daalt"}).content.decode()
    assert wereld.als(wereld.beoordelaar).post(adres(dossier, "kpi/btw/"), {}).status_code == 403
    wereld.kpi(Planversie.objects.get(), 1, "100")
    Kpi.objects.update(omschrijving="Een eindrapport voor de verzekeraar")
    assert "let op de btw ‘eindrapport’" in tekst(client, adres(dossier))


@pytest.mark.parametrize("aantal", [1, 3])
def test_het_formulier_vraagt_even_veel_met_een_als_met_drie_delen(
    wereld: Opzet, dossier: Dossier, aantal: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kpi = wereld.kpi(Planversie.objects.get(), 1, "30")
    for sector in ("msz", "ggz", "elv")[:aantal]:
        KpiDeel.objects.create(kpi=kpi, organisatie=wereld.ziekenhuis, sector=sector, bedrag=10)
    client = wereld.als(wereld.planmaker)
    client.get(adres(dossier, f"kpi/{kpi.pk}/"))
    with django_assert_num_queries(AANTAL):
        assert client.get(adres(dossier, f"kpi/{kpi.pk}/")).status_code == 200


AANTAL = 11
