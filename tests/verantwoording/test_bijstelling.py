"""Adjusting an approved plan: proposed, agreed, and processed in a new frozen version (1g.6)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.regels.hulp import belet, belet_met_plek
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Kpi, KpiDeel, Planversie, Transformatieplan, Verdeeldeel
from verantwoording.bijstelling import herverdeel
from verantwoording.blad import geldblad
from verantwoording.models import Bijstelling, Mijlpaalbesluit, Toekenning, Voorschot
from verantwoording.services import bijstelling as diensten

LATER = dt.date(2026, 9, 1)


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


@pytest.fixture
def t(m: Mensen) -> Toekenning:
    return opzet.lopend(m, [600, 400], go_no_go=True)


def begonnen(m: Mensen, t: Toekenning) -> Bijstelling:
    return diensten.start_bijstelling(t, door=m.penvoerder, op=NU)


def schrijf(m: Mensen, b: Bijstelling, *bedragen: int, **anders: Any) -> Bijstelling:
    kpis = {k.sleutel: {"bedrag": Decimal(n), "datum": anders.get("datum")} for k, n in zip(b.basis.kpi_lijst, bedragen, strict=False)}
    mijlpalen = {x.sleutel: anders["mijlpaal"] for x in b.basis.mijlpalen.all() if "mijlpaal" in anders}
    return diensten.bewaar_voorstel(b, kpis=kpis, mijlpalen=mijlpalen, toelichting="Het loopt anders.", door=m.penvoerder, op=NU)


def voorgelegd(m: Mensen, t: Toekenning, *bedragen: int, **anders: Any) -> Bijstelling:
    return voer_uit(schrijf(m, begonnen(m, t), *(bedragen or (500, 500)), **anders), "leg_voor", door=m.penvoerder, op=NU)


def beantwoord(m: Mensen, b: Bijstelling, wat: str = "akkoord") -> None:
    akkoord = b.akkoorden.get(organisatie=m.penvoerder.organisatie, vervallen_op=None)
    wie = {"naam": "N. Tekenaar", "functie": "bestuurder", "toelichting": "Zo is het."}
    diensten.antwoord(akkoord, sha256=akkoord.bijstelling.sha256, antwoord=wat, **wie, door=m.penvoerder, op=NU)


def verwerkt(m: Mensen, b: Bijstelling) -> Bijstelling:
    beantwoord(m, b)
    b = voer_uit(b, "stem_in", door=m.czv, op=NU, motivering="Verstandig.")
    return voer_uit(b, "verwerk", door=m.czv, op=NU, addendum="ADD-1")


def test_een_bijstelling_wordt_een_nieuwe_bevroren_versie_met_dezelfde_sleutels(m: Mensen, t: Toekenning) -> None:
    oud = t.plan.ingediende_versie
    b = verwerkt(m, voorgelegd(m, t, 500, 500, datum=LATER, mijlpaal=LATER))
    plan = Transformatieplan.objects.get(pk=t.plan_id)
    nieuw = plan.ingediende_versie
    assert oud is not None
    assert nieuw is not None
    assert (b.status, b.versie, b.addendum, nieuw.nummer, nieuw.bevroren_op) == ("verwerkt", nieuw, "ADD-1", oud.nummer + 1, NU)
    assert plan.laatste_versie == nieuw
    assert [(k.bedrag, k.meten_op) for k in nieuw.kpi_lijst] == [(Decimal(500), LATER), (Decimal(500), LATER)]
    assert {k.sleutel for k in nieuw.kpi_lijst} == {k.sleutel for k in oud.kpi_lijst}
    assert [x.datum for x in nieuw.mijlpalen.all()] == [LATER]
    assert [v.kpi.versie_id for v in t.kpis.select_related("kpi")] == [nieuw.pk, nieuw.pk]
    assert nieuw.sha256 == b.sha256 == nieuw.bereken_hash()


def test_tot_het_is_verwerkt_verandert_er_aan_het_plan_niets(m: Mensen, t: Toekenning) -> None:
    b = voorgelegd(m, t)
    beantwoord(m, b)
    voer_uit(b, "stem_in", door=m.czv, op=NU, motivering="Goed.")
    plan = Transformatieplan.objects.get(pk=t.plan_id)
    assert Planversie.objects.filter(plan=plan).count() == 1
    assert plan.laatste_versie == plan.ingediende_versie == b.basis
    assert [k.bedrag for k in Kpi.objects.filter(versie=b.basis)] == [Decimal(600), Decimal(400)]


def test_de_oude_versie_blijft_zoals_zij_was(m: Mensen, t: Toekenning) -> None:
    b = verwerkt(m, voorgelegd(m, t))
    oud = Planversie.objects.get(pk=b.basis_id)
    assert (oud.bereken_hash(), [k.bedrag for k in oud.kpi_lijst]) == (oud.sha256, [Decimal(600), Decimal(400)])


def test_de_bijgestelde_kpis_tellen_op_tot_het_overeengekomen_bedrag(m: Mensen, t: Toekenning) -> None:
    b = schrijf(m, begonnen(m, t), 500, 400)
    tekst = "De bijgestelde KPI's tellen op tot € 900; afgesproken is € 1.000."
    assert belet(lambda: voer_uit(b, "leg_voor", door=m.penvoerder, op=NU), "1f.3") == [tekst]


def test_met_extra_middelen_tellen_zij_op_tot_meer(m: Mensen, t: Toekenning) -> None:
    b = diensten.start_bijstelling(t, door=m.czv, op=NU, extra_middelen=Decimal(100))
    b = voer_uit(schrijf(m, b, 600, 500), "leg_voor", door=m.penvoerder, op=NU)
    verwerkt(m, b)
    nieuw = Transformatieplan.objects.get(pk=t.plan_id).laatste_versie
    assert (nieuw.kpi_totaal, nieuw.bedrag_gevraagd) == (Decimal(1100), Decimal(1100))


def test_extra_middelen_van_een_ingetrokken_voorstel_gaan_mee_naar_het_volgende(m: Mensen, t: Toekenning) -> None:
    Toekenning.objects.filter(pk=t.pk).update(bedrag_extra=100)
    b = diensten.start_bijstelling(t, door=m.czv, op=NU, extra_middelen=Decimal(100))
    voer_uit(b, "trek_in", door=m.penvoerder, op=NU, reden="Anders.")
    tweede = begonnen(m, t)
    assert tweede.extra_middelen == Decimal(100)

    def telt_op() -> tuple[bool, Decimal]:
        dossier = Toekenning.objects.get(pk=t.pk).dossier
        blad = geldblad(dossier, m.czv)
        assert blad is not None
        return blad.telt_op, blad.moet_optellen_tot

    assert telt_op() == (True, Decimal(1000))
    verwerkt(m, voer_uit(schrijf(m, tweede, 600, 500), "leg_voor", door=m.penvoerder, op=NU))
    assert telt_op() == (True, Decimal(1100))
    assert begonnen(m, t).extra_middelen == Decimal(0)


def test_een_bedrag_wordt_niet_lager_dan_het_voorschot_dat_is_vrijgegeven(m: Mensen, t: Toekenning) -> None:
    b = begonnen(m, t)
    een, twee = opzet.kpi(t, 1), opzet.kpi(t, 2)
    Voorschot.objects.create(toekenning=t, van=een, voor=twee, bedrag=300, op=NU, door=m.czv.gebruiker)
    zin = "Voor KPI 2 is al € 300 als voorschot vrijgegeven; het bedrag kan niet lager worden."
    (fout,) = belet_met_plek(lambda: schrijf(m, b, 800, 200))
    assert (fout[0].replace("\u00a0", " "), fout[1], fout[2]) == (zin, "1g.4", f"bedrag_{twee.sleutel.hex}")
    schrijf(m, b, 700, 300)


def test_een_voorstel_zonder_wijziging_wordt_niet_voorgelegd(m: Mensen, t: Toekenning) -> None:
    b = schrijf(m, begonnen(m, t), 600, 400)
    assert belet(lambda: voer_uit(b, "leg_voor", door=m.penvoerder, op=NU)) == [
        "Er is nog niets gewijzigd. Pas eerst een KPI of een mijlpaal aan."
    ]


def test_een_kpi_waarvan_het_bewijs_is_ingediend_verandert_niet_meer(m: Mensen, t: Toekenning) -> None:
    b = begonnen(m, t)
    opzet.bewezen(m, opzet.kpi(t, 1))
    sleutel = b.basis.kpi_lijst[0].sleutel
    assert belet_met_plek(lambda: schrijf(m, b, 500, 500)) == [
        ("KPI 1 verandert niet meer: de stand is 'bewijs ingediend'.", "1g.6", f"bedrag_{sleutel.hex}")
    ]


def test_wordt_een_kpi_intussen_bewezen_dan_gaat_de_bijstelling_niet_door(m: Mensen, t: Toekenning) -> None:
    b = voorgelegd(m, t)
    beantwoord(m, b)
    b = voer_uit(b, "stem_in", door=m.czv, op=NU, motivering="Goed.")
    opzet.bewezen(m, opzet.kpi(t, 1))
    assert belet(lambda: voer_uit(b, "verwerk", door=m.czv, op=NU, addendum="A")) == [
        "KPI 1 verandert niet meer: de stand is 'bewijs ingediend'. Haal de wijziging van deze KPI uit het voorstel."
    ]


def test_een_mijlpaal_waarover_is_besloten_verschuift_niet_meer(m: Mensen, t: Toekenning) -> None:
    from verantwoording.services.toekenning import besluit_mijlpaal

    b = begonnen(m, t)
    mijlpaal = b.basis.mijlpalen.get()
    besluit_mijlpaal(t, mijlpaal, besluit="go", onderbouwing="Ja.", door=m.czv, op=NU)
    assert belet(lambda: schrijf(m, b, mijlpaal=LATER)) == ["Over deze mijlpaal is al besloten; zij verandert niet meer."]


def test_zonder_instemming_van_wie_het_raakt_beslist_de_verzekeraar_niet(m: Mensen, t: Toekenning) -> None:
    b, naam = voorgelegd(m, t), m.penvoerder.organisatie.aan_het_begin
    assert belet(lambda: voer_uit(b, "stem_in", door=m.czv, op=NU, motivering="Goed.")) == [
        f"{naam} heeft nog niet ingestemd met de bijstelling."
    ]
    beantwoord(m, b, "bezwaar")
    assert belet(lambda: voer_uit(b, "stem_in", door=m.czv, op=NU, motivering="Goed.")) == [f"{naam} stemt niet in met de bijstelling."]


def test_alleen_wie_voor_de_gevraagde_partij_tekent_antwoordt(m: Mensen, t: Toekenning) -> None:
    akkoord = voorgelegd(m, t).akkoorden.get()
    for door in (m.deelnemer, m.czv, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            diensten.antwoord(akkoord, sha256="", antwoord="akkoord", naam="A", functie="B", door=door, op=NU)


def test_bezwaar_vraagt_een_toelichting(m: Mensen, t: Toekenning) -> None:
    akkoord = voorgelegd(m, t).akkoorden.get()

    def poging() -> None:
        wie = {"naam": "A", "functie": "B", "toelichting": " "}
        diensten.antwoord(akkoord, sha256=akkoord.bijstelling.sha256, antwoord="bezwaar", **wie, door=m.penvoerder, op=NU)

    assert belet_met_plek(poging) == [("Leg uit waarom uw organisatie niet instemt.", "1g.6", "toelichting")]


def test_teruggenomen_vervalt_elk_akkoord_en_wordt_opnieuw_gevraagd(m: Mensen, t: Toekenning) -> None:
    b = voorgelegd(m, t)
    beantwoord(m, b)
    b = voer_uit(b, "neem_terug", door=m.penvoerder, op=NU)
    b = voer_uit(schrijf(m, b, 700, 300), "leg_voor", door=m.penvoerder, op=NU)
    assert list(b.akkoorden.order_by("vastgelegd_op").values_list("antwoord", "vervallen_op")) == [("akkoord", NU), ("", None)]


def test_wie_antwoordt_op_een_voorstel_dat_intussen_gewijzigd_is_leest_eerst_het_nieuwe(m: Mensen, t: Toekenning, als: Inloggen) -> None:
    b = voorgelegd(m, t)
    client, gelezen = als(m.penvoerder), b.sha256
    assert f'name="sha256" value="{gelezen}"' in client.get(b.get_absolute_url()).content.decode()
    b = voer_uit(b, "neem_terug", door=m.penvoerder, op=NU)
    b = voer_uit(schrijf(m, b, 700, 300), "leg_voor", door=m.penvoerder, op=NU)
    invoer = {"actie": "antwoord", "antwoord": "akkoord", "naam": "A", "functie": "B", "sha256": gelezen}
    for oud in (gelezen, ""):
        antwoord = client.post(b.get_absolute_url(), {**invoer, "sha256": oud})
        html = antwoord.content.decode()
        zin = "Het voorstel is intussen gewijzigd. Lees het nieuwe voorstel en antwoord dan."
        assert (antwoord.status_code, zin in html, f'name="sha256" value="{b.sha256}"' in html) == (422, True, True)
    assert b.akkoorden.get(vervallen_op=None).antwoord == ""
    assert client.post(b.get_absolute_url(), {**invoer, "sha256": b.sha256}).status_code == 302
    assert b.akkoorden.get(vervallen_op=None).antwoord == "akkoord"


def test_er_loopt_een_bijstelling_tegelijk(m: Mensen, t: Toekenning) -> None:
    begonnen(m, t)
    assert belet(lambda: begonnen(m, t)) == ["Er loopt al een bijstelling (bijstelling 1). Rond die eerst af."]


def test_alleen_penvoerder_en_coordinerende_verzekeraar_beginnen(m: Mensen, t: Toekenning) -> None:
    for door in (m.deelnemer, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            diensten.start_bijstelling(t, door=door, op=NU)


def test_een_plan_dat_niet_loopt_wordt_niet_bijgesteld(m: Mensen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    assert belet(lambda: begonnen(m, t)) == ["Bijstellen kan alleen bij een plan in uitvoering."]


def test_eindigt_het_plan_dan_vervalt_de_bijstelling(m: Mensen, t: Toekenning) -> None:
    b = voorgelegd(m, t)
    voer_uit(t, "beeindig", door=m.czv, op=NU, reden="Gestopt.")
    assert Bijstelling.objects.get(pk=b.pk).status == "ingetrokken"


def test_een_verwerkte_bijstelling_verandert_niet_meer(m: Mensen, t: Toekenning) -> None:
    b = verwerkt(m, voorgelegd(m, t))
    with pytest.raises(StapNietMogelijk):
        voer_uit(b, "trek_in", door=m.penvoerder, op=NU, reden="Toch niet.")
    with pytest.raises(StapBelet):
        schrijf(m, b, 400, 600)


def test_een_besluit_eerst_bijstellen_is_de_aanleiding(m: Mensen, t: Toekenning) -> None:
    besluit = Mijlpaalbesluit.objects.create(
        toekenning=t, sleutel=t.pk, besluit="bijstellen", onderbouwing="X", op=NU, door=m.czv.gebruiker
    )
    b = diensten.start_bijstelling(t, aanleiding=besluit, door=m.penvoerder, op=NU)
    assert (b.aanleiding, b.aanleiding_rij) == ("mijlpaal", besluit.pk)


def test_een_gesplitste_kpi_wordt_naar_verhouding_verdeeld_zonder_een_cent_te_verliezen(m: Mensen) -> None:
    delen = [Verdeeldeel(m.czv.pk, "A", "msz", Decimal("33.34")), *(Verdeeldeel(m.nza.pk, x, "ggz", Decimal("33.33")) for x in "BC")]
    nieuw = herverdeel(delen, Decimal("200.00"))
    assert [d.bedrag for d in nieuw] == [Decimal("66.68"), Decimal("66.66"), Decimal("66.66")]


def test_wie_een_deel_van_een_gewijzigde_kpi_draagt_stemt_mee_in(m: Mensen) -> None:
    t = opzet.lopend(m)
    kpi = t.plan.laatste_versie.kpi_lijst[0]
    from django.db import connection

    with connection.cursor() as cursor:  # in the frozen version, as if it was handed in so
        cursor.execute("SELECT set_config('transformatieplan.onderhoud', 'ja', true)")
        for lid, bedrag in ((m.penvoerder, 400), (m.deelnemer, 200)):
            KpiDeel.objects.create(kpi=kpi, organisatie=lid.organisatie, sector="msz", bedrag=bedrag)
        cursor.execute("SELECT set_config('transformatieplan.onderhoud', '', true)")
    b = voorgelegd(m, t, 300, 700)
    assert {a.organisatie for a in b.akkoorden.all()} == {m.penvoerder.organisatie, m.deelnemer.organisatie}
    for lid in (m.penvoerder, m.deelnemer):
        akkoord = b.akkoorden.get(organisatie=lid.organisatie)
        diensten.antwoord(akkoord, sha256=b.sha256, antwoord="akkoord", naam="A", functie="B", door=lid, op=NU)
    b = voer_uit(b, "stem_in", door=m.czv, op=NU, motivering="Goed.")
    b = voer_uit(b, "verwerk", door=m.czv, op=NU, addendum="A")
    assert b.versie is not None
    assert sorted(d.bedrag for d in b.versie.kpi_lijst[0].verdeling) == [Decimal(100), Decimal(200)]
