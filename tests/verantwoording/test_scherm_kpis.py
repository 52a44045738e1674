"""The page of the KPI's, one KPI, and the steps on it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kern.documenten.models import Document
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.kern.documenten import bestanden
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Mijlpaal, Partij
from verantwoording.models import Betaalopdracht, KpiVerantwoording, Mijlpaalbesluit, Toekenning, Voortgangsmoment
from verantwoording.services.toekenning import besluit_mijlpaal


def adres(t: Toekenning, nummer: int | None = None) -> str:
    return f"/dossiers/{t.dossier.kenmerk}/kpis/{f'{nummer}/' if nummer else ''}"


def stap(k: KpiVerantwoording, naam: str) -> str:
    return f"/stap/verantwoording.kpiverantwoording/{k.pk}/{naam}/"


def lees(client: Client, pad: str) -> str:
    antwoord = client.get(pad)
    assert antwoord.status_code == 200
    return antwoord.content.decode().replace("\u00a0", " ").replace("&#x27;", "'")


def test_de_tabel_zegt_per_kpi_hoe_het_staat_en_wie_aan_zet_is(m: Mensen, als: Inloggen) -> None:
    t = opzet.lopend(m, [600, 300, 100], go_no_go=True)
    opzet.betaald(m, opzet.kpi(t, 1), Decimal(450))
    opzet.toegekend(m, opzet.kpi(t, 2))
    html = lees(als(m.czv), adres(t))
    assert "aan zet: een tweede persoon bij" in html
    assert "wacht op mijlpaal 1" in html
    assert "aan zet: u" in lees(als(m.tweede_persoon), adres(t))
    for bedrag in ("€ 1.000", "€ 750", "€ 450"):
        assert bedrag in html


def test_voor_de_start_staan_de_kpis_er_als_afspraak(m: Mensen, als: Inloggen) -> None:
    t = opzet.toekenning(m)
    html = lees(als(m.penvoerder), adres(t))
    assert html.count("afgesproken</span>") == 2
    assert "De uitvoering is nog niet gestart." in lees(als(m.penvoerder), adres(t, 1))


def test_een_voortgangsmoment_vastleggen(m: Mensen, als: Inloggen) -> None:
    t = opzet.in_uitvoering(m, opzet.beschikt(m, opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m)))), met_voortgang=False)
    client = als(m.penvoerder)
    goed = {"actie": "voortgang", "besproken_op": "2025-10-15", "kosten_tot_nu": "1.250,50", "toelichting": "Op schema."}
    for veld, waarde, zin in (
        ("kosten_tot_nu", "-3", "Een bedrag kan niet negatief zijn."),
        ("besproken_op", "2025-11-04", "Een voortgangsmoment legt u vast nadat het is geweest. (3a.5)"),
        ("besproken_op", "2025-08-01", "De uitvoering begon op 1 september 2025; een voortgangsmoment is daarna. (3a.5)"),
        ("toelichting", "x" * 5001, "Dit is te lang: hoogstens 5000 tekens, en dit zijn er 5001."),
    ):
        antwoord = client.post(adres(t), {**goed, veld: waarde})
        assert (antwoord.status_code, zin in antwoord.content.decode()) == (422, True)
    assert client.post(adres(t), goed).status_code == 302
    moment = Voortgangsmoment.objects.get()
    assert (moment.kosten_tot_nu, moment.op, moment.door) == (Decimal("1250.50"), dt.date(2025, 10, 15), m.penvoerder.gebruiker)
    assert als(m.deelnemer).post(adres(t), goed).status_code == 403


def test_een_go_no_go_besluit_nemen(m: Mensen, als: Inloggen) -> None:
    t = opzet.lopend(m, go_no_go=True)
    mijlpaal = Mijlpaal.objects.get(versie=t.plan.ingediende_versie)
    client, p = als(m.czv), str(mijlpaal.pk)
    zonder = client.post(adres(t), {"actie": "besluit", "mijlpaal": p, f"{p}-besluit": "go", f"{p}-onderbouwing": ""})
    assert (zonder.status_code, "Onderbouw dit besluit." in zonder.content.decode()) == (422, True)
    met = {"actie": "besluit", "mijlpaal": p, f"{p}-besluit": "go", f"{p}-onderbouwing": "De doelen zijn gehaald."}
    assert als(m.penvoerder).post(adres(t), met).status_code == 403
    assert client.post(adres(t), met).status_code == 302
    assert Mijlpaalbesluit.objects.get().besluit == "go"
    assert "wacht op mijlpaal" not in lees(client, adres(t))
    assert client.post(adres(t), {**met, "mijlpaal": "onzin"}).status_code == 404


def test_bewijs_indienen_bewaart_tekst_en_bestanden_samen_of_geen_van_beide(
    m: Mensen, als: Inloggen, tmp_path: object, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    k = opzet.kpi(opzet.lopend(m))
    client = als(m.penvoerder)
    fout = client.post(
        stap(k, "dien_bewijs_in"), {"verwacht": "open", "bewijs": "Gehaald.", "bijlage_1": SimpleUploadedFile("meting.pdf", b"geen pdf")}
    )
    assert fout.status_code == 422
    assert "Gehaald." in fout.content.decode()
    k.refresh_from_db()
    assert (k.status, Document.objects.filter(soort="kpi_bewijs").count()) == ("open", 0)
    goed = {"verwacht": "open", "bewijs": "Gehaald.", "bijlage_1": SimpleUploadedFile("meting.pdf", bestanden.pdf())}
    assert client.post(stap(k, "dien_bewijs_in"), goed)["Location"] == adres(k.toekenning, 1)
    document = Document.objects.get(soort="kpi_bewijs")
    assert (document.onderwerp, document.voor, document.titel) == (k.pk, "czv_en_indieners", "Bewijs bij KPI 1: meting.pdf")
    for lid, status in ((m.czv, 200), (m.deelnemer, 200), (m.nza, 200), (m.tweede, 404)):
        antwoord = als(lid).get(f"/documenten/{document.pk}/")
        if status == 200:
            assert b"".join(antwoord.streaming_content)  # type: ignore[attr-defined]
        assert antwoord.status_code == status
    assert f"/documenten/{document.pk}/" in lees(als(m.nza), adres(k.toekenning, 1))
    assert f"/documenten/{document.pk}/" not in lees(als(m.tweede), adres(k.toekenning, 1))


def test_een_verouderd_formulier_krijgt_409_en_houdt_wat_er_stond(m: Mensen, als: Inloggen) -> None:
    k = opzet.bewezen(m, opzet.kpi(opzet.lopend(m)))
    antwoord = als(m.penvoerder).post(stap(k, "dien_bewijs_in"), {"verwacht": "open", "bewijs": "Mijn tekst van vanmorgen."})
    assert antwoord.status_code == 409
    assert "Mijn tekst van vanmorgen." in antwoord.content.decode()


@pytest.mark.parametrize(
    ("gegevens", "zin"),
    [
        ({"resultaat": ""}, "Kies of de KPI is behaald."),
        ({"resultaat": "half"}, "Kies behaald, deels behaald of niet behaald."),
        ({"resultaat": "deels"}, "Noem het bedrag dat bij het behaalde hoort: meer dan € 0 en minder dan € 600."),
        ({"resultaat": "behaald", "bedrag_behaald": "5"}, "Vul dit bedrag alleen in bij deels behaald."),
        ({"resultaat": "niet", "inspanning": "ja"}, "Onderbouw het oordeel over de inspanning (1g.5)."),
        ({"oordeel": ""}, "Schrijf op waarop u uw oordeel baseert."),
    ],
)
def test_een_onvolledig_oordeel_zegt_wat_er_mist(m: Mensen, als: Inloggen, gegevens: dict[str, str], zin: str) -> None:
    k = opzet.bewezen(m, opzet.kpi(opzet.lopend(m)))
    antwoord = als(m.czv).post(
        stap(k, "beoordeel"), {"verwacht": "bewijs_ingediend", "resultaat": "behaald", "oordeel": "Gezien.", **gegevens}
    )
    assert (antwoord.status_code, zin in antwoord.content.decode().replace("\u00a0", " ")) == (422, True)


def test_beoordelen_toekennen_en_door_een_ander_uitbetalen_in_de_browser(m: Mensen, als: Inloggen) -> None:
    k = opzet.bewezen(m, opzet.kpi(opzet.lopend(m)))
    eerste, tweede = als(m.czv), als(m.tweede_persoon)
    eerste.post(stap(k, "beoordeel"), {"verwacht": "bewijs_ingediend", "resultaat": "deels", "bedrag_behaald": "200", "oordeel": "Deels."})
    geweigerd = eerste.post(stap(k, "ken_toe"), {"verwacht": "beoordeeld", "uitkomst": "volledig", "bedrag": "", "motivering": "Toch."})
    assert "Leg eerst vast of de inspanningen volgens afspraak zijn geleverd. (1g.5)" in geweigerd.content.decode()
    leeg = eerste.post(stap(k, "ken_toe"), {"verwacht": "beoordeeld", "uitkomst": "gedeeltelijk", "bedrag": "", "motivering": "Deels."})
    assert "Vul in welk bedrag u toekent." in leeg.content.decode()
    eerste.post(stap(k, "leg_inspanning_vast"), {"verwacht": "beoordeeld", "inspanning": "ja", "inspanning_onderbouwing": "Alles gedaan."})
    assert (
        eerste.post(stap(k, "ken_toe"), {"verwacht": "beoordeeld", "uitkomst": "volledig", "motivering": "Inspanning."}).status_code == 302
    )
    assert "U kende dit bedrag zelf toe." in lees(eerste, stap(k, "betaal_uit"))
    assert eerste.post(stap(k, "betaal_uit"), {"verwacht": "toegekend"}).status_code == 422
    html = lees(tweede, stap(k, "betaal_uit"))
    assert html.count("aantoonbaar</span>") == 4
    assert "Geef opdracht voor € 600" in html
    assert tweede.post(stap(k, "betaal_uit"), {"verwacht": "toegekend"}).status_code == 302
    assert Betaalopdracht.objects.get().bedrag == 600
    assert tweede.post(stap(k, "betaal_uit"), {"verwacht": "toegekend"}).status_code == 409


def test_indieners_lezen_een_oordeel_pas_als_er_is_besloten(m: Mensen, als: Inloggen) -> None:
    k = opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m)), "deels", Decimal(200))
    assert "Gezien." in lees(als(m.czv), adres(k.toekenning, 1))
    assert "Gezien." not in lees(als(m.penvoerder), adres(k.toekenning, 1))
    assert "Beoordeel de KPI" not in lees(als(m.penvoerder), f"/dossiers/{k.dossier.kenmerk}/geschiedenis/")


def test_een_gemeente_ziet_de_stand_en_niet_het_bewijs_of_de_kosten(m: Mensen, als: Inloggen) -> None:
    k = opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    gemeente = LidmaatschapFactory(beslisser=True)
    Partij.objects.create(dossier=k.dossier, organisatie=gemeente.organisatie, rol="gemeente", uitgenodigd_op=opzet.BEGIN)
    client = als(gemeente)
    assert "betaald</span>" in lees(client, adres(k.toekenning))
    assert "Begonnen." not in lees(client, adres(k.toekenning))
    html = lees(client, adres(k.toekenning, 1))
    assert "Gehaald, zie de meting." not in html
    assert "Zoals afgesproken." not in html


def test_een_kpi_die_er_niet_is_en_een_dossier_van_een_ander_zijn_404(m: Mensen, als: Inloggen) -> None:
    t = opzet.lopend(m)
    vreemd = opzet.maak_mensen()
    assert als(m.czv).get(adres(t, 99)).status_code == 404
    assert als(vreemd.czv).get(adres(t)).status_code == 404
    assert als(vreemd.czv).get(stap(opzet.kpi(t), "beoordeel")).status_code == 404
    assert als(m.tweede).get(stap(opzet.bewezen(m, opzet.kpi(t)), "beoordeel")).status_code == 403


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_bladzijden_hebben_een_vast_aantal_vragen(
    m: Mensen, als: Inloggen, django_assert_num_queries: DjangoAssertNumQueries, aantal: int
) -> None:
    t = opzet.lopend(m, [100] * aantal, go_no_go=True)
    mijlpaal = Mijlpaal.objects.get(versie=t.plan.ingediende_versie)
    besluit_mijlpaal(t, mijlpaal, besluit="go", onderbouwing="Ja.", door=m.czv, op=NU)
    for nummer in range(1, aantal + 1):
        opzet.toegekend(m, opzet.kpi(t, nummer))
    client = als(m.tweede_persoon)
    client.get(adres(t))
    with django_assert_num_queries(17):
        antwoord = client.get(adres(t))
    assert len(antwoord.content) < 120_000
    with django_assert_num_queries(13):
        client.get(adres(t, 1))


@pytest.mark.parametrize("aantal", [1, 3])
def test_het_dossier_blijft_binnen_zijn_vragen_met_al_het_geld_erop(
    m: Mensen, als: Inloggen, django_assert_max_num_queries: DjangoAssertNumQueries, aantal: int
) -> None:
    t = opzet.lopend(m, [100] * aantal, go_no_go=True)
    mijlpaal = Mijlpaal.objects.get(versie=t.plan.ingediende_versie)
    besluit_mijlpaal(t, mijlpaal, besluit="go", onderbouwing="Ja.", door=m.czv, op=NU)
    for nummer in range(1, aantal + 1):
        opzet.toegekend(m, opzet.kpi(t, nummer))
    client = als(m.tweede_persoon)
    client.get(f"/dossiers/{t.dossier.kenmerk}/")
    with django_assert_max_num_queries(20):
        html = lees(client, f"/dossiers/{t.dossier.kenmerk}/")
    assert "Stand van het geld" in html
