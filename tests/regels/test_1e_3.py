"""1e.3: a decision on the plan within eight weeks; an adjustment suspends them and begins no new ones."""

import datetime as dt

import pytest

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.termijnen.models import Termijn
from kern.termijnen.ronde import loop_klokken
from tests.fabrieken.wereld import plan_in_opstelling, plan_klaar_voor_besluit
from tests.regels.hulp import belet, belet_met_plek
from transformatie.models import Planversie
from transformatie.services import klokken

D = dt.date
ONTVANGEN = D(2025, 6, 27)
UITERLIJK = D(2025, 8, 22)


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    """Received on 27 June 2025; on 27 July everyone assessed and committed, the terugkoppeling is settled."""
    return plan_klaar_voor_besluit(wereld)


@pytest.fixture
def ingediend(wereld: Wereld) -> Levensloop:
    return plan_in_opstelling(wereld).naar(ONTVANGEN).dien_plan_in()


def klok(loop: Levensloop, soort: str = "besluit_transformatieplan") -> Termijn:
    return Termijn.objects.filter(onderwerp=loop.plan.pk, soort_termijn=soort).latest("start_op", "vastgelegd_op")


def standen(loop: Levensloop) -> list[tuple[dt.date, dt.date, str]]:
    rijen = Termijn.objects.filter(onderwerp=loop.plan.pk, soort_termijn="besluit_transformatieplan").order_by("start_op")
    return [(t.start_op, t.einde_op, t.status) for t in rijen]


def versies(loop: Levensloop) -> list[tuple[int, bool]]:
    return [(v.nummer, v.is_bevroren) for v in Planversie.objects.filter(plan=loop.plan).order_by("nummer")]


def vraag_aanpassing(loop: Levensloop) -> None:
    loop.zet(loop.plan, "vraag_aanpassing", loop.czv, gevraagde_aanpassing="Minder KPI's.")


# --- as 1e.1 ----------------------------------------------------------------------------------------------------


def test_de_acht_weken_lopen_vanaf_ontvangst_en_compleet_verklaren_verandert_niets(ingediend: Levensloop) -> None:
    assert standen(ingediend) == [(ONTVANGEN, UITERLIJK, "loopt")]
    ingediend.naar(D(2025, 7, 3)).plan_compleet()
    assert standen(ingediend) == [(ONTVANGEN, UITERLIJK, "loopt")]


def test_incompleet_laat_de_klok_vervallen_en_aanvullen_begint_acht_nieuwe_weken(ingediend: Levensloop) -> None:
    loop = ingediend.naar(D(2025, 7, 1))
    loop.zet(loop.plan, "verklaar_incompleet", loop.czv, wat_ontbreekt="De begroting.")
    assert (standen(loop), versies(loop)) == ([(ONTVANGEN, UITERLIJK, "vervallen")], [(1, True), (2, False)])
    loop.naar(D(2025, 7, 21)).zet(loop.plan, "vul_aan", loop.planmaker)
    assert standen(loop) == [(ONTVANGEN, UITERLIJK, "vervallen"), (D(2025, 7, 21), D(2025, 9, 15), "loopt")]
    assert (versies(loop), loop.plan.ontvangen_op) == ([(1, True), (2, True)], D(2025, 7, 21))


def test_na_vijf_werkdagen_stilte_geldt_het_plan_als_compleet_en_kan_incompleet_alleen_met_instemming(ingediend: Levensloop) -> None:
    loop_klokken(D(2025, 7, 4))
    eerst = ingediend.plan.status
    loop_klokken(D(2025, 7, 5))
    assert (eerst, ingediend.plan.status) == ("ingediend", "in_beoordeling")
    ingediend.naar(D(2025, 7, 7))
    poging = belet_met_plek(lambda: ingediend.zet(ingediend.plan, "verklaar_incompleet", ingediend.czv, wat_ontbreekt="De begroting."))
    assert [(regel, veld) for _, regel, veld in poging] == [("1e.3", "instemming_penvoerder")]


def test_verlengen_en_opschorten_kan_met_instemming_en_alleen_voor_het_einde(ingediend: Levensloop) -> None:
    def verleng(tot: dt.date, *, ingestemd: bool = True) -> None:
        klokken.verleng(
            ingediend.dossier, klok(ingediend), tot=tot, reden="Zomer.", ingestemd=ingestemd, door=ingediend.czv, op=ingediend.op
        )

    assert belet(lambda: verleng(D(2025, 9, 1), ingestemd=False)) == ["Leg vast dat de planmakers ermee instemmen."]
    verleng(D(2025, 9, 1))
    assert klok(ingediend).einde_op == D(2025, 9, 1)
    ingediend.naar(D(2025, 9, 2))
    assert belet(lambda: verleng(D(2025, 10, 1))) == ["De termijn eindigde op 1 september 2025; verlengen kon alleen daarvoor."]


# --- adjustment -------------------------------------------------------------------------------------------------


def test_een_gevraagde_aanpassing_schort_op_tot_de_aangepaste_versie_binnen_is(loop: Levensloop) -> None:
    loop.naar(D(2025, 7, 28))
    vraag_aanpassing(loop)
    assert (standen(loop), versies(loop)) == ([(ONTVANGEN, UITERLIJK, "opgeschort")], [(1, True), (2, False)])
    loop.naar(D(2025, 8, 8)).dien_plan_in()
    assert standen(loop) == [(ONTVANGEN, D(2025, 9, 1), "loopt")]  # 10 days stood still
    assert (loop.plan.status, loop.plan.ontvangen_op, versies(loop)) == ("in_beoordeling", ONTVANGEN, [(1, True), (2, True)])


def test_tijdens_de_aanpassing_hervat_niemand_de_termijn_met_de_hand(loop: Levensloop) -> None:
    loop.naar(D(2025, 7, 28))
    vraag_aanpassing(loop)
    assert belet(lambda: klokken.hervat(loop.dossier, klok(loop), door=loop.czv, op=D(2025, 7, 30))) == [
        "Het plan wordt aangepast. De termijn loopt verder zodra de aangepaste versie binnen is."
    ]


def test_tijdens_de_aanpassing_wordt_de_termijn_niet_overschreden(loop: Levensloop) -> None:
    loop.naar(D(2025, 7, 28))
    vraag_aanpassing(loop)
    loop_klokken(D(2025, 12, 1))
    assert klok(loop).status == "opgeschort"
    loop.naar(D(2025, 12, 1)).dien_plan_in()
    assert (klok(loop).status, klok(loop).einde_op) == ("loopt", D(2025, 12, 29))  # 125 days; after Christmas


@pytest.mark.parametrize("met_ronde", [False, True])
def test_ook_als_de_acht_weken_al_om_zijn_begint_een_aanpassing_geen_nieuwe(loop: Levensloop, met_ronde: bool) -> None:
    loop.naar(D(2025, 8, 25))
    if met_ronde:
        loop_klokken(loop.op)
    vraag_aanpassing(loop)
    loop.naar(D(2025, 9, 5)).dien_plan_in()
    loop_klokken(D(2025, 9, 5))
    assert standen(loop) == [(ONTVANGEN, UITERLIJK, "overschreden")]
    assert loop.dossier.escalaties.count() == 1


def test_twee_aanpassingen_tellen_beide_stukken_vanaf_de_eerste_ontvangst(loop: Levensloop) -> None:
    loop.naar(D(2025, 7, 28))
    vraag_aanpassing(loop)
    loop.naar(D(2025, 8, 8)).dien_plan_in().na(1).beoordeel().stel_terugkoppeling_op().tweede_stemt_in()
    loop.naar(D(2025, 8, 11))
    vraag_aanpassing(loop)
    loop.naar(D(2025, 8, 15)).dien_plan_in()
    assert standen(loop) == [(ONTVANGEN, D(2025, 9, 4), "loopt")]  # 10 + 3 days


def test_een_opnieuw_aangeboden_plan_krijgt_wel_nieuwe_acht_weken(loop: Levensloop) -> None:
    loop.naar(D(2025, 8, 1)).zet(loop.plan, "wijs_af", loop.czv, motivering="Te duur.")
    loop.naar(D(2025, 9, 1)).zet(loop.plan, "bied_opnieuw_aan", loop.planmaker)
    loop.naar(D(2025, 10, 1)).dien_plan_in()
    assert standen(loop) == [(ONTVANGEN, UITERLIJK, "gehaald"), (D(2025, 10, 1), D(2025, 11, 26), "loopt")]


def test_een_goedkeuring_vervalt_nooit_vanzelf(loop: Levensloop) -> None:
    loop.naar(UITERLIJK).keur_plan_goed()
    loop_klokken(D(2027, 1, 1))
    assert (loop.plan.status, klok(loop).status) == ("goedgekeurd", "gehaald")


def test_een_te_laat_besluit_kan_nog_en_blijft_te_laat_geteld(loop: Levensloop) -> None:
    loop.naar(D(2025, 8, 25)).keur_plan_goed()
    assert (loop.plan.status, klok(loop).status, klok(loop).was_te_laat) == ("goedgekeurd", "alsnog_gehaald", True)


def test_intrekken_laat_de_klok_vervallen_ook_als_zij_stilstaat(loop: Levensloop) -> None:
    loop.naar(D(2025, 7, 28))
    vraag_aanpassing(loop)
    loop.zet(loop.plan, "trek_in", loop.planmaker, reden="Wij stoppen.")
    assert (klok(loop).status, loop.dossier.is_gesloten) == ("vervallen", True)
