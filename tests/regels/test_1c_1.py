"""1c.1: the second insurer takes part from the beginning, and is never of the same concern."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.organisaties.models import Organisatie, VerzekeraarsInRegio
from kern.toestanden.stap import StapNietToegestaan
from tests.fabrieken.organisaties import VerzekeraarFactory
from tests.fabrieken.wereld import toets_in_beoordeling, toets_klaar_om_in_te_dienen
from tests.regels.hulp import belet, belet_met_plek
from transformatie.models import Dossier
from transformatie.services import dossiers

OP = dt.date(2025, 4, 2)
FLEVOLAND = {
    "regio": "Flevoland",
    "penvoerder": "Ziekenhuis Flevopolder",
    "deelnemers": (),
    "gemeenten": (),
    "regiocoordinator": "Gemeente Nijmegen",
}
ZELFDE = "De Friesland en Zilveren Kruis zijn hetzelfde concern (Achmea). Kies een andere tweede verzekeraar."


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    """In Flevoland Zilveren Kruis coordinates."""
    return toets_klaar_om_in_te_dienen(wereld, **FLEVOLAND)


def zet_tweede(loop: Levensloop, tweede: Organisatie | None) -> None:
    """As if the data were wrong: past the service."""
    Dossier.objects.filter(pk=loop.dossier.pk).update(tweede=tweede)
    loop.ververs()


def kies(loop: Levensloop, naam: str) -> None:
    dossiers.kies_tweede(loop.dossier, loop.wereld.organisatie(naam), door=loop.czv, op=loop.op)
    loop.ververs()


def test_bij_aanmaak_ligt_de_tweede_verzekeraar_van_de_regio_vast_en_leest_die_mee(wereld: Wereld) -> None:
    loop = Levensloop(wereld, begin=OP, **FLEVOLAND)
    assert (str(loop.dossier.coordinerend), str(loop.dossier.tweede)) == ("Zilveren Kruis", "VGZ")
    assert Dossier.objects.zichtbaar_voor(loop.tweede).get() == loop.dossier


def test_de_tweede_beoordeelt_gelijktijdig_mee(wereld: Wereld) -> None:
    ronde = toets_in_beoordeling(wereld, **FLEVOLAND).toets.rondes.get()
    assert {b.rol: str(b.organisatie) for b in ronde.beoordelingen.all()} == {"coordinerend": "Zilveren Kruis", "tweede": "VGZ"}


def test_hetzelfde_concern_kan_geen_tweede_zijn(loop: Levensloop) -> None:
    assert belet_met_plek(lambda: kies(loop, "De Friesland")) == [(ZELFDE, "1c.1", "tweede")]
    assert str(loop.dossier.tweede) == "VGZ"


def test_hetzelfde_concern_houdt_het_indienen_tegen_ook_als_de_gegevens_het_toelieten(loop: Levensloop) -> None:
    zet_tweede(loop, loop.wereld.organisatie("De Friesland"))
    assert belet(loop.dien_toets_in) == [ZELFDE]
    kies(loop, "CZ")
    loop.dien_toets_in()
    assert loop.toets.status == "ingediend"


def test_zonder_tweede_verzekeraar_kan_indienen_niet(loop: Levensloop) -> None:
    zet_tweede(loop, None)
    assert belet(loop.dien_toets_in, "1c.1") == ["Er is nog geen tweede zorgverzekeraar vastgelegd."]


def test_twee_verzekeraars_zonder_concern_zijn_geen_zelfde_concern(loop: Levensloop) -> None:
    Organisatie.objects.filter(naam__in=["Zilveren Kruis", "VGZ"]).update(concern=None)
    loop.ververs()
    loop.dien_toets_in()
    assert loop.toets.status == "ingediend"


@pytest.mark.parametrize(
    ("naam", "zin"),
    [
        ("Zilveren Kruis", "Zilveren Kruis is al de coördinerende zorgverzekeraar. Kies een andere tweede verzekeraar."),
        ("Ziekenhuis Waalstad", "Ziekenhuis Waalstad is geen zorgverzekeraar."),
        ("Gemeente Almere", "Gemeente Almere is geen zorgverzekeraar."),
    ],
)
def test_alleen_een_andere_zorgverzekeraar_kan_tweede_zijn(loop: Levensloop, naam: str, zin: str) -> None:
    assert belet_met_plek(lambda: kies(loop, naam)) == [(zin, "1c.1", "tweede")]


def test_de_databank_kent_geen_verzekeraar_die_beide_is(loop: Levensloop) -> None:
    with pytest.raises(IntegrityError, match="tweede_is_een_ander"), transaction.atomic():
        zet_tweede(loop, loop.dossier.coordinerend)


def test_na_indienen_staat_de_tweede_vast_ook_voor_wie_een_oude_bladzijde_voor_zich_heeft(loop: Levensloop) -> None:
    oud = Dossier.objects.select_related("snelle_toets").get(pk=loop.dossier.pk)
    loop.dien_toets_in()
    cz = loop.wereld.organisatie("CZ")
    assert belet(lambda: dossiers.kies_tweede(oud, cz, door=loop.czv, op=loop.op)) == [
        "De snelle toets is al ingediend; de tweede verzekeraar staat vast."
    ]


def test_een_keuze_raakt_alleen_de_tweede_verzekeraar(loop: Levensloop) -> None:
    """Wie een oude bladzijde voor zich heeft zet de stand van het dossier niet terug."""
    oud = Dossier.objects.get(pk=loop.dossier.pk)
    dossiers.zet_stand(loop.dossier, fase="snelle_toets", stand="concept", op=dt.date(2025, 5, 1))
    dossiers.kies_tweede(oud, loop.wereld.organisatie("CZ"), door=loop.czv, op=loop.op)
    loop.ververs()
    assert (str(loop.dossier.tweede), loop.dossier.gewijzigd_op) == ("CZ", dt.date(2025, 5, 1))


def test_alleen_de_coordinerende_verzekeraar_kiest_en_anders_leest_men_geen_beletselen(loop: Levensloop) -> None:
    for door in (loop.planmaker, loop.tweede, loop.nza):
        for naam in ("CZ", "De Friesland", "Ziekenhuis Waalstad"):
            with pytest.raises(StapNietToegestaan):
                dossiers.kies_tweede(loop.dossier, loop.wereld.organisatie(naam), door=door, op=loop.op)


def test_een_regio_zonder_verzekeraars_geeft_een_zin_bij_het_veld(wereld: Wereld) -> None:
    regio = wereld.regio("Zeeland")
    VerzekeraarsInRegio.objects.filter(regio=regio).update(tot=dt.date(2025, 3, 31))
    poging = belet_met_plek(lambda: Levensloop(wereld, begin=OP, regio="Zeeland", gemeenten=()))
    assert poging == [
        ("Voor Zeeland is nog geen coördinerende zorgverzekeraar bekend. Vraag beheer dit aan te vullen.", "1c.1", "regios"),
    ]
    assert not Dossier.objects.exists()


def test_de_verzekeraars_zijn_die_van_de_dag_waarop_het_dossier_begint(wereld: Wereld) -> None:
    regio, nieuw = wereld.regio("Zeeland"), VerzekeraarFactory(naam="Nieuwe verzekeraar")
    oud = VerzekeraarsInRegio.objects.get(regio=regio)
    VerzekeraarsInRegio.objects.filter(pk=oud.pk).update(tot=dt.date(2025, 3, 31))
    VerzekeraarsInRegio.objects.create(regio=regio, eerste=nieuw, tweede=oud.tweede, van=dt.date(2025, 4, 1), bron="test")
    eersten = [
        str(Levensloop(wereld, begin=dag, regio="Zeeland", gemeenten=()).dossier.coordinerend)
        for dag in (dt.date(2025, 3, 31), dt.date(2025, 4, 1))
    ]
    assert eersten == [str(oud.eerste), "Nieuwe verzekeraar"]


@pytest.mark.parametrize(("eerste_dag", "geweigerd"), [(dt.date(2025, 4, 2), True), (dt.date(2025, 4, 3), False)])
def test_een_stap_van_voor_de_eerste_dag_valt_er_niet_onder(
    loop: Levensloop, settings: object, eerste_dag: dt.date, geweigerd: bool
) -> None:
    settings.REGEL_GELDT_VANAF = {"1c.1": eerste_dag}  # type: ignore[attr-defined]
    zet_tweede(loop, loop.wereld.organisatie("De Friesland"))
    if geweigerd:
        assert belet(loop.dien_toets_in) == [ZELFDE]
    else:
        loop.dien_toets_in()
