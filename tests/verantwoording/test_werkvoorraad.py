"""Who finds which work on the money, on the werkvoorraad and on the dossier."""

import datetime as dt
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from kern.organisaties.models import Lidmaatschap
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import NU, Mensen
from transformatie.models import Dossier, Mijlpaal
from verantwoording.aanzet import geld as aan_zet
from verantwoording.models import Toekenning
from verantwoording.overeenkomstwerk import overeenkomst as tekenwerk
from verantwoording.services import toekenning as diensten
from verantwoording.services.beschikkingsaanvraag import bevestig_aanvraag
from verantwoording.services.ondertekening import registreer_ondertekening
from verantwoording.services.overeenkomst import stel_overeenkomst_op
from verantwoording.uitbetalingwerk import uitbetalingen
from verantwoording.werkvoorraad import geld


def werk(lid: Lidmaatschap, op: dt.date = NU) -> list[tuple[str, bool]]:
    return [(i.wat, i.is_aan_zet) for i in geld(Lidmaatschap.objects.get(pk=lid.pk), op)]


def beurt(t: Toekenning, lid: Lidmaatschap, op: dt.date = NU) -> list[tuple[str, set[str]]]:
    """What waits according to the dossier page: the start of the sentence, and on whom."""
    dossier = Dossier.objects.select_related("plan", "coordinerend", "tweede").get(pk=t.dossier_id)
    return [(z.wat.split(".")[0][:60], {o.naam for o in z.wie}) for z in aan_zet(dossier, lid, op)]


def test_van_reservering_tot_start_ligt_het_werk_telkens_bij_een_ander(m: Mensen) -> None:
    czv, penvoerder, nza = m.czv.organisatie.naam, m.penvoerder.organisatie.naam, m.nza.organisatie.naam
    t = opzet.toekenning(m)
    assert (werk(m.czv), werk(m.penvoerder), werk(m.nza)) == ([("Reserveer de middelen", True)], [], [])
    assert beurt(t, m.penvoerder)[0][1] == {czv}
    opzet.gereserveerd(m, t)
    assert werk(m.czv) == [("Stel de overeenkomst op", True)]
    overeenkomst = stel_overeenkomst_op(t, bedrag=t.bedrag, door=m.czv, op=NU)
    assert (werk(m.czv), werk(m.penvoerder), werk(m.deelnemer)) == (
        [("Leg de handtekeningen vast", True)],
        [],
        [],
    )
    assert [[i.wat for i in tekenwerk(lid, NU)] for lid in (m.penvoerder, m.deelnemer)] == [["Teken de overeenkomst"]] * 2
    registreer_ondertekening(overeenkomst, m.penvoerder.organisatie, naam="A", functie="B", getekend_op=NU, door=m.czv, op=NU)
    assert [[i.wat for i in tekenwerk(lid, NU)] for lid in (m.penvoerder, m.deelnemer)] == [[], ["Teken de overeenkomst"]]
    assert penvoerder not in beurt(t, m.czv)[0][1]
    for lid in (m.czv, m.tweede, m.deelnemer):
        registreer_ondertekening(overeenkomst, lid.organisatie, naam="A", functie="B", getekend_op=NU, door=m.czv, op=NU)
    assert beurt(t, m.czv) == [("Alle partijen tekenden", {czv})]
    voer_uit(t, "teken", door=m.czv, op=NU)
    assert (werk(m.nza), werk(m.czv)) == ([], [("Bevestig de aanvraag bij de NZa", True)])
    assert beurt(t, m.czv)[0][1] == {czv, penvoerder}
    for kant in (m.czv, m.penvoerder):
        bevestig_aanvraag(t, door=kant, op=NU)
    assert (werk(m.nza), werk(m.czv)) == (
        [("Leg de betaalbeschikking vast", True)],
        [("De NZa beslist over de betaalbeschikking", False)],
    )
    assert beurt(t, m.nza)[0][1] == {nza}
    voer_uit(t, "beschik", door=m.nza, op=NU, kenmerk="X", afgegeven_op=NU, bedrag=t.bedrag)
    assert (werk(m.czv), werk(m.penvoerder)) == ([("Spreek de kostenregistratie af", True)],) * 2
    assert beurt(t, m.czv)[0][1] == {czv, penvoerder}
    diensten.spreek_kostenvorm_af(t, vorm="kostenplaats", door=m.czv, op=NU)
    assert (werk(m.czv), werk(m.penvoerder)) == ([("Start de uitvoering", True)], [])


def test_bewijs_oordeel_toekenning_en_betaling_gaan_van_hand_tot_hand(m: Mensen) -> None:
    t = opzet.lopend(m)
    k = opzet.kpi(t)
    assert werk(m.penvoerder) == [("Dien het bewijs bij KPI 1 in", True), ("Dien het bewijs bij KPI 2 in", True)]
    assert werk(m.deelnemer) == []
    opzet.bewezen(m, k)
    assert werk(m.czv) == [("Beoordeel KPI 1", True)]
    voer_uit(k, "vraag_aanvulling", door=m.czv, op=NU, aanvulling_gevraagd="De meting.")
    assert werk(m.penvoerder)[0] == ("Vul het bewijs bij KPI 1 aan", True)
    assert beurt(t, m.penvoerder)[0] == ("Vul het bewijs bij KPI 1 aan", {m.penvoerder.organisatie.naam})
    opzet.beoordeeld(m, k)
    assert werk(m.czv) == [("Ken het bedrag van KPI 1 toe", True)]
    voer_uit(k, "ken_toe", door=m.czv, op=NU, uitkomst="volledig", bedrag=Decimal(600), motivering="x")
    assert werk(m.czv) == [("Een collega geeft de betaalopdracht voor KPI 1", False)]
    assert werk(m.tweede_persoon) == [("Geef de betaalopdracht voor KPI 1", True)]
    voer_uit(k, "betaal_uit", door=m.tweede_persoon, op=NU)
    for lid in (m.czv, m.tweede_persoon):
        assert [i.wat for i in uitbetalingen(lid, NU)] == ["Betaal bij KPI 1 en leg dat vast"]
    wat, wie = beurt(t, m.czv)[0]
    assert (wat.replace("\u00a0", " ")[:47], wie) == ("KPI 1: betaal uw deel van € 600 en leg vast wan", {m.czv.organisatie.naam})
    opzet.betaal(m, k)
    assert (werk(m.czv), werk(m.tweede_persoon)) == ([], [])
    assert uitbetalingen(m.czv, NU) == []
    assert [i.wat for i in uitbetalingen(m.penvoerder, NU)] == ["Leg vast hoe de betaling van KPI 1 is verdeeld"]


def test_wie_ook_voor_een_indiener_werkt_krijgt_dat_dossier_niet_als_beoordelaar(m: Mensen) -> None:
    opzet.bewezen(m, opzet.kpi(opzet.lopend(m)))
    LidmaatschapFactory(gebruiker=m.czv.gebruiker, organisatie=m.deelnemer.organisatie)
    assert werk(m.czv) == []
    assert werk(m.tweede_persoon) == [("Beoordeel KPI 1", True)]


def test_een_kpi_die_ver_weg_ligt_of_op_een_go_no_go_wacht_is_nog_geen_werk(m: Mensen) -> None:
    t = opzet.lopend(m, go_no_go=True)
    assert werk(m.penvoerder) == [("Dien het bewijs bij KPI 1 in", True)]
    assert werk(m.penvoerder, dt.date(2025, 9, 15)) == []
    mijlpaal = Mijlpaal.objects.get(versie=t.plan.ingediende_versie)
    assert werk(m.czv, mijlpaal.datum) == [("Neem het go/no-go-besluit bij mijlpaal 1", True)]
    assert "Neem het go/no-go-besluit" in str(beurt(t, m.czv, mijlpaal.datum))
    diensten.besluit_mijlpaal(t, mijlpaal, besluit="go", onderbouwing="Ja.", door=m.czv, op=NU)
    assert werk(m.czv, mijlpaal.datum) == []
    assert len(werk(m.penvoerder)) == 2


def test_zonder_voortgangsmoment_hebben_beide_kanten_werk(m: Mensen) -> None:
    t = opzet.beschikt(m, opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m))))
    t = opzet.in_uitvoering(m, t, met_voortgang=False)
    assert werk(m.czv) == [("Leg de voortgang vast", True)]
    assert ("Leg de voortgang vast", True) in werk(m.penvoerder)
    assert beurt(t, m.czv)[0][0] == "Bespreek samen de voortgang en de kosten en leg dat vast"


def test_is_alles_afgehandeld_dan_rest_afronden(m: Mensen) -> None:
    t = opzet.lopend(m, [100])
    opzet.betaald(m, opzet.kpi(t))
    assert werk(m.czv) == [("Rond het plan af", True)]
    assert beurt(t, m.czv) == [("Alle KPI's zijn afgehandeld", {m.czv.organisatie.naam})]
    voer_uit(t, "rond_af", door=m.czv, op=NU)
    assert (werk(m.czv), beurt(t, m.czv)) == ([], [])


def test_na_beeindigen_blijft_een_toegekende_kpi_te_betalen(m: Mensen) -> None:
    t = opzet.lopend(m)
    opzet.toegekend(m, opzet.kpi(t))
    voer_uit(t, "beeindig", door=m.czv, op=NU, reden="De partijen stoppen.")
    assert werk(m.tweede_persoon) == [("Geef de betaalopdracht voor KPI 1", True)]
    assert beurt(t, m.tweede_persoon)[0][1] == {m.czv.organisatie.naam}


def test_een_ander_ziet_van_dit_werk_niets(m: Mensen) -> None:
    opzet.bewezen(m, opzet.kpi(opzet.lopend(m)))
    vreemd = opzet.maak_mensen()
    for lid in (m.tweede, vreemd.czv, vreemd.penvoerder, LidmaatschapFactory(groep=True), LidmaatschapFactory(beslisser=True)):
        assert werk(lid) == []


@pytest.mark.parametrize("aantal", [1, 3])
@pytest.mark.parametrize(("wie", "vragen"), [("czv", 3), ("penvoerder", 2), ("nza", 1)])
def test_de_bron_stelt_een_vast_aantal_vragen(
    m: Mensen, django_assert_num_queries: DjangoAssertNumQueries, aantal: int, wie: str, vragen: int
) -> None:
    for n in range(aantal):
        t = opzet.lopend(m, [100], titel=f"Plan {n}")
        opzet.bewezen(m, opzet.kpi(t))
        opzet.getekend(m, opzet.gereserveerd(m, opzet.toekenning(m, [100], titel=f"Ander {n}")))
    lid = Lidmaatschap.objects.get(pk=getattr(m, wie).pk)
    with django_assert_num_queries(vragen):
        assert len(geld(lid, NU)) == {"czv": 2 * aantal, "penvoerder": 0, "nza": aantal}[wie]


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_werkvoorraad_blijft_binnen_vijfentwintig_vragen(
    m: Mensen, als: Inloggen, django_assert_max_num_queries: DjangoAssertNumQueries, aantal: int
) -> None:
    for n in range(aantal):
        opzet.bewezen(m, opzet.kpi(opzet.lopend(m, [100], titel=f"Plan {n}")))
    client = als(m.czv)
    client.get("/")
    with django_assert_max_num_queries(25):
        html = client.get("/").content.decode()
    assert html.count("Beoordeel KPI 1") >= aantal
