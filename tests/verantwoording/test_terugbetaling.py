"""What comes back on a claim: receipts, instalments with their clocks, and corrections by a second person (3a.4)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kern.termijnen.models import Termijn
from kern.termijnen.ronde import loop_klokken
from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.regels.hulp import belet, belet_met_plek
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.controle import bevindingen
from verantwoording.models import Boeking, Correctieverzoek, Terugbetaling, Terugontvangst, Toekenning
from verantwoording.selectors import saldi
from verantwoording.services.grootboekblad import vraag_correctie
from verantwoording.services.terugbetaling import Termijnbedrag, leg_ontvangst_vast, nog_open, spreid, vorder


@pytest.fixture
def t(m: Mensen) -> Toekenning:
    t = opzet.lopend(m, [1000])
    opzet.betaald(m, opzet.kpi(t))
    return Toekenning.objects.get(pk=t.pk)


@pytest.fixture
def v(m: Mensen, t: Toekenning) -> Terugbetaling:
    """A claim of 300 in two instalments."""
    delen = [Termijnbedrag(Decimal(200), dt.date(2025, 12, 1)), Termijnbedrag(Decimal(100), dt.date(2026, 3, 1))]
    return vorder(t, schuldenaar=m.penvoerder.organisatie, bedrag=Decimal(300), reden="Minder gemaakt.", op=NU, termijnen=delen)


def ontvang(m: Mensen, v: Terugbetaling, ontvangen: str, kenmerk: str = "NL-1", dag: dt.date = NU, **anders: Any) -> Terugbetaling:
    gegevens: dict[str, Any] = {"bedrag": Decimal(ontvangen), "ontvangen_op": dag, "referentie": kenmerk, "door": m.czv, "op": dag}
    return leg_ontvangst_vast(v, **{**gegevens, **anders})


def stand(t: Toekenning) -> tuple[int, int, int]:
    s = saldi(t.dossier_id)
    return int(s["uitbetaald"]), int(s["te_vorderen"]), int(s["zvw_fonds"])


def klokken(v: Terugbetaling) -> list[str]:
    return [Termijn.objects.filter(onderwerp=d.pk).order_by("vastgelegd_op").last().status for d in v.termijnen.all()]  # type: ignore[union-attr]


def test_ontvangsten_gaan_naar_het_zvw_fonds_en_halen_de_termijn_die_zij_dekken(m: Mensen, t: Toekenning, v: Terugbetaling) -> None:
    assert (stand(t), klokken(v)) == ((700, 300, 0), ["loopt", "loopt"])
    ontvang(m, v, "199.50")
    assert klokken(v) == ["loopt", "loopt"]
    ontvang(m, v, "0.50", "NL-2")
    assert (stand(t), klokken(v), v.status) == ((700, 100, 200), ["gehaald", "loopt"], "open")
    ontvang(m, v, "100", "NL-3")
    assert (stand(t), klokken(v), v.status, v.voldaan_op) == ((700, 0, 300), ["gehaald", "gehaald"], "voldaan", NU)
    with pytest.raises(StapNietMogelijk):
        ontvang(m, v, "1", "NL-4")


@pytest.mark.parametrize(
    ("anders", "zin", "veld"),
    [
        ({"bedrag": Decimal("300.01")}, "Er is nog € 300 open. Meer kunt u niet als ontvangen vastleggen.", "bedrag"),
        ({"bedrag": Decimal(0)}, "Vul een bedrag groter dan nul in.", "bedrag"),
        ({"referentie": "  "}, "Vul het betalingskenmerk in.", "referentie"),
        ({"ontvangen_op": NU + dt.timedelta(days=1)}, "Een ontvangst legt u vast nadat het geld binnen is.", "ontvangen_op"),
        ({"ontvangen_op": NU - dt.timedelta(days=1)}, "De vordering is van 3 november 2025; het geld komt daarna.", "ontvangen_op"),
    ],
)
def test_een_ontvangst_die_niet_klopt_zegt_waarom_bij_het_veld(
    m: Mensen, v: Terugbetaling, anders: dict[str, Any], zin: str, veld: str
) -> None:
    [(tekst, _regel, plek)] = belet_met_plek(lambda: ontvang(m, v, "10", **{"op": NU, **anders}))
    assert (tekst.replace("\u00a0", " "), plek) == (zin, veld)
    assert not Terugontvangst.objects.exists()


def test_dezelfde_ontvangst_twee_keer_is_er_een(m: Mensen, v: Terugbetaling) -> None:
    ontvang(m, v, "100")
    assert belet(lambda: ontvang(m, v, "100")) == ["Een ontvangst met kenmerk NL-1 is al vastgelegd."]


@pytest.mark.parametrize("wie", ["penvoerder", "deelnemer", "tweede", "nza"])
def test_alleen_de_coordinerende_verzekeraar_legt_ontvangsten_vast(m: Mensen, v: Terugbetaling, wie: str) -> None:
    with pytest.raises(StapNietToegestaan):
        ontvang(m, v, "100", door=getattr(m, wie))


def test_een_termijn_die_te_laat_is_wordt_gezien_en_opent_geen_escalatie(m: Mensen, t: Toekenning, v: Terugbetaling) -> None:
    loop_klokken(dt.date(2025, 12, 2))
    assert klokken(v) == ["overschreden", "loopt"]
    assert not t.dossier.escalaties.exists()
    ontvang(m, v, "200", dag=dt.date(2025, 12, 5))
    assert klokken(v) == ["alsnog_gehaald", "loopt"]


@given(st.integers(1, 10**9), st.integers(1, 24), st.integers(1, 12))
def test_spreiden_verliest_geen_cent(cent: int, aantal: int, maanden: int) -> None:
    bedrag = Decimal(cent) / 100
    delen = spreid(bedrag, aantal, dt.date(2025, 10, 31), maanden)
    assert (len(delen), sum(d.bedrag for d in delen)) == (aantal, bedrag)
    assert [d.uiterlijk_op for d in delen] == sorted({d.uiterlijk_op for d in delen})


def test_een_termijn_op_de_laatste_dag_van_de_maand_blijft_daar() -> None:
    assert [d.uiterlijk_op.isoformat() for d in spreid(Decimal(4), 4, dt.date(2027, 10, 31), 2)] == [
        "2027-10-31",
        "2027-12-31",
        "2028-02-29",
        "2028-04-30",
    ]


# --- corrections --------------------------------------------------------------------------------------------------


def geboekt(v: Terugbetaling, soort: str) -> Boeking:
    return Boeking.objects.filter(dossier=v.dossier, soort=soort).order_by("vastgelegd_op").last()  # type: ignore[return-value]


def gevraagd(m: Mensen, t: Toekenning, boeking: Boeking) -> Correctieverzoek:
    return vraag_correctie(t, boeking, reden="Verkeerd bedrag overgenomen.", door=m.czv, op=NU)


def test_een_tweede_persoon_boekt_een_ontvangst_terug_en_de_vordering_loopt_weer(m: Mensen, t: Toekenning, v: Terugbetaling) -> None:
    ontvang(m, v, "300")
    boeking = geboekt(v, "terugontvangst")
    verzoek = gevraagd(m, t, boeking)
    assert belet(lambda: voer_uit(verzoek, "boek_terug", door=m.czv, op=NU)) == [
        "U vroeg deze correctie zelf aan. Een collega boekt haar terug."
    ]
    voer_uit(verzoek, "boek_terug", door=m.tweede_persoon, op=NU)
    v.refresh_from_db()
    assert (stand(t), v.status, nog_open(v), klokken(v)) == ((700, 300, 0), "open", 300, ["loopt", "loopt"])
    assert boeking.correctie.toelichting == "Verkeerd bedrag overgenomen."
    ontvang(m, v, "30")
    assert stand(t) == (700, 270, 30)
    assert [str(f) for f in bevindingen()] == []


def test_een_vordering_zonder_ontvangst_kan_terug_en_een_met_ontvangst_niet(m: Mensen, t: Toekenning, v: Terugbetaling) -> None:
    ontvang(m, v, "10")
    assert belet(lambda: gevraagd(m, t, geboekt(v, "vordering"))) == ["Op deze vordering is al ontvangen. Boek eerst de ontvangsten terug."]
    voer_uit(gevraagd(m, t, geboekt(v, "terugontvangst")), "boek_terug", door=m.tweede_persoon, op=NU)
    voer_uit(gevraagd(m, t, geboekt(v, "vordering")), "boek_terug", door=m.tweede_persoon, op=NU)
    v.refresh_from_db()
    assert (stand(t), v.status, klokken(v)) == ((1000, 0, 0), "teruggedraaid", ["vervallen", "vervallen"])


def test_wat_uit_een_stap_volgt_en_wat_al_is_teruggeboekt_wordt_niet_teruggeboekt(m: Mensen, t: Toekenning, v: Terugbetaling) -> None:
    ontvang(m, v, "10")
    ontvangst = geboekt(v, "terugontvangst")
    voer_uit(gevraagd(m, t, ontvangst), "boek_terug", door=m.tweede_persoon, op=NU)
    for boeking in (geboekt(v, "uitbetaling"), geboekt(v, "reservering"), ontvangst, ontvangst.correctie):
        assert len(belet(lambda b=boeking: gevraagd(m, t, b))) == 1  # type: ignore[misc]


def test_een_correctie_wordt_een_keer_gevraagd_en_kan_worden_afgewezen(m: Mensen, t: Toekenning, v: Terugbetaling) -> None:
    verzoek = gevraagd(m, t, geboekt(v, "vordering"))
    assert belet(lambda: gevraagd(m, t, geboekt(v, "vordering"))) == [
        "Voor deze boeking is al een correctie gevraagd. Een collega beslist daarover."
    ]
    voer_uit(verzoek, "wijs_af", door=m.tweede_persoon, op=NU, toelichting="Het bedrag klopt.")
    assert (stand(t), verzoek.status) == ((700, 300, 0), "afgewezen")
    for wie in (m.penvoerder, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            vraag_correctie(t, geboekt(v, "vordering"), reden="Nee.", door=wie, op=NU)


def test_een_boeking_van_een_ander_plan_wordt_hier_niet_teruggeboekt(m: Mensen, t: Toekenning, v: Terugbetaling) -> None:
    ander = opzet.lopend(m, [50], titel="Een ander plan")
    assert belet(lambda: gevraagd(m, ander, geboekt(v, "vordering"))) == ["Deze boeking hoort bij een ander plan."]
