"""The terms of one's organisations in one's calendar, through what one may see."""

import datetime as dt

import pytest
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from config.voorbeeld.wereld import Wereld
from kern.agenda.bronnen import afspraken_van
from kern.agenda.ics import maak_feed
from kern.gebruikers.models import Gebruiker
from kern.termijnen import services as termijnen
from kern.termijnen.models import Termijn
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.wereld import BEGIN, plan_in_opstelling, toets_in_beoordeling
from transformatie.agenda import termijnen_in_de_agenda
from transformatie.models import Dossier

NU = dt.datetime(2025, 5, 6, 10, 0, tzinfo=dt.UTC)
OP = dt.date(2025, 5, 6)


def wie(wereld: Wereld, rol: str) -> Gebruiker:
    return wereld.accounts[rol].gebruiker


def uids(gebruiker: Gebruiker) -> set[str]:
    return {afspraak.uid for afspraak in termijnen_in_de_agenda(gebruiker, OP)}


@pytest.fixture
def dossier(wereld: Wereld) -> Dossier:
    return plan_in_opstelling(wereld).dossier


def klok(dossier: Dossier) -> Termijn:
    return Termijn.objects.open().get(zaak_id=dossier.pk, soort_termijn="indienen_transformatieplan")


def test_de_termijn_staat_bij_wie_aan_zet_is_en_bij_niemand_anders(wereld: Wereld, dossier: Dossier) -> None:
    uid = f"termijn-{klok(dossier).pk}@transformatieplan"
    assert uid in uids(wie(wereld, "planmaker"))
    for rol in ("beoordelaar", "tweede", "deelnemer", "nza", "beheer", "groep"):
        assert uid not in uids(wie(wereld, rol)), rol


def test_wie_het_dossier_niet_mag_zien_ziet_de_termijn_niet_ook_al_is_zij_van_zijn_organisatie(wereld: Wereld, dossier: Dossier) -> None:
    from kern.organisaties.models import Lidmaatschap

    planmaker = wie(wereld, "planmaker")
    Lidmaatschap.objects.filter(gebruiker=planmaker).update(rol="nza")
    assert uids(planmaker) == set()


def test_wie_geen_lid_meer_is_ziet_niets(wereld: Wereld, dossier: Dossier) -> None:
    from kern.organisaties.models import Lidmaatschap

    planmaker = wie(wereld, "planmaker")
    Lidmaatschap.objects.filter(gebruiker=planmaker).update(tot=OP - dt.timedelta(days=1))
    assert uids(planmaker) == set()


def test_er_staat_een_kenmerk_en_geen_titel_of_andere_partij(wereld: Wereld, dossier: Dossier) -> None:
    (afspraak,) = termijnen_in_de_agenda(wie(wereld, "planmaker"), OP)
    assert afspraak.titel == f"Laatste dag: indienen van het transformatieplan ({dossier.kenmerk})"
    ics = maak_feed([afspraak], naam="x", nu=NU, basis_adres="https://a.example").replace("\r\n ", "")
    for geheim in (dossier.titel, dossier.coordinerend.naam, dossier.penvoerder.naam):
        assert geheim not in ics
    assert f"URL:https://a.example/termijnen/{klok(dossier).pk}/" in ics


def test_een_verschoven_termijn_verschuift_onder_hetzelfde_nummer(wereld: Wereld, dossier: Dossier) -> None:
    planmaker = wie(wereld, "planmaker")
    (voor,) = termijnen_in_de_agenda(planmaker, OP)
    tot = voor.begin + dt.timedelta(days=14)
    voer_uit(klok(dossier), "verleng", door=None, op=OP, tot=tot)
    (na,) = termijnen_in_de_agenda(planmaker, OP)
    assert (na.uid, na.begin) == (voor.uid, tot)
    (gebeurtenis,) = Calendar.from_ical(maak_feed([na], naam="x", nu=NU, basis_adres="")).walk("VEVENT")
    assert gebeurtenis["DTSTART"].dt == tot


def test_een_termijn_die_is_gehaald_verdwijnt_en_een_die_stilstaat_zegt_dat(wereld: Wereld) -> None:
    dossier = toets_in_beoordeling(wereld).dossier
    beoordelaar = wie(wereld, "beoordelaar")
    besluit = Termijn.objects.open().get(zaak_id=dossier.pk, soort_termijn="besluit_snelle_toets")
    termijnen.schort_op(besluit, op=besluit.start_op)
    titels = [afspraak.titel for afspraak in afspraken_van(beoordelaar, BEGIN)]
    assert f"Laatste dag: besluit op de snelle toets ({dossier.kenmerk}, staat nu stil)" in titels
    voer_uit(Termijn.objects.get(pk=besluit.pk), "haal", door=None, op=besluit.start_op)
    assert f"termijn-{besluit.pk}@transformatieplan" not in uids(beoordelaar)


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_termijnen_kosten_evenveel_vragen_bij_een_als_bij_drie(
    wereld: Wereld, aantal: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(aantal):
        plan_in_opstelling(wereld)
    with django_assert_num_queries(3):
        assert len(termijnen_in_de_agenda(wie(wereld, "planmaker"), OP)) == aantal
