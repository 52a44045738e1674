"""Whom to call, per level and per dossier; and the yearly question whether it still holds (1d.4)."""

import datetime as dt
from typing import Any

import pytest

from kern.berichten.models import Bericht
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Contactpersoon, Rol
from tests.fabrieken.organisaties import ContactpersoonFactory, ZorgaanbiederFactory
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.contactcontrole import WAT, vraag_om_controle
from transformatie.selectors.dossier import bestuurlijke_contacten
from transformatie.services import dossiers, partijen
from transformatie.werkvoorraad import tot_het_besluit

NIEUW = {"niveau": "bestuur", "naam": "Bea Bestuur", "functie": "voorzitter", "email": "bea@test.example", "telefoon": ""}
EIGEN = "/contacten/eigen/"


def controles(lid: Any, op: dt.date = BEGIN) -> list[tuple[str, dt.date | None]]:
    return [(i.toelichting, i.uiterlijk) for i in tot_het_besluit(lid, op) if i.wat == WAT]


def test_een_organisatie_houdt_haar_eigen_contactpersonen_bij(wereld: Opzet) -> None:
    client = wereld.als(wereld.planmaker)
    assert client.post(f"{EIGEN}nieuw/", NIEUW).status_code == 302
    contact = Contactpersoon.objects.get(naam="Bea Bestuur")
    assert (contact.organisatie, contact.zaak, contact.gecontroleerd_op) == (wereld.ziekenhuis, None, BEGIN)
    assert "Bea Bestuur" in client.get(EIGEN).content.decode()
    assert client.post(f"{EIGEN}{contact.pk}/", {**NIEUW, "naam": "Bea de Baas"}).status_code == 302
    assert client.post(f"{EIGEN}{contact.pk}/verwijder/").status_code == 302
    assert not Contactpersoon.objects.filter(pk=contact.pk).exists()
    assert not Journaalregel.objects.filter(feiten__icontains="Bea").exists()


def test_een_fout_staat_bij_het_veld_en_niets_gaat_verloren(wereld: Opzet) -> None:
    blad = wereld.als(wereld.planmaker).post(f"{EIGEN}nieuw/", {**NIEUW, "email": "geen adres"}).content.decode()
    assert "Dit is geen e-mailadres." in blad
    assert 'value="Bea Bestuur"' in blad
    assert not Contactpersoon.objects.filter(naam="Bea Bestuur").exists()


def test_van_een_andere_organisatie_blijft_men_af(wereld: Opzet) -> None:
    contact = ContactpersoonFactory(organisatie=wereld.eerste)
    client = wereld.als(wereld.planmaker)
    for pad in ("", "verwijder/"):
        assert client.get(f"{EIGEN}{contact.pk}/{pad}").status_code == 404
        assert client.post(f"{EIGEN}{contact.pk}/{pad}", NIEUW).status_code == 404
    gegevens = {**NIEUW, "organisatie": str(wereld.eerste.pk), "zaak": str(contact.pk)}
    client.post(f"{EIGEN}nieuw/", gegevens)
    nieuw = Contactpersoon.objects.get(naam="Bea Bestuur")
    assert (nieuw.organisatie, nieuw.zaak) == (wereld.ziekenhuis, None)


def test_een_contact_voor_dit_dossier_staat_bovenaan_en_nergens_anders(wereld: Opzet) -> None:
    dossier, ander = wereld.dossier(), wereld.dossier("Een ander plan")
    adres = f"{dossier.get_absolute_url()}contacten/"
    client = wereld.als(wereld.beoordelaar)
    assert client.post(f"{adres}nieuw/", {**NIEUW, "email": ""}).status_code == 422
    assert client.post(f"{adres}nieuw/", NIEUW).status_code == 302
    [eerste, _tweede] = {o.naam: p for o, p in bestuurlijke_contacten(dossier, BEGIN)}["VGZ"]
    assert (eerste.naam, eerste.zaak) == ("Bea Bestuur", dossier.pk)
    assert "voor dit dossier" in client.get(adres).content.decode()
    assert "Bea Bestuur" not in client.get(f"{ander.get_absolute_url()}contacten/").content.decode()
    assert "Bea Bestuur" not in client.get("/contacten/").content.decode()
    assert "Bea Bestuur" in client.get(EIGEN).content.decode()
    assert dossier.kenmerk in client.get(EIGEN).content.decode()


def test_wie_niet_aan_tafel_zit_voegt_niets_toe(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    assert wereld.als(wereld.vreemde).post(f"{dossier.get_absolute_url()}contacten/nieuw/", NIEUW).status_code == 404


def test_een_niveau_zonder_contact_zegt_dat(wereld: Opzet) -> None:
    blad = wereld.als(wereld.planmaker).get(EIGEN).content.decode()
    assert blad.count("nog geen contact op dit niveau") == 2


def test_zonder_bestuurlijk_contact_vraagt_de_werkvoorraad_er_meteen_om(wereld: Opzet) -> None:
    huisartsen = ZorgaanbiederFactory(naam="Huisartsen Waalstad")
    lid = wereld.lid(huisartsen, Rol.PLANMAKER)
    dossier = wereld.dossier()
    partij = dossiers.nodig_uit(dossier, huisartsen, "deelnemer", door=wereld.planmaker, op=BEGIN)
    assert controles(lid) == [], "wie nog niet antwoordde doet nog niet mee"
    partijen.aanvaard(partij, door=lid, op=BEGIN)
    assert controles(lid) == [("er is nog niemand op bestuurlijk niveau", None)]
    ContactpersoonFactory(organisatie=huisartsen, niveau="bestuur", zaak=dossier.pk)
    assert controles(lid) == []
    wereld.dossier("Een ander plan")
    assert controles(lid) == [], "aan dat plan doet zij niet mee"


def test_een_jaar_na_de_oudste_controle_wordt_erom_gevraagd_tot_een_van_hen_bevestigt(wereld: Opzet) -> None:
    wereld.dossier()
    Contactpersoon.objects.filter(organisatie=wereld.ziekenhuis).update(gecontroleerd_op=BEGIN - dt.timedelta(days=364))
    assert controles(wereld.planmaker) == []
    Contactpersoon.objects.filter(organisatie=wereld.ziekenhuis).update(gecontroleerd_op=BEGIN - dt.timedelta(days=365))
    assert controles(wereld.planmaker) == [("langer dan 365 dagen geleden gecontroleerd (onze termijn)", BEGIN)]
    collega = wereld.lid(wereld.ziekenhuis, Rol.PLANMAKER)
    assert wereld.als(collega).post(f"{EIGEN}klopt/").status_code == 302
    assert controles(wereld.planmaker) == []
    assert Contactpersoon.objects.get(organisatie=wereld.ziekenhuis).gecontroleerd_op == BEGIN
    assert Journaalregel.objects.filter(stap="controleer_contacten").count() == 1


def test_de_ronde_vraagt_het_een_keer(wereld: Opzet) -> None:
    wereld.planmaker, wereld.beoordelaar  # noqa: B018 # there are people to ask
    wereld.dossier()
    Contactpersoon.objects.filter(organisatie=wereld.ziekenhuis).update(gecontroleerd_op=BEGIN - dt.timedelta(days=365))
    for dagen in range(3):
        vraag_om_controle(BEGIN + dt.timedelta(days=dagen))
    [bericht] = Bericht.objects.filter(soort="contactcontrole")
    assert (bericht.aan, bericht.adres) == (wereld.planmaker.gebruiker, EIGEN)


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_bladzijden_vragen_een_vast_aantal_keer_iets(wereld: Opzet, aantal: int, django_assert_num_queries: Any) -> None:
    dossier = wereld.dossier()
    for _ in range(aantal):
        ContactpersoonFactory(organisatie=wereld.ziekenhuis)
        ContactpersoonFactory(organisatie=wereld.ziekenhuis, zaak=dossier.pk)
    client = wereld.als(wereld.planmaker)
    with django_assert_num_queries(6):
        client.get(EIGEN)
    with django_assert_num_queries(7):
        client.get(f"{dossier.get_absolute_url()}contacten/")
