"""1g.5: granting above what was reached asks for the judgement that the effort was delivered as agreed."""

from decimal import Decimal

import pytest

from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.models import KpiVerantwoording


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


def ken_toe(m: Mensen, kpi: KpiVerantwoording, bedrag: int, uitkomst: str = "gedeeltelijk") -> KpiVerantwoording:
    return voer_uit(kpi, "ken_toe", door=m.czv, op=NU, uitkomst=uitkomst, bedrag=Decimal(bedrag), motivering="Reden.")


def leg_vast(m: Mensen, kpi: KpiVerantwoording, inspanning: str, onderbouwing: str = "Alle afspraken zijn nagekomen.") -> KpiVerantwoording:
    return voer_uit(kpi, "leg_inspanning_vast", door=m.czv, op=NU, inspanning=inspanning, inspanning_onderbouwing=onderbouwing)


def weigering(m: Mensen, kpi: KpiVerantwoording, bedrag: int, uitkomst: str = "gedeeltelijk") -> list[tuple[str, str, str]]:
    with pytest.raises(StapBelet) as fout:
        ken_toe(m, kpi, bedrag, uitkomst)
    return [(b.tekst.replace("\u00a0", " "), b.regel, b.veld) for b in fout.value.beletselen]


def test_boven_het_behaalde_toekennen_zonder_oordeel_over_de_inspanning_wordt_geweigerd(m: Mensen) -> None:
    deels = opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m)), "deels", Decimal(200))
    tekst = "De KPI is deels behaald. Leg eerst vast of de inspanningen volgens afspraak zijn geleverd."
    assert weigering(m, deels, 400) == [(tekst, "1g.5", "bedrag")]
    assert ken_toe(m, deels, 200).bedrag_toegekend == 200


def test_zijn_de_inspanningen_niet_geleverd_dan_is_het_behaalde_het_meeste(m: Mensen) -> None:
    deels = leg_vast(m, opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m)), "deels", Decimal(200)), "nee")
    tekst = "De inspanningen zijn niet volgens afspraak geleverd. Er kan ten hoogste € 200 worden toegekend."
    assert weigering(m, deels, 201) == [(tekst, "1g.5", "bedrag")]


def test_met_geleverde_inspanning_kan_bij_een_niet_behaalde_kpi_alles_worden_toegekend(m: Mensen) -> None:
    niet = opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m)), "niet")
    assert [regel for _, regel, _ in weigering(m, niet, 600, "volledig")] == ["1g.5"]
    assert ken_toe(m, leg_vast(m, niet, "ja"), 600, "volledig").status == "toegekend"


def test_een_oordeel_over_de_inspanning_zonder_onderbouwing_wordt_geweigerd(m: Mensen) -> None:
    niet = opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m)), "niet")
    with pytest.raises(StapBelet) as fout:
        leg_vast(m, niet, "ja", " ")
    assert [(b.regel, b.veld) for b in fout.value.beletselen] == [("1g.5", "inspanning_onderbouwing")]


def test_ja_zonder_onderbouwing_bij_het_oordeel_geeft_geen_ruimte(m: Mensen) -> None:
    k = opzet.bewezen(m, opzet.kpi(opzet.lopend(m)))
    voer_uit(k, "beoordeel", door=m.czv, op=NU, resultaat="niet", oordeel="Niet gehaald.", inspanning="ja", inspanning_onderbouwing="")
    assert [regel for _, regel, _ in weigering(m, k, 100)] == ["1g.5"]


def test_een_behaalde_kpi_vraagt_geen_oordeel_over_de_inspanning(m: Mensen) -> None:
    assert ken_toe(m, opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m))), 600, "volledig").status == "toegekend"


@pytest.mark.parametrize(
    ("uitkomst", "bedrag", "tekst"),
    [
        ("volledig", 599, "Volledig is € 600. Kies 'gedeeltelijk' voor een lager bedrag."),
        ("gedeeltelijk", 600, "Gedeeltelijk is meer dan € 0 en minder dan € 600."),
        ("gedeeltelijk", 0, "Gedeeltelijk is meer dan € 0 en minder dan € 600."),
        ("geen", 1, "Bij 'geen' hoort een bedrag van € 0."),
        ("volledig", 601, "Voor deze KPI is € 600 afgesproken; meer toekennen kan niet."),
    ],
)
def test_uitkomst_en_bedrag_passen_bij_elkaar(m: Mensen, uitkomst: str, bedrag: int, tekst: str) -> None:
    assert weigering(m, opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m))), bedrag, uitkomst) == [(tekst, "", "bedrag")]
