"""The pages of the costs: who sees them, what they show, and what a clumsy or hostile hand gets back (3a.1, 3a.3)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kern.documenten.models import Document
from kern.organisaties.models import Rol
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.verantwoording import kostenspel, opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Partij
from verantwoording.models import Kostenregel, Kostenstand, Kostenupload, Toekenning
from verantwoording.services.kosten import Afwijking, afwijking, verbeter
from verantwoording.services.kosten_begroting import herzie_begroting
from verantwoording.services.kostenupload import ruim_uploads_op


def kosten(t: Toekenning, rest: str = "") -> str:
    return f"/dossiers/{t.dossier.kenmerk}/kosten/{rest}"


def tekst(antwoord: Any) -> str:
    return str(antwoord.content.decode().replace("\u00a0", " ").replace("&#x27;", "'"))


def lees(client: Client, pad: str) -> str:
    antwoord = client.get(pad)
    assert antwoord.status_code == 200, pad
    return tekst(antwoord)


@pytest.fixture(autouse=True)
def _map(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


# --- seeing -----------------------------------------------------------------------------------------------------


def test_het_overzicht_legt_begroting_kosten_prognose_en_opbrengst_naast_elkaar(m: Mensen, als: Inloggen) -> None:
    t = kostenspel.lopend(m)
    kostenspel.ingediend(m, t, (150, 700), (50, 420))
    opzet.betaald(m, opzet.kpi(t))
    for wie in (m.penvoerder, m.deelnemer, m.czv, m.tweede, m.nza):
        html = lees(als(wie), kosten(t))
        for stuk in (
            "€ 1.000",
            "€ 200",
            "€ 1.120",
            "€ 120",
            "meer dan begroot",
            "De prognose wijkt 12 procent af",
            "Meer betaald dan uitgegeven",
        ):
            assert stuk in html, stuk
        assert 'aria-label="Post 1: begroot € 600, gerealiseerd € 150, prognose € 700."' in html


def test_kosten_van_een_post_die_uit_de_begroting_ging_tellen_op_het_scherm_als_in_de_afwijking(m: Mensen, als: Inloggen) -> None:
    t = kostenspel.lopend(m)
    kostenspel.ingediend(m, t, (10, 700), (0, 500))
    herzie_begroting(t, door=m.penvoerder, op=NU)
    kostenspel.met_begroting(m, t, (1500,), op=NU)
    blad = als(m.czv).get(kosten(t)).context["blad"]
    assert [(r.naam, r.begroot, r.prognose) for r in blad.lijnen] == [
        ("Post 1", 1500, None),
        ("Post 1 (niet meer begroot)", 0, 700),
        ("Post 2 (niet meer begroot)", 0, 500),
    ]
    assert blad.totaal.afwijking == afwijking(t) == Afwijking(Decimal(-300), Decimal("-20.0"))


def test_wie_geen_partij_is_ziet_geen_kosten(m: Mensen, als: Inloggen) -> None:
    t = kostenspel.lopend(m)
    gemeente = LidmaatschapFactory(gemeente=True) if "gemeente" in LidmaatschapFactory._meta.parameters else None
    vreemde = LidmaatschapFactory()
    s = kostenspel.stand(t)
    assert [als(vreemde).get(kosten(t, r)).status_code for r in ("", "begroting/", f"{s.pk}/", f"{s.pk}/werkblad/")] == [404] * 4
    if gemeente is not None:
        Partij.objects.create(dossier=t.dossier, organisatie=gemeente.organisatie, rol="gemeente")
        assert als(gemeente).get(kosten(t)).status_code == 404


def test_voor_de_start_zijn_er_geen_kosten(m: Mensen, als: Inloggen) -> None:
    t = opzet.beschikt(m, opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m))))
    assert als(m.penvoerder).get(kosten(t)).status_code == 404


def test_wat_nog_niet_is_ingediend_leest_de_verzekeraar_niet(m: Mensen, als: Inloggen) -> None:
    t = kostenspel.lopend(m)
    s = kostenspel.vul_in(m, kostenspel.stand(t), (123, 600), (0, 400))
    assert "€ 123" not in lees(als(m.czv), kosten(t, f"{s.pk}/"))
    assert "vult deze stand nog in" in lees(als(m.nza), kosten(t, f"{s.pk}/"))
    assert 'value="123"' in lees(als(m.penvoerder), kosten(t, f"{s.pk}/"))
    assert "€ 123" in lees(als(m.deelnemer), kosten(t, f"{s.pk}/"))


def test_het_aantal_vragen_aan_de_database_groeit_niet(m: Mensen, als: Inloggen, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    een = kostenspel.lopend(m, (1000,))
    kostenspel.ingediend(m, een, (10, 1000))
    drie = kostenspel.lopend(m, (300, 300, 400), titel="Drie posten")
    for _ in range(2):
        kostenspel.ingediend(m, drie, (10, 300), (20, 300), (30, 400))
        verbeter(kostenspel.stand(drie), door=m.penvoerder, op=NU)
    client = als(m.penvoerder)
    for rest, aantal in (("", QUERIES_OVERZICHT), ("begroting/", QUERIES_BEGROTING)):
        paden = [kosten(een, rest), kosten(drie, rest)]
        client.get(paden[0])
        for pad in paden:
            with django_assert_num_queries(aantal):
                client.get(pad)


QUERIES_OVERZICHT, QUERIES_BEGROTING, QUERIES_ACHTERSTAND = 15, 11, 6


def test_de_achterstand_staat_bij_verzekeraar_en_nza_en_alleen_wat_te_laat_is(
    m: Mensen, als: Inloggen, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    eerste = kostenspel.lopend(m, titel="Eerste plan")
    for client in (als(m.nza), als(m.czv)):
        client.get("/kosten/achterstand/")
        with django_assert_num_queries(QUERIES_ACHTERSTAND):
            assert "Eerste plan" in lees(client, "/kosten/achterstand/")
    kostenspel.lopend(m, titel="Tweede plan")
    kostenspel.lopend(m, titel="Derde plan")
    with django_assert_num_queries(QUERIES_ACHTERSTAND):
        html = lees(client, "/kosten/achterstand/?sorteer=-kwartaal")
    assert [n in html for n in ("Eerste plan", "Tweede plan", "Derde plan")] == [True] * 3
    kostenspel.ingediend(m, eerste, (1, 600), (1, 400))
    assert "Eerste plan" not in lees(als(m.tweede), "/kosten/achterstand/")
    ander = LidmaatschapFactory(rol=Rol.BEOORDELAAR)
    assert "Geen achterstand" in lees(als(ander), "/kosten/achterstand/")
    assert als(m.penvoerder).get("/kosten/achterstand/").status_code == 403


# --- filling in by hand -----------------------------------------------------------------------------------------


def test_bedragen_zoals_mensen_ze_typen_en_fouten_bij_het_veld(m: Mensen, als: Inloggen) -> None:
    t = kostenspel.lopend(m)
    client, pad = als(m.penvoerder), kosten(t, f"{kostenspel.stand(t).pk}/")
    goed = {"actie": "vul_in", "gerealiseerd_1": "€ 1 250,50", "prognose_1": "1.300", "toelichting_1": "Duurder."}
    for veld, waarde, zin in (
        ("gerealiseerd_1", "veel", "Dit is geen bedrag."),
        ("gerealiseerd_1", "-1", "Een bedrag kan niet negatief zijn."),
        ("prognose_1", "", "Vul ook in wat u tot het einde verwacht."),
        ("prognose_1", "3", "De prognose tot het einde is lager dan wat al is uitgegeven."),
        ("gerealiseerd_1", "", "Vul ook in wat is uitgegeven; niets is 0."),
        ("toelichting_1", "x" * 501, "Dit is te lang: hoogstens 500 tekens, en dit zijn er 501."),
    ):
        antwoord = client.post(pad, {**goed, veld: waarde})
        html = tekst(antwoord)
        assert (antwoord.status_code, zin in html, 'aria-invalid="true"' in html, "Fout: " in html) == (422, True, True, True), zin
    assert not Kostenregel.objects.exists()
    assert client.post(pad, goed).status_code == 302
    regel = Kostenregel.objects.get()
    assert (regel.gerealiseerd, regel.prognose, regel.toelichting) == (Decimal("1250.50"), Decimal(1300), "Duurder.")
    verder = client.post(pad, {**goed, "gerealiseerd_2": "0", "prognose_2": "400", "verder": "ja"})
    assert verder.headers["Location"] == f"/stap/verantwoording.kostenstand/{kostenspel.stand(t).pk}/dien_in/"
    assert "€ 1.250,50" in lees(client, verder.headers["Location"])
    assert client.post(verder.headers["Location"], {"toelichting": "Op schema."}).status_code == 302
    assert kostenspel.stand(t).status == "ingediend"
    assert client.post(pad, goed).status_code == 409


def test_een_post_die_weer_leeg_wordt_gemaakt_is_leeg_bewaard(m: Mensen, als: Inloggen) -> None:
    t = kostenspel.lopend(m)
    client, pad = als(m.penvoerder), kosten(t, f"{kostenspel.stand(t).pk}/")
    een = {"actie": "vul_in", "gerealiseerd_1": "10", "prognose_1": "20"}
    assert client.post(pad, {**een, "gerealiseerd_2": "30", "prognose_2": "40"}).status_code == 302
    assert client.post(pad, {**een, "gerealiseerd_2": "", "prognose_2": ""}).status_code == 302
    assert list(Kostenregel.objects.values_list("post__nummer", "gerealiseerd")) == [(1, Decimal(10))]


def test_bedragen_die_samen_niet_te_bewaren_zijn_krijgen_een_zin(m: Mensen, als: Inloggen) -> None:
    t = kostenspel.lopend(m)
    client, pad = als(m.penvoerder), kosten(t, f"{kostenspel.stand(t).pk}/")
    veel = {f"{veld}_{i}": "999999999999" for veld in ("gerealiseerd", "prognose") for i in (1, 2)}
    antwoord = client.post(pad, {"actie": "vul_in", **veel})
    assert (antwoord.status_code, "De bedragen zijn samen te groot. Kijk de bedragen of de kolommen na." in tekst(antwoord)) == (422, True)
    assert not Kostenregel.objects.exists()
    net = {"gerealiseerd_1": "0", "prognose_1": "999999999999", "gerealiseerd_2": "0", "prognose_2": "0"}
    assert client.post(pad, {"actie": "vul_in", **net}).status_code == 302
    assert client.post(f"/stap/verantwoording.kostenstand/{kostenspel.stand(t).pk}/dien_in/", {"toelichting": "Fout."}).status_code == 302
    assert client.get(kosten(t)).status_code == 200


@pytest.mark.parametrize("actie", ["vul_in", "lees_in", "verbeter"])
def test_wie_er_niet_over_gaat_schrijft_niets(m: Mensen, als: Inloggen, actie: str) -> None:
    t = kostenspel.lopend(m)
    pad = kosten(t, f"{kostenspel.stand(t).pk}/")
    assert [als(wie).post(pad, {"actie": actie}).status_code for wie in (m.deelnemer, m.czv, m.nza)] == [403] * 3
    assert als(m.penvoerder).post(pad, {"actie": "onzin"}).status_code == 404


def test_de_begroting_schrijven_en_vaststellen_op_het_scherm(m: Mensen, als: Inloggen) -> None:
    t = opzet.lopend(m)
    client, pad = als(m.penvoerder), kosten(t, "begroting/")
    goed = {
        "actie": "bewaar",
        "nieuw-naam": "Scholing",
        "nieuw-kostensoort": "personeel",
        "nieuw-organisatie": str(m.deelnemer.organisatie_id),
        "nieuw-bedrag": "1.250,50",
        "nieuw-jaar": "2026",
    }
    for veld, waarde, zin in (
        ("nieuw-bedrag", "0", "Vul een bedrag groter dan nul in."),
        ("nieuw-jaar", "1950", "Schrijf een jaartal tussen 2020 en 2099."),
        ("nieuw-organisatie", str(m.czv.organisatie_id), "Kies een van de indieners."),
        ("nieuw-naam", "", "Geef de post een naam."),
    ):
        antwoord = client.post(pad, {**goed, veld: waarde})
        assert (antwoord.status_code, zin in tekst(antwoord)) == (422, True), zin
    assert client.post(pad, goed).status_code == 302
    assert "2. Scholing" in lees(client, pad)
    assert als(m.czv).post(pad, goed).status_code == 403
    assert "Scholing" not in lees(als(m.czv), pad)
    assert client.post(pad, {"actie": "verwijder", "post": "1"}).status_code == 302
    assert client.post(pad, {"actie": "verwijder", "post": "x"}).status_code == 404
    voer_uit(kostenspel.begroting(t), "leg_voor", door=m.penvoerder, op=NU, toelichting="Eigen middelen.")
    assert "Stel de begroting vast" in lees(als(m.czv), pad)
    assert client.post(pad, goed).status_code == 409


# --- a file -----------------------------------------------------------------------------------------------------


def bestand(
    inhoud: str = "Post;Gerealiseerd;Prognose\nPost 1;150;600\nK2;50;400\nTotaal;200;1000\n", naam: str = "kosten.csv"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(naam, inhoud.encode())


def lees_in(client: Client, s: Kostenstand, upload: SimpleUploadedFile) -> Any:
    return client.post(f"/dossiers/{s.dossier.kenmerk}/kosten/{s.pk}/", {"actie": "lees_in", "bestand": upload})


def test_een_bestand_wordt_eerst_bekeken_en_pas_na_bevestigen_overgenomen(m: Mensen, als: Inloggen) -> None:
    t = kostenspel.lopend(m)
    s, client = kostenspel.stand(t), als(m.penvoerder)
    pad = lees_in(client, s, bestand()).headers["Location"]
    html = lees(client, pad)
    assert ("Dit is een totaalregel; zij telt niet mee." in html, "Neem de bedragen over" in html) == (True, True)
    assert not Kostenregel.objects.exists()
    assert not Document.objects.filter(soort="kostenbestand").exists()
    assert [als(w).get(pad).status_code for w in (m.czv, m.nza, m.deelnemer)] == [404] * 3
    assert client.post(pad, {"actie": "bevestig"}).status_code == 302
    assert [(r.gerealiseerd, r.prognose) for r in s.regels.all()] == [(150, 600), (50, 400)]
    document = Document.objects.get(soort="kostenbestand")
    assert (document.sha256, document.onderwerp, Kostenupload.objects.get().inhoud) == (Kostenupload.objects.get().sha256, s.pk, None)
    assert "kosten.csv" in lees(als(m.nza), kosten(t, f"{s.pk}/"))
    nogmaals = lees_in(client, s, bestand())
    zin = f"Dit bestand is al overgenomen op 3 november 2025 door {m.penvoerder.gebruiker}, bij het 3e kwartaal 2025."
    assert (nogmaals.status_code, zin in tekst(nogmaals)) == (422, True)
    assert client.get(pad).status_code == 302
    assert client.post(pad, {"actie": "bevestig"}).status_code == 302
    assert Document.objects.filter(soort="kostenbestand").count() == 1


def test_een_bestand_met_fouten_zegt_ze_per_regel_en_bewaart_niets(m: Mensen, als: Inloggen) -> None:
    s, client = kostenspel.stand(kostenspel.lopend(m)), als(m.penvoerder)
    pad = lees_in(client, s, bestand("Post;Gerealiseerd;Prognose\nPost 1;150;600\nParkeren;=1+1;<b>x</b>\n")).headers["Location"]
    html = lees(client, pad)
    assert ("2 fouten" in html, "Cel B3 bevat een formule. Plak er de waarde." in html, "<b>x</b>" in html) == (True, True, False)
    antwoord = client.post(pad, {"actie": "bevestig"})
    assert (antwoord.status_code, Kostenregel.objects.count()) == (422, 0)


def test_kolommen_zelf_kiezen(m: Mensen, als: Inloggen) -> None:
    s, client = kostenspel.stand(kostenspel.lopend(m)), als(m.penvoerder)
    pad = lees_in(client, s, bestand("Onderdeel;Euro\nPost 1;150\n")).headers["Location"]
    assert "Kies eerst de kolommen" in lees(client, pad)
    dubbel = client.post(pad, {"actie": "kolommen", "post": "0", "gerealiseerd": "0"})
    assert (dubbel.status_code, "Deze kolom is al gekozen voor" in tekst(dubbel)) == (422, True)
    assert client.post(pad, {"actie": "kolommen", "post": "0", "gerealiseerd": "1"}).status_code == 302
    assert client.post(pad, {"actie": "bevestig"}).status_code == 302
    assert [(r.gerealiseerd, r.prognose) for r in s.regels.all()] == [(150, 600)]


def test_een_bestand_dat_niemand_bevestigt_wordt_na_een_week_vergeten(m: Mensen, als: Inloggen) -> None:
    lees_in(als(m.penvoerder), kostenspel.stand(kostenspel.lopend(m)), bestand())
    ruim_uploads_op(NU + dt.timedelta(days=7))
    assert Kostenupload.objects.count() == 1
    ruim_uploads_op(NU + dt.timedelta(days=8))
    assert Kostenupload.objects.count() == 0


@pytest.mark.parametrize(
    ("upload", "zin"),
    [
        (None, "Kies een bestand."),
        (SimpleUploadedFile("leeg.csv", b""), "Dit bestand is leeg. Kies een ander bestand."),
        (SimpleUploadedFile("a.csv", b"Post;Kosten;Uren\nPost 1;5;3\n"), "gaat over uren. Wij vragen niet om uren"),
        (SimpleUploadedFile("a.exe", b"MZ\x90\x00"), "Dit soort bestand lezen wij niet."),
    ],
)
def test_een_geweigerd_bestand_krijgt_zijn_zin_bij_het_veld(m: Mensen, als: Inloggen, upload: Any, zin: str) -> None:
    s = kostenspel.stand(kostenspel.lopend(m))
    gegevens = {"actie": "lees_in"} | ({"bestand": upload} if upload else {})
    antwoord = als(m.penvoerder).post(f"/dossiers/{s.dossier.kenmerk}/kosten/{s.pk}/", gegevens)
    assert (antwoord.status_code, zin in tekst(antwoord), Kostenupload.objects.count()) == (422, True, 0)


def test_het_werkblad_ophalen_invullen_en_teruggeven(m: Mensen, als: Inloggen) -> None:
    s, client = kostenspel.stand(kostenspel.lopend(m)), als(m.penvoerder)
    antwoord = client.get(kosten(s.toekenning, f"{s.pk}/werkblad/"))
    assert (antwoord.status_code, antwoord.content[:2], "attachment" in antwoord["Content-Disposition"]) == (200, b"PK", True)
    assert als(m.czv).get(kosten(s.toekenning, f"{s.pk}/werkblad/")).status_code == 404


def test_een_gebeurtenis_per_dag_is_op_het_scherm_te_laat_vanaf_de_dag_na_de_termijn(m: Mensen, als: Inloggen) -> None:
    t = kostenspel.lopend(m)
    assert "Achterstand: 3e kwartaal 2025" in lees(als(m.czv), kosten(t))
    assert dt.date(2025, 10, 30) < NU
