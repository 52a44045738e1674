"""1g.6: KPI's after a go/no-go milestone wait for its decision."""

import datetime as dt
from decimal import Decimal

import pytest

from kern.toestanden.stap import StapBelet, StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden, voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Mijlpaal
from verantwoording.bijstelling import verschil
from verantwoording.models import Toekenning
from verantwoording.services.bijstelling import antwoord, bewaar_voorstel, start_bijstelling
from verantwoording.services.toekenning import besluit_mijlpaal

WACHT = "KPI 2 wacht op het go/no-go-besluit van mijlpaal 1."


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


def besluit(m: Mensen, t: Toekenning, besluit: str, onderbouwing: str = "Samen besproken.", op: dt.date = NU) -> None:
    mijlpaal = Mijlpaal.objects.get(versie=t.plan.ingediende_versie)
    besluit_mijlpaal(t, mijlpaal, besluit=besluit, onderbouwing=onderbouwing, door=m.czv, op=op)


def test_bewijs_bij_een_kpi_na_de_mijlpaal_wacht_op_het_besluit_go(m: Mensen) -> None:
    t = opzet.lopend(m, go_no_go=True)
    for uitkomst in (None, "bijstellen", "no_go"):
        if uitkomst:
            besluit(m, t, uitkomst)
        with pytest.raises(StapBelet) as fout:
            opzet.bewezen(m, opzet.kpi(t, 2))
        assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [(WACHT, "1g.6")]
    besluit(m, t, "go")
    assert opzet.bewezen(m, opzet.kpi(t, 2)).status == "bewijs_ingediend"


def test_een_kpi_zonder_mijlpaal_wacht_niet(m: Mensen) -> None:
    assert opzet.bewezen(m, opzet.kpi(opzet.lopend(m, go_no_go=True), 1)).status == "bewijs_ingediend"


def test_uitbetalen_wacht_als_het_besluit_intussen_no_go_is(m: Mensen) -> None:
    t = opzet.lopend(m, go_no_go=True)
    besluit(m, t, "go")
    k = opzet.toegekend(m, opzet.kpi(t, 2))
    besluit(m, t, "no_go", op=NU + dt.timedelta(days=1))
    with pytest.raises(StapBelet) as fout:
        voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU + dt.timedelta(days=2))
    assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [(WACHT, "1g.6")]


def test_een_voorschot_op_een_kpi_die_intussen_op_no_go_wacht_wordt_niet_betaald(m: Mensen) -> None:
    t = opzet.lopend(m, go_no_go=True)
    besluit(m, t, "go")
    k = voer_uit(
        opzet.beoordeeld(m, opzet.kpi(t, 1)),
        "ken_toe",
        door=m.czv,
        op=NU,
        uitkomst="volledig",
        bedrag=Decimal(600),
        motivering="Volgens afspraak.",
        voorschot_op=opzet.kpi(t, 2),
        voorschot_bedrag=Decimal(100),
    )
    besluit(m, t, "no_go", op=NU + dt.timedelta(days=1))
    with pytest.raises(StapBelet) as fout:
        voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU + dt.timedelta(days=2))
    assert [(b.tekst, b.regel) for b in fout.value.beletselen] == [
        ("Het voorschot op KPI 2 wacht op het go/no-go-besluit van mijlpaal 1.", "1g.6")
    ]
    besluit(m, t, "go", op=NU + dt.timedelta(days=2))
    assert voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU + dt.timedelta(days=2)).status == "opdracht"


def test_het_scherm_noemt_het_belet_naast_de_stap(m: Mensen) -> None:
    k = opzet.kpi(opzet.lopend(m, go_no_go=True), 2)
    assert [(s.naam, [b.regel for b in s.beletselen]) for s in mogelijkheden(k, door=m.penvoerder, op=NU)] == [("dien_bewijs_in", ["1g.6"])]


def test_alleen_de_coordinerende_verzekeraar_besluit_en_met_onderbouwing(m: Mensen) -> None:
    t = opzet.lopend(m, go_no_go=True)
    mijlpaal = Mijlpaal.objects.get(versie=t.plan.ingediende_versie)
    for door in (m.penvoerder, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            besluit_mijlpaal(t, mijlpaal, besluit="go", onderbouwing="Ja.", door=door, op=NU)
    with pytest.raises(StapBelet) as fout:
        besluit(m, t, "go", onderbouwing=" ")
    assert [(b.regel, b.veld) for b in fout.value.beletselen] == [("1g.6", "onderbouwing")]


def test_een_mijlpaal_van_een_ander_plan_wordt_geweigerd(m: Mensen) -> None:
    t, ander = opzet.lopend(m, go_no_go=True), opzet.toekenning(m, go_no_go=True, titel="Ander plan")
    mijlpaal = Mijlpaal.objects.get(versie=ander.plan.ingediende_versie)
    with pytest.raises(StapBelet) as fout:
        besluit_mijlpaal(t, mijlpaal, besluit="go", onderbouwing="Ja.", door=m.czv, op=NU)
    assert [b.regel for b in fout.value.beletselen] == ["1g.6"]


def test_bijstellen_maakt_een_nieuwe_versie_met_de_verschillen_ernaast(m: Mensen) -> None:
    t = opzet.lopend(m, go_no_go=True)
    besluit(m, t, "bijstellen")
    b = start_bijstelling(t, aanleiding=t.mijlpaalbesluiten.get(), door=m.penvoerder, op=NU)
    later = {x.sleutel: dt.date(2026, 9, 1) for x in b.basis.mijlpalen.all()}
    b = bewaar_voorstel(b, kpis={}, mijlpalen=later, toelichting="Later.", door=m.penvoerder, op=NU)
    b = voer_uit(b, "leg_voor", door=m.penvoerder, op=NU)
    antwoord(b.akkoorden.get(), sha256=b.sha256, antwoord="akkoord", naam="A", functie="B", door=m.penvoerder, op=NU)
    b = voer_uit(b, "stem_in", door=m.czv, op=NU, motivering="Goed.")
    b = voer_uit(b, "verwerk", door=m.czv, op=NU, addendum="ADD-1")
    (paar,) = verschil(b).mijlpalen
    assert [(c.wat, c.oud, c.nieuw) for c in paar.cellen] == [("Datum", "1 juni 2026", "1 september 2026")]
    besluit(m, Toekenning.objects.get(pk=t.pk), "go")
    assert opzet.bewezen(m, opzet.kpi(t, 2)).status == "bewijs_ingediend"
