"""The reference data are the published ones, and loading them again changes nothing people did."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Sum

from kern.journaal.models import Journaalregel
from kern.organisaties.models import Concern, GemeenteInRegio, Organisatie, Regio, VerzekeraarsInRegio
from kern.organisaties.selectors import gemeente_hoort_bij, verzekeraars_van, zelfde_concern
from kern.organisaties.services import basisgegevens, boek
from kern.termijnen.kalender import GELIJKGESTELD
from kern.termijnen.models import VrijeDag

pytestmark = pytest.mark.django_db
APRIL = dt.date(2025, 4, 1)


@pytest.fixture
def geladen():
    return basisgegevens.laad(op=APRIL)


def naam(organisatie):
    return Organisatie.objects.get(naam=organisatie)


@pytest.mark.usefixtures("geladen")
def test_de_aantallen_kloppen():
    assert Organisatie.objects.filter(soort="gemeente").count() == 342
    assert Organisatie.objects.filter(soort="zorgkantoor").count() == 31
    assert {s: Regio.objects.filter(soort=s).count() for s in Regio.Soort.values} == {"mandaatregio": 42, "zorgkantoorregio": 31}
    assert GemeenteInRegio.objects.count() == 684
    assert set(GemeenteInRegio.objects.values_list("van", flat=True)) == {dt.date(2023, 1, 1)}


@pytest.mark.usefixtures("geladen")
def test_de_spuk_bedragen_tellen_op_tot_de_bron():
    assert Regio.objects.aggregate(a=Sum("spuk_2025"), b=Sum("spuk_2026")) == {"a": 142_900_002, "b": 153_213_599}


@pytest.mark.usefixtures("geladen")
def test_twijfelachtige_en_onzekere_rijen_zijn_gemerkt():
    twijfel = Regio.objects.filter(is_twijfelachtig=True)
    assert set(twijfel.values_list("naam", flat=True)) == {"Noordoost Brabant", "Noord-Holland Noord"}
    assert all("verwisseld" in regio.toelichting for regio in twijfel)
    onzeker = GemeenteInRegio.objects.filter(is_onzeker=True)
    assert list(onzeker.values_list("gemeente__naam", "regio__naam")) == [("Gemeente Vijfheerenlanden", "Waardenland")]


@pytest.mark.usefixtures("geladen")
def test_almere_ligt_in_twee_indelingen_die_elkaar_kruisen():
    plaats = gemeente_hoort_bij(naam("Gemeente Almere"), APRIL)
    assert (plaats.mandaatregio.naam, plaats.zorgkantoorregio.naam) == ("Flevoland", "'t Gooi")
    assert plaats.mandaatregio.mandaathouder.naam == "Gemeente Almere"


@pytest.mark.usefixtures("geladen")
def test_samentwente_is_een_gemeenschappelijke_regeling_en_mandaathouder():
    assert Regio.objects.get(soort="mandaatregio", naam="Twente").mandaathouder == naam("SamenTwente")
    assert naam("SamenTwente").soort == "gemeenschappelijke_regeling"


@pytest.mark.usefixtures("geladen")
def test_geen_paar_is_van_een_concern_en_alleen_de_bevestigde_zijn_geen_voorbeeld():
    paren = list(VerzekeraarsInRegio.objects.select_related("eerste", "tweede", "regio"))
    assert len(paren) == 31
    assert [str(p) for p in paren if zelfde_concern(p.eerste, p.tweede)] == []
    assert sorted(f"{p.regio}: {p.eerste} + {p.tweede}" for p in paren if p.bron != "voorbeeld") == [
        "Drenthe: Zilveren Kruis + VGZ",
        "Flevoland: Zilveren Kruis + VGZ",
        "Midden-Brabant: VGZ + CZ",
        "Zuid-Holland Noord: Zorg en Zekerheid + Zilveren Kruis",
    ]


@pytest.mark.usefixtures("geladen")
def test_zilveren_kruis_en_de_friesland_zijn_beide_achmea():
    assert zelfde_concern(naam("Zilveren Kruis"), naam("De Friesland"))
    assert not zelfde_concern(naam("Zilveren Kruis"), naam("VGZ"))
    assert Concern.objects.count() == 10


@pytest.mark.usefixtures("geladen")
def test_de_gelijkgestelde_dagen_zijn_die_van_de_kalender():
    assert set(VrijeDag.objects.values_list("datum", flat=True)) == set(GELIJKGESTELD)


@pytest.mark.usefixtures("geladen")
def test_opnieuw_laden_voegt_niets_toe_en_laat_wijzigingen_staan():
    almere = naam("Gemeente Almere")
    almere.naam = "Gemeente Almere Nieuw"
    almere.save()
    Concern.objects.filter(naam="ENO").update(naam="Eno")
    Regio.objects.filter(naam="Noordoost Brabant").update(is_twijfelachtig=False, spuk_2025=1)
    GemeenteInRegio.objects.filter(is_onzeker=True).update(is_onzeker=False, bron="gemeente")
    VerzekeraarsInRegio.objects.filter(regio__naam="Zeeland").update(tweede=naam("DSW"), bron="beheer")
    boek.verwijder(VrijeDag.objects.get(datum=dt.date(2026, 1, 2)), door=None, op=APRIL)

    assert set(basisgegevens.laad(op=APRIL).values()) == {0}

    assert Organisatie.objects.get(gemeentecode="GM0034").naam == "Gemeente Almere Nieuw"
    assert Regio.objects.get(naam="Noordoost Brabant").spuk_2025 == 1
    assert not GemeenteInRegio.objects.filter(is_onzeker=True).exists()
    assert verzekeraars_van(Regio.objects.get(soort="zorgkantoorregio", naam="Zeeland"), APRIL).tweede.naam == "DSW"
    assert not VrijeDag.objects.filter(datum=dt.date(2026, 1, 2)).exists()


def test_laden_sluit_aan_op_wat_er_met_de_hand_al_stond():
    Organisatie.objects.create(naam="VGZ", soort="zorgverzekeraar")
    basisgegevens.laad(op=APRIL)
    assert Organisatie.objects.filter(naam="VGZ").count() == 1
    assert verzekeraars_van(Regio.objects.get(soort="zorgkantoorregio", naam="Drenthe"), APRIL).tweede == naam("VGZ")


def test_laden_kost_een_vast_aantal_vragen(django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        basisgegevens.laad(op=APRIL)


def test_het_commando_vertelt_wat_het_deed():
    eerst, daarna = StringIO(), StringIO()
    call_command("laad_basisgegevens", stdout=eerst)
    call_command("laad_basisgegevens", stdout=daarna)
    assert eerst.getvalue().startswith("Toegevoegd: 393 organisaties, 73 regio's, 684 indelingen")
    assert daarna.getvalue() == "De basisgegevens stonden er al.\n"
    assert Journaalregel.objects.filter(stap="laad_basisgegevens").count() == 1
