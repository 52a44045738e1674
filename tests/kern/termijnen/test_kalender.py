"""Calendar arithmetic: the table of agreed cases, and what must hold for every term."""

import calendar
import datetime as dt

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kern.termijnen import kalender
from kern.termijnen.kalender import GELIJKGESTELD, Kalenderfout, bereken, is_vrij, werkdagen_na

D = dt.date.fromisoformat
DAGEN = st.dates(dt.date(2023, 1, 1), dt.date(2045, 12, 31))
WEKEN = st.integers(1, 30).map(lambda n: f"{n}w")
MAANDEN = st.integers(1, 30).map(lambda n: f"{n}m")


@st.composite
def stukken(draw: st.DrawFn) -> list[kalender.Stuk]:
    begin = draw(st.lists(st.tuples(DAGEN, st.integers(0, 60)), max_size=5))
    return [(dag, dag + dt.timedelta(days=n)) for dag, n in begin]


@pytest.mark.parametrize(
    ("start", "duur", "opschortingen", "ruw", "einde"),
    [
        ("2025-04-01", "4w", [], "2025-04-29", "2025-04-29"),
        ("2026-03-09", "4w", [], "2026-04-06", "2026-04-07"),
        ("2026-03-10", "8w", [], "2026-05-05", "2026-05-06"),
        ("2025-11-27", "4w", [], "2025-12-25", "2025-12-29"),
        ("2027-10-31", "4m", [], "2028-02-29", "2028-02-29"),
        ("2025-12-27", "4m", [], "2026-04-27", "2026-04-27"),
        ("2026-01-05", "8w", [("2026-01-14", "2026-01-30")], "2026-03-02", "2026-03-17"),
        ("2024-03-15", "8w", [], "2024-05-10", "2024-05-13"),
        ("2025-03-21", "4w", [], "2025-04-18", "2025-04-22"),
    ],
)
def test_de_tabel_van_afgesproken_gevallen(start: str, duur: str, opschortingen: list[tuple[str, str]], ruw: str, einde: str) -> None:
    uitkomst = bereken(D(start), duur, [(D(a), D(b)) for a, b in opschortingen])
    assert (uitkomst.ruw, uitkomst.einde) == (D(ruw), D(einde))


@pytest.mark.parametrize(
    ("start", "duur", "reden"),
    [
        ("2025-04-01", "4w", "De termijn eindigt 4 weken na de start."),
        (
            "2025-03-21",
            "4w",
            "Vrijdag 18 april 2025 is Goede Vrijdag; de termijn loopt door tot en met dinsdag 22 april 2025, "
            "de eerste dag die niet vrij is.",
        ),
        ("2025-12-27", "4m", "Maandag 27 april 2026 is Koningsdag, maar deze termijn schuift daarvoor niet op."),
        ("2027-10-31", "4m", "De maand waarin de termijn eindigt heeft geen 31e; 29 februari 2028 is de laatste dag van die maand."),
        ("2029-01-02", "4w", "De termijn eindigt 4 weken na de start. De gelijkgestelde vrije dagen na 2028 zijn nog niet bekend."),
    ],
)
def test_de_reden_is_een_zin(start: str, duur: str, reden: str) -> None:
    assert bereken(D(start), duur).reden == reden


def test_als_beheer_latere_dagen_kent_vervalt_het_voorbehoud() -> None:
    bekend = GELIJKGESTELD | {D("2029-05-11")}
    assert bereken(D("2029-01-02"), "4w", (), bekend).reden == "De termijn eindigt 4 weken na de start."
    assert bereken(D("2029-03-16"), "8w", (), bekend).einde == D("2029-05-14")


def test_overlappende_opschortingen_tellen_een_keer() -> None:
    lang = [(D("2026-01-14"), D("2026-01-30"))]
    met_stuk_erin = [*lang, (D("2026-01-16"), D("2026-01-20"))]
    aansluitend = [(D("2026-01-14"), D("2026-01-20")), (D("2026-01-19"), D("2026-01-30"))]
    assert [kalender.dagen_stil(s) for s in (lang, met_stuk_erin, aansluitend)] == [15, 15, 15]


@pytest.mark.parametrize(("ontvangen", "dagen"), [("2026-01-14", 0), ("2026-01-15", 0), ("2026-01-16", 1)])
def test_een_antwoord_op_dezelfde_of_de_volgende_dag_schort_niets_op(ontvangen: str, dagen: int) -> None:
    assert kalender.dagen_stil([(D("2026-01-14"), D(ontvangen))]) == dagen


def test_ontvangen_voor_gevraagd_is_een_fout() -> None:
    with pytest.raises(Kalenderfout, match="Een opschorting kan niet op 14 januari 2026 eindigen"):
        bereken(D("2026-01-05"), "8w", [(D("2026-01-30"), D("2026-01-14"))])


def test_een_opschorting_buiten_de_termijn_wordt_gemeld() -> None:
    reden = bereken(D("2025-03-21"), "4w", [(D("2026-01-14"), D("2026-01-30"))]).reden
    assert reden.endswith("Let op: een opschorting begint buiten de termijn.")


@pytest.mark.parametrize(
    ("start", "duur", "ruw", "einde"),
    [
        ("2025-02-01", "12w", "2025-04-26", "2025-04-28"),
        ("2025-02-05", "3m", "2025-05-05", "2025-05-06"),
        ("2025-02-01", "13w", "2025-05-03", "2025-05-03"),
        ("2025-01-05", "4m", "2025-05-05", "2025-05-05"),
    ],
)
def test_tot_en_met_twaalf_weken_of_drie_maanden_schuift_een_termijn(start: str, duur: str, ruw: str, einde: str) -> None:
    uitkomst = bereken(D(start), duur)
    assert (uitkomst.ruw, uitkomst.einde) == (D(ruw), D(einde))


def test_het_regime_kan_per_soort_anders() -> None:
    assert bereken(D("2025-12-27"), "4m", schuift=True).einde == D("2026-04-28")
    assert bereken(D("2026-03-09"), "4w", schuift=False).einde == D("2026-04-06")


@pytest.mark.parametrize(
    ("dag", "vijfde"),
    [
        ("2025-04-01", "2025-04-08"),
        ("2025-04-14", "2025-04-23"),  # Goede Vrijdag and tweede paasdag in between
        ("2025-04-19", "2025-04-28"),  # from a Saturday
        ("2024-05-06", "2024-05-15"),  # Hemelvaart and the equated Friday
    ],
)
def test_vijf_werkdagen(dag: str, vijfde: str) -> None:
    assert werkdagen_na(D(dag), 5) == D(vijfde)
    assert bereken(D(dag), "5wd").einde == D(vijfde)


def test_veertien_dagen_zijn_kalenderdagen_en_schuiven_niet() -> None:
    assert bereken(D("2025-04-07"), "14d").einde == D("2025-04-21")


@pytest.mark.parametrize("duur", ["", "4", "w", "4x", "-4w", "4,5w", "0w", "0m", "000w", "99999999m", "9" * 5000 + "w", "4w\n4w", "٤w"])
def test_een_onmogelijke_duur_is_een_nederlandse_fout(duur: str) -> None:
    with pytest.raises(Kalenderfout, match=r"^(Een|Deze) [^\n]*\.$"):
        bereken(D("2025-03-21"), duur)


@pytest.mark.parametrize(("start", "duur"), [("9999-12-31", "1w"), ("9999-12-01", "1m"), ("9999-12-25", "6wd"), ("9999-12-01", "30d")])
def test_voorbij_de_laatste_dag_van_de_kalender_is_een_fout(start: str, duur: str) -> None:
    with pytest.raises(Kalenderfout, match="voorbij het jaar 9999"):
        bereken(D(start), duur, [(D("9999-12-02"), D("9999-12-05"))])


@pytest.mark.parametrize("jaar", range(2014, 2061))
def test_feestdagen_zoals_een_ander_ze_rekent(jaar: int) -> None:
    anders = holidays.country_holidays("NL", years=jaar, categories=("public", "optional"))
    zondagen = {kalender.pasen(jaar), kalender.pasen(jaar) + dt.timedelta(days=49)}
    assert set(kalender.feestdagen(jaar)) | zondagen == set(anders)


def test_namen_van_feestdagen_die_samenvallen_staan_er_allebei() -> None:
    assert kalender.feestdagen(2016)[D("2016-05-05")] == "Bevrijdingsdag en Hemelvaartsdag"


@given(DAGEN, st.one_of(WEKEN, MAANDEN), stukken())
def test_een_schuivende_termijn_eindigt_nooit_op_een_vrije_dag(start: dt.date, duur: str, stil: list[kalender.Stuk]) -> None:
    assert not is_vrij(bereken(start, duur, stil, schuift=True).einde)


@given(DAGEN, st.one_of(WEKEN, MAANDEN), stukken())
def test_een_schuivende_termijn_slaat_alleen_vrije_dagen_over(start: dt.date, duur: str, stil: list[kalender.Stuk]) -> None:
    vast, los = bereken(start, duur, stil, schuift=False).einde, bereken(start, duur, stil, schuift=True).einde
    assert all(is_vrij(vast + dt.timedelta(days=n)) for n in range((los - vast).days))


@given(DAGEN, DAGEN, st.one_of(WEKEN, MAANDEN))
def test_wie_later_begint_is_nooit_eerder_klaar(een: dt.date, ander: dt.date, duur: str) -> None:
    eerst, later = sorted((een, ander))
    assert bereken(eerst, duur).einde <= bereken(later, duur).einde


@given(DAGEN, st.integers(1, 40), st.sampled_from("wm"))
def test_een_langere_termijn_eindigt_later(start: dt.date, aantal: int, eenheid: str) -> None:
    assert bereken(start, f"{aantal}{eenheid}").ruw < bereken(start, f"{aantal + 1}{eenheid}").ruw


@given(DAGEN, st.one_of(WEKEN, MAANDEN), stukken())
def test_opschorting_geeft_precies_haar_dagen_voor_het_schuiven(start: dt.date, duur: str, stil: list[kalender.Stuk]) -> None:
    stilgestaan = {dag + dt.timedelta(days=n) for dag, tot in stil for n in range(1, (tot - dag).days)}
    uitkomst = bereken(start, duur, stil, schuift=False)
    assert uitkomst.ruw == bereken(start, duur).ruw
    assert uitkomst.einde - uitkomst.ruw == dt.timedelta(days=len(stilgestaan))


@given(DAGEN, st.integers(1, 30))
def test_maanden_tellen_een_keer_vanaf_de_start(start: dt.date, aantal: int) -> None:
    ruw = bereken(start, f"{aantal}m").ruw
    assert (ruw.year * 12 + ruw.month) - (start.year * 12 + start.month) == aantal
    assert ruw.day == min(start.day, calendar.monthrange(ruw.year, ruw.month)[1])


@given(DAGEN, st.integers(1, 30))
def test_weken_eindigen_op_dezelfde_weekdag(start: dt.date, aantal: int) -> None:
    assert bereken(start, f"{aantal}w").ruw.weekday() == start.weekday()


@given(DAGEN, st.integers(1, 40))
def test_tussen_de_dag_en_zijn_zoveelste_werkdag_liggen_er_precies_zoveel(dag: dt.date, n: int) -> None:
    einde = werkdagen_na(dag, n)
    tussen = [dag + dt.timedelta(days=i) for i in range(1, (einde - dag).days + 1)]
    assert sum(not is_vrij(d) for d in tussen) == n
    assert not is_vrij(einde)
