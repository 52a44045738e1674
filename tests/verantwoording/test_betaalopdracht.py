"""The payment order: by the key, to the cent, marked as paid by who paid."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kern.organisaties.models import Organisatie
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.models import Betaalopdrachtregel, Boekingsregel, KpiVerantwoording, Toekenning, Verdeelsleutel
from verantwoording.selectors import saldi
from verantwoording.selectors_betaling import geldende_sleutel
from verantwoording.services import betaalopdracht as diensten

MORGEN = NU + dt.timedelta(days=1)


def zinnen(fout: StapBelet) -> list[tuple[str, str]]:
    return [(b.tekst.replace("\u00a0", " "), b.veld) for b in fout.beletselen]


def sleutel(m: Mensen, t: Toekenning, eerste: str, tweede: str) -> Verdeelsleutel:
    delen = {m.czv.organisatie: Decimal(eerste), m.tweede.organisatie: Decimal(tweede)}
    return diensten.stel_sleutel_voor(t, delen, door=m.czv, op=NU)


def afgesproken(m: Mensen, t: Toekenning, eerste: str = "66.67", tweede: str = "33.33") -> None:
    diensten.stem_in_met_sleutel(t, sleutel(m, t, eerste, tweede).pk, door=m.tweede, op=NU)


def regel_van(k: KpiVerantwoording, verzekeraar: Organisatie) -> Betaalopdrachtregel:
    return Betaalopdrachtregel.objects.select_related("opdracht__verantwoording").get(opdracht__verantwoording=k, verzekeraar=verzekeraar)


SLEUTELS = st.lists(st.integers(1, 9_999), min_size=1, max_size=8).map(
    lambda gewichten: [Decimal(g) * 10_000 // sum(gewichten) / 100 for g in gewichten]
)


@given(st.integers(1, 10**12), SLEUTELS)
def test_verdelen_verliest_nooit_een_cent_en_wijkt_hoogstens_een_cent_af(cent: int, delen: list[Decimal]) -> None:
    delen[0] += 100 - sum(delen)
    bedrag = Decimal(cent) / 100
    uit = dict(diensten.verdeel_naar_sleutel(bedrag, list(enumerate(delen))))
    assert sum(uit.values()) == bedrag
    assert all(abs(uit.get(i, Decimal(0)) - bedrag * p / 100) < Decimal("0.01") for i, p in enumerate(delen))
    assert all(deel > 0 and deel == deel.quantize(Decimal("0.01")) for deel in uit.values())


def test_zonder_sleutel_betaalt_de_coordinerende_alles_en_na_haar_betaling_is_de_kpi_betaald(m: Mensen) -> None:
    k = opzet.opgedragen(m, opzet.kpi(opzet.lopend(m)))
    assert (k.status, k.betaald_op) == ("opdracht", None)
    regel = regel_van(k, m.czv.organisatie)
    assert (regel.bedrag, regel.opdracht.ontvanger, regel.opdracht.door) == (600, m.penvoerder.organisatie, m.tweede_persoon.gebruiker)
    assert saldi(k.dossier_id)["te_betalen"] == 600
    diensten.markeer_betaald(regel, betaald_op=NU, referentie=" INGB  2025-11 ", door=m.czv, op=MORGEN)
    k.refresh_from_db()
    assert (k.status, k.betaald_op, k.uitbetaling.bedrag, k.uitbetaling.door) == ("betaald", NU, 600, m.tweede_persoon.gebruiker)
    geboekt = set(
        Boekingsregel.objects.filter(boeking__soort="uitbetaling").values_list("rekening", "bedrag", "organisatie", "boeking__op")
    )
    assert geboekt == {
        ("te_betalen", Decimal(-600), m.czv.organisatie_id, NU),
        ("uitbetaald", Decimal(600), m.penvoerder.organisatie_id, NU),
    }
    assert regel_van(k, m.czv.organisatie).referentie == "INGB 2025-11"


def test_elke_verzekeraar_betaalt_zijn_deel_en_de_laatste_maakt_de_kpi_betaald(m: Mensen) -> None:
    t = opzet.lopend(m, ["100.01", "399.99"])
    afgesproken(m, t)
    k = opzet.opgedragen(m, opzet.kpi(t))
    eigen, ander = regel_van(k, m.czv.organisatie), regel_van(k, m.tweede.organisatie)
    assert (eigen.bedrag, ander.bedrag) == (Decimal("66.68"), Decimal("33.33"))
    diensten.markeer_betaald(ander, betaald_op=MORGEN, referentie="A", door=m.tweede, op=MORGEN)
    assert opzet.kpi(t).status == "opdracht"
    assert (saldi(t.dossier_id)["te_betalen"], saldi(t.dossier_id)["uitbetaald"]) == (Decimal("66.68"), Decimal("33.33"))
    diensten.markeer_betaald(eigen, betaald_op=NU, referentie="B", door=m.tweede_persoon, op=MORGEN)
    k = opzet.kpi(t)
    assert (k.status, k.betaald_op) == ("betaald", MORGEN)
    assert saldi(t.dossier_id)["uitbetaald"] == Decimal("100.01")


def test_wie_een_betaling_vastlegt_noemt_een_kloppende_dag_en_een_kenmerk(m: Mensen) -> None:
    regel = regel_van(opzet.opgedragen(m, opzet.kpi(opzet.lopend(m))), m.czv.organisatie)
    for dag, kenmerk, verwacht in (
        (MORGEN, "X", ("Een betaling legt u vast nadat zij is gedaan.", "betaald_op")),
        (NU - dt.timedelta(days=1), "X", ("De opdracht is van 3 november 2025; een betaling is niet eerder.", "betaald_op")),
        (NU, "  ", ("Vul het kenmerk in waaronder u betaalde.", "referentie")),
    ):
        with pytest.raises(StapBelet) as fout:
            diensten.markeer_betaald(regel, betaald_op=dag, referentie=kenmerk, door=m.czv, op=NU)
        assert zinnen(fout.value) == [verwacht]
    assert not Betaalopdrachtregel.objects.exclude(betaald_op=None).exists()


def test_alleen_de_verzekeraar_zelf_legt_zijn_betaling_vast_en_maar_een_keer(m: Mensen) -> None:
    t = opzet.lopend(m)
    afgesproken(m, t, "50", "50")
    regel = regel_van(opzet.opgedragen(m, opzet.kpi(t)), m.tweede.organisatie)
    for door in (m.czv, m.penvoerder, m.deelnemer, m.nza):
        with pytest.raises(StapNietToegestaan):
            diensten.markeer_betaald(regel, betaald_op=NU, referentie="X", door=door, op=NU)
    diensten.markeer_betaald(regel, betaald_op=NU, referentie="X", door=m.tweede, op=NU)
    with pytest.raises(StapNietMogelijk) as fout:
        diensten.markeer_betaald(regel, betaald_op=NU, referentie="Y", door=m.tweede, op=NU)
    assert fout.value.tekst.replace("\u00a0", " ") == "Deze betaling is al vastgelegd: € 300 op 3 november 2025, kenmerk X."


@pytest.mark.parametrize(
    ("eerste", "tweede", "zin"),
    [
        ("60", "39.5", "De aandelen zijn samen 99,5 procent. Dat moet precies 100 zijn."),
        ("100", "0.01", "De aandelen zijn samen 100,01 procent. Dat moet precies 100 zijn."),
        ("0", "0", "De aandelen zijn samen 0 procent. Dat moet precies 100 zijn."),
    ],
)
def test_de_aandelen_zijn_precies_honderd(m: Mensen, eerste: str, tweede: str, zin: str) -> None:
    with pytest.raises(StapBelet) as fout:
        sleutel(m, opzet.lopend(m), eerste, tweede)
    assert zinnen(fout.value) == [(zin, "coordinerend")]


def test_een_sleutel_geldt_na_instemming_van_de_tweede_en_tot_dan_is_er_geen_opdracht(m: Mensen) -> None:
    t = opzet.lopend(m)
    k = opzet.toegekend(m, opzet.kpi(t))
    voorstel = sleutel(m, t, "60", "40")
    with pytest.raises(StapBelet) as fout:
        voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU)
    assert zinnen(fout.value) == [(f"{m.tweede.organisatie} heeft nog niet ingestemd met de voorgestelde verdeelsleutel.", "")]
    with pytest.raises(StapNietToegestaan):
        diensten.stem_in_met_sleutel(t, voorstel.pk, door=m.czv, op=NU)
    nieuw = sleutel(m, t, "70", "30")
    with pytest.raises(StapNietMogelijk, match="intussen vervangen"):
        diensten.stem_in_met_sleutel(t, voorstel.pk, door=m.tweede, op=NU)
    diensten.stem_in_met_sleutel(t, nieuw.pk, door=m.tweede, op=NU)
    assert geldende_sleutel(t) == [(m.czv.organisatie, Decimal(70)), (m.tweede.organisatie, Decimal(30))]
    voer_uit(opzet.kpi(t), "betaal_uit", door=m.tweede_persoon, op=NU)
    with pytest.raises(StapBelet) as fout:
        sleutel(m, t, "50", "50")
    assert zinnen(fout.value) == [("De eerste betaalopdracht is gegeven. De verdeelsleutel ligt nu vast.", "")]


def test_alleen_de_coordinerende_stelt_voor_en_alles_zelf_betalen_vraagt_geen_instemming(m: Mensen) -> None:
    t = opzet.lopend(m)
    for door in (m.tweede, m.penvoerder, m.nza):
        with pytest.raises(StapNietToegestaan):
            diensten.stel_sleutel_voor(t, {m.czv.organisatie: Decimal(100)}, door=door, op=NU)
    assert diensten.stel_sleutel_voor(t, {m.czv.organisatie: Decimal(100)}, door=m.czv, op=NU).akkoord_op == NU
    with pytest.raises(StapBelet) as fout:
        diensten.stel_sleutel_voor(t, {m.deelnemer.organisatie: Decimal(100)}, door=m.czv, op=NU)
    assert zinnen(fout.value) == [("Alleen de twee zorgverzekeraars van dit plan betalen mee.", "")]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE verantwoording_betaalopdracht SET bedrag = bedrag + 1",
        "DELETE FROM verantwoording_betaalopdrachtregel",
        "UPDATE verantwoording_betaalopdrachtregel SET bedrag = bedrag + 1",
        "UPDATE verantwoording_betaalopdrachtregel SET referentie = 'anders'",
        "TRUNCATE verantwoording_voorschot",
    ],
)
def test_een_opdracht_en_een_betaling_liggen_vast(m: Mensen, sql: str) -> None:
    opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_de_database_wil_dat_regels_samen_de_opdracht_zijn(m: Mensen) -> None:
    k = opzet.opgedragen(m, opzet.kpi(opzet.lopend(m)))
    Betaalopdrachtregel.objects.create(opdracht=k.betaalopdracht, soort="kpi", verzekeraar=m.tweede.organisatie, bedrag=1)
    with pytest.raises(DatabaseError, match="samen 601"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
