"""1g.4: with a reached KPI an advance on a next one may be released; it counts once and is settled with that KPI."""

import threading
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from tests.verantwoording.test_gelijktijdig import tegelijk
from verantwoording.controle import bevindingen
from verantwoording.models import Betaalopdrachtregel, Boekingsregel, KpiVerantwoording, Toekenning, Voorschot
from verantwoording.selectors import saldi
from verantwoording.services import betaalopdracht as diensten
from verantwoording.services import toekenning as toekenningen
from verantwoording.services.kpi import uitbetalingsbesluit


@pytest.fixture
def m(db: None) -> Mensen:
    return opzet.maak_mensen()


def ken_toe(
    m: Mensen, k: KpiVerantwoording, voor: KpiVerantwoording | None, voorschot: int | None, bedrag: int | None = None
) -> KpiVerantwoording:
    vol = k.kpi.bedrag
    toe = vol if bedrag is None else Decimal(bedrag)
    uitkomst = "volledig" if toe == vol else "gedeeltelijk" if toe else "geen"
    wens = None if voorschot is None else Decimal(voorschot)
    return voer_uit(
        k,
        "ken_toe",
        door=m.czv,
        op=NU,
        uitkomst=uitkomst,
        bedrag=toe,
        motivering="Volgens afspraak.",
        voorschot_op=voor,
        voorschot_bedrag=wens,
    )


def betaal(m: Mensen, k: KpiVerantwoording) -> KpiVerantwoording:
    return opzet.betaal(m, voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU))


def met_voorschot(m: Mensen, t: Toekenning, bedrag: int = 150) -> KpiVerantwoording:
    """KPI 1 granted and paid, with an advance on KPI 2."""
    return betaal(m, ken_toe(m, opzet.beoordeeld(m, opzet.kpi(t, 1)), opzet.kpi(t, 2), bedrag))


def stand(t: Toekenning) -> dict[str, Decimal]:
    return {r: s for r, s in saldi(t.dossier_id).items() if s and r != "pot"}


def weigering(
    m: Mensen, k: KpiVerantwoording, voor: KpiVerantwoording | None, voorschot: int | None, **anders: int
) -> list[tuple[str, str, str]]:
    with pytest.raises(StapBelet) as fout:
        ken_toe(m, k, voor, voorschot, **anders)
    return [(b.tekst.replace("\u00a0", " "), b.regel, b.veld) for b in fout.value.beletselen]


def test_een_voorschot_wordt_uit_de_volgende_kpi_te_betalen_en_staat_na_betaling_apart(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    k = ken_toe(m, opzet.beoordeeld(m, opzet.kpi(t, 1)), opzet.kpi(t, 2), 150)
    assert stand(t) == {"toegezegd": 250, "te_betalen": 750}
    betaal(m, k)
    assert stand(t) == {"toegezegd": 250, "voorschot": 150, "uitbetaald": 600}
    assert opzet.kpi(t, 2).bedrag_voorschot == 150
    assert list(bevindingen()) == []


def test_het_voorschot_telt_een_keer_en_alleen_de_rest_wordt_betaald(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    met_voorschot(m, t)
    k = ken_toe(m, opzet.beoordeeld(m, opzet.kpi(t, 2)), None, None)
    assert (k.bedrag_toegekend, k.verrekend, k.te_betalen) == (Decimal(300), Decimal(150), Decimal(150))
    assert stand(t) == {"toegezegd": 100, "te_betalen": 150, "uitbetaald": 750}
    betaal(m, k)
    assert stand(t) == {"toegezegd": 100, "uitbetaald": 900}
    assert (k.uitbetaling.bedrag, k.betaalopdracht.bedrag) == (300, 150)
    assert list(bevindingen()) == []


def test_dekt_het_voorschot_alles_dan_is_er_niets_over_te_maken_en_is_de_kpi_betaald(m: Mensen) -> None:
    t = opzet.lopend(m)
    met_voorschot(m, t, 400)
    k = ken_toe(m, opzet.beoordeeld(m, opzet.kpi(t, 2)), None, None)
    k = voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU)
    assert (k.status, k.betaald_op, k.betaalopdracht.regels.count(), k.uitbetaling.bedrag) == ("betaald", NU, 0, 400)
    assert stand(t) == {"uitbetaald": 1000}


@pytest.mark.parametrize(("bedrag", "uitbetaald", "terug"), [(100, 700, 50), (0, 600, 150)])
def test_brengt_de_kpi_minder_dan_het_voorschot_dan_moet_het_verschil_terug(m: Mensen, bedrag: int, uitbetaald: int, terug: int) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    met_voorschot(m, t)
    ken_toe(m, opzet.beoordeeld(m, opzet.kpi(t, 2)), None, None, bedrag)
    assert (stand(t)["uitbetaald"], stand(t)["te_vorderen"]) == (Decimal(uitbetaald), Decimal(terug))
    vordering = Boekingsregel.objects.get(rekening="te_vorderen")
    assert (vordering.organisatie, vordering.boeking.soort) == (m.penvoerder.organisatie, "vordering")
    assert list(bevindingen()) == []


def test_een_voorschot_dat_nog_niet_is_betaald_houdt_het_toekennen_van_die_kpi_tegen(m: Mensen) -> None:
    t = opzet.lopend(m)
    ken_toe(m, opzet.beoordeeld(m, opzet.kpi(t, 1)), opzet.kpi(t, 2), 150)
    zin = (
        "Het voorschot van € 150 op deze KPI, vrijgegeven bij KPI 1, is nog niet betaald. "
        "Het wordt bij het toekennen verrekend; laat het eerst betalen."
    )
    assert weigering(m, opzet.beoordeeld(m, opzet.kpi(t, 2)), None, None) == [(zin, "1g.4", "")]


def test_een_voorschot_past_bij_een_latere_open_kpi_en_haar_bedrag(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    k1 = opzet.beoordeeld(m, opzet.kpi(t, 1))
    assert weigering(m, k1, None, 10) == [("Kies voor welke volgende KPI dit voorschot is.", "1g.4", "voorschot_op")]
    assert weigering(m, k1, opzet.kpi(t, 2), None) == [
        ("Vul in welk bedrag u als voorschot op KPI 2 vrijgeeft.", "1g.4", "voorschot_bedrag")
    ]
    assert weigering(m, k1, opzet.kpi(t, 1), 10) == [("Kies een latere KPI van dit plan.", "1g.4", "voorschot_op")]
    te_veel = "KPI 2 is € 300. Het voorschot kan hoogstens € 300 zijn."
    assert weigering(m, k1, opzet.kpi(t, 2), 301) == [(te_veel, "1g.4", "voorschot_bedrag")]
    hoort = "Een voorschot hoort bij een KPI die geheel of deels is behaald en waarvoor u een bedrag toekent."
    assert weigering(m, k1, opzet.kpi(t, 2), 10, bedrag=0) == [(hoort, "1g.4", "voorschot_op")]
    opzet.beoordeeld(m, opzet.kpi(t, 3))
    assert weigering(m, k1, opzet.kpi(t, 3), 10) == [("KPI 3 staat niet meer open (beoordeeld).", "1g.4", "voorschot_op")]
    assert not Voorschot.objects.exists()


def test_een_tweede_voorschot_past_alleen_in_wat_er_over_is(m: Mensen) -> None:
    t = opzet.lopend(m, [500, 200, 300])
    betaal(m, ken_toe(m, opzet.beoordeeld(m, opzet.kpi(t, 1)), opzet.kpi(t, 3), 250))
    zin = "KPI 3 is € 300. Daarvan is € 250 al vrijgegeven. Het voorschot kan hoogstens € 50 zijn."
    k2 = opzet.beoordeeld(m, opzet.kpi(t, 2))
    assert weigering(m, k2, opzet.kpi(t, 3), 51)[-1] == (zin, "1g.4", "voorschot_bedrag")
    ken_toe(m, k2, opzet.kpi(t, 3), 50)
    assert opzet.kpi(t, 3).bedrag_voorschot == 300


def test_een_kpi_die_op_een_go_no_go_wacht_krijgt_geen_voorschot(m: Mensen) -> None:
    t = opzet.lopend(m, go_no_go=True)
    k1 = opzet.beoordeeld(m, opzet.kpi(t, 1))
    assert weigering(m, k1, opzet.kpi(t, 2), 10) == [("KPI 2 wacht op het go/no-go-besluit van mijlpaal 1.", "1g.6", "voorschot_op")]
    mijlpaal = t.plan.laatste_versie.mijlpalen.get()
    toekenningen.besluit_mijlpaal(t, mijlpaal, besluit="go", onderbouwing="Goed.", door=m.czv, op=NU)
    assert ken_toe(m, opzet.kpi(t, 1), opzet.kpi(t, 2), 10).status == "toegekend"


def test_ook_het_voorschot_past_binnen_de_betaalbeschikking(m: Mensen) -> None:
    t = opzet.beschikt(m, opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m))), Decimal(700), "De NZa rekent een deel niet mee.")
    k1 = opzet.beoordeeld(m, opzet.kpi(opzet.in_uitvoering(m, t), 1))
    assert weigering(m, k1, opzet.kpi(t, 2), 101) == [("De betaalbeschikking is € 700; daarvan is nog € 700 over.", "3a.5", "bedrag")]
    ken_toe(m, k1, opzet.kpi(t, 2), 100)


def test_vervalt_de_kpi_dan_moet_het_betaalde_voorschot_terug_en_gaat_de_rest_naar_de_pot(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    met_voorschot(m, t)
    voer_uit(t, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.")
    assert stand(t) == {"uitbetaald": 600, "te_vorderen": 150}
    assert saldi(t.dossier_id)["pot"] == -750
    assert list(bevindingen()) == []


def test_vervalt_de_kpi_voor_het_voorschot_is_betaald_dan_hoeft_het_niet_meer(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    k = ken_toe(m, opzet.beoordeeld(m, opzet.kpi(t, 1)), opzet.kpi(t, 2), 150)
    voer_uit(t, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.")
    assert stand(t) == {"te_betalen": 600}
    betaal(m, k)
    assert [(r.soort, r.bedrag) for r in k.betaalopdracht.regels.all()] == [("kpi", 600)]
    assert stand(t) == {"uitbetaald": 600}
    assert list(bevindingen()) == []


def test_betaalde_een_van_de_twee_verzekeraars_al_dan_moet_alleen_dat_deel_terug(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    sleutel = diensten.stel_sleutel_voor(t, {m.czv.organisatie: Decimal(60), m.tweede.organisatie: Decimal(40)}, door=m.czv, op=NU)
    diensten.stem_in_met_sleutel(t, sleutel.pk, door=m.tweede, op=NU)
    k = voer_uit(ken_toe(m, opzet.beoordeeld(m, opzet.kpi(t, 1)), opzet.kpi(t, 2), 150), "betaal_uit", door=m.tweede_persoon, op=NU)
    eigen = k.betaalopdracht.regels.get(soort="voorschot", verzekeraar=m.czv.organisatie)
    diensten.markeer_betaald(eigen, betaald_op=NU, referentie="B1", door=m.czv, op=NU)
    voer_uit(t, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.")
    assert stand(t) == {"te_betalen": 600, "te_vorderen": 90}
    assert Betaalopdrachtregel.objects.get(soort="voorschot", verzekeraar=m.tweede.organisatie).vervallen_op == NU
    assert opzet.kpi(t, 1).status == "opdracht"
    for regel in k.betaalopdracht.regels.filter(soort="kpi"):
        door = m.czv if regel.verzekeraar_id == m.czv.organisatie_id else m.tweede
        diensten.markeer_betaald(regel, betaald_op=NU, referentie="B2", door=door, op=NU)
    assert opzet.kpi(t, 1).status == "betaald"
    assert list(bevindingen()) == []


def test_een_teruggevorderd_voorschot_telt_niet_meer_mee_voor_de_betaalbeschikking(m: Mensen) -> None:
    t = opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m, [100, 100, 120])))
    t = opzet.in_uitvoering(m, opzet.beschikt(m, t, Decimal(260), "De NZa rekent een deel niet mee."))
    met_voorschot(m, t, 80)
    deels = ken_toe(m, opzet.beoordeeld(m, opzet.kpi(t, 2), "deels", Decimal(30)), None, None, 30)
    voer_uit(deels, "betaal_uit", door=m.tweede_persoon, op=NU)
    k = betaal(m, ken_toe(m, opzet.beoordeeld(m, opzet.kpi(t, 3)), None, None))
    assert (k.status, stand(t)["uitbetaald"], stand(t)["te_vorderen"]) == ("betaald", 250, 50)


def test_een_vervallen_voorschot_staat_niet_als_betaald_in_de_brief(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    k = voer_uit(ken_toe(m, opzet.beoordeeld(m, opzet.kpi(t, 1)), opzet.kpi(t, 2), 150), "betaal_uit", door=m.tweede_persoon, op=NU)
    regels = {r.soort: r for r in k.betaalopdracht.regels.all()}
    diensten.markeer_betaald(regels["kpi"], betaald_op=NU, referentie="B1", door=m.czv, op=NU)
    voer_uit(t, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.")
    brief = uitbetalingsbesluit(opzet.kpi(t, 1), op=NU)
    assert (opzet.kpi(t, 1).status, brief.voorschot, brief.voorschot_op) == ("betaald", 0, "")
    assert opzet.kpi(t, 2).bedrag_uit == 0


def test_de_database_laat_voorschotten_nooit_boven_het_bedrag_van_de_kpi_komen(m: Mensen) -> None:
    t = opzet.lopend(m, [500, 200, 300])
    with pytest.raises(DatabaseError, match="nooit meer dan haar bedrag"), transaction.atomic():
        Voorschot.objects.create(toekenning=t, van=opzet.kpi(t, 1), voor=opzet.kpi(t, 3), bedrag=301, op=NU, door=m.czv.gebruiker)
    with pytest.raises(DatabaseError, match="de som van de voorschotten"), transaction.atomic():
        KpiVerantwoording.objects.filter(toekenning=t).update(bedrag_voorschot=1)


@pytest.mark.django_db(transaction=True)
def test_twee_keer_tegelijk_vrijgeven_voor_dezelfde_kpi_telt_nooit_dubbel() -> None:
    m = opzet.maak_mensen()
    t = opzet.lopend(m, [500, 200, 300])
    eerste, tweede = opzet.beoordeeld(m, opzet.kpi(t, 1)), opzet.beoordeeld(m, opzet.kpi(t, 2))
    sein = threading.Barrier(2)

    def geef_vrij(k: KpiVerantwoording) -> str:
        eigen, voor = KpiVerantwoording.objects.get(pk=k.pk), opzet.kpi(t, 3)
        sein.wait(timeout=30)
        return ken_toe(m, eigen, voor, 200).status

    uitkomsten = tegelijk(lambda: geef_vrij(eerste), lambda: geef_vrij(tweede))
    assert sorted(type(u).__name__ for u in uitkomsten) == ["StapBelet", "str"]
    assert [v.bedrag for v in Voorschot.objects.all()] == [200]
    assert opzet.kpi(t, 3).bedrag_voorschot == 200
