"""The klokbalk in whole percentages, and the selection for the page with terms."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kern.termijnen import services
from kern.termijnen.klokbalk import Klokbalk, Strook, maak_klokbalk
from kern.termijnen.models import Termijn
from kern.termijnen.querysets import open_termijnen
from tests.kern.termijnen.conftest import Starter

D = dt.date.fromisoformat


def balk(termijn: Termijn, op: str) -> Klokbalk:
    return maak_klokbalk(Termijn.objects.prefetch_related("opschortingen").get(pk=termijn.pk), D(op))


@pytest.mark.parametrize(
    ("op", "verstreken", "toestand", "nog"),
    [
        ("2025-03-20", 0, "ruim", "nog 40 dagen"),
        ("2025-04-01", 0, "ruim", "nog 28 dagen"),
        ("2025-04-15", 50, "ruim", "nog 14 dagen"),
        ("2025-04-21", 71, "ruim", "nog 8 dagen"),
        ("2025-04-22", 75, "krap", "nog 7 dagen"),
        ("2025-04-28", 96, "krap", "nog 1 dag"),
        ("2025-04-29", 100, "krap", "vandaag is de laatste dag"),
        ("2025-04-30", 100, "te_laat", "1 dag te laat"),
        ("2025-05-12", 100, "te_laat", "13 dagen te laat"),
    ],
)
def test_de_balk_van_vier_weken(begin: Starter, op: str, verstreken: int, toestand: str, nog: str) -> None:
    b = balk(begin(), op)
    assert (b.verstreken, b.toestand, b.nog, b.stroken, b.verlenging) == (verstreken, toestand, nog, (), None)


def test_het_voorbeeld_van_de_schets(begin: Starter) -> None:
    b = balk(begin("besluit_transformatieplan", "2025-09-04"), "2025-10-18")
    assert (b.einde_op, b.verstreken, b.is_krap, b.nog) == (D("2025-10-30"), 79, True, "nog 12 dagen")
    assert b.in_woorden == "besluit op het transformatieplan: begonnen op do 4 september 2025, uiterlijk do 30 oktober 2025, nog 12 dagen."


def test_een_stilstaand_stuk_ligt_waar_het_was(begin: Starter) -> None:
    t = begin("besluit_transformatieplan", "2026-01-05")
    services.schort_op(t, D("2026-01-14"))
    services.hervat(t, D("2026-01-30"))
    b = balk(t, "2026-02-09")  # 71 days from 5 January to 17 March
    assert b.stroken == (Strook(14, 21, "stond stil van do 15 januari 2026 tot vr 30 januari 2026"),)
    assert (b.verstreken, b.verschilt) == (49, True)


def test_zolang_de_termijn_stilstaat_groeit_het_stuk_mee(begin: Starter) -> None:
    t = services.schort_op(begin(), D("2025-04-10"))
    kort, lang = balk(t, "2025-04-15"), balk(t, "2025-06-10")
    assert (kort.toestand, kort.nog) == ("stil", "staat stil sinds do 10 april 2025")
    assert (kort.stroken[0].van, kort.stroken[0].breedte) == (36, 14)
    assert lang.stroken[0].van + lang.stroken[0].breedte == lang.verstreken == 100


def test_een_verlenging_is_een_eigen_stuk(begin: Starter) -> None:
    t = services.verleng(begin(), D("2025-05-27"), D("2025-04-20"))
    assert balk(t, "2025-04-29").verlenging == Strook(50, 50, "verlengd tot en met di 27 mei 2025")


def test_een_gehaalde_termijn_blijft_staan_op_de_dag_dat_zij_gehaald_is(begin: Starter) -> None:
    t, laat, weg = begin(), begin(), begin()
    services.haal(t.onderwerp, t.soort_termijn, D("2025-04-15"))
    services.haal(laat.onderwerp, laat.soort_termijn, D("2025-05-01"))
    services.laat_vervallen(weg.onderwerp, D("2025-04-15"))
    assert [(b.verstreken, b.toestand, b.nog) for b in (balk(x, "2025-06-01") for x in (t, laat, weg))] == [
        (50, "klaar", "gehaald op di 15 april 2025"),
        (100, "klaar", "gedaan op do 1 mei 2025, 2 dagen te laat"),
        (100, "klaar", "vervallen"),
    ]


def test_een_termijn_van_nul_dagen_deelt_niet_door_nul(begin: Starter) -> None:
    t = begin("oordeel_regiocoordinator", einde_op=D("2025-04-01"))
    assert [balk(t, dag).verstreken for dag in ("2025-03-31", "2025-04-01")] == [0, 100]


def test_open_termijnen_van_wat_iemand_ziet_de_eerste_bovenaan(begin: Starter) -> None:
    laat, stil, ver = begin(op="2025-03-01"), begin(op="2025-03-04"), begin("indienen_transformatieplan")
    services.schort_op(stil, D("2025-03-05"))
    klaar, elders, later = begin(), begin(), begin(op="2025-06-01")
    services.haal(klaar.onderwerp, klaar.soort_termijn, D("2025-04-02"))
    gevonden = open_termijnen([t.zaak for t in (laat, stil, ver, klaar, later)], D("2025-04-10"))
    assert [(t.pk, t.is_te_laat) for t in gevonden] == [(laat.pk, True), (stil.pk, False), (ver.pk, False)]
    assert elders not in gevonden


@pytest.mark.parametrize("aantal", [1, 3])
def test_open_termijnen_kost_twee_vragen_ook_met_de_balken(begin: Starter, aantal: int) -> None:
    zaken = [begin(zaak=uuid.uuid4()).zaak for _ in range(aantal)]
    with CaptureQueriesContext(
        connection,
    ) as vragen:
        assert len([(maak_klokbalk(t, D("2025-04-10")), t.verantwoordelijk.naam) for t in open_termijnen(zaken, D("2025-04-10"))]) == aantal
    assert len(vragen) == 2


def test_open_termijnen_neemt_ook_een_queryset(begin: Starter) -> None:
    t = begin()
    begin()
    zaken = Termijn.objects.filter(pk=t.pk).values("zaak_id")
    assert list(open_termijnen(zaken, D("2025-04-10"))) == [t]
