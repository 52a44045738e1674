"""3a.5: money goes out only with the four parts that the NZa wants to see."""

import datetime as dt
from decimal import Decimal

import pytest

from kern.toestanden.stap import StapBelet, StapNietMogelijk
from kern.toestanden.uitvoeren import mogelijkheden, voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import GESTART, NU, Mensen
from verantwoording.models import KpiVerantwoording, Toekenning, Uitbetaling
from verantwoording.rechtmatigheid import bij_betaling
from verantwoording.rechtmatigheidsfeiten import delen_van, ontbrekende
from verantwoording.services.bijsturing import open_bijsturing
from verantwoording.services.rechtmatigheid import oordeel
from verantwoording.services.toekenning import leg_voortgang_vast

VOORTGANG = "Er is nog geen voortgangsmoment vastgelegd waarin de kosten en de voortgang zijn besproken."
BESCHIKKING = "Er is nog geen betaalbeschikking van de NZa."
OVEREENKOMST = "Er is nog geen goedgekeurd plan met een getekende overeenkomst."
KOSTEN = "De vorm van de kostenregistratie of het bewijs van de KPI ontbreekt."


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


def weigering(m: Mensen, k: KpiVerantwoording) -> list[tuple[str, str]]:
    with pytest.raises(StapBelet) as fout:
        voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU)
    return [(b.tekst.replace("\u00a0", " "), b.regel) for b in fout.value.beletselen]


def zonder_voortgang(m: Mensen) -> KpiVerantwoording:
    t = opzet.beschikt(m, opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m))))
    return opzet.toegekend(m, opzet.kpi(opzet.in_uitvoering(m, t, met_voortgang=False)))


def test_zonder_voortgangsmoment_wordt_niet_uitbetaald(m: Mensen) -> None:
    k = zonder_voortgang(m)
    assert weigering(m, k) == [(VOORTGANG, "3a.5")]
    leg_voortgang_vast(k.toekenning, besproken_op=GESTART, kosten_tot_nu=Decimal("12.50"), toelichting="Besproken.", door=m.czv, op=NU)
    assert voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU).status == "opdracht"


def test_elk_ontbrekend_onderdeel_wordt_genoemd(m: Mensen) -> None:
    """Ontbreekt er meer, dan leest de betaler elk onderdeel."""
    k = zonder_voortgang(m)
    Toekenning.objects.filter(pk=k.toekenning_id).update(getekend_op=None, kostenvorm="")
    k.toekenning.beschikking.delete()
    assert weigering(m, k) == [(OVEREENKOMST, "3a.5"), (BESCHIKKING, "3a.5"), (KOSTEN, "3a.5"), (VOORTGANG, "3a.5")]
    assert not Uitbetaling.objects.exists()


def test_met_de_vier_onderdelen_wordt_uitbetaald_en_boekt_de_tweede_persoon(m: Mensen) -> None:
    k = opzet.betaald(m, opzet.kpi(opzet.lopend(m)))
    assert (k.status, k.betaald_op, k.uitbetaling.bedrag, k.uitbetaling.door) == ("betaald", NU, Decimal(600), m.tweede_persoon.gebruiker)


def test_het_scherm_noemt_wat_ontbreekt_naast_de_knop(m: Mensen) -> None:
    k = opzet.kpi(zonder_voortgang(m).toekenning)
    stappen = {s.naam: [b.tekst for b in s.beletselen] for s in mogelijkheden(k, door=m.tweede_persoon, op=NU)}
    assert stappen == {"betaal_uit": [VOORTGANG]}


def test_er_wordt_niet_meer_toegekend_dan_de_nza_beschikte(m: Mensen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    t = opzet.in_uitvoering(m, opzet.beschikt(m, opzet.getekend(m, t), Decimal(900), "De NZa rekent een deel niet mee."))
    opzet.betaald(m, opzet.kpi(t, 1))
    tweede = opzet.beoordeeld(m, opzet.kpi(t, 2))
    with pytest.raises(StapBelet) as fout:
        voer_uit(tweede, "ken_toe", door=m.czv, op=NU, uitkomst="volledig", bedrag=Decimal(400), motivering="Gehaald.")
    assert [(b.tekst.replace("\u00a0", " "), b.regel, b.veld) for b in fout.value.beletselen] == [
        ("De betaalbeschikking is € 900; daarvan is nog € 300 over.", "3a.5", "bedrag")
    ]
    voer_uit(tweede, "ken_toe", door=m.czv, op=NU, uitkomst="gedeeltelijk", bedrag=Decimal(300), motivering="Tot de beschikking.")
    assert voer_uit(tweede, "betaal_uit", door=m.tweede_persoon, op=NU).status == "opdracht"


def test_een_voortgangsmoment_is_geweest_en_ligt_in_de_uitvoering(m: Mensen) -> None:
    t = opzet.lopend(m)
    for dag in (NU + dt.timedelta(days=1), GESTART - dt.timedelta(days=1)):
        with pytest.raises(StapBelet) as fout:
            leg_voortgang_vast(t, besproken_op=dag, kosten_tot_nu=Decimal(0), toelichting="x", door=m.penvoerder, op=NU)
        assert [(b.regel, b.veld) for b in fout.value.beletselen] == [("3a.5", "besproken_op")]


def test_het_oordeel_van_de_nza_leest_dezelfde_vier_onderdelen_als_de_betaling(m: Mensen) -> None:
    """Wat de betaling tegenhoudt, houdt ook een positief oordeel tegen, onderdeel voor onderdeel."""
    k = zonder_voortgang(m)
    assert [d.nummer for d in bij_betaling(k, NU) if d.houdt_tegen] == ontbrekende(delen_van([k.toekenning], NU)[k.toekenning_id]) == [4]
    with pytest.raises(StapBelet) as fout:
        oordeel(k.toekenning, uitkomst="positief", onderbouwing="Lijkt compleet.", door=m.nza, op=NU)
    assert [(b.regel, b.veld) for b in fout.value.beletselen] == [("3a.5", "uitkomst")]
    leg_voortgang_vast(k.toekenning, besproken_op=GESTART, kosten_tot_nu=Decimal(0), toelichting="Besproken.", door=m.czv, op=NU)
    assert oordeel(k.toekenning, uitkomst="positief", onderbouwing="Compleet.", door=m.nza, op=NU).uitkomst == "positief"


def test_een_bijsturing_die_nog_open_is_laat_onderdeel_vier_ontbreken_en_houdt_geen_betaling_tegen(m: Mensen) -> None:
    k = opzet.toegekend(m, opzet.kpi(opzet.lopend(m)))
    open_bijsturing(k.toekenning, aanleiding="Duurder dan begroot.", door=m.czv, op=NU)
    assert ontbrekende(delen_van([k.toekenning], NU)[k.toekenning_id]) == [4]
    assert voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU).status == "opdracht"


def test_bewijs_vervangen_na_het_oordeel_kan_niet(m: Mensen) -> None:
    k = opzet.beoordeeld(m, opzet.kpi(opzet.lopend(m)))
    with pytest.raises(StapNietMogelijk):
        voer_uit(k, "dien_bewijs_in", door=m.penvoerder, op=NU, bewijs="Een ander verhaal.")
    k.refresh_from_db()
    assert k.bewijs == "Gehaald, zie de meting."
