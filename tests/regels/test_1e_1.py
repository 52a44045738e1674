"""1e.1: a decision on the snelle toets within four weeks of the receipt of what proved complete."""

import datetime as dt

import pytest

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.journaal.models import Journaalregel
from kern.termijnen.models import Termijn
from kern.termijnen.ronde import loop_klokken
from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from tests.fabrieken.wereld import toets_klaar_om_in_te_dienen
from tests.regels.hulp import belet, belet_met_plek
from transformatie.services import klokken

D = dt.date
ONTVANGEN = D(2025, 4, 1)
UITERLIJK = D(2025, 4, 29)
NA_COMPLEET = "De indiening geldt al als compleet. Incompleet verklaren kan alleen nog met instemming van de penvoerder."


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    """Handed in on 1 April 2025."""
    return toets_klaar_om_in_te_dienen(wereld, D(2025, 3, 10)).naar(ONTVANGEN).dien_toets_in()


def klok(loop: Levensloop, soort: str = "besluit_snelle_toets") -> Termijn:
    """The latest clock of a kind."""
    return Termijn.objects.filter(onderwerp=loop.toets.pk, soort_termijn=soort).latest("start_op", "vastgelegd_op")


def standen(loop: Levensloop, soort: str = "besluit_snelle_toets") -> list[tuple[dt.date, dt.date, str]]:
    rijen = Termijn.objects.filter(onderwerp=loop.toets.pk, soort_termijn=soort).order_by("start_op")
    return [(t.start_op, t.einde_op, t.status) for t in rijen]


def incompleet(loop: Levensloop, **gegevens: object) -> None:
    loop.zet(loop.toets, "verklaar_incompleet", loop.czv, wat_ontbreekt="Een bijlage.", **gegevens)


def aangevuld(loop: Levensloop) -> None:
    loop.zet(loop.toets, "vul_aan", loop.planmaker)


def ronde(tot: dt.date) -> None:
    loop_klokken(tot)


# --- the clock runs from receipt --------------------------------------------------------------------------------


def test_ontvangen_op_1_april_en_compleet_verklaard_op_10_april_is_uiterlijk_29_april(loop: Levensloop) -> None:
    assert standen(loop) == [(ONTVANGEN, UITERLIJK, "loopt")]
    loop.naar(D(2025, 4, 10)).toets_compleet()
    assert standen(loop) == [(ONTVANGEN, UITERLIJK, "loopt")]
    assert klok(loop, "compleetheid").status == "alsnog_gehaald"


def test_incompleet_laat_de_klok_vervallen_en_aanvullen_begint_een_nieuwe(loop: Levensloop) -> None:
    loop.naar(D(2025, 4, 7))
    incompleet(loop)
    assert [(s, klok(loop, "compleetheid").status) for _, _, s in standen(loop)] == [("vervallen", "vervallen")]
    loop.naar(D(2025, 4, 15))
    aangevuld(loop)
    assert standen(loop) == [(ONTVANGEN, UITERLIJK, "vervallen"), (D(2025, 4, 15), D(2025, 5, 13), "loopt")]
    assert (loop.toets.ingediend_op, loop.toets.ontvangen_op) == (ONTVANGEN, D(2025, 4, 15))


def test_een_vervallen_klok_waarschuwt_niet_en_wordt_niet_overschreden(loop: Levensloop) -> None:
    loop.naar(D(2025, 4, 7))
    incompleet(loop)
    ronde(D(2025, 6, 1))
    assert standen(loop) == [(ONTVANGEN, UITERLIJK, "vervallen")]
    assert not loop.dossier.escalaties.exists()


def test_een_besluit_op_de_laatste_dag_is_op_tijd_en_een_dag_later_blijft_te_laat_geteld(loop: Levensloop) -> None:
    uitkomsten = []
    for dag in (UITERLIJK, UITERLIJK + dt.timedelta(days=1)):
        ander = toets_klaar_om_in_te_dienen(loop.wereld, D(2025, 3, 10), gemeenten=()).naar(ONTVANGEN).dien_toets_in().toets_compleet()
        ander.na(10).beoordeel().stel_terugkoppeling_op().tweede_stemt_in().naar(dag).keur_toets_goed()
        uitkomsten.append((klok(ander).status, klok(ander).was_te_laat, klok(ander).gehaald_op))
    assert uitkomsten == [("gehaald", False, UITERLIJK), ("alsnog_gehaald", True, D(2025, 4, 30))]


# --- silence ----------------------------------------------------------------------------------------------------


def test_na_vijf_werkdagen_stilte_geldt_de_aanvraag_als_compleet(loop: Levensloop) -> None:
    ronde(D(2025, 4, 8))
    assert (klok(loop, "compleetheid").einde_op, loop.toets.status) == (D(2025, 4, 8), "ingediend")
    ronde(D(2025, 4, 9))
    ronde(D(2025, 4, 9))
    loop.ververs()
    assert loop.toets.status == "in_beoordeling"
    regel = Journaalregel.objects.get(onderwerp=loop.toets.pk, stap="verklaar_compleet")
    assert (regel.rol, regel.op, regel.wie) == ("systeem", D(2025, 4, 9), "de toepassing")
    assert standen(loop) == [(ONTVANGEN, UITERLIJK, "loopt")]


def test_feestdagen_en_weekeinden_zijn_geen_werkdagen(wereld: Wereld) -> None:
    """Ingediend op donderdag 17 april 2025: Goede Vrijdag, Pasen, Koningsdag (op zaterdag) tellen niet."""
    loop = toets_klaar_om_in_te_dienen(wereld, D(2025, 3, 10)).naar(D(2025, 4, 17)).dien_toets_in()
    assert klok(loop, "compleetheid").einde_op == D(2025, 4, 28)


def test_na_stilte_kan_incompleet_alleen_met_instemming_van_de_penvoerder(loop: Levensloop) -> None:
    ronde(D(2025, 4, 9))
    loop.naar(D(2025, 4, 10)).ververs()
    assert belet_met_plek(lambda: incompleet(loop)) == [(NA_COMPLEET, "1e.1", "instemming_penvoerder")]
    assert belet(lambda: incompleet(loop, instemming_penvoerder=False)) == [NA_COMPLEET]
    incompleet(loop, instemming_penvoerder=True)
    assert (loop.toets.status, standen(loop)) == ("incompleet", [(ONTVANGEN, UITERLIJK, "vervallen")])


def test_ook_voor_de_klokronde_van_die_dag_geldt_de_stilte_al(loop: Levensloop) -> None:
    assert loop.toets.status == "ingediend"
    loop.naar(D(2025, 4, 9))
    assert belet(lambda: incompleet(loop)) == [NA_COMPLEET]


def test_binnen_de_vijf_werkdagen_is_geen_instemming_nodig(loop: Levensloop) -> None:
    loop.naar(D(2025, 4, 8))
    incompleet(loop)
    assert loop.toets.status == "incompleet"


def test_een_aanvulling_krijgt_haar_eigen_vijf_werkdagen(loop: Levensloop) -> None:
    loop.naar(D(2025, 4, 7))
    incompleet(loop)
    loop.naar(D(2025, 4, 15))
    aangevuld(loop)
    assert klok(loop, "compleetheid").einde_op == D(2025, 4, 24)
    ronde(D(2025, 4, 24))
    loop.ververs()
    assert loop.toets.status == "ingediend"


# --- moving the term, in agreement ------------------------------------------------------------------------------


def verleng(loop: Levensloop, tot: dt.date, **anders: object) -> None:
    velden = {"reden": "Op verzoek.", "ingestemd": True, "door": loop.czv} | anders
    klokken.verleng(loop.dossier, klok(loop), tot=tot, op=loop.op, **velden)  # type: ignore[arg-type]


def schort_op(loop: Levensloop, **anders: object) -> None:
    velden = {"reden": "Wij wachten op cijfers.", "ingestemd": True, "door": loop.czv} | anders
    klokken.schort_op(loop.dossier, klok(loop), op=loop.op, **velden)  # type: ignore[arg-type]


def test_verlengen_vraagt_instemming_en_reden_en_noemt_beide(loop: Levensloop) -> None:
    assert belet_met_plek(lambda: verleng(loop, D(2025, 5, 13), ingestemd=False, reden=" ")) == [
        ("Leg vast dat de planmakers ermee instemmen.", "1e.1", "ingestemd"),
        ("Geef een reden voor de verlenging.", "1e.1", "reden"),
    ]
    verleng(loop, D(2025, 5, 13))
    assert (klok(loop).einde_op, klok(loop).verlengd_vanaf, klok(loop).was_te_laat) == (D(2025, 5, 13), UITERLIJK, False)


@pytest.mark.parametrize("tot", [UITERLIJK, D(2025, 4, 1), D(2020, 1, 1)])
def test_verlengen_geeft_meer_tijd_nooit_minder(loop: Levensloop, tot: dt.date) -> None:
    assert belet(lambda: verleng(loop, tot)) == ["Kies een dag na 29 april 2025."]


def test_na_het_einde_kan_het_besluit_niet_meer_worden_verlengd_of_opgeschort(loop: Levensloop) -> None:
    loop.naar(D(2025, 4, 30))
    assert belet(lambda: verleng(loop, D(2025, 5, 30))) == ["De termijn eindigde op 29 april 2025; verlengen kon alleen daarvoor."]
    assert belet(lambda: schort_op(loop)) == ["De termijn eindigde op 29 april 2025; opschorten kon alleen daarvoor."]


def test_opschorten_schuift_de_laatste_dag_op_met_de_dagen_dat_zij_stilstond(loop: Levensloop) -> None:
    loop.naar(D(2025, 4, 10))
    schort_op(loop)
    assert klok(loop).status == "opgeschort"
    klokken.hervat(loop.dossier, klok(loop), door=loop.czv, op=D(2025, 4, 17))
    assert (klok(loop).status, klok(loop).einde_op) == ("loopt", D(2025, 5, 6))  # 6 days: 5 May is a holiday


def test_opschorten_vraagt_instemming_en_reden(loop: Levensloop) -> None:
    assert belet(lambda: schort_op(loop, ingestemd=False, reden="")) == [
        "Leg vast dat de planmakers ermee instemmen.",
        "Geef een reden voor de opschorting.",
    ]


def test_een_opgeschorte_termijn_wordt_niet_overschreden(loop: Levensloop) -> None:
    loop.naar(D(2025, 4, 10))
    schort_op(loop)
    ronde(D(2025, 8, 1))
    assert klok(loop).status == "opgeschort"


def test_hervatten_kan_alleen_wat_stilstaat_en_niet_voor_het_begon(loop: Levensloop) -> None:
    with pytest.raises(StapNietMogelijk):
        klokken.hervat(loop.dossier, klok(loop), door=loop.czv, op=D(2025, 4, 10))
    loop.naar(D(2025, 4, 10))
    schort_op(loop)
    with pytest.raises(StapNietMogelijk):
        klokken.hervat(loop.dossier, klok(loop), door=loop.czv, op=D(2025, 4, 9))


def test_alleen_de_coordinerende_verzekeraar_verzet_een_termijn_en_anders_leest_men_geen_beletselen(loop: Levensloop) -> None:
    for door in (loop.planmaker, loop.tweede, loop.nza):
        for poging in (
            lambda d=door: verleng(loop, D(2025, 5, 13), door=d, ingestemd=False),
            lambda d=door: schort_op(loop, door=d, ingestemd=False),
            lambda d=door: klokken.hervat(loop.dossier, klok(loop), door=d, op=loop.op),
        ):
            with pytest.raises(StapNietToegestaan):
                poging()


def test_de_vraag_of_iets_compleet_is_wordt_niet_verzet(loop: Levensloop) -> None:
    compleetheid = klok(loop, "compleetheid")
    velden = {"reden": "Vakantie.", "ingestemd": True, "door": loop.czv, "op": loop.op}
    zinnen = [
        belet(lambda: klokken.verleng(loop.dossier, compleetheid, tot=D(2025, 5, 13), **velden)),  # type: ignore[arg-type]
        belet(lambda: klokken.schort_op(loop.dossier, compleetheid, **velden)),  # type: ignore[arg-type]
    ]
    assert zinnen == [["Deze termijn kan niet worden verlengd."], ["Alleen de termijn voor een besluit kan worden opgeschort."]]


def test_de_instemming_van_de_planmakers_staat_in_het_journaal(loop: Levensloop) -> None:
    verleng(loop, D(2025, 5, 13))
    regel = Journaalregel.objects.get(zaak=loop.dossier.pk, stap="verleng_termijn")
    assert (regel.feiten["instemming_planmakers"], regel.feiten["tot"], regel.wie) == (True, "2025-05-13", loop.czv.organisatie.naam)
