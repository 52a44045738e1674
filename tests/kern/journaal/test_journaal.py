"""The journaal is only added to, and whoever tampers with it is found."""

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import IntegrityError

from kern.journaal import services as journaal
from kern.journaal.models import Journaalregel
from kern.journaal.selectors import tijdlijn
from kern.termijnen.models import Termijn
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.organisaties import LidmaatschapFactory, VerzekeraarFactory

pytestmark = pytest.mark.django_db
APRIL = dt.date(2025, 4, 1)


def schrijf(zaak, aantal=1, door=None):
    return [
        journaal.schrijf(
            zaak=zaak, soort="x.ding", onderwerp=zaak, stap=f"stap_{n}", door=door, op=APRIL, feiten={"bedrag": "1.250,50", "n": n}
        )
        for n in range(aantal)
    ]


def klok():
    zaak = uuid.uuid4()
    return Termijn.objects.create(
        zaak_id=zaak,
        onderwerp=zaak,
        soort_termijn="proef",
        duur="4w",
        start_op=APRIL,
        ruw_op=dt.date(2025, 4, 29),
        einde_op=dt.date(2025, 4, 29),
        verantwoordelijk=VerzekeraarFactory(),
    )


def knoei(sql, *waarden):
    """What somebody with the keys of the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transformatieplan.onderhoud = 'ja'")
        cursor.execute(sql, waarden)
        cursor.execute("SET LOCAL transformatieplan.onderhoud = ''")


def controleer(capsys):
    try:
        call_command("controleer_journaal")
        code = 0
    except SystemExit as einde:
        code = einde.code
    return code, capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journaal_journaalregel SET stap = 'anders'",
        "DELETE FROM journaal_journaalregel",
        "TRUNCATE journaal_journaalregel CASCADE",
    ],
)
def test_het_journaal_wijzigen_of_legen_weigert_de_databank(sql):
    schrijf(uuid.uuid4())
    connection.check_constraints()  # TRUNCATE waits for no deferred checks
    with pytest.raises(IntegrityError, match="alleen bijgeschreven"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Journaalregel.objects.count() == 1


def test_een_gaaf_journaal_klopt(capsys):
    for _ in range(2):
        schrijf(uuid.uuid4(), 3)
    voer_uit(klok(), "haal", door=None, op=APRIL)
    klok()
    assert controleer(capsys) == (0, ["Nagekeken: 7 regels in 3 dossiers, 2 toestanden.", "Alles klopt."])


def test_gewijzigde_inhoud_wordt_genoemd_en_alleen_de_eerste_regel(capsys):
    zaak = uuid.uuid4()
    schrijf(zaak, 4)
    schrijf(uuid.uuid4(), 2)
    knoei("UPDATE journaal_journaalregel SET feiten = '{\"n\": 99}' WHERE zaak = %s AND volgnummer IN (2, 3)", zaak)
    code, regels = controleer(capsys)
    assert code == 1
    assert regels == [
        f"Dossier {zaak}, regel 2 (stap_1, 1 april 2025): de inhoud is gewijzigd nadat de regel is geschreven.",
        "Nagekeken: 6 regels in 2 dossiers, 0 toestanden.",
        "Er klopt iets niet: 1 bevinding.",
    ]


def test_een_weggehaalde_regel_wordt_genoemd(capsys):
    zaak = uuid.uuid4()
    schrijf(zaak, 4)
    knoei("DELETE FROM journaal_journaalregel WHERE zaak = %s AND volgnummer = 2", zaak)
    code, regels = controleer(capsys)
    assert code == 1
    assert regels[0] == f"Dossier {zaak}, regel 3 (stap_2, 1 april 2025): hier hoort regel 2 te staan; die ontbreekt."


def test_een_opnieuw_berekende_hash_verraadt_zich_bij_de_volgende_regel(capsys):
    zaak = uuid.uuid4()
    _, tweede, _ = schrijf(zaak, 3)
    tweede.stap = "iets_anders"
    knoei("UPDATE journaal_journaalregel SET stap = %s, hash = %s WHERE id = %s", tweede.stap, journaal.bereken_hash(tweede), tweede.pk)
    code, regels = controleer(capsys)
    assert code == 1
    assert regels[0] == f"Dossier {zaak}, regel 3 (stap_2, 1 april 2025): de regel sluit niet aan op de regel ervoor."


@pytest.mark.parametrize(("stappen", "hoort"), [(["haal"], "gehaald"), ([], "loopt")])
def test_een_toestand_die_afwijkt_van_het_journaal_wordt_genoemd(capsys, stappen, hoort):
    termijn = klok()
    for stap in stappen:
        voer_uit(termijn, stap, door=None, op=APRIL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('transformatieplan.deur', %s, true)", [str(termijn.pk)])
        cursor.execute("UPDATE termijnen_termijn SET status = 'vervallen' WHERE id = %s", [termijn.pk])
        cursor.execute("SELECT set_config('transformatieplan.deur', '', true)")
    code, regels = controleer(capsys)
    assert code == 1
    assert regels[0] == f"Termijn {termijn.pk}: de toestand is 'vervallen', volgens het journaal hoort dat '{hoort}' te zijn."


def test_een_aantekening_zonder_toestand_stoort_de_controle_niet(capsys):
    termijn = klok()
    voer_uit(termijn, "haal", door=None, op=APRIL)
    journaal.schrijf(zaak=termijn.zaak, soort=termijn.soort(), onderwerp=termijn.pk, stap="bekeken", door=None, op=APRIL)
    assert controleer(capsys)[0] == 0


@pytest.mark.django_db(transaction=True)
def test_de_controle_kijkt_buiten_een_transactie_naar_een_ogenblik(capsys):
    schrijf(uuid.uuid4(), 2)
    assert controleer(capsys)[0] == 0


def test_de_tijdlijn_begint_met_het_laatste_en_kost_een_vraag(django_assert_num_queries):
    zaak = uuid.uuid4()
    schrijf(zaak, 3, door=LidmaatschapFactory(organisatie__naam="Zorggroep Almere"))
    with django_assert_num_queries(1):
        regels = tijdlijn(zaak, 2)
        assert [(r.volgnummer, r.wie, r.gebruiker.is_active) for r in regels] == [
            (3, "Zorggroep Almere", True),
            (2, "Zorggroep Almere", True),
        ]
    assert len(tijdlijn(zaak)) == 3
