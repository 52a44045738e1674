"""Which gemeente, insurer and zorgkantoor belong to which region, on which day."""

import datetime as dt

import pytest
from django.db.utils import IntegrityError

from kern.organisaties import selectors
from kern.organisaties.models import Organisatie
from kern.organisaties.zoeken import normaliseer
from tests.fabrieken.organisaties import (
    GemeenteFactory,
    GemeenteInRegioFactory,
    LidmaatschapFactory,
    MandaatregioFactory,
    VerzekeraarFactory,
    VerzekeraarsInRegioFactory,
    ZorgkantoorregioFactory,
)

pytestmark = pytest.mark.django_db
EIND_MAART, APRIL = dt.date(2025, 3, 31), dt.date(2025, 4, 1)


def test_een_gemeente_die_verhuist_hoort_per_dag_bij_een_regio():
    gemeente, oud, nieuw = GemeenteFactory(), MandaatregioFactory(), MandaatregioFactory()
    GemeenteInRegioFactory(gemeente=gemeente, regio=oud, tot=EIND_MAART)
    GemeenteInRegioFactory(gemeente=gemeente, regio=nieuw, van=APRIL)
    assert selectors.mandaatregios_van([gemeente], EIND_MAART) == {oud}
    assert selectors.mandaatregios_van([gemeente], APRIL) == {nieuw}
    assert selectors.gemeente_hoort_bij(gemeente, APRIL) == selectors.Indeling(nieuw, None)
    assert selectors.gemeenten_in([nieuw], EIND_MAART) == []
    assert selectors.gemeenten_in([nieuw], APRIL) == [gemeente]


def test_de_twee_indelingen_staan_los_van_elkaar():
    gemeente, regio = GemeenteFactory(), ZorgkantoorregioFactory()
    GemeenteInRegioFactory(gemeente=gemeente, regio=regio)
    assert selectors.mandaatregios_van([gemeente], APRIL) == set()
    assert selectors.zorgkantoorregios_van([gemeente], APRIL) == {regio}
    assert selectors.zorgkantoren_van([regio, MandaatregioFactory()]) == {regio.zorgkantoor}


@pytest.mark.parametrize(("van", "tot"), [(EIND_MAART, None), (dt.date(2019, 1, 1), dt.date(2020, 1, 1))])
def test_een_gemeente_ligt_nooit_in_twee_regios_van_een_indeling(van, tot):
    plaats = GemeenteInRegioFactory(tot=EIND_MAART)
    with pytest.raises(IntegrityError, match="per indeling"):
        GemeenteInRegioFactory(gemeente=plaats.gemeente, van=van, tot=tot)


def test_een_regio_heeft_nooit_twee_paren_op_een_dag():
    paar = VerzekeraarsInRegioFactory()
    with pytest.raises(IntegrityError, match="overlappen"):
        VerzekeraarsInRegioFactory(regio=paar.regio, van=APRIL)


def test_de_verzekeraars_van_een_regio_zijn_die_van_die_dag():
    oud = VerzekeraarsInRegioFactory(tot=EIND_MAART)
    nieuw = VerzekeraarsInRegioFactory(regio=oud.regio, van=APRIL)
    assert selectors.verzekeraars_van(oud.regio, EIND_MAART) == oud
    assert selectors.verzekeraars_van(oud.regio, APRIL) == nieuw
    assert selectors.verzekeraars_van(oud.regio, dt.date(2019, 1, 1)) is None


def test_zonder_concern_is_een_verzekeraar_alleen_zichzelf():
    a, b = VerzekeraarFactory(concern=None), VerzekeraarFactory(concern=None)
    assert not selectors.zelfde_concern(a, b)
    assert selectors.zelfde_concern(a, a)


def test_een_regiocoordinator_heeft_de_eigen_regio_en_die_van_het_mandaat():
    gemeente, eigen = GemeenteFactory(), MandaatregioFactory()
    GemeenteInRegioFactory(gemeente=gemeente, regio=eigen)
    GemeenteInRegioFactory(gemeente=gemeente, regio=ZorgkantoorregioFactory())
    mandaat = MandaatregioFactory(mandaathouder=gemeente)
    lid = LidmaatschapFactory(regiocoordinator=True, organisatie=gemeente)
    LidmaatschapFactory(regiocoordinator=True, organisatie=gemeente, tot=EIND_MAART)
    assert selectors.regiocoordinatoren(APRIL) == [selectors.Regiocoordinator(lid, frozenset({eigen, mandaat}))]


@pytest.mark.parametrize("aantal", [1, 3])
def test_de_vragen_aan_de_databank_groeien_niet_mee(django_assert_num_queries, aantal):
    plaatsen = [GemeenteInRegioFactory() for _ in range(aantal)]
    for plaats in plaatsen:
        LidmaatschapFactory(regiocoordinator=True, organisatie=plaats.gemeente)
    with django_assert_num_queries(3):
        assert all(c.eigen_regios and c.lidmaatschap.organisatie.naam for c in selectors.regiocoordinatoren(APRIL))
    with django_assert_num_queries(1):
        assert len(selectors.mandaatregios_van([p.gemeente for p in plaatsen], APRIL)) == aantal


def test_zoeken_gaat_zonder_tekens_en_hoofdletters():
    gemeente = GemeenteFactory(naam="Gemeente Súdwest-Fryslân")
    assert list(Organisatie.objects.filter(zoeknaam__contains=normaliseer(" SUDWEST-fryslan "))) == [gemeente]
    assert list(Organisatie.objects.filter(zoeknaam__contains=normaliseer("Súdwest"))) == [gemeente]
