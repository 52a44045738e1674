"""The list of dossiers, opening one, and its page."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kern.berichten.models import Bericht
from kern.documenten.models import Document
from kern.documenten.services import bewaar
from kern.organisaties.models import Rol
from kern.termijnen.services import start
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import ContactpersoonFactory, GemeenteFactory, ZorgkantoorregioFactory
from tests.transformatie.views.opzet import BEGIN, Opzet
from transformatie.models import Dossier
from transformatie.services import dossiers, escalatie

NIEUW = {"titel": "Hartzorg dichtbij", "domeinen": ["zvw"], "sectoren": ["msz"]}


def tekst(client: Client, pad: str) -> str:
    antwoord = client.get(pad)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def test_de_lijst_toont_alleen_wat_van_u_is(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    for lid in (wereld.planmaker, wereld.beoordelaar, wereld.tweede_beoordelaar):
        assert dossier.kenmerk in tekst(wereld.als(lid), "/dossiers/")
    assert dossier.kenmerk not in tekst(wereld.als(wereld.vreemde), "/dossiers/")


def test_zoeken_let_niet_op_hoofdletters_en_tekens(wereld: Opzet) -> None:
    dossier = wereld.dossier("Coördinatie in de Súdwesthoek")
    anders = wereld.dossier("Nierzorg thuis")
    blad = tekst(wereld.als(wereld.planmaker), "/dossiers/?zoek=sudwest+COORDINATIE")
    assert dossier.kenmerk in blad
    assert anders.kenmerk not in blad


@pytest.mark.parametrize(
    ("vraag", "verwacht"),
    [
        ("", ["Een", "Twee"]),
        ("fase=snelle_toets", ["Een"]),
        ("sector=ggz", []),
        ("toon=gesloten", ["Drie"]),
        ("toon=alle", ["Drie", "Een", "Twee"]),
        ("fase=onzin&sector=onzin&toon=onzin&regio=onzin&coordinerend=12", ["Een", "Twee"]),
        ("sorteer=-titel", ["Een", "Twee"]),
        ("pagina=-1&sorteer=%00;drop", ["Een", "Twee"]),
        ("regio=00000000-0000-0000-0000-000000000000", ["Een", "Twee"]),
    ],
)
def test_filters_staan_in_het_adres_en_onzin_telt_als_geen_filter(wereld: Opzet, vraag: str, verwacht: list[str]) -> None:
    wereld.gesproken(wereld.dossier("Een"))
    wereld.dossier("Twee")
    voer_uit(wereld.dossier("Drie").snelle_toets, "trek_in", door=wereld.planmaker, op=BEGIN, reden="Er is geen draagvlak.")
    antwoord = wereld.als(wereld.planmaker).get(f"/dossiers/?{vraag}")
    assert antwoord.status_code == 200
    assert sorted(d.titel for d in antwoord.context["bladzijde"]) == verwacht


def test_filteren_op_regio_vindt_ook_dossiers_die_haar_als_tweede_noemen(wereld: Opzet) -> None:
    andere = ZorgkantoorregioFactory()
    dossier = dossiers.open_dossier(
        titel="Over de grens", regios=[wereld.regio, andere], domeinen=["zvw"], sectoren=["msz"], door=wereld.planmaker, op=BEGIN
    )
    wereld.dossier("Alleen hier")
    antwoord = wereld.als(wereld.planmaker).get(f"/dossiers/?regio={andere.pk}")
    assert [d.pk for d in antwoord.context["bladzijde"]] == [dossier.pk]


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_lijst_vraagt_acht_keer_iets_aan_de_databank(wereld: Opzet, aantal: int, django_assert_num_queries: Any) -> None:
    for i in range(aantal):
        wereld.dossier(f"Plan {i}")
    client = wereld.als(wereld.planmaker)
    with django_assert_num_queries(8):
        antwoord = client.get("/dossiers/")
    assert len(antwoord.content) < 120_000


def test_vijftig_per_bladzijde_met_de_filters_in_het_adres(wereld: Opzet) -> None:
    for i in range(51):
        wereld.dossier(f"Plan {i:02d}")
    antwoord = wereld.als(wereld.planmaker).get("/dossiers/?fase=startgesprek")
    assert len(antwoord.context["bladzijde"]) == 50
    assert "?fase=startgesprek&amp;pagina=2" in antwoord.content.decode()
    assert len(antwoord.content) < 120_000


def test_een_lege_lijst_zegt_wat_u_kunt_doen(wereld: Opzet) -> None:
    assert "Begin een dossier" in tekst(wereld.als(wereld.planmaker), "/dossiers/")
    assert "Zodra uw organisatie bij een plan wordt betrokken" in tekst(wereld.als(wereld.beslisser), "/dossiers/")


def test_een_planmaker_begint_een_dossier_en_de_regio_geeft_de_verzekeraars(wereld: Opzet) -> None:
    client = wereld.als(wereld.planmaker)
    assert "VGZ en CZ" in tekst(client, "/dossiers/nieuw/")
    antwoord = client.post("/dossiers/nieuw/", NIEUW | {"hoofdregio": str(wereld.regio.pk)})
    dossier = Dossier.objects.get()
    assert antwoord.url == dossier.get_absolute_url()
    assert (dossier.coordinerend, dossier.tweede, dossier.penvoerder) == (wereld.eerste, wereld.tweede, wereld.ziekenhuis)


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"titel": ""}, "Geef het plan een titel."),
        ({"titel": "x" * 201}, "Dit is te lang: hoogstens 200 tekens, en dit zijn er 201."),
        ({"hoofdregio": "onzin"}, "Kies een regio uit de lijst."),
        ({"hoofdregio": ""}, "Kies de regio van de penvoerder."),
        ({"domeinen": ["maan"]}, "Kies domeinen uit de lijst."),
        ({"domeinen": []}, "Kies ten minste een domein."),
        ({"sectoren": []}, "Kies ten minste een sector."),
        ({"gemeenten": ["onzin"]}, "Kies gemeenten uit de lijst."),
        ({"domeinen": ["zvw", "sociaal"]}, "Het plan raakt het sociaal domein. Kies welke gemeenten erbij betrokken zijn (1a.1)."),
    ],
)
def test_een_fout_dossier_begint_niet_en_houdt_vast_wat_u_typte(wereld: Opzet, anders: dict[str, object], zin: str) -> None:
    gegevens = NIEUW | {"hoofdregio": str(wereld.regio.pk), "samenvatting": "Zorg aan huis."} | anders
    antwoord = wereld.als(wereld.planmaker).post("/dossiers/nieuw/", gegevens)
    inhoud = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert inhoud.count(zin) == 2
    assert "Zorg aan huis." in inhoud
    assert not Dossier.objects.exists()


def test_een_regio_zonder_verzekeraars_is_een_belet_bij_het_veld(wereld: Opzet) -> None:
    kaal = ZorgkantoorregioFactory(naam="Niemandsland")
    antwoord = wereld.als(wereld.planmaker).post("/dossiers/nieuw/", NIEUW | {"hoofdregio": str(kaal.pk)})
    assert antwoord.status_code == 422
    assert "Voor Niemandsland is nog geen coördinerende zorgverzekeraar bekend." in antwoord.content.decode()


def test_alleen_een_planmaker_begint_een_dossier(wereld: Opzet) -> None:
    assert wereld.als(wereld.beoordelaar).get("/dossiers/nieuw/").status_code == 403


def test_twee_keer_versturen_maakt_een_dossier(wereld: Opzet) -> None:
    client = wereld.als(wereld.planmaker)
    gegevens = NIEUW | {"hoofdregio": str(wereld.regio.pk), "formuliersleutel": str(uuid.uuid4())}
    assert client.post("/dossiers/nieuw/", gegevens).url == client.post("/dossiers/nieuw/", gegevens).url
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("pad", ["", "geschiedenis/", "contacten/", "partijen/", "snelle-toets/", "documenten/nieuw/", "escalaties/nieuw/"])
def test_een_dossier_dat_niet_van_u_is_bestaat_niet(wereld: Opzet, pad: str) -> None:
    dossier = wereld.dossier()
    assert wereld.als(wereld.vreemde).get(f"{dossier.get_absolute_url()}{pad}").status_code == 404
    assert wereld.als(wereld.planmaker).get(f"{dossier.get_absolute_url()}{pad}").status_code == 200
    assert Client().get(f"{dossier.get_absolute_url()}{pad}").url.startswith("/account/login/")


def test_het_dossier_opent_met_wie_er_aan_zet_is(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    blad = wereld.als(wereld.beoordelaar).get(dossier.get_absolute_url()).context
    assert [(b.kop, b.aanzet.kort) for b in blad["beurten"]] == [("u", "startgesprek plannen"), ("u", "karakter van het plan bevestigen")]
    assert [(b.kop, b.aanzet.kort) for b in blad["wachtenden"]] == [("Ziekenhuis Waalstad", "snelle toets schrijven en indienen")]
    assert [m.naam for m in blad["beurten"][0].stappen] == ["plan"]


def test_een_stap_die_nog_niet_kan_staat_er_met_zijn_belet_en_regelnummer(wereld: Opzet) -> None:
    dossier = wereld.gesproken(wereld.dossier())
    blad = tekst(wereld.als(wereld.planmaker), dossier.get_absolute_url())
    assert "‘Dien de snelle toets in’ kan nog niet:" in blad
    assert "De indieners hebben het karakter nog niet bevestigd." in blad
    assert ">1h.1</a>" in blad


def test_de_klok_staat_bij_wie_er_moet_beslissen(wereld: Opzet) -> None:
    dossier = wereld.ingediend(wereld.dossier())
    voer_uit(dossier.snelle_toets, "verklaar_compleet", door=wereld.beoordelaar, op=BEGIN)
    beurten = wereld.als(wereld.beoordelaar).get(dossier.get_absolute_url()).context["beurten"]
    besluit = next(b for b in beurten if b.aanzet.kort == "besluit op de snelle toets")
    assert besluit.kop == "u, samen met CZ"
    assert [b.klok.einde_op for b in beurten if b.klok] == [dt.date(2025, 4, 29)], "een klok staat op een kaart"


def test_de_fasebalk_telt_mee(wereld: Opzet) -> None:
    dossier = wereld.gesproken(wereld.dossier())
    fasen = wereld.als(wereld.planmaker).get(dossier.get_absolute_url()).context["fasen"]
    assert [(f.stand, f.datum_tekst) for f in fasen] == [("klaar", "1 april 2025"), ("bezig", "concept"), *[("later", "")] * 4]


@pytest.mark.parametrize("aantal", [1, 3])
def test_het_dossier_vraagt_hooguit_twintig_keer_iets_aan_de_databank(wereld: Opzet, aantal: int, django_assert_num_queries: Any) -> None:
    dossier = wereld.ingediend(wereld.dossier())
    voer_uit(dossier.snelle_toets, "verklaar_compleet", door=wereld.beoordelaar, op=BEGIN)
    for i in range(aantal):
        dossiers.nodig_uit(dossier, GemeenteFactory(), "gemeente", door=wereld.planmaker, op=BEGIN)
        bewaar(zaak=dossier.pk, soort="bijlage", titel=f"Stuk {i}", inhoud=b"x", bestandsnaam="x.pdf", door=wereld.planmaker, op=BEGIN)
        escalatie.meld(dossier, knelpunt=f"Er is te weinig personeel, {i}.", door=wereld.planmaker, op=BEGIN)
    client = wereld.als(wereld.beoordelaar)
    with django_assert_num_queries(14):
        antwoord = client.get(dossier.get_absolute_url())
    assert len(antwoord.content) < 120_000


def test_wie_voor_een_indiener_werkt_ziet_niets_van_de_beoordeling(wereld: Opzet) -> None:
    dossier = wereld.ingediend(wereld.dossier())
    start(zaak=dossier.pk, onderwerp=uuid.uuid4(), soort="instemming_tweede", verantwoordelijk=wereld.tweede, op=BEGIN)
    for pad in ("", "geschiedenis/"):
        adres = f"{dossier.get_absolute_url()}{pad}"
        assert "instemming van de tweede" in tekst(wereld.als(wereld.beoordelaar), adres).lower()
        assert "instemming van de tweede" not in tekst(wereld.als(wereld.planmaker), adres).lower()


def test_wie_ook_voor_een_indiener_werkt_ziet_ook_onder_een_andere_rol_niets(wereld: Opzet) -> None:
    dossier = wereld.ingediend(wereld.dossier())
    start(zaak=dossier.pk, onderwerp=uuid.uuid4(), soort="instemming_tweede", verantwoordelijk=wereld.tweede, op=BEGIN)
    wereld.lid(wereld.ziekenhuis, Rol.PLANMAKER, gebruiker=wereld.beoordelaar.gebruiker, van=dt.date(2021, 1, 1))
    client = wereld.als(wereld.beoordelaar)
    assert "instemming van de tweede" not in tekst(client, f"{dossier.get_absolute_url()}geschiedenis/").lower()


@pytest.mark.parametrize(
    ("voor", "planmaker", "czv", "tweede", "gemeente"),
    [
        ("iedereen", True, True, True, True),
        ("beoordelaars", False, True, True, True),
        ("czv_en_indieners", True, True, False, False),
    ],
)
def test_een_document_leest_alleen_wie_het_aangaat(
    wereld: Opzet, voor: str, planmaker: bool, czv: bool, tweede: bool, gemeente: bool, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    dossier = wereld.dossier()
    dossiers.nodig_uit(dossier, wereld.gemeente, "gemeente", door=wereld.planmaker, op=BEGIN)
    document = bewaar(
        zaak=dossier.pk, soort="bijlage", titel="Geheim stuk", inhoud=b"x", bestandsnaam="x.pdf", door=None, op=BEGIN, voor=voor
    )
    wie = [(wereld.planmaker, planmaker), (wereld.beoordelaar, czv), (wereld.tweede_beoordelaar, tweede), (wereld.beslisser, gemeente)]
    for lid, mag in [*wie, (wereld.vreemde, False)]:
        antwoord = wereld.als(lid).get(f"/documenten/{document.pk}/")
        assert antwoord.status_code == (200 if mag else 404)
        assert b"".join(getattr(antwoord, "streaming_content", [])) == (b"x" if mag else b"")
    for lid, mag in wie:
        assert ("Geheim stuk" in tekst(wereld.als(lid), dossier.get_absolute_url())) is mag


def test_een_document_toevoegen(wereld: Opzet, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    dossier = wereld.dossier()
    adres = f"{dossier.get_absolute_url()}documenten/nieuw/"
    client = wereld.als(wereld.planmaker)
    fout = client.post(adres, {"titel": "Begroting", "voor": "iedereen", "bestand": SimpleUploadedFile("x.pdf", b"geen pdf")})
    assert fout.status_code == 422
    assert 'value="Begroting"' in fout.content.decode()
    verboden = client.post(adres, {"titel": "Begroting", "voor": "beoordelaars"})
    assert "Kies een van de mogelijkheden." in verboden.content.decode()
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    goed = client.post(adres, {"titel": "Begroting", "voor": "iedereen", "bestand": SimpleUploadedFile("x.png", png)})
    assert goed.url == dossier.get_absolute_url()
    assert Document.objects.get().titel == "Begroting"


def test_de_contacten_staan_er_per_niveau_voor_alle_partijen(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    ContactpersoonFactory(organisatie=wereld.eerste, niveau="bestuur", naam="Bea Bestuur", gecontroleerd_op=dt.date(2024, 1, 1))
    ContactpersoonFactory(organisatie=wereld.eerste, niveau="uitvoering", naam="Uwe Uitvoering")
    blad = tekst(wereld.als(wereld.planmaker), f"{dossier.get_absolute_url()}contacten/")
    assert "Bea Bestuur" in blad
    assert "langer dan een half jaar geleden" in blad
    assert "Uwe Uitvoering" in blad
    assert "nog geen contact op dit niveau" in blad


def test_partijen_krijgen_bericht_van_het_startgesprek(wereld: Opzet) -> None:
    dossier = wereld.dossier()
    wereld.gesproken(dossier)
    assert Bericht.objects.filter(aan=wereld.planmaker.gebruiker, onderwerp__contains="startgesprek gepland").exists()
