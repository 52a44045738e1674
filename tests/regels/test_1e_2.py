"""1e.2: the transformatieplan within four months of the approved snelle toets, or after an extension."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.termijnen.models import Termijn
from kern.termijnen.ronde import loop_klokken
from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from tests.fabrieken.wereld import toets_klaar_voor_besluit
from tests.regels.hulp import belet, belet_met_plek
from transformatie.services import concept, klokken

D = dt.date
GOEDGEKEURD = D(2025, 5, 6)
UITERLIJK = D(2025, 9, 6)
TE_LAAT = "De vier maanden eindigden op 6 september 2025. Vraag de coördinerende zorgverzekeraar om verlenging."


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    """Approved on 6 May 2025; the plan is written and ready to hand in."""
    return toets_klaar_voor_besluit(wereld).naar(GOEDGEKEURD).keur_toets_goed().schrijf_plan()


def klok(loop: Levensloop) -> Termijn:
    return Termijn.objects.get(onderwerp=loop.plan.pk, soort_termijn="indienen_transformatieplan")


def verleng(loop: Levensloop, tot: dt.date, reden: str = "De begroting kost meer tijd.", *, ingestemd: bool = True) -> None:
    klokken.verleng(loop.dossier, klok(loop), tot=tot, reden=reden, ingestemd=ingestemd, door=loop.czv, op=loop.op)


def laat_vervallen(loop: Levensloop, door: object = None, reden: str = "Er kwam geen plan.") -> None:
    loop.zet(loop.toets, "laat_vervallen", door or loop.czv, reden=reden)  # type: ignore[arg-type]


def test_de_vier_maanden_lopen_vanaf_de_goedkeuring_bij_de_penvoerder(loop: Levensloop) -> None:
    assert (klok(loop).start_op, klok(loop).einde_op, klok(loop).verantwoordelijk) == (GOEDGEKEURD, UITERLIJK, loop.planmaker.organisatie)


def test_op_de_laatste_dag_ook_een_zaterdag_telt_indienen(loop: Levensloop) -> None:
    loop.naar(UITERLIJK).dien_plan_in()
    assert (UITERLIJK.weekday(), klok(loop).status, klok(loop).was_te_laat) == (5, "gehaald", False)


@pytest.mark.parametrize("met_ronde", [False, True])
def test_een_dag_later_kan_indienen_niet_meer(loop: Levensloop, met_ronde: bool) -> None:
    loop.naar(D(2025, 9, 7))
    if met_ronde:
        loop_klokken(loop.op)
    assert belet(loop.dien_plan_in) == [TE_LAAT]
    assert loop.plan.status == "in_opstelling"


def test_verlengen_kan_ook_na_het_einde_en_daarna_kan_indienen_weer(loop: Levensloop) -> None:
    loop.naar(D(2025, 9, 10))
    loop_klokken(loop.op)
    verleng(loop, D(2025, 9, 20))
    assert (klok(loop).status, klok(loop).einde_op, klok(loop).was_te_laat) == ("loopt", D(2025, 9, 20), True)
    loop.naar(D(2025, 9, 20)).dien_plan_in()
    assert (klok(loop).status, klok(loop).was_te_laat) == ("gehaald", True)


def test_na_de_verlengde_termijn_kan_het_niet_en_staat_die_dag_erbij(loop: Levensloop) -> None:
    verleng(loop, D(2025, 9, 20))
    loop.naar(D(2025, 9, 21))
    assert belet(loop.dien_plan_in) == [
        "De verlengde termijn eindigde op 20 september 2025. Vraag de coördinerende zorgverzekeraar om verlenging."
    ]


def test_verlengen_vraagt_reden_en_instemming_en_een_dag_die_nog_komt(loop: Levensloop) -> None:
    loop.naar(D(2025, 9, 10))
    assert belet_met_plek(lambda: verleng(loop, D(2025, 9, 9), " ", ingestemd=False)) == [
        ("Leg vast dat de planmakers ermee instemmen.", "1e.2", "ingestemd"),
        ("Geef een reden voor de verlenging.", "1e.2", "reden"),
        ("Kies een dag na 10 september 2025.", "1e.2", "tot"),
    ]


def test_de_vier_maanden_kunnen_niet_worden_opgeschort(loop: Levensloop) -> None:
    poging = belet(lambda: klokken.schort_op(loop.dossier, klok(loop), reden="Rust.", ingestemd=True, door=loop.czv, op=loop.op))
    assert poging == ["Alleen de termijn voor een besluit kan worden opgeschort."]


def test_de_goedkeuring_vervalt_nooit_vanzelf(loop: Levensloop) -> None:
    for maanden in range(1, 25):
        loop_klokken(UITERLIJK + dt.timedelta(days=30 * maanden))
    loop.ververs()
    assert (loop.toets.status, loop.plan.status, klok(loop).status) == ("goedgekeurd", "in_opstelling", "overschreden")


def test_de_verzekeraar_laat_haar_pas_na_het_einde_vervallen_en_met_reden(loop: Levensloop) -> None:
    loop.naar(UITERLIJK)
    assert belet(lambda: laat_vervallen(loop)) == ["De planmakers hebben nog tot en met 6 september 2025."]
    loop.naar(D(2025, 9, 7))
    assert belet_met_plek(lambda: laat_vervallen(loop, reden="  ")) == [("Geef een reden.", "", "reden")]
    laat_vervallen(loop)
    assert (loop.toets.status, loop.dossier.is_gesloten, klok(loop).status) == ("vervallen", True, "vervallen")
    assert belet(loop.dien_plan_in) == ["De goedkeuring van de snelle toets is vervallen. Er kan geen plan meer worden ingediend."]
    assert (loop.plan.status, loop.dossier.is_gesloten) == ("in_opstelling", True)


def test_na_verlenging_telt_het_nieuwe_einde_ook_voor_laten_vervallen(loop: Levensloop) -> None:
    verleng(loop, D(2025, 9, 20))
    loop.naar(D(2025, 9, 20))
    assert belet(lambda: laat_vervallen(loop)) == ["De planmakers hebben nog tot en met 20 september 2025."]


def test_is_het_plan_er_dan_vervalt_de_goedkeuring_niet_meer(loop: Levensloop) -> None:
    loop.naar(UITERLIJK).dien_plan_in().na(30)
    assert belet(lambda: laat_vervallen(loop)) == ["Er is al een transformatieplan ingediend."]


def test_niemand_anders_laat_haar_vervallen_en_een_afgewezen_toets_ook_niet(loop: Levensloop, wereld: Wereld) -> None:
    loop.naar(D(2025, 9, 7))
    for door in (loop.planmaker, loop.tweede, loop.beslisser(loop.gemeenten[0])):
        with pytest.raises(StapNietToegestaan):
            laat_vervallen(loop, door)
    ander = toets_klaar_voor_besluit(wereld)
    ander.zet(ander.toets, "wijs_af", ander.czv, motivering="Geen impact.")
    with pytest.raises(StapNietMogelijk):
        laat_vervallen(ander)


@pytest.mark.parametrize(("eerste_dag", "geweigerd"), [(D(2025, 9, 7), True), (D(2025, 9, 8), False)])
def test_een_stap_van_voor_de_eerste_dag_valt_er_niet_onder(
    loop: Levensloop, settings: object, eerste_dag: dt.date, geweigerd: bool
) -> None:
    settings.REGEL_GELDT_VANAF = {"1e.2": eerste_dag}  # type: ignore[attr-defined]
    loop.naar(D(2025, 9, 7))
    if geweigerd:
        assert belet(loop.dien_plan_in) == [TE_LAAT]
    else:
        loop.dien_plan_in()


def test_de_reden_van_een_verlenging_blijft_bij_de_termijn_staan(loop: Levensloop) -> None:
    verleng(loop, D(2025, 9, 20), "De begroting kost meer tijd.")
    assert klok(loop).toelichting == "De begroting kost meer tijd."


def test_aan_het_plan_onder_een_vervallen_goedkeuring_schrijft_niemand_meer(loop: Levensloop) -> None:
    loop.naar(D(2025, 9, 7))
    laat_vervallen(loop)
    versie = loop.plan.laatste_versie
    for poging in (
        lambda: concept.bewaar(versie, {"aanleiding": "Toch nog."}, gelezen={}, door=loop.planmaker),
        lambda: concept.eis_schrijver(versie, loop.planmaker),
    ):
        with pytest.raises(StapNietMogelijk, match="Dit plan verandert niet meer"):
            poging()
    client = Client()
    client.force_login(loop.planmaker.gebruiker, backend="allauth.account.auth_backends.AuthenticationBackend")
    plan = f"{loop.dossier.get_absolute_url()}plan/"
    with time_machine.travel(dt.datetime(2025, 9, 7, 10, tzinfo=dt.UTC), tick=False):
        assert client.get(f"{plan}bewerk/").status_code == 409
        assert "Schrijf aan de tekst" not in client.get(plan).content.decode()
