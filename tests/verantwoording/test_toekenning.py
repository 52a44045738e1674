"""From approved plan to finished: who may, what follows, and what is refused."""

import datetime as dt
from decimal import Decimal

import pytest

from kern.journaal.models import Journaalregel
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden, voer_uit
from tests.fabrieken.organisaties import LidmaatschapFactory, ZorgaanbiederFactory
from tests.verantwoording import opzet
from tests.verantwoording.opzet import GESTART, NU, Mensen
from transformatie.models import Dossier
from verantwoording.models import Betaalbeschikking, KpiVerantwoording, Toekenning
from verantwoording.selectors import saldi
from verantwoording.services import toekenning as diensten
from verantwoording.services.ondertekening import registreer_ondertekening
from verantwoording.services.overeenkomst import stel_overeenkomst_op

OP = dt.date(2025, 7, 10)


def zinnen(fout: StapBelet) -> list[tuple[str, str]]:
    return [(b.tekst.replace("\u00a0", " "), b.veld) for b in fout.beletselen]


def stand(t: Toekenning) -> tuple[str, str, bool]:
    dossier = Dossier.objects.get(pk=t.dossier_id)
    return dossier.fase, dossier.stand, dossier.is_gesloten


def test_een_goedgekeurd_plan_wacht_op_zijn_middelen(m: Mensen) -> None:
    t = opzet.toekenning(m)
    assert (t.status, t.bedrag, stand(t)) == ("wacht", Decimal(1000), ("overeenkomst", "wacht op middelen", False))


def test_de_stand_van_het_dossier_volgt_de_toekenning(m: Mensen) -> None:
    t = opzet.lopend(m)
    assert stand(t) == ("uitvoering", "in uitvoering", False)
    voer_uit(t, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.")
    assert stand(t) == ("afgerond", "beëindigd", True)


def test_alleen_de_coordinerende_verzekeraar_reserveert_tekent_en_start(m: Mensen) -> None:
    t = opzet.toekenning(m)
    for door in (m.penvoerder, m.deelnemer, m.tweede, m.nza):
        with pytest.raises(StapNietToegestaan):
            voer_uit(t, "reserveer", door=door, op=OP)
    assert [s.naam for s in mogelijkheden(t, door=m.tweede, op=OP)] == []
    assert [s.naam for s in mogelijkheden(t, door=m.czv, op=OP)] == ["reserveer", "beeindig"]


def test_wie_ook_voor_een_indiener_werkt_reserveert_niet(m: Mensen) -> None:
    t = opzet.toekenning(m)
    dubbel = LidmaatschapFactory(gebruiker=m.czv.gebruiker, organisatie=m.deelnemer.organisatie)
    with pytest.raises(StapNietToegestaan):
        voer_uit(t, "reserveer", door=type(m.czv).objects.get(pk=m.czv.pk), op=OP)
    dubbel.delete()


def test_zonder_overeenkomst_en_handtekeningen_is_er_niets_getekend(m: Mensen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    with pytest.raises(StapBelet) as fout:
        voer_uit(t, "teken", door=m.czv, op=OP)
    assert zinnen(fout.value) == [("Stel eerst de overeenkomst op.", "")]
    overeenkomst = stel_overeenkomst_op(t, bedrag=t.bedrag, door=m.czv, op=OP)
    registreer_ondertekening(overeenkomst, m.tweede.organisatie, naam="A", functie="B", getekend_op=OP, door=m.czv, op=OP)
    with pytest.raises(StapBelet) as fout:
        voer_uit(t, "teken", door=m.czv, op=OP)
    wachtend = [lid.organisatie.naam for lid in (m.czv, m.penvoerder, m.deelnemer)]
    assert zinnen(fout.value) == [(f"{naam} heeft nog niet getekend.", "") for naam in wachtend]


def test_een_handtekening_heeft_een_partij_een_dag_en_komt_een_keer(m: Mensen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    overeenkomst = stel_overeenkomst_op(t, bedrag=t.bedrag, door=m.czv, op=OP)

    def teken(organisatie: object, dag: dt.date = OP) -> None:
        registreer_ondertekening(overeenkomst, organisatie, naam="A", functie="B", getekend_op=dag, door=m.czv, op=OP)  # type: ignore[arg-type]

    teken(m.penvoerder.organisatie)
    vreemd = ZorgaanbiederFactory(naam="Buiten BV")
    dag = "De dag van tekenen ligt niet tussen het opstellen van de overeenkomst en vandaag."
    for organisatie, op, verwacht in (
        (m.penvoerder.organisatie, OP, (f"{m.penvoerder.organisatie} heeft al getekend.", "organisatie")),
        (vreemd, OP, ("Buiten BV is geen partij bij deze overeenkomst.", "organisatie")),
        (m.tweede.organisatie, OP + dt.timedelta(days=1), (dag, "getekend_op")),
        (m.tweede.organisatie, OP - dt.timedelta(days=1), (dag, "getekend_op")),
    ):
        with pytest.raises(StapBelet) as fout:
            teken(organisatie, op)
        assert zinnen(fout.value) == [verwacht]


def test_na_de_eerste_handtekening_staat_het_overeengekomen_bedrag_vast(m: Mensen) -> None:
    t = opzet.onderteken(m, opzet.gereserveerd(m, opzet.toekenning(m)))
    with pytest.raises(StapBelet) as fout:
        stel_overeenkomst_op(t, bedrag=Decimal(900), door=m.czv, op=OP)
    assert zinnen(fout.value) == [("Er is al getekend voor € 1.000. De overeenkomst staat daarmee vast.", "bedrag")]


def test_een_overeenkomst_is_niet_hoger_dan_de_toekenning_en_volgt_op_de_reservering(m: Mensen) -> None:
    t = opzet.toekenning(m)
    for bedrag in (Decimal(1000), Decimal(1001)):
        with pytest.raises(StapBelet):
            stel_overeenkomst_op(t, bedrag=bedrag, door=m.czv, op=OP)
    opzet.gereserveerd(m, t)
    with pytest.raises(StapBelet) as fout:
        stel_overeenkomst_op(t, bedrag=Decimal("1000.01"), door=m.czv, op=OP)
    assert zinnen(fout.value) == [("De overeenkomst kan niet hoger zijn dan het toegekende bedrag.", "bedrag")]


def beschik(m: Mensen, t: Toekenning, **anders: object) -> Toekenning:
    gegevens = {"kenmerk": "NZA-1", "afgegeven_op": OP, "bedrag": t.bedrag, "toelichting": "", **anders}
    return voer_uit(t, "beschik", door=m.nza, op=OP, **gegevens)


@pytest.mark.parametrize(
    ("anders", "verwacht"),
    [
        ({"bedrag": Decimal(1001)}, ("De beschikking kan niet hoger zijn dan het toegekende bedrag van € 1.000.", "bedrag")),
        ({"bedrag": Decimal(0)}, ("Een beschikking gaat over een bedrag groter dan € 0.", "bedrag")),
        (
            {"bedrag": Decimal(900), "toelichting": " "},
            ("Toegekend is € 1.000. Leg uit waarom de beschikking een ander bedrag noemt.", "toelichting"),
        ),
        ({"afgegeven_op": OP + dt.timedelta(days=1)}, ("Een beschikking legt u vast nadat zij is afgegeven.", "afgegeven_op")),
        ({"afgegeven_op": dt.date(2025, 7, 9)}, ("De overeenkomst is van 10 juli 2025; de beschikking volgt daarop.", "afgegeven_op")),
    ],
)
def test_een_betaalbeschikking_die_niet_past_wordt_geweigerd_bij_het_veld(
    m: Mensen, anders: dict[str, object], verwacht: tuple[str, str]
) -> None:
    t = opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m)))
    with pytest.raises(StapBelet) as fout:
        beschik(m, t, **anders)
    assert zinnen(fout.value) == [verwacht]
    assert beschik(m, t, bedrag=Decimal(900), toelichting="Zonder btw.").beschikking.bedrag == 900


def test_een_kenmerk_van_de_nza_hoort_bij_een_toekenning(m: Mensen) -> None:
    for titel in ("Eerste", "Tweede"):
        t = opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m, titel=titel)))
        if titel == "Eerste":
            beschik(m, t)
    with pytest.raises(StapBelet) as fout:
        beschik(m, t)
    assert zinnen(fout.value) == [("Kenmerk NZA-1 is al vastgelegd bij een andere toekenning.", "kenmerk")]


def test_een_geweigerde_beschikking_laat_de_handtekeningen_vervallen(m: Mensen) -> None:
    t = opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m)))
    with pytest.raises(StapBelet):
        voer_uit(t, "weiger_beschikking", door=m.nza, op=OP, reden=" ")
    later = OP + dt.timedelta(days=20)
    voer_uit(t, "weiger_beschikking", door=m.nza, op=later, reden="De KPI's zijn niet meetbaar.")
    assert (t.status, t.getekend_op, t.overeenkomst.ondertekeningen.filter(vervallen_op=later).count()) == ("gereserveerd", None, 4)
    with pytest.raises(StapBelet) as fout:
        registreer_ondertekening(t.overeenkomst, m.penvoerder.organisatie, naam="A", functie="B", getekend_op=OP, door=m.czv, op=later)
    assert zinnen(fout.value) == [("De vorige handtekening is vervallen. Noem de dag waarop opnieuw is getekend.", "getekend_op")]
    assert voer_uit(opzet.onderteken(m, t, op=later), "teken", door=m.czv, op=later).status == "getekend"


def test_de_tweede_verzekeraar_en_de_indieners_leggen_geen_beschikking_vast(m: Mensen) -> None:
    t = opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m)))
    for door in (m.tweede, m.penvoerder, None):
        with pytest.raises(StapNietToegestaan):
            voer_uit(t, "beschik", door=door, op=OP, kenmerk="X", afgegeven_op=OP, bedrag=t.bedrag)
    assert not Betaalbeschikking.objects.exists()


def test_bij_de_start_staan_alle_kpis_open(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    assert list(t.kpis.values_list("kpi__nummer", "status")) == [(1, "open"), (2, "open"), (3, "open")]


def test_afronden_wacht_op_elke_kpi_en_geeft_de_rest_terug_aan_de_pot(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    opzet.betaald(m, opzet.kpi(t, 1), Decimal(450))
    opzet.toegekend(m, opzet.kpi(t, 2), Decimal(0))
    with pytest.raises(StapBelet) as fout:
        voer_uit(t, "rond_af", door=m.czv, op=NU)
    assert zinnen(fout.value) == [("Nog niet afgehandeld: KPI 3.", "")]
    laatste = opzet.toegekend(m, opzet.kpi(t, 3))
    with pytest.raises(StapBelet):
        voer_uit(t, "rond_af", door=m.czv, op=NU)
    voer_uit(laatste, "betaal_uit", door=m.tweede_persoon, op=NU)
    with pytest.raises(StapBelet) as fout:
        voer_uit(t, "rond_af", door=m.czv, op=NU)
    assert zinnen(fout.value) == [("Nog niet afgehandeld: KPI 3.", "")]
    opzet.betaal(m, laatste)
    assert voer_uit(t, "rond_af", door=m.czv, op=NU).status == "afgerond"
    assert {r: s for r, s in saldi(t.dossier_id).items() if s} == {"pot": Decimal(-550), "uitbetaald": Decimal(550)}


def test_beeindigen_laat_open_kpis_vervallen_en_wat_is_toegekend_te_betalen(m: Mensen) -> None:
    t = opzet.lopend(m, [600, 300, 100])
    wacht_op_betaling = opzet.toegekend(m, opzet.kpi(t, 1))
    opzet.bewezen(m, opzet.kpi(t, 2))
    with pytest.raises(StapBelet) as fout:
        voer_uit(t, "beeindig", door=m.czv, op=NU, reden="")
    assert zinnen(fout.value) == [("Geef een reden.", "reden")]
    voer_uit(t, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.")
    assert list(KpiVerantwoording.objects.values_list("status", flat=True)) == ["toegekend", "vervallen", "vervallen"]
    assert {r: s for r, s in saldi(t.dossier_id).items() if s} == {"pot": Decimal(-600), "te_betalen": Decimal(600)}
    assert opzet.betaal(m, voer_uit(wacht_op_betaling, "betaal_uit", door=m.tweede_persoon, op=NU)).status == "betaald"


def test_beeindigen_voor_de_reservering_boekt_niets(m: Mensen) -> None:
    t = voer_uit(opzet.toekenning(m), "beeindig", door=m.czv, op=OP, reden="De partijen stoppen.")
    assert set(saldi(t.dossier_id).values()) == {0}


def test_een_stap_uit_een_andere_stand_zegt_wat_er_intussen_is_gebeurd(m: Mensen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    with pytest.raises(StapNietMogelijk, match="zette op 1 juli 2025 de stap 'Middelen gereserveerd'"):
        voer_uit(t, "reserveer", door=m.czv, op=OP)


def test_elke_handeling_staat_in_het_journaal_zonder_namen_van_mensen(m: Mensen) -> None:
    t = opzet.lopend(m)
    regels = Journaalregel.objects.filter(zaak=t.zaak, soort="verantwoording.toekenning").order_by("volgnummer")
    assert [r.stap for r in regels] == [
        "reserveer",
        "stel_overeenkomst_op",
        *["registreer_ondertekening"] * 4,
        "teken",
        *["bevestig_aanvraag"] * 2,
        "verstuur_aanvraag",
        "beschik",
        "spreek_kostenvorm_af",
        "start_uitvoering",
        "leg_voortgang_vast",
    ]
    assert "Tekenaar" not in str([r.feiten for r in regels])


def test_een_voortgangsmoment_hoort_bij_een_plan_in_uitvoering(m: Mensen) -> None:
    t = opzet.gereserveerd(m, opzet.toekenning(m))
    with pytest.raises(StapBelet) as fout:
        diensten.leg_voortgang_vast(t, besproken_op=GESTART, kosten_tot_nu=Decimal(0), toelichting="x", door=m.czv, op=GESTART)
    assert zinnen(fout.value) == [("Een voortgangsmoment hoort bij een plan in uitvoering.", "")]
