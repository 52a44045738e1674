"""The ledger: balanced, only added to, and never below nothing."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kern.toestanden.uitvoeren import voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.models import Boeking, Boekingsregel, KpiVerantwoording, Pot, Toekenning, Uitbetaling
from verantwoording.selectors import saldi

OP = dt.date(2025, 7, 1)


def op_rekening(t: Toekenning) -> dict[str, int]:
    """What stands on each account of this plan, the empty ones left out."""
    return {rekening: int(saldo) for rekening, saldo in saldi(t.dossier_id).items() if saldo}


def boek_los(t: Toekenning, *regels: tuple[str, int]) -> Boeking:
    boeking = Boeking.objects.create(dossier=t.dossier, soort="reservering", onderwerp=uuid.uuid4(), op=OP)
    for rekening, bedrag in regels:
        pot = Pot.objects.get() if rekening == "pot" else None
        Boekingsregel.objects.create(boeking=boeking, dossier=t.dossier, rekening=rekening, pot=pot, bedrag=bedrag)
    return boeking


def boek_en_sluit(t: Toekenning, *regels: tuple[str, int]) -> Boeking:
    """A boeking as it stands at the end of its transaction, when the deferred constraint looks."""
    with transaction.atomic():
        boeking = boek_los(t, *regels)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return boeking


@pytest.fixture
def t(m: Mensen) -> Toekenning:
    return opzet.gereserveerd(m, opzet.toekenning(m))


def test_reserveren_boekt_de_toekenning_van_de_pot_naar_toegezegd(t: Toekenning) -> None:
    assert op_rekening(t) == {"pot": -1000, "toegezegd": 1000}


def test_een_boeking_die_niet_sluit_wordt_bij_het_vastleggen_geweigerd(t: Toekenning) -> None:
    with pytest.raises(DatabaseError, match="sluit niet: het verschil is 100"):
        boek_en_sluit(t, ("pot", -500), ("toegezegd", 600))


def test_een_boeking_over_drie_rekeningen_die_samen_nul_is_mag(t: Toekenning) -> None:
    assert boek_en_sluit(t, ("pot", -500), ("toegezegd", 200), ("te_betalen", 300)).regels.count() == 3


def voer_sql_uit(*opdrachten: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in opdrachten:
            cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE verantwoording_boeking SET op = '2024-01-01'",
        "DELETE FROM verantwoording_boeking",
        "UPDATE verantwoording_boekingsregel SET bedrag = bedrag * 2",
        "DELETE FROM verantwoording_boekingsregel",
        "TRUNCATE verantwoording_boekingsregel",
        "UPDATE verantwoording_uitbetaling SET bedrag = 1",
        "DELETE FROM verantwoording_uitbetaling",
        "TRUNCATE verantwoording_uitbetaling CASCADE",
    ],
)
def test_aan_grootboek_en_uitbetalingen_wordt_alleen_bijgeschreven(m: Mensen, sql: str) -> None:
    opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    with pytest.raises(DatabaseError, match="wordt alleen bijgeschreven"):
        voer_sql_uit("SET CONSTRAINTS ALL IMMEDIATE", sql)


def test_dezelfde_gebeurtenis_wordt_een_keer_geboekt(m: Mensen, t: Toekenning) -> None:
    eerste = Boeking.objects.get(dossier=t.dossier)
    with pytest.raises(IntegrityError, match="een_boeking_per_gebeurtenis"), transaction.atomic():
        Boeking.objects.create(dossier=t.dossier, soort=eerste.soort, onderwerp=eerste.onderwerp, op=OP)


@pytest.mark.parametrize(("rekening", "bedrag"), [("spaarpot", 1), ("pot", 0)])
def test_een_onbekende_rekening_of_een_regel_van_nul_kan_niet(t: Toekenning, rekening: str, bedrag: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        boek_los(t, (rekening, bedrag))


@pytest.mark.parametrize(
    ("tabel", "kolom"),
    [
        ("verantwoording_toekenning", "bedrag"),
        ("verantwoording_betaalbeschikking", "bedrag"),
        ("verantwoording_kpiverantwoording", "bedrag_toegekend"),
    ],
)
def test_een_vastgelegd_bedrag_verandert_niet_meer(m: Mensen, tabel: str, kolom: str) -> None:
    opzet.toegekend(m, opzet.kpi(opzet.lopend(m)))
    with pytest.raises(DatabaseError, match="staat vast"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {tabel} SET {kolom} = {kolom} + 1 WHERE {kolom} IS NOT NULL")  # noqa: S608


def test_een_uitbetaling_is_het_bedrag_van_haar_eigen_kpi(m: Mensen) -> None:
    t = opzet.lopend(m)
    k = opzet.toegekend(m, opzet.kpi(t), Decimal(500))
    with pytest.raises(DatabaseError, match="het bedrag dat voor deze KPI is toegekend"), transaction.atomic():
        Uitbetaling.objects.create(verantwoording=k, toekenning=t, bedrag=501, op=NU, door=m.czv.gebruiker)


@pytest.mark.parametrize("model", [Toekenning, KpiVerantwoording])
def test_een_toestand_verandert_niet_buiten_de_deur_om(m: Mensen, model: type[Toekenning | KpiVerantwoording]) -> None:
    opzet.lopend(m)
    with pytest.raises(DatabaseError, match="verandert alleen door voer_uit"), transaction.atomic():
        model.objects.update(status="afgerond" if model is Toekenning else "betaald")


DELEN = st.lists(
    st.tuples(st.integers(1, 10_000_00), st.integers(0, 100), st.booleans(), st.sampled_from(["behaald", "geen", "open"])),
    min_size=1,
    max_size=4,
)


@given(DELEN)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_over_elke_reeks_deeltoekenningen_tellen_de_saldi_op_en_wordt_niets_negatief(
    m: Mensen, delen: list[tuple[int, int, bool, str]]
) -> None:
    """Wat uit de pot ging is toegezegd, te betalen of uitbetaald; na beëindigen is de rest terug."""
    bewaarpunt = transaction.savepoint()
    try:
        t = opzet.lopend(m, [Decimal(cent) / 100 for cent, *_ in delen])
        verwacht = {"te_betalen": Decimal(0), "uitbetaald": Decimal(0)}
        for nummer, (_, procent, betalen, verloop) in enumerate(delen, start=1):
            k = opzet.kpi(t, nummer)
            if verloop == "open":
                continue
            bedrag = Decimal(0) if verloop == "geen" else (k.kpi.bedrag * procent / 100).quantize(Decimal("0.01"))
            k = opzet.toegekend(m, k, bedrag)
            if betalen and bedrag:
                opzet.betaal(m, voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU))
            verwacht["uitbetaald" if betalen and bedrag else "te_betalen"] += bedrag
            stand = saldi(t.dossier_id)
            assert sum(stand.values()) == 0
            assert min(stand["toegezegd"], stand["te_betalen"], stand["uitbetaald"]) >= 0
            assert stand["toegezegd"] == t.bedrag - sum(verwacht.values())
            assert {r: stand[r] for r in verwacht} == verwacht
        voer_uit(t, "beeindig", door=m.czv, op=NU, reden="Einde van de proef.")
        stand = saldi(t.dossier_id)
        assert {r: s for r, s in stand.items() if s} == {r: s for r, s in {"pot": -sum(verwacht.values()), **verwacht}.items() if s}
    finally:
        transaction.savepoint_rollback(bewaarpunt)
