"""Bijsturing: from a deviation to an outcome both sides agreed to, each with its postings (3a.4)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from kern.documenten.models import Brief
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import voer_uit
from tests.regels.hulp import belet, belet_met_plek
from tests.regels.test_1g_4 import met_voorschot
from tests.verantwoording import opzet
from tests.verantwoording.opzet import NU, Mensen
from verantwoording.controle import bevindingen
from verantwoording.models import (
    AanvullendeBeschikking,
    Bijstelling,
    Bijsturing,
    Bijsturingsbericht,
    Boeking,
    Terugbetaling,
    Toekenning,
    Verruiming,
)
from verantwoording.selectors import bedrag_boven_beschikking, saldi
from verantwoording.services import bijsturing as diensten
from verantwoording.services.bijsturing import leg_aanvullende_beschikking_vast, open_bijsturing
from verantwoording.services.terugbetaling import leg_ontvangst_vast


@pytest.fixture
def t(m: Mensen) -> Toekenning:
    """A running plan: KPI 1 of 600 is paid, KPI 2 of 300 and KPI 3 of 100 are open."""
    t = opzet.lopend(m, [600, 300, 100])
    opzet.betaald(m, opzet.kpi(t))
    return Toekenning.objects.get(pk=t.pk)


@pytest.fixture
def b(m: Mensen, t: Toekenning) -> Bijsturing:
    return open_bijsturing(t, aanleiding="De kosten vallen lager uit.", afwijking=(Decimal(-150), Decimal(-15)), door=m.czv, op=NU)


def stel_voor(m: Mensen, b: Bijsturing, uitkomst: str, **gegevens: Any) -> Bijsturing:
    return voer_uit(b, "leg_voor", door=m.penvoerder, op=NU, uitkomst=uitkomst, onderbouwing="Dit past het best.", **gegevens)


def stem_in(m: Mensen, b: Bijsturing, onderbouwing: str = "Dat vinden wij redelijk.") -> Bijsturing:
    return voer_uit(b, "stem_in", door=m.czv, op=NU, voorstel=str(b.voorstel.pk), onderbouwing=onderbouwing)


def stand(t: Toekenning) -> dict[str, int]:
    return {rekening: int(saldo) for rekening, saldo in saldi(t.dossier_id).items() if saldo}


def terug(m: Mensen, bedrag: str, *termijnen: tuple[str, str]) -> dict[str, Any]:
    delen = [{"bedrag": b, "uiterlijk_op": op} for b, op in termijnen or ((bedrag, "2026-01-31"),)]
    return {"bedrag": Decimal(bedrag), "inhoud": {"schuldenaar": str(m.penvoerder.organisatie_id), "termijnen": delen}}


# --- opening ------------------------------------------------------------------------------------------------------


def test_er_loopt_een_bijsturing_tegelijk_en_beide_kanten_kunnen_haar_openen(m: Mensen, t: Toekenning) -> None:
    b = open_bijsturing(t, aanleiding="De bouw loopt uit.", door=m.penvoerder, op=NU)
    assert (b.status, b.geopend_door, b.bedrag_afwijking) == ("open", m.penvoerder.organisatie, None)
    assert belet(lambda: open_bijsturing(t, aanleiding="Nog een.", door=m.czv, op=NU)) == ["Er loopt al een bijsturing voor dit plan."]


@pytest.mark.parametrize("wie", ["deelnemer", "tweede", "nza"])
def test_wie_er_niet_over_gaat_opent_niets(m: Mensen, t: Toekenning, wie: str) -> None:
    with pytest.raises(StapNietToegestaan):
        open_bijsturing(t, aanleiding="Ik vind van wel.", door=getattr(m, wie), op=NU)


def test_een_plan_dat_nog_niet_loopt_wordt_niet_bijgestuurd(m: Mensen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    assert belet(lambda: open_bijsturing(t, aanleiding="Nu al.", door=m.czv, op=NU)) == ["Bijsturen hoort bij een plan in uitvoering."]


def test_een_open_bijsturing_volgt_de_kosten_en_sluit_niet_als_zij_terugkomen(
    m: Mensen, t: Toekenning, b: Bijsturing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diensten, "afwijking", lambda _t: (Decimal(-20), Decimal("-2.0")))
    assert diensten.meet(t, op=NU + dt.timedelta(days=90)) == b
    b.refresh_from_db()
    assert (b.status, b.bedrag_afwijking, b.gemeten_op) == ("open", -20, NU + dt.timedelta(days=90))


def test_over_dezelfde_afwijking_wordt_na_een_uitkomst_niet_opnieuw_gestuurd(
    m: Mensen, t: Toekenning, b: Bijsturing, monkeypatch: pytest.MonkeyPatch
) -> None:
    stem_in(m, stel_voor(m, b, "anders"))
    for procent, aantal in ((Decimal("-15.5"), 1), (Decimal("-25.1"), 2)):
        monkeypatch.setattr(diensten, "afwijking", lambda _t, p=procent: (p * 10, p))
        diensten.meet(t, op=NU)
        assert Bijsturing.objects.count() == aantal


# --- proposing and agreeing ---------------------------------------------------------------------------------------


def test_een_voorstel_wordt_afgewezen_of_ingetrokken_en_alles_blijft_te_lezen(m: Mensen, b: Bijsturing) -> None:
    stel_voor(m, b, "anders")
    voer_uit(b, "wijs_af", door=m.czv, op=NU, onderbouwing="Hiermee lost u niets op.")
    stel_voor(m, b, "schuiven")
    voer_uit(b, "trek_in", door=m.penvoerder, op=NU)
    assert (b.status, b.uitkomst, b.voorgesteld_door) == ("open", "", None)
    assert [r.soort for r in b.berichten.all()] == ["voorstel", "afwijzing", "voorstel", "intrekking"]


def test_wie_het_voorstel_niet_deed_trekt_het_niet_in(m: Mensen, b: Bijsturing) -> None:
    stel_voor(m, b, "anders")
    with pytest.raises(StapNietToegestaan):
        voer_uit(b, "trek_in", door=m.czv, op=NU)


def test_wie_een_oud_voorstel_leest_stemt_niet_ongemerkt_in_met_een_nieuw(m: Mensen, b: Bijsturing) -> None:
    oud = str(stel_voor(m, b, "anders").voorstel.pk)
    voer_uit(b, "trek_in", door=m.penvoerder, op=NU)
    stel_voor(m, b, "terugbetaling", **terug(m, "500"))
    poging = lambda: voer_uit(b, "stem_in", door=m.czv, op=NU, voorstel=oud, onderbouwing="Akkoord.")  # noqa: E731
    assert belet(poging) == ["Er ligt intussen een ander voorstel. Lees het en beslis opnieuw."]
    assert not Terugbetaling.objects.exists()


def test_twee_keer_instemmen_telt_een_keer(m: Mensen, b: Bijsturing) -> None:
    stem_in(m, stel_voor(m, b, "terugbetaling", **terug(m, "150")))
    with pytest.raises(StapNietMogelijk):
        stem_in(m, b)
    assert Terugbetaling.objects.count() == 1


def test_wat_in_een_bijsturing_is_gezegd_verandert_niet_meer(m: Mensen, b: Bijsturing) -> None:
    stel_voor(m, b, "anders")
    with pytest.raises(DatabaseError, match="wordt alleen bijgeschreven"), transaction.atomic():
        Bijsturingsbericht.objects.update(tekst="Iets anders.")


def test_een_bijsturing_sluit_ook_in_de_databank_niet_zonder_uitkomst(m: Mensen, b: Bijsturing) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Bijsturing.objects.update(status="afgesloten")


# --- repayment ----------------------------------------------------------------------------------------------------


def test_een_terugbetaling_boekt_de_vordering_met_haar_termijnen_klokken_en_brief(m: Mensen, t: Toekenning, b: Bijsturing) -> None:
    stem_in(m, stel_voor(m, b, "terugbetaling", **terug(m, "150", ("100", "2025-12-31"), ("50", "2026-03-31"))))
    v = Terugbetaling.objects.get()
    assert (v.bedrag, v.schuldenaar, v.bijsturing) == (150, m.penvoerder.organisatie, b)
    assert [(d.nummer, d.bedrag, d.uiterlijk_op) for d in v.termijnen.all()] == [
        (1, 100, dt.date(2025, 12, 31)),
        (2, 50, dt.date(2026, 3, 31)),
    ]
    assert stand(t) == {"pot": -1000, "toegezegd": 400, "uitbetaald": 450, "te_vorderen": 150}
    assert Brief.objects.filter(soort="terugbetaling").count() == 1


@pytest.mark.parametrize(
    ("gegevens", "zin", "veld"),
    [
        ({"bedrag": Decimal("600.01")}, "uitbetaald. Meer kan niet worden teruggevraagd.", "bedrag"),
        ({"bedrag": None}, "Vul in welk bedrag wordt terugbetaald.", "bedrag"),
        ({"inhoud": {"termijnen": []}}, "Kies welke partij terugbetaalt.", "schuldenaar"),
    ],
)
def test_een_terugbetaling_die_niet_kan_zegt_waarom_bij_het_veld(
    m: Mensen, b: Bijsturing, gegevens: dict[str, Any], zin: str, veld: str
) -> None:
    [(tekst, regel, plek)] = belet_met_plek(lambda: stel_voor(m, b, "terugbetaling", **{**terug(m, "600"), **gegevens}))
    assert (zin in tekst, regel, plek) == (True, "3a.4", veld)


def test_termijnen_die_niet_optellen_of_al_voorbij_zijn_worden_geweigerd(m: Mensen, b: Bijsturing) -> None:
    assert belet(lambda: stel_voor(m, b, "terugbetaling", **terug(m, "150", ("100", "2026-01-31")))) == [
        "De termijnen tellen niet op tot het bedrag."
    ]
    assert belet(lambda: stel_voor(m, b, "terugbetaling", **terug(m, "150", ("150", "2025-10-01")))) == [
        "Kies een eerste dag die nog komt."
    ]


def test_van_wie_niets_kreeg_wordt_niets_teruggevraagd(m: Mensen, b: Bijsturing) -> None:
    gegevens = terug(m, "150")
    gegevens["inhoud"]["schuldenaar"] = str(m.tweede.organisatie_id)
    assert belet(lambda: stel_voor(m, b, "terugbetaling", **gegevens)) == ["Kies welke partij terugbetaalt."]


# --- shifting, extra means ----------------------------------------------------------------------------------------


def test_schuiven_opent_een_bijstelling_die_naar_de_bijsturing_verwijst(m: Mensen, t: Toekenning, b: Bijsturing) -> None:
    stem_in(m, stel_voor(m, b, "schuiven"))
    bijstelling = Bijstelling.objects.get()
    assert (bijstelling.aanleiding, bijstelling.aanleiding_rij, bijstelling.extra_middelen) == ("bijsturing", b.pk, 0)
    assert stand(t) == {"pot": -1000, "toegezegd": 400, "uitbetaald": 600}


def test_extra_middelen_komen_uit_de_pot_en_verhogen_het_plafond(m: Mensen, t: Toekenning, b: Bijsturing) -> None:
    stem_in(m, stel_voor(m, b, "extra", bedrag=Decimal(250)))
    t = Toekenning.objects.get(pk=t.pk)
    assert (t.bedrag, t.bedrag_extra, t.plafond, t.beschikt_bedrag) == (1000, 250, 1250, 1000)
    assert stand(t) == {"pot": -1250, "toegezegd": 650, "uitbetaald": 600}
    assert (Verruiming.objects.get().bedrag, Bijstelling.objects.get().extra_middelen) == (250, 250)
    assert Boeking.objects.get(soort="verruiming").onderwerp == b.pk


def test_extra_middelen_die_er_niet_zijn_worden_niet_beloofd(m: Mensen, b: Bijsturing) -> None:
    [zin] = belet(lambda: stel_voor(m, b, "extra", bedrag=Decimal(1_000_000_000)))
    assert zin.startswith("Er is € 999.999.000 beschikbaar voor dit plan")


def test_een_plan_dat_wacht_gaat_voor_extra_middelen(m: Mensen, b: Bijsturing) -> None:
    opzet.toekenning(m, [999_998_000], titel="Wacht al")
    [zin] = belet(lambda: stel_voor(m, b, "extra", bedrag=Decimal(1001)))
    assert zin.startswith("Er is € 1.000 beschikbaar voor dit plan; plannen in de wachtrij gaan voor.")


def test_een_aanvullende_beschikking_dekt_ten_hoogste_de_extra_middelen(m: Mensen, t: Toekenning, b: Bijsturing) -> None:
    stem_in(m, stel_voor(m, b, "extra", bedrag=Decimal(250)))
    goed: dict[str, Any] = {"kenmerk": "TB/A1", "afgegeven_op": NU, "bedrag": Decimal(250), "door": m.nza, "op": NU}
    assert belet_met_plek(lambda: leg_aanvullende_beschikking_vast(t, **{**goed, "bedrag": Decimal(251)}))[0][1:] == ("3a.5", "bedrag")
    leg_aanvullende_beschikking_vast(t, **goed)
    assert Toekenning.objects.get(pk=t.pk).beschikt_bedrag == 1250
    with pytest.raises(StapBelet):
        leg_aanvullende_beschikking_vast(t, **{**goed, "kenmerk": "TB/A2", "bedrag": Decimal(1)})
    with pytest.raises(StapNietToegestaan):
        leg_aanvullende_beschikking_vast(t, **{**goed, "door": m.penvoerder})
    assert AanvullendeBeschikking.objects.count() == 1


def test_pas_met_de_aanvullende_beschikking_laat_de_databank_meer_betalen(m: Mensen, t: Toekenning, b: Bijsturing) -> None:
    def plafond() -> Decimal:
        with connection.cursor() as cursor:
            cursor.execute("SELECT verantwoording_plafond(%s)", [t.pk])
            return cursor.fetchone()[0]

    stem_in(m, stel_voor(m, b, "extra", bedrag=Decimal(250)))
    assert (plafond(), bedrag_boven_beschikking(Toekenning.objects.get(pk=t.pk), Decimal(500))) == (1000, 100)
    leg_aanvullende_beschikking_vast(t, kenmerk="TB/A1", afgegeven_op=NU, bedrag=Decimal(200), door=m.nza, op=NU)
    assert (plafond(), bedrag_boven_beschikking(Toekenning.objects.get(pk=t.pk), Decimal(500))) == (1200, -100)
    assert [str(f) for f in bevindingen()] == []


def test_het_plafond_wordt_ook_in_de_databank_niet_lager(m: Mensen, t: Toekenning, b: Bijsturing) -> None:
    stem_in(m, stel_voor(m, b, "extra", bedrag=Decimal(250)))
    with pytest.raises(DatabaseError, match="wordt niet minder"), transaction.atomic():
        Toekenning.objects.filter(pk=t.pk).update(bedrag_extra=0)


# --- ending -------------------------------------------------------------------------------------------------------


def test_deels_beeindigen_laat_de_gekozen_kpi_vervallen_en_geeft_haar_geld_terug(m: Mensen, t: Toekenning, b: Bijsturing) -> None:
    stem_in(m, stel_voor(m, b, "beeindigen", inhoud={"kpis": [str(opzet.kpi(t, 3).pk)]}))
    assert [opzet.kpi(t, n).status for n in (1, 2, 3)] == ["betaald", "open", "vervallen"]
    assert Toekenning.objects.get(pk=t.pk).status == "in_uitvoering"
    assert stand(t) == {"pot": -900, "toegezegd": 300, "uitbetaald": 600}


def test_vervallen_alle_open_kpis_dan_eindigt_het_hele_plan_met_een_eindafrekening(m: Mensen, t: Toekenning, b: Bijsturing) -> None:
    stem_in(m, stel_voor(m, b, "beeindigen", inhoud={"kpis": [str(opzet.kpi(t, n).pk) for n in (2, 3)]}))
    t = Toekenning.objects.get(pk=t.pk)
    assert (t.status, t.reden) == ("beeindigd", "Dit past het best.")
    assert stand(t) == {"pot": -600, "uitbetaald": 600}
    brief = Brief.objects.get(soort="eindafrekening").gegevens
    assert (brief["uitbetaald"], brief["terug_naar_pot"], brief["is_afgerond"]) == ("600.00", "400.00", False)


def test_vervalt_een_kpi_met_een_voorschot_dan_wordt_dat_teruggevorderd_en_gaat_de_rest_naar_de_pot(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    met_voorschot(m, t, 150)
    b = open_bijsturing(t, aanleiding="KPI 2 lukt niet.", door=m.czv, op=NU)
    stem_in(m, stel_voor(m, b, "beeindigen", inhoud={"kpis": [str(opzet.kpi(t, 2).pk)]}))
    assert stand(t) == {"pot": -850, "toegezegd": 100, "uitbetaald": 600, "te_vorderen": 150}
    v = Terugbetaling.objects.get()
    assert (v.bedrag, v.schuldenaar, v.bijsturing, v.termijnen.count()) == (150, m.penvoerder.organisatie, None, 1)
    assert [str(f) for f in bevindingen()] == []


def test_een_kpi_die_intussen_is_toegekend_vervalt_niet(m: Mensen, t: Toekenning, b: Bijsturing) -> None:
    stel_voor(m, b, "beeindigen", inhoud={"kpis": [str(opzet.kpi(t, 3).pk)]})
    opzet.toegekend(m, opzet.kpi(t, 3))
    assert belet(lambda: stem_in(m, b)) == ["Een van deze KPI's staat niet meer open. Doe een nieuw voorstel."]
    assert (Bijsturing.objects.get().status, stand(t)["toegezegd"]) == ("voorgelegd", 300)


def test_beeindigen_zonder_kpi_zegt_wat_er_te_kiezen_is(m: Mensen, b: Bijsturing) -> None:
    assert belet_met_plek(lambda: stel_voor(m, b, "beeindigen", inhoud={})) == [("Kies ten minste een KPI die vervalt.", "3a.4", "kpis")]


def test_een_afgerond_plan_krijgt_een_eindafrekening_met_wat_is_terugbetaald(m: Mensen) -> None:
    t = opzet.lopend(m, [1000])
    opzet.betaald(m, opzet.kpi(t), Decimal(900))
    b = open_bijsturing(t, aanleiding="Goedkoper.", door=m.czv, op=NU)
    stem_in(m, stel_voor(m, b, "terugbetaling", **terug(m, "200")))
    v = Terugbetaling.objects.get()
    leg_ontvangst_vast(v, bedrag=Decimal(50), ontvangen_op=NU, referentie="NL-1", door=m.czv, op=NU)
    voer_uit(t, "rond_af", door=m.czv, op=NU)
    brief = Brief.objects.get(soort="eindafrekening").gegevens
    velden = ("toegekend", "uitbetaald", "terug_naar_pot", "teruggevorderd", "terugbetaald", "is_afgerond")
    assert [brief[v] for v in velden] == ["1000.00", "900.00", "100.00", "200.00", "50.00", True]


def test_een_beeindigd_plan_houdt_zijn_bijsturing_en_kan_nog_terugbetalen(m: Mensen, t: Toekenning, b: Bijsturing) -> None:
    voer_uit(t, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.")
    b.refresh_from_db()
    assert b.status == "open"
    stem_in(m, stel_voor(m, b, "terugbetaling", **terug(m, "200")))
    assert stand(t) == {"pot": -600, "uitbetaald": 400, "te_vorderen": 200}
