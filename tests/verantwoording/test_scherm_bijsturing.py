"""The pages of bijsturing, claims and the ledger of a plan: who sees them, and the acts on them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kern.organisaties.models import Lidmaatschap
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Dossier, Partij
from verantwoording.aanzet import geld as _geld  # noqa: F401 -- the page asks all sources
from verantwoording.bijsturing_werk import bijsturing_op_dossier, bijsturingswerk
from verantwoording.models import Bijsturing, Boeking, Correctieverzoek, Terugbetaling, Terugontvangst, Toekenning
from verantwoording.services.bijsturing import open_bijsturing
from verantwoording.services.terugbetaling import leg_ontvangst_vast, vorder


@pytest.fixture
def t(m: Mensen) -> Toekenning:
    t = opzet.lopend(m, [600, 400])
    opzet.betaald(m, opzet.kpi(t))
    return Toekenning.objects.get(pk=t.pk)


@pytest.fixture
def b(m: Mensen, t: Toekenning) -> Bijsturing:
    return open_bijsturing(t, aanleiding="De kosten vallen lager uit.", afwijking=(Decimal(-150), Decimal(-15)), door=None, op=NU)


def adres(t: Toekenning, blad: str = "bijsturing") -> str:
    return f"/dossiers/{t.dossier.kenmerk}/{blad}/"


def lees(client: Client, t: Toekenning, blad: str = "bijsturing", zoek: str = "") -> str:
    antwoord = client.get(adres(t, blad) + zoek)
    assert antwoord.status_code == 200
    return antwoord.content.decode().replace("\u00a0", " ")


def typ_terugbetaling(m: Mensen, **anders: str) -> dict[str, str]:
    velden = {
        "bedrag": "150,50",
        "schuldenaar": str(m.penvoerder.organisatie_id),
        "aantal_termijnen": "2",
        "eerste_op": "2025-12-31",
        "om_de": "3",
        "onderbouwing": "De helft is al besteed.",
        **anders,
    }
    return {"actie": "leg_voor", "uitkomst": "terugbetaling", **{f"terugbetaling-{k}": v for k, v in velden.items()}}


def test_van_afwijking_via_voorstel_en_instemming_tot_vordering(m: Mensen, als: Inloggen, t: Toekenning, b: Bijsturing) -> None:
    penvoerder, czv = als(m.penvoerder), als(m.czv)
    html = lees(penvoerder, t)
    assert ("€ 150 minder dan begroot" in html, "-15,0 procent" in html, html.count("Leg voor aan de andere kant")) == (True, True, 5)
    assert penvoerder.post(adres(t), typ_terugbetaling(m)).status_code == 302
    html = lees(penvoerder, t)
    assert ("Trek uw voorstel in" in html, "Stem in met dit voorstel" in html) == (True, False)
    html = lees(czv, t)
    assert ("Stem in met dit voorstel" in html, "In 2 termijnen: € 75,25 uiterlijk op 31 december 2025" in html) == (True, True)
    b.refresh_from_db()
    gegevens = {"actie": "stem_in", "voorstel": str(b.voorstel.pk), "ja-onderbouwing": ""}
    antwoord = czv.post(adres(t), gegevens)
    assert (antwoord.status_code, "Schrijf op waarom u dit redelijk vindt." in antwoord.content.decode()) == (422, True)
    assert czv.post(adres(t), {**gegevens, "ja-onderbouwing": "Redelijk."}).status_code == 302
    assert [str(v) for v in Terugbetaling.objects.get().termijnen.values_list("bedrag", flat=True)] == ["75.25", "75.25"]
    html = lees(czv, t)
    assert ("Er is nu geen bijsturing open" in html, "Redelijk." in html) == (True, True)


@pytest.mark.parametrize(
    ("veld", "waarde", "zin"),
    [
        ("bedrag", "600,01", "is € 600 uitbetaald. Meer kan niet worden teruggevraagd."),
        ("bedrag", "veel", "Dit is geen bedrag."),
        ("aantal_termijnen", "0", "Kies ten minste 1 termijn."),
        ("aantal_termijnen", "999", "Kies ten hoogste 24 termijnen."),
        ("eerste_op", "2025-01-01", "Kies een eerste dag die nog komt."),
        ("schuldenaar", "00000000-0000-4000-8000-000000000000", "Kies een van de mogelijkheden."),
        ("onderbouwing", "", "Onderbouw uw voorstel."),
    ],
)
def test_een_voorstel_dat_niet_kan_zegt_waarom_en_houdt_wat_is_getypt(
    m: Mensen, als: Inloggen, t: Toekenning, b: Bijsturing, veld: str, waarde: str, zin: str
) -> None:
    antwoord = als(m.penvoerder).post(adres(t), typ_terugbetaling(m, **{veld: waarde}))
    html = antwoord.content.decode().replace("\u00a0", " ")
    b.refresh_from_db()
    assert (antwoord.status_code, zin in html, b.status) == (422, True, "open")
    assert "De helft is al besteed." in html or veld == "onderbouwing"


def test_wie_er_niet_over_gaat_ziet_geen_formulier_en_krijgt_403(m: Mensen, als: Inloggen, t: Toekenning, b: Bijsturing) -> None:
    for lid in (m.deelnemer, m.tweede, m.nza):
        client = als(lid)
        assert "Leg voor aan de andere kant" not in lees(client, t)
        assert client.post(adres(t), typ_terugbetaling(m)).status_code == 403


@pytest.mark.parametrize("blad", ["bijsturing", "terugbetalingen", "grootboek"])
def test_wie_het_niet_aangaat_ziet_de_bladzijden_niet(m: Mensen, als: Inloggen, t: Toekenning, blad: str) -> None:
    vreemd, gemeente = opzet.maak_mensen(), LidmaatschapFactory(beslisser=True)
    Partij.objects.create(dossier=t.dossier, organisatie=gemeente.organisatie, rol="gemeente", uitgenodigd_op=opzet.BEGIN)
    for lid in (vreemd.penvoerder, vreemd.czv, gemeente, LidmaatschapFactory(groep=True)):
        assert als(lid).get(adres(t, blad)).status_code == 404
    assert als(m.nza).get(adres(t, blad)).status_code == 200


@pytest.mark.parametrize(
    "gegevens",
    [{"actie": "wat"}, {}, {"actie": "leg_voor", "uitkomst": "x"}, {"actie": "stem_in"}, {"actie": "wijs_af", "nee-onderbouwing": "x"}],
)
def test_een_onbekende_of_ontijdige_handeling_geeft_geen_500(m: Mensen, als: Inloggen, t: Toekenning, gegevens: dict[str, str]) -> None:
    assert als(m.czv).post(adres(t), gegevens).status_code in (404, 422)


def test_de_stap_op_haar_eigen_adres_verwijst_naar_de_bladzijde(m: Mensen, als: Inloggen, t: Toekenning, b: Bijsturing) -> None:
    antwoord = als(m.czv).post(f"/stap/verantwoording.bijsturing/{b.pk}/leg_voor/", {"verwacht": "open"})
    assert (antwoord.status_code, "Doe dit op de bladzijde van de bijsturing." in antwoord.content.decode()) == (422, True)


def test_het_bronverschil_over_terugvorderen_staat_in_beeld(m: Mensen, als: Inloggen, t: Toekenning) -> None:
    assert "De werkinstructie is later en geldt." in lees(als(m.penvoerder), t)


# --- claims -------------------------------------------------------------------------------------------------------


@pytest.fixture
def v(m: Mensen, t: Toekenning) -> Terugbetaling:
    return vorder(t, schuldenaar=m.penvoerder.organisatie, bedrag=Decimal(300), reden="Minder gemaakt.", op=NU)


def test_een_ontvangst_wordt_op_de_bladzijde_vastgelegd(m: Mensen, als: Inloggen, t: Toekenning, v: Terugbetaling) -> None:
    client, pk = als(m.czv), str(v.pk)
    goed = {
        "actie": "ontvang",
        "vordering": pk,
        f"{pk}-bedrag": "€ 1 00,50",
        f"{pk}-ontvangen_op": "2025-11-03",
        f"{pk}-referentie": "NL-7",
    }
    antwoord = client.post(adres(t, "terugbetalingen"), {**goed, f"{pk}-bedrag": "300,01"})
    html = antwoord.content.decode().replace("\u00a0", " ")
    assert (antwoord.status_code, "Er is nog € 300 open." in html, 'value="300,01"' in html) == (422, True, True)
    assert client.post(adres(t, "terugbetalingen"), goed).status_code == 302
    assert Terugontvangst.objects.get().bedrag == Decimal("100.50")
    assert "€ 199,50" in lees(client, t, "terugbetalingen")
    assert als(m.penvoerder).post(adres(t, "terugbetalingen"), goed).status_code == 403


def test_zonder_vordering_zegt_de_bladzijde_dat(m: Mensen, als: Inloggen, t: Toekenning) -> None:
    assert "Er is niets terug te betalen" in lees(als(m.deelnemer), t, "terugbetalingen")


# --- the ledger ---------------------------------------------------------------------------------------------------


def test_het_grootboek_toont_elke_boeking_met_wie_en_stand_op_een_dag(m: Mensen, als: Inloggen, t: Toekenning, v: Terugbetaling) -> None:
    client = als(m.czv)
    html = lees(client, t, "grootboek")
    for woord in ("Reservering", "KPI toegekend", "Uitbetaling", "Vordering", "Minder gemaakt.", m.czv.organisatie.naam):
        assert woord in html
    html = lees(client, t, "grootboek", "?op=2025-07-31")
    assert ("Reservering" in html, "KPI toegekend" in html) == (True, False)
    assert "Er is op deze dag nog niets geboekt." in lees(client, t, "grootboek", "?op=2025-06-30")


@pytest.mark.parametrize(("op", "zin"), [("gisteren", "Dit is geen bestaande dag."), ("2099-01-01", "Deze dag moet nog komen.")])
def test_een_dag_die_niet_kan_geeft_de_stand_van_vandaag(m: Mensen, als: Inloggen, t: Toekenning, op: str, zin: str) -> None:
    html = lees(als(m.czv), t, "grootboek", f"?op={op}")
    assert (zin in html, "KPI toegekend" in html) == (True, True)


def test_een_correctie_vraagt_een_en_boekt_een_ander_terug(m: Mensen, als: Inloggen, t: Toekenning, v: Terugbetaling) -> None:
    leg_ontvangst_vast(v, bedrag=Decimal(100), ontvangen_op=NU, referentie="NL-1", door=m.czv, op=NU)
    boeking = Boeking.objects.get(soort="terugontvangst")
    client, pk = als(m.czv), str(boeking.pk)
    gegevens = {"actie": "corrigeer", "boeking": pk, f"{pk}-reden": "Verkeerd bedrag."}
    assert als(m.penvoerder).post(adres(t, "grootboek"), gegevens).status_code == 403
    assert client.post(adres(t, "grootboek"), {**gegevens, f"{pk}-reden": ""}).status_code == 422
    assert client.post(adres(t, "grootboek"), gegevens).status_code == 302
    verzoek = Correctieverzoek.objects.get()
    stap = f"/stap/verantwoording.correctieverzoek/{verzoek.pk}/boek_terug/"
    assert "U vroeg deze correctie zelf aan." in lees(client, t, "grootboek")
    assert client.post(stap, {"verwacht": "gevraagd"}).status_code == 422
    assert als(m.tweede_persoon).post(stap, {"verwacht": "gevraagd"}).status_code == 302
    html = lees(client, t, "grootboek")
    assert ("Naar de tegenboeking van 3 november 2025" in html, f"#boeking-{boeking.pk}" in html) == (True, True)


@pytest.mark.parametrize("boeking", ["x", "00000000-0000-4000-8000-000000000000", ""])
def test_een_boeking_die_er_niet_is_geeft_404(m: Mensen, als: Inloggen, t: Toekenning, boeking: str) -> None:
    assert als(m.czv).post(adres(t, "grootboek"), {"actie": "corrigeer", "boeking": boeking}).status_code == 404


# --- work ---------------------------------------------------------------------------------------------------------


def werk(lid: Lidmaatschap, op: dt.date = NU) -> list[tuple[str, bool]]:
    return [(i.wat, i.is_aan_zet) for i in bijsturingswerk(Lidmaatschap.objects.get(pk=lid.pk), op)]


def beurt(t: Toekenning, lid: Lidmaatschap) -> list[set[str]]:
    dossier = Dossier.objects.select_related("plan", "coordinerend", "tweede").get(pk=t.dossier_id)
    return [{o.naam for o in z.wie} for z in bijsturing_op_dossier(dossier, lid, NU)]


def test_het_werk_ligt_eerst_bij_beide_kanten_en_dan_bij_wie_moet_antwoorden(m: Mensen, t: Toekenning, b: Bijsturing) -> None:
    czv, penvoerder = m.czv.organisatie.naam, m.penvoerder.organisatie.naam
    assert werk(m.czv) == werk(m.penvoerder) == [("Doe een voorstel voor bijsturing", True)]
    assert (werk(m.deelnemer), werk(m.tweede), beurt(t, m.nza)) == ([], [], [{czv, penvoerder}])
    voer_uit(b, "leg_voor", door=m.penvoerder, op=NU, uitkomst="anders", onderbouwing="Zo.")
    assert werk(m.czv) == [("Antwoord op het voorstel voor bijsturing", True)]
    assert werk(m.penvoerder) == [("De andere kant antwoordt op uw voorstel voor bijsturing", False)]
    assert beurt(t, m.penvoerder) == [{czv}]
    voer_uit(b, "stem_in", door=m.czv, op=NU, voorstel=str(b.voorstel.pk), onderbouwing="Goed.")
    assert (werk(m.czv), werk(m.penvoerder), beurt(t, m.czv)) == ([], [], [])


def test_extra_middelen_wachten_op_de_nza_tot_zij_zijn_beschikt(m: Mensen, als: Inloggen, t: Toekenning, b: Bijsturing) -> None:
    voer_uit(b, "leg_voor", door=m.penvoerder, op=NU, uitkomst="extra", bedrag=Decimal(50), onderbouwing="Te krap.")
    voer_uit(b, "stem_in", door=m.czv, op=NU, voorstel=str(b.voorstel.pk))
    assert werk(m.nza) == [("Leg de aanvullende beschikking vast", True)]
    client = als(m.nza)
    gegevens = {"actie": "aanvullend", "aanvullend-kenmerk": "TB/A1", "aanvullend-afgegeven_op": "2025-11-03", "aanvullend-bedrag": "51"}
    antwoord = client.post(adres(t), gegevens)
    assert (antwoord.status_code, "nog niet beschikt" in antwoord.content.decode()) == (422, True)
    assert client.post(adres(t), {**gegevens, "aanvullend-bedrag": "50,00"}).status_code == 302
    assert werk(m.nza) == []


def test_een_termijn_wacht_op_wie_betaalt_en_na_haar_dag_ook_op_de_verzekeraar(m: Mensen, t: Toekenning, v: Terugbetaling) -> None:
    laat = NU + dt.timedelta(days=31)
    naam = m.penvoerder.organisatie.naam
    assert (werk(m.penvoerder), werk(m.czv)) == (
        [("Betaal terug aan het Zvw-fonds", True)],
        [(f"Leg de terugbetaling van {naam} vast", False)],
    )
    assert werk(m.czv, laat) == [(f"Leg de terugbetaling van {naam} vast", True)]
    leg_ontvangst_vast(v, bedrag=Decimal(300), ontvangen_op=NU, referentie="NL-1", door=m.czv, op=NU)
    assert (werk(m.penvoerder), werk(m.czv, laat)) == ([], [])


@pytest.mark.parametrize("aantal", [1, 3])
@pytest.mark.parametrize(("blad", "vragen"), [("terugbetalingen", 12), ("grootboek", 14), ("bijsturing", 11)])
def test_de_bladzijden_hebben_een_vast_aantal_vragen_aan_de_databank(
    m: Mensen, als: Inloggen, t: Toekenning, django_assert_num_queries: DjangoAssertNumQueries, aantal: int, blad: str, vragen: int
) -> None:
    for nummer in range(aantal):
        v = vorder(t, schuldenaar=m.penvoerder.organisatie, bedrag=Decimal(100), reden="Minder.", op=NU)
        leg_ontvangst_vast(v, bedrag=Decimal(10), ontvangen_op=NU, referentie=f"NL-{nummer}", door=m.czv, op=NU)
        b = open_bijsturing(t, aanleiding="Anders dan gedacht.", door=m.czv, op=NU)
        voer_uit(b, "leg_voor", door=m.penvoerder, op=NU, uitkomst="anders", onderbouwing="Zo.")
        if nummer < aantal - 1:
            voer_uit(b, "stem_in", door=m.czv, op=NU, voorstel=str(b.voorstel.pk), onderbouwing="Goed.")
    client = als(m.czv)
    client.get(adres(t, blad))
    with django_assert_num_queries(vragen):
        client.get(adres(t, blad))
