"""The page of the agreement: who sees it, and the acts on it."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.kern.documenten.bestanden import pdf
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Partij
from verantwoording.models import Ondertekening, Overeenkomst, Toekenning


def adres(t: Toekenning) -> str:
    return f"/dossiers/{t.dossier.kenmerk}/overeenkomst/"


def inhoud(client: Client, t: Toekenning) -> str:
    antwoord = client.get(adres(t))
    assert antwoord.status_code == 200
    return antwoord.content.decode().replace("\u00a0", " ")


def test_de_bijlage_telt_op_tot_het_toegekende_en_opstellen_stelt_dat_bedrag_voor(m: Mensen, als: Inloggen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    html = inhoud(als(m.czv), t)
    assert 'value="1.000"' in html
    assert "telt op" in html
    assert "Stel eerst de overeenkomst op." in html


def test_opstellen_en_daarna_een_handtekening_per_partij_vastleggen(m: Mensen, als: Inloggen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    client = als(m.czv)
    assert client.post(adres(t), {"actie": "stel_op", "bedrag": "1.000,00"}).status_code == 302
    assert Overeenkomst.objects.get().bedrag == 1000
    sleutel = str(m.tweede.organisatie_id)
    gegevens = {f"{sleutel}-naam": "A. de Graaf", f"{sleutel}-functie": "bestuurder", f"{sleutel}-getekend_op": NU.isoformat()}
    zonder = client.post(adres(t), {"actie": "onderteken", "organisatie": sleutel, **gegevens})
    assert (zonder.status_code, "Voeg het ondertekende exemplaar toe." in zonder.content.decode()) == (422, True)
    gegevens[f"{sleutel}-bestand"] = SimpleUploadedFile("getekend.pdf", pdf())
    assert client.post(adres(t), {"actie": "onderteken", "organisatie": sleutel, **gegevens}).status_code == 302
    handtekening = Ondertekening.objects.get()
    assert (handtekening.organisatie, handtekening.naam, handtekening.op) == (m.tweede.organisatie, "A. de Graaf", NU)
    assert handtekening.wijze == "geupload"
    assert inhoud(client, t).count("moet nog tekenen") == 3


@pytest.mark.parametrize(
    ("getypt", "zin"),
    [
        ("1.000,01", "De overeenkomst kan niet hoger zijn dan het toegekende bedrag."),
        ("-5", "Een bedrag kan niet negatief zijn."),
        ("veel", "Dit is geen bedrag. Schrijf bijvoorbeeld 1.250,50 of 8400000."),
        ("", "Vul een bedrag in."),
        ("0", "Vul een bedrag groter dan nul in."),
        ("9" * 30, "Dit bedrag is te groot."),
    ],
)
def test_een_onmogelijk_bedrag_krijgt_een_zin_bij_het_veld_en_blijft_staan(m: Mensen, als: Inloggen, getypt: str, zin: str) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    antwoord = als(m.czv).post(adres(t), {"actie": "stel_op", "bedrag": getypt})
    html = antwoord.content.decode()
    assert (antwoord.status_code, zin in html, f'value="{getypt}"' in html or not getypt) == (422, True, True)


@pytest.mark.parametrize(
    ("veld", "waarde", "zin"),
    [
        ("naam", "", "Vul de naam in van wie tekende."),
        ("naam", "x" * 121, "Dit is te lang: hoogstens 120 tekens, en dit zijn er 121."),
        ("functie", "", "Vul de functie in van wie tekende."),
        ("getekend_op", "31-02-2025", "Dit is geen bestaande dag. Schrijf bijvoorbeeld 21-03-2025."),
        ("getekend_op", "2026-01-01", "De dag van tekenen ligt niet tussen het opstellen van de overeenkomst en vandaag."),
    ],
)
def test_een_handtekening_die_niet_klopt_zegt_waarom_bij_het_veld(m: Mensen, als: Inloggen, veld: str, waarde: str, zin: str) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    client = als(m.czv)
    client.post(adres(t), {"actie": "stel_op", "bedrag": "1000"})
    sleutel = str(m.penvoerder.organisatie_id)
    exemplaar = SimpleUploadedFile("getekend.pdf", pdf())
    goed = {"naam": "A. de Graaf", "functie": "bestuurder", "getekend_op": NU.isoformat(), "bestand": exemplaar, veld: waarde}
    antwoord = client.post(adres(t), {"actie": "onderteken", "organisatie": sleutel, **{f"{sleutel}-{k}": v for k, v in goed.items()}})
    assert (antwoord.status_code, zin in antwoord.content.decode(), Ondertekening.objects.count()) == (422, True, 0)


def test_wie_er_niet_over_gaat_ziet_geen_formulier_en_krijgt_403(m: Mensen, als: Inloggen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    for lid in (m.penvoerder, m.deelnemer, m.tweede, m.nza):
        client = als(lid)
        assert 'name="actie" value="stel_op"' not in inhoud(client, t)
        assert client.post(adres(t), {"actie": "stel_op", "bedrag": "1000"}).status_code == 403
    assert not Overeenkomst.objects.exists()


def test_een_dossier_dat_niet_van_u_is_en_een_plan_zonder_geld_zijn_er_niet(m: Mensen, als: Inloggen) -> None:
    t = opzet.toekenning(m)
    vreemd = opzet.maak_mensen()
    for lid in (vreemd.penvoerder, vreemd.czv, LidmaatschapFactory(groep=True), LidmaatschapFactory(beheer=True)):
        assert als(lid).get(adres(t)).status_code == 404
    dossier = opzet.snelle_toets(m, "Nog geen plan")
    assert als(m.czv).get(f"/dossiers/{dossier.kenmerk}/overeenkomst/").status_code == 404


def test_een_gemeente_leest_de_overeenkomst_voor_haar_spuk_en_een_andere_financier_niet(m: Mensen, als: Inloggen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    gemeente, zorgkantoor = LidmaatschapFactory(beslisser=True), LidmaatschapFactory(financier=True)
    for lid, rol in ((gemeente, "gemeente"), (zorgkantoor, "financier")):
        Partij.objects.create(dossier=t.dossier, organisatie=lid.organisatie, rol=rol, uitgenodigd_op=opzet.BEGIN)
    assert als(gemeente).get(adres(t)).status_code == 200
    assert als(zorgkantoor).get(adres(t)).status_code == 404
    assert als(zorgkantoor).get(f"/dossiers/{t.dossier.kenmerk}/").status_code == 200


@pytest.mark.parametrize("gegevens", [{"actie": "wat"}, {}, {"actie": "onderteken", "organisatie": "x"}, {"actie": "onderteken"}])
def test_een_onbekende_handeling_geeft_geen_500(m: Mensen, als: Inloggen, gegevens: dict[str, str]) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    assert als(m.czv).post(adres(t), gegevens).status_code == 404


def test_een_formulier_dat_twee_keer_komt_telt_een_keer(m: Mensen, als: Inloggen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    client, sleutel = als(m.czv), str(uuid.uuid4())
    for _ in range(2):
        antwoord = client.post(adres(t), {"actie": "stel_op", "bedrag": "1000", "formuliersleutel": sleutel})
        assert (antwoord.status_code, antwoord["Location"]) == (302, adres(t))
    assert "Dit formulier was al verstuurd." in client.get(adres(t)).content.decode()


def test_de_kostenvorm_leggen_penvoerder_en_verzekeraar_vast_en_anders_vraagt_uitleg(m: Mensen, als: Inloggen) -> None:
    t = opzet.beschikt(m, opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m))))
    client = als(m.penvoerder)
    antwoord = client.post(adres(t), {"actie": "kostenvorm", "vorm": "anders", "toelichting": ""})
    assert (antwoord.status_code, "Beschrijf de vorm die u afspreekt. (3a.3)" in antwoord.content.decode()) == (422, True)
    assert client.post(adres(t), {"actie": "kostenvorm", "vorm": "uren", "toelichting": ""}).status_code == 422
    assert client.post(adres(t), {"actie": "kostenvorm", "vorm": "kostenplaats", "toelichting": ""}).status_code == 302
    t.refresh_from_db()
    assert (t.kostenvorm, t.kostenvorm_op) == ("kostenplaats", NU)
    assert als(m.deelnemer).post(adres(t), {"actie": "kostenvorm", "vorm": "anders", "toelichting": "x"}).status_code == 403


def test_een_bedrag_dat_niet_optelt_staat_naast_de_bijlage_en_de_stap(m: Mensen, als: Inloggen) -> None:
    t = opzet.onderteken(m, opzet.gereserveerd(m, opzet.toekenning(m)), bedrag=Decimal(900))
    html = inhoud(als(m.czv), t)
    assert (
        html.count("De KPI's tellen op tot € 1.000; overeengekomen is € 900.".replace("'", "&#x27;"))
        + html.count("De KPI's tellen op tot € 1.000; overeengekomen is € 900.")
        == 2
    )


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_bladzijde_heeft_een_vast_aantal_vragen_aan_de_databank(
    m: Mensen,
    als: Inloggen,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    django_assert_num_queries: DjangoAssertNumQueries,
    aantal: int,
) -> None:
    t = opzet.onderteken(m, opzet.gereserveerd(m, opzet.toekenning(m, [100] * aantal)))
    client = als(m.czv)
    client.get(adres(t))
    with django_assert_num_queries(13):
        antwoord = client.get(adres(t))
    assert len(antwoord.content) < 120_000


def test_een_beschikking_en_haar_weigering_lopen_via_de_stappagina(m: Mensen, als: Inloggen) -> None:
    t = opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m)))
    client, stap = als(m.nza), f"/stap/verantwoording.toekenning/{t.pk}/beschik/"
    assert 'value="1.000"' in client.get(stap).content.decode()

    def goed(**anders: str) -> dict[str, object]:
        gewoon = {"verwacht": "getekend", "kenmerk": "TB/1", "afgegeven_op": "2025-10-01", "bedrag": "900,00", "toelichting": ""}
        return {**gewoon, "document": SimpleUploadedFile("tb.pdf", pdf()), **anders}

    antwoord = client.post(stap, goed())
    html = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert "Leg uit waarom de beschikking een ander bedrag noemt." in html
    assert 'value="TB/1"' in html
    assert client.post(stap, goed(toelichting="Zonder btw.")).status_code == 302
    t = Toekenning.objects.get(pk=t.pk)
    assert (t.status, t.beschikking.bedrag, t.beschikt_op) == ("beschikt", 900, dt.date(2025, 10, 1))
    assert client.post(stap, goed(kenmerk="TB/2")).status_code == 409
