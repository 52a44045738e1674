"""1d.4: with the list of contacts providers can take it up themselves when the agreement is not kept."""

import datetime as dt

import pytest

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.berichten.models import Bericht
from kern.organisaties.models import Contactpersoon, Lidmaatschap
from kern.termijnen.ronde import loop_klokken
from tests.regels import ladder as trap
from transformatie.models import Dossier
from transformatie.selectors.dossier import bestuurlijke_contacten

VERLOPEN = dt.date(2025, 4, 26)


@pytest.fixture
def loop(wereld: Wereld) -> Levensloop:
    return trap.ingediend(wereld)


def berichten(loop: Levensloop) -> list[Bericht]:
    return list(Bericht.objects.filter(zaak=loop.dossier.pk, soort="streven_verlopen"))


def test_verloopt_het_streven_dan_lezen_de_planmakers_waar_de_contacten_staan(loop: Levensloop) -> None:
    trap.tot_stap(loop, 3)
    loop_klokken(VERLOPEN)
    [tekst] = {b.tekst for b in berichten(loop)}
    assert tekst == (
        "Het streven was een bestuurlijk gesprek uiterlijk op 25 april 2025 (1d.3). Dat is niet gelukt. "
        "De bestuurlijke contacten van alle partijen staan bij Contacten in het dossier (1d.4)."
    )
    planmakers = Lidmaatschap.objects.filter(organisatie__in=[loop.planmaker.organisatie, *loop.deelnemers]).values_list(
        "gebruiker_id", flat=True
    )
    assert {b.aan_id for b in berichten(loop)} == set(planmakers)


def test_dat_bericht_gaat_een_keer_hoe_vaak_de_ronde_ook_loopt(loop: Levensloop) -> None:
    trap.tot_stap(loop, 3)
    loop_klokken(VERLOPEN)
    eerst = len(berichten(loop))
    for dagen in range(5):
        loop_klokken(VERLOPEN + dt.timedelta(days=dagen))
    assert len(berichten(loop)) == eerst > 0


def test_zolang_het_streven_loopt_gaat_er_geen_bericht(loop: Levensloop) -> None:
    trap.tot_stap(loop, 3)
    loop_klokken(VERLOPEN - dt.timedelta(days=1))
    assert berichten(loop) == []


def test_de_contacten_zijn_de_bestuurders_van_alle_partijen_en_verzekeraars(loop: Levensloop) -> None:
    contacten = bestuurlijke_contacten(loop.dossier, loop.op)
    assert [str(o) for o, _ in contacten] == [str(o) for o in loop.dossier.betrokken_organisaties]
    assert {p.niveau for _, personen in contacten for p in personen} == {"bestuur"}


@pytest.mark.parametrize(("dagen", "verouderd"), [(182, False), (183, True)])
def test_een_contact_dat_een_half_jaar_niet_is_nagekeken_valt_op(loop: Levensloop, dagen: int, verouderd: bool) -> None:
    Contactpersoon.objects.update(gecontroleerd_op=loop.op - dt.timedelta(days=dagen))
    dossier = Dossier.objects.get(pk=loop.dossier.pk)
    gevonden = [p.is_verouderd for _, personen in bestuurlijke_contacten(dossier, loop.op) for p in personen]  # type: ignore[attr-defined]
    assert gevonden == [verouderd] * len(gevonden) != []
