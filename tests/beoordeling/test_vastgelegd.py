"""What was sent to somebody does not change any more, not even with SQL by hand: questions, answers, and a voorgenomen besluit."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from beoordeling.models import Bundelvraag, Vragenbundel
from beoordeling.services import rondes, volgers, vragen
from kern.organisaties.models import Rol
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld, lid
from tests.fabrieken.organisaties import VerzekeraarFactory

OP = dt.date(2025, 4, 7)
VELDEN = {"richting": "goedkeuren", "doelen": "Zorg dichtbij.", "afspraken": "Thuismeten.", "contact": "Carla"}


def sql(regel: str, pk: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(regel, [str(pk)])


def geweigerd(regel: str, pk: object) -> bool:
    """Whether the database refuses this line, and says why."""
    try:
        sql(regel, pk)
    except IntegrityError as fout:
        return "ligt vast" in str(fout) or "veranderen niet meer" in str(fout)
    return False


@pytest.fixture
def vraag(w: Speelveld) -> Bundelvraag:
    opzet.dien_toets_in(w)
    eigen = rondes.mijn_beoordeling(w.ronde, w.czv)
    assert eigen is not None
    rij = vragen.stel(eigen, punt="personeel", tekst="Hoeveel mensen?", door=w.czv)
    bundel = vragen.verstuur(w.ronde, [vragen.Gekozen("Hoeveel mensen?", (rij.pk,))], door=w.czv, op=OP)
    return bundel.vragen.get()


def beantwoord(w: Speelveld, bundel: Vragenbundel) -> None:
    vraag = bundel.vragen.get()
    vragen.bewaar_antwoorden(bundel, {str(vraag.pk): "Twaalf."}, gelezen={str(vraag.pk): vragen.merk("")}, door=w.planmaker)
    vragen.verstuur_antwoorden(bundel, door=w.planmaker, op=OP)


@pytest.mark.parametrize("wat", ["tekst = 'Iets anders?'", "punt = 'kosten'", "citaat = 'x'", "nummer = 9", "vastgelegd_op = now()"])
def test_een_verstuurde_vraag_verandert_niet(vraag: Bundelvraag, wat: str) -> None:
    regel = f"UPDATE beoordeling_bundelvraag SET {wat} WHERE id = %s"  # noqa: S608  # our own lines
    assert geweigerd(regel, vraag.pk)
    vraag.refresh_from_db()
    assert (vraag.tekst, vraag.nummer) == ("Hoeveel mensen?", 1)


def test_een_verstuurde_bundel_of_vraag_wordt_niet_verwijderd(w: Speelveld, vraag: Bundelvraag) -> None:
    assert geweigerd("UPDATE beoordeling_vragenbundel SET verstuurd_op = '2020-01-01' WHERE id = %s", vraag.bundel_id)
    assert geweigerd("DELETE FROM beoordeling_bundelvraag WHERE id = %s", vraag.pk)
    assert geweigerd("DELETE FROM beoordeling_vragenbundel WHERE id = %s", vraag.bundel_id)
    assert Bundelvraag.objects.filter(pk=vraag.pk).exists()


def test_een_antwoord_is_van_de_indieners_tot_het_is_verstuurd(w: Speelveld, vraag: Bundelvraag) -> None:
    for tekst in ("Tien.", "Elf.", ""):
        Bundelvraag.objects.filter(pk=vraag.pk).update(antwoord=tekst)
    beantwoord(w, vraag.bundel)
    assert geweigerd("UPDATE beoordeling_bundelvraag SET antwoord = 'Dertien.' WHERE id = %s", vraag.pk)
    assert geweigerd("UPDATE beoordeling_vragenbundel SET beantwoord_op = NULL WHERE id = %s", vraag.bundel_id)
    with pytest.raises(IntegrityError, match="veranderen niet meer"), transaction.atomic():
        Bundelvraag.objects.create(bundel=vraag.bundel, nummer=2, punt="personeel", tekst="Erbij gezet?")
    vraag.refresh_from_db()
    assert (vraag.antwoord, vraag.bundel.vragen.count()) == ("Twaalf.", 1)


@pytest.mark.parametrize("tabel", ["beoordeling_bundelvraag", "beoordeling_vragenbundel", "beoordeling_volgersvraag"])
def test_de_tabel_wordt_niet_in_een_keer_leeggemaakt(vraag: Bundelvraag, tabel: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="ligt vast"), transaction.atomic():
            cursor.execute(f"TRUNCATE {tabel} CASCADE")


def test_een_voorgelegd_voornemen_en_de_vragen_daarover_liggen_vast(w: Speelveld) -> None:
    begin = dt.date(2024, 4, 1)
    menzis = lid(Rol.BEOORDELAAR, VerzekeraarFactory(naam="Menzis"), "Mina Menzis")
    opzet.dien_toets_in(w, op=begin, sociaal=False, gemeenten=False)
    opzet.stel_vast(w, op=begin)
    voornemen = volgers.leg_voor(w.dossier, door=w.czv, op=begin, **VELDEN)
    vraag = volgers.stel_vraag(voornemen, tekst="Waarom?", door=menzis, op=begin)
    assert geweigerd("UPDATE beoordeling_voornemen SET doelen = 'x' WHERE id = %s", voornemen.pk)
    assert geweigerd("UPDATE beoordeling_volgersvraag SET tekst = 'x' WHERE id = %s", vraag.pk)
    volgers.beantwoord(vraag, antwoord="Daarom.", door=w.czv, op=begin)
    assert geweigerd("UPDATE beoordeling_volgersvraag SET antwoord = 'x' WHERE id = %s", vraag.pk)
    assert geweigerd("DELETE FROM beoordeling_volgersvraag WHERE id = %s", vraag.pk)
    vraag.refresh_from_db()
    assert (vraag.tekst, vraag.antwoord) == ("Waarom?", "Daarom.")
