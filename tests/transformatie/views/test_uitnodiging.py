"""An invited party answers: it accepts, declines with a reason, or later withdraws."""

import datetime as dt
from typing import Any

import pytest

from kern.berichten.models import Bericht
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Rol
from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from tests.fabrieken.organisaties import ZorgaanbiederFactory
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Dossier, Partij
from transformatie.services import dossiers, partijen
from transformatie.werkvoorraad import tot_het_besluit


@pytest.fixture
def dossier(wereld: Opzet) -> Dossier:
    return wereld.dossier(domeinen=("zvw", "sociaal"), gemeenten=[wereld.gemeente])


@pytest.fixture
def partij(wereld: Opzet, dossier: Dossier) -> Partij:
    wereld.beslisser  # noqa: B018 # there is somebody to be told
    return dossiers.nodig_uit(dossier, wereld.gemeente, "gemeente", door=wereld.planmaker, op=BEGIN)


def wachtend(lid: Any) -> list[tuple[str, str]]:
    return [(i.wat, i.url) for i in tot_het_besluit(lid, BEGIN) if i.is_aan_zet and i.knop == "Antwoord"]


def test_wie_is_uitgenodigd_leest_het_en_vindt_het_in_de_werkvoorraad(wereld: Opzet, partij: Partij) -> None:
    assert wachtend(wereld.beslisser) == [("Uitnodiging: doet u mee als gemeente?", partij.get_absolute_url())]
    bericht = Bericht.objects.get(soort="uitnodiging", aan=wereld.beslisser.gebruiker)
    assert bericht.adres == partij.get_absolute_url()
    blad = wereld.als(wereld.beslisser).get(partij.get_absolute_url()).content.decode()
    assert "Doet u mee als gemeente?" in blad
    assert "Ziekenhuis Waalstad" in blad
    assert "Wij doen mee" in blad


def test_aanvaarden_zegt_het_tegen_de_tafel_en_haalt_het_van_de_lijst(wereld: Opzet, dossier: Dossier, partij: Partij) -> None:
    client = wereld.als(wereld.beslisser)
    antwoord = client.post(partij.get_absolute_url(), {"actie": "aanvaard"})
    assert antwoord.url == dossier.get_absolute_url()
    partij.refresh_from_db()
    assert partij.aanvaard_op == BEGIN
    assert wachtend(wereld.beslisser) == []
    assert Journaalregel.objects.filter(zaak=dossier.pk, stap="aanvaard", soort="transformatie.partij").count() == 1
    assert client.post(partij.get_absolute_url(), {"actie": "aanvaard"}).status_code == 409


def test_afslaan_vraagt_een_reden_en_sluit_het_dossier(wereld: Opzet, dossier: Dossier, partij: Partij) -> None:
    client = wereld.als(wereld.beslisser)
    leeg = client.post(partij.get_absolute_url(), {"actie": "sla_af", "reden": " "})
    assert leeg.status_code == 422
    assert "Geef een reden." in leeg.content.decode()
    te_lang = client.post(partij.get_absolute_url(), {"actie": "sla_af", "reden": "x" * 1001})
    assert te_lang.status_code == 422
    assert "x" * 1001 in te_lang.content.decode()
    assert client.post(partij.get_absolute_url(), {"actie": "sla_af", "reden": "De raad wil niet."}).url == "/"
    partij.refresh_from_db()
    assert (partij.uit_op, partij.vertrek, partij.reden) == (BEGIN, "afgewezen", "De raad wil niet.")
    assert client.get(dossier.get_absolute_url()).status_code == 404
    assert client.get(partij.get_absolute_url()).status_code == 404
    lezers = {wereld.planmaker.gebruiker_id, wereld.beoordelaar.gebruiker_id}
    berichten = Bericht.objects.filter(soort="uitnodiging_afgeslagen")
    assert {b.aan_id for b in berichten} <= lezers
    assert all("De raad wil niet." in b.tekst for b in berichten)
    assert berichten.exists()
    assert not Journaalregel.objects.filter(feiten__icontains="raad").exists()


def test_wie_afsloeg_kan_opnieuw_worden_uitgenodigd_en_de_oude_reden_blijft(wereld: Opzet, dossier: Dossier, partij: Partij) -> None:
    partijen.sla_af(partij, reden="Nu niet.", door=wereld.beslisser, op=BEGIN)
    client = wereld.als(wereld.planmaker)
    blad = client.get(f"{dossier.get_absolute_url()}partijen/").content.decode()
    assert "sloeg de uitnodiging af: Nu niet." in blad
    gegevens = {"actie": "nodig_uit", "organisatie": wereld.gemeente.naam, "rol": "gemeente"}
    assert client.post(f"{dossier.get_absolute_url()}partijen/", gegevens).status_code == 302
    assert dossier.partijen.filter(organisatie=wereld.gemeente).count() == 2
    nieuw = dossier.partijen.get(organisatie=wereld.gemeente, uit_op=None)
    assert wachtend(wereld.beslisser) == [("Uitnodiging: doet u mee als gemeente?", nieuw.get_absolute_url())]
    assert wereld.als(wereld.beslisser).post(partij.get_absolute_url(), {"actie": "aanvaard"}).status_code == 409


def test_alleen_de_genodigde_zelf_antwoordt_in_een_passende_rol(wereld: Opzet, dossier: Dossier, partij: Partij) -> None:
    coordinator = wereld.lid(wereld.gemeente, Rol.REGIOCOORDINATOR)
    for lid, status in ((wereld.planmaker, 403), (wereld.beoordelaar, 403), (coordinator, 403), (wereld.vreemde, 404)):
        assert wereld.als(lid).post(partij.get_absolute_url(), {"actie": "aanvaard"}).status_code == status
        with pytest.raises(StapNietToegestaan):
            partijen.aanvaard(partij, door=lid, op=BEGIN)
    ander = wereld.dossier("Een ander plan")
    adres = partij.get_absolute_url().replace(dossier.kenmerk, ander.kenmerk)
    assert wereld.als(wereld.planmaker).get(adres).status_code == 404
    assert wereld.als(wereld.beslisser).post(partij.get_absolute_url(), {"actie": "onzin"}).status_code == 404
    partij.refresh_from_db()
    assert partij.is_genodigd


def test_een_ingetrokken_uitnodiging_kan_niet_meer_worden_aanvaard(wereld: Opzet, dossier: Dossier, partij: Partij) -> None:
    oud = Partij.objects.get(pk=partij.pk)
    dossiers.laat_uitgaan(dossier, partij, reden="Een vergissing.", door=wereld.planmaker, op=BEGIN)
    with pytest.raises(StapNietMogelijk):
        partijen.aanvaard(oud, door=wereld.beslisser, op=BEGIN)
    assert Bericht.objects.get(soort="partij_losgelaten", aan=wereld.beslisser.gebruiker).adres == ""


def test_de_penvoerder_doet_mee_door_te_beginnen_en_kan_zich_niet_terugtrekken(wereld: Opzet, dossier: Dossier) -> None:
    eigen = dossier.partijen.get(rol="penvoerder")
    assert eigen.aanvaard_op == BEGIN
    antwoord = wereld.als(wereld.planmaker).post(eigen.get_absolute_url(), {"actie": "trek_terug", "reden": "Klaar ermee."})
    assert antwoord.status_code == 422
    assert "De penvoerder kan niet uit het dossier." in antwoord.content.decode()


def test_een_partij_trekt_zich_terug_met_een_reden(wereld: Opzet, dossier: Dossier) -> None:
    huisartsen = ZorgaanbiederFactory(naam="Huisartsen Waalstad")
    lid = wereld.lid(huisartsen, Rol.PLANMAKER)
    partij = dossiers.nodig_uit(dossier, huisartsen, "deelnemer", door=wereld.planmaker, op=BEGIN)
    partijen.aanvaard(partij, door=lid, op=BEGIN)
    client = wereld.als(lid)
    assert client.post(partij.get_absolute_url(), {"actie": "sla_af", "reden": "Toch niet."}).status_code == 409
    assert client.post(partij.get_absolute_url(), {"actie": "trek_terug", "reden": "Geen mensen."}).status_code == 302
    assert client.get(dossier.get_absolute_url()).status_code == 404
    assert "trok zich terug: Geen mensen." in wereld.als(wereld.planmaker).get(f"{dossier.get_absolute_url()}partijen/").content.decode()


def test_laten_gaan_vraagt_een_reden_bij_het_veld(wereld: Opzet, dossier: Dossier, partij: Partij) -> None:
    adres = f"{dossier.get_absolute_url()}partijen/"
    antwoord = wereld.als(wereld.planmaker).post(adres, {"actie": "laat_uitgaan", "partij": str(partij.pk), "reden": ""})
    assert antwoord.status_code == 422
    assert f'id="id_{partij.pk.hex[:8]}_reden"' in antwoord.content.decode()
    assert "Geef een reden." in antwoord.content.decode()
    partij.refresh_from_db()
    assert partij.uit_op is None


def test_wie_in_twee_rollen_zit_blijft_zien_tot_beide_weg_zijn(wereld: Opzet, dossier: Dossier) -> None:
    huisartsen = ZorgaanbiederFactory(naam="Huisartsen Waalstad")
    lid = wereld.lid(huisartsen, Rol.PLANMAKER)
    rijen = [dossiers.nodig_uit(dossier, huisartsen, rol, door=wereld.planmaker, op=BEGIN) for rol in ("deelnemer", "kassier")]
    partijen.sla_af(rijen[0], reden="Alleen kassier.", door=lid, op=BEGIN)
    assert wereld.als(lid).get(dossier.get_absolute_url()).status_code == 200
    partijen.sla_af(rijen[1], reden="Ook dat niet.", door=lid, op=BEGIN)
    for pad in ("", "geschiedenis/", "contacten/", "partijen/", "snelle-toets/"):
        assert wereld.als(lid).get(f"{dossier.get_absolute_url()}{pad}").status_code == 404
    assert tot_het_besluit(lid, BEGIN) == []


def test_de_dossierbladzijde_nodigt_met_een_druk_de_ontbrekende_financier_uit(wereld: Opzet, dossier: Dossier) -> None:
    blad = wereld.als(wereld.planmaker).get(dossier.get_absolute_url()).content.decode()
    assert "Wie nog moet worden uitgenodigd" in blad
    assert "Sociaal domein" in blad
    assert blad.count('value="nodig_uit"') == 1
    assert 'value="nodig_uit"' not in wereld.als(wereld.tweede_beoordelaar).get(dossier.get_absolute_url()).content.decode()


@pytest.mark.parametrize("aantal", [1, 3])
def test_partijen_vraagt_een_vast_aantal_keer_iets(wereld: Opzet, dossier: Dossier, aantal: int, django_assert_num_queries: Any) -> None:
    for i in range(aantal):
        huisartsen = ZorgaanbiederFactory(naam=f"Huisartsen {i}")
        dossiers.nodig_uit(dossier, huisartsen, "deelnemer", door=wereld.planmaker, op=BEGIN)
        weg = dossiers.nodig_uit(dossier, huisartsen, "kassier", door=wereld.planmaker, op=BEGIN)
        dossiers.laat_uitgaan(dossier, weg, reden="Nee.", door=wereld.planmaker, op=BEGIN + dt.timedelta(days=1))
    client = wereld.als(wereld.planmaker)
    with django_assert_num_queries(10):
        assert client.get(f"{dossier.get_absolute_url()}partijen/").status_code == 200
