"""The pages of the financieringsplan and of adjusting a plan."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.fabrieken.organisaties import LidmaatschapFactory, ZorgaanbiederFactory
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Dossier, Partij
from verantwoording.models import Bijstelling, GeplandeUitgave, Toekenning, Voorfinanciering
from verantwoording.services import bijstelling as diensten

VAST = {"bron": "ros", "bedrag": "€ 1 250,50", "beschikbaar_op": "2025-11-03", "afspraak": "Samen afgesproken."}


@pytest.fixture
def t(m: Mensen) -> Toekenning:
    return opzet.lopend(m, [600, 400], go_no_go=True)


def adres(d: Dossier, wat: str = "financieringsplan/") -> str:
    return f"/dossiers/{d.kenmerk}/{wat}"


def tekst(client: Client, pad: str) -> str:
    html = client.get(pad).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#x27;", "'").replace("\u00a0", " ")


def test_het_tekort_staat_in_woorden_op_de_pagina(m: Mensen, t: Toekenning, als: Inloggen) -> None:
    client = als(m.penvoerder)
    assert client.post(adres(t.dossier), {"actie": "uitgaven", "k_2025_10": "1.200"}).status_code == 302
    assert "Vanaf het 4e kwartaal 2025 is er een tekort van € 200. Het wordt daarna niet meer gedekt." in tekst(client, adres(t.dossier))


def test_een_voorfinanciering_vastleggen_met_een_bedrag_zoals_mensen_typen(m: Mensen, t: Toekenning, als: Inloggen) -> None:
    gegevens = VAST | {"actie": "voorfinanciering", "van": str(m.czv.organisatie_id), "aan": str(m.penvoerder.organisatie_id)}
    assert als(m.czv).post(adres(t.dossier), gegevens).status_code == 302
    assert Voorfinanciering.objects.get().bedrag == Decimal("1250.50")


def test_een_fout_bedrag_wordt_bij_het_veld_gezegd_en_wat_is_getypt_blijft(m: Mensen, t: Toekenning, als: Inloggen) -> None:
    gegevens = VAST | {"actie": "voorfinanciering", "bedrag": "veel", "van": "x", "aan": str(m.penvoerder.organisatie_id)}
    antwoord = als(m.czv).post(adres(t.dossier), gegevens)
    assert antwoord.status_code == 422
    assert antwoord.context["voorform"].errors == {
        "bedrag": ["Dit is geen bedrag. Schrijf bijvoorbeeld 1.250,50 of 8400000."],
        "van": ["Kies een partij van dit dossier."],
    }
    assert b"Samen afgesproken." in antwoord.content
    assert not Voorfinanciering.objects.exists()


def test_wie_het_dossier_niet_ziet_krijgt_404_en_onzin_ook(m: Mensen, t: Toekenning, als: Inloggen) -> None:
    vreemd = opzet.maak_mensen()
    assert als(vreemd.penvoerder).get(adres(t.dossier)).status_code == 404
    assert als(m.penvoerder).post(adres(t.dossier), {"actie": "onzin"}).status_code == 404
    assert als(m.nza).post(adres(t.dossier), {"actie": "uitgaven"}).status_code == 403


def test_wie_is_uitgenodigd_leest_het_plan_pas_na_aanvaarden(m: Mensen, t: Toekenning, als: Inloggen) -> None:
    nieuw = LidmaatschapFactory(organisatie=ZorgaanbiederFactory())
    partij = Partij.objects.create(dossier=t.dossier, organisatie=nieuw.organisatie, rol="deelnemer", uitgenodigd_op=NU)
    client = als(nieuw)
    assert client.get(adres(t.dossier)).status_code == 404
    Partij.objects.filter(pk=partij.pk).update(aanvaard_op=NU)
    assert client.get(adres(t.dossier)).status_code == 200


@pytest.mark.parametrize("aantal", [1, 3])
def test_het_financieringsplan_vraagt_even_veel_bij_een_als_bij_drie_rijen(
    m: Mensen, t: Toekenning, als: Inloggen, aantal: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for i in range(aantal):
        Voorfinanciering.objects.create(
            dossier=t.dossier,
            bron="ros",
            bedrag=10,
            van=m.czv.organisatie,
            aan=m.penvoerder.organisatie,
            op=NU,
            afspraak="A",
            door=m.czv.gebruiker,
        )
        GeplandeUitgave.objects.create(dossier=t.dossier, kwartaal=dt.date(2026, 1 + 3 * i, 1), bedrag=10)
    client = als(m.nza)
    client.get(adres(t.dossier))
    with django_assert_num_queries(AANTAL):
        assert client.get(adres(t.dossier)).status_code == 200


AANTAL = 14


def test_een_bijstelling_van_begin_tot_nieuwe_versie_op_het_scherm(m: Mensen, t: Toekenning, als: Inloggen) -> None:
    client = als(m.penvoerder)
    pad = adres(t.dossier, "bijstellingen/")
    assert client.post(pad)["Location"] == f"{pad}1/"
    b = Bijstelling.objects.get()
    velden = {
        f"{v}_{k.sleutel.hex}": w
        for k in b.basis.kpi_lijst
        for v, w in (("bedrag", "500"), ("datum", "2026-03-01"), ("streefwaarde", "90"))
    }
    velden |= {f"datum_{x.sleutel.hex}": "2026-06-01" for x in b.basis.mijlpalen.all()}
    fout = client.post(f"{pad}1/", velden | {"actie": "voorstel", "toelichting": ""})
    assert (fout.status_code, fout.context["voorstelform"].errors) == (422, {"toelichting": ["Schrijf waarom bijstellen nodig is."]})
    assert client.post(f"{pad}1/", velden | {"actie": "voorstel", "toelichting": "Het loopt anders."}).status_code == 302
    stap = f"/stap/verantwoording.bijstelling/{b.pk}/"
    assert client.post(f"{stap}leg_voor/", {"verwacht": "concept"}).status_code == 302
    b.refresh_from_db()
    antwoord = {"actie": "antwoord", "antwoord": "akkoord", "naam": "N. Tekenaar", "functie": "bestuurder", "sha256": b.sha256}
    assert client.post(f"{pad}1/", antwoord).status_code == 302
    assert "stemt in N. Tekenaar, bestuurder, 3 november 2025" in tekst(client, f"{pad}1/")
    verzekeraar = als(m.czv)
    assert verzekeraar.post(f"{stap}stem_in/", {"verwacht": "voorgelegd", "motivering": "Goed."}).status_code == 302
    assert verzekeraar.post(f"{stap}verwerk/", {"verwacht": "akkoord", "addendum": "ADD-1"}).status_code == 302
    assert "versie 1 werd versie 2" in tekst(client, pad)


def test_een_ander_dan_de_gevraagde_antwoordt_niet(m: Mensen, t: Toekenning, als: Inloggen) -> None:
    diensten.start_bijstelling(t, door=m.penvoerder, op=NU)
    pad = adres(t.dossier, "bijstellingen/1/")
    antwoord = {"actie": "antwoord", "antwoord": "akkoord", "naam": "A", "functie": "B"}
    assert als(m.deelnemer).post(pad, antwoord).status_code == 404
    assert als(m.deelnemer).get(pad).status_code == 200
