"""Letters are ordered in the transaction, and made once by the worker."""

import datetime as dt
import hashlib
import threading
import uuid
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from kern.documenten import tasks
from kern.documenten.brieven import bestel, naar_json, van_json
from kern.documenten.models import Brief, Document
from kern.documenten.services import probeer_brieven_opnieuw
from kern.documenten.tasks import maak_brieven
from kern.journaal.models import Journaalregel
from tests.kern.documenten import voorbeelden

OP = dt.date(2025, 5, 6)


def bestel_besluit(sleutel: str = "toets:1", gegevens: object = None) -> Brief:
    return bestel(gegevens=gegevens or voorbeelden.snelle_toets(), zaak=uuid.uuid4(), onderwerp=uuid.uuid4(), op=OP, sleutel=sleutel)


@pytest.mark.parametrize("gegevens", voorbeelden.ALLE.values(), ids=voorbeelden.ALLE)
def test_een_brief_komt_gelijk_uit_de_databank_terug(gegevens: object) -> None:
    assert van_json(type(gegevens), naar_json(gegevens)) == gegevens


def test_een_brief_draagt_alleen_gewone_waarden() -> None:
    @dataclass(frozen=True)
    class Vreemd:
        ding: object

    with pytest.raises(TypeError):
        naar_json(Vreemd(object()))
    with pytest.raises(TypeError):
        naar_json(Vreemd(1.5))
    assert naar_json(Vreemd((Decimal("0.10"), OP, None))) == {"ding": ["0.10", "2025-05-06", None]}


@pytest.mark.django_db
def test_twee_keer_bestellen_met_dezelfde_sleutel_is_een_brief_met_de_eerste_gegevens() -> None:
    eerste = bestel_besluit()
    tweede = bestel_besluit(gegevens=voorbeelden.snelle_toets(is_goedgekeurd=False))
    assert eerste == tweede
    assert tweede.gegevens["is_goedgekeurd"] is True


@pytest.mark.django_db
def test_wat_geen_brief_is_wordt_niet_besteld() -> None:
    with pytest.raises(LookupError):
        bestel_besluit(gegevens=voorbeelden.hoofd(OP))


@pytest.mark.django_db
def test_de_worker_maakt_de_brief_en_bewaart_haar_met_hash_en_journaal() -> None:
    brief = bestel_besluit()
    assert maak_brieven() == 1
    brief.refresh_from_db()
    document = brief.document
    assert brief.status == Brief.Status.GEMAAKT
    with document.bestand.open() as bestand:
        inhoud = bestand.read()
    assert inhoud.startswith(b"%PDF-1.7")
    assert document.sha256 == hashlib.sha256(inhoud).hexdigest()
    assert (document.zaak, document.onderwerp, document.op, document.door) == (brief.zaak, brief.onderwerp, OP, None)
    assert document.bestandsnaam == "Besluit op de snelle toets 2025-05-06.pdf"
    assert Journaalregel.objects.get(zaak=brief.zaak).feiten["sha256"] == document.sha256


@pytest.mark.django_db
def test_een_uitbetalingsbesluit_is_niet_voor_iedereen() -> None:
    brief = bestel_besluit(gegevens=voorbeelden.uitbetaling())
    maak_brieven()
    brief.refresh_from_db()
    assert brief.document.voor == Document.Voor.CZV_EN_INDIENERS


@pytest.mark.django_db
def test_een_gemaakte_brief_wordt_nooit_opnieuw_gemaakt() -> None:
    bestel_besluit()
    assert (maak_brieven(), maak_brieven()) == (1, 0)
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_een_brief_die_mislukt_komt_later_terug_en_geeft_het_na_vijf_keer_op(monkeypatch: pytest.MonkeyPatch) -> None:
    brief = bestel_besluit()
    Brief.objects.update(soort="onbekend")
    wachttijden = []
    for _ in range(5):
        assert maak_brieven() == 0
        brief.refresh_from_db()
        if brief.volgende_poging_op:
            wachttijden.append(round((brief.volgende_poging_op - timezone.now()).total_seconds() / 60))
            assert maak_brieven() == 0, "voor die tijd gebeurt er niets"
            Brief.objects.update(volgende_poging_op=timezone.now())
    assert wachttijden == [1, 5, 30, 120]
    assert (brief.status, brief.pogingen, brief.document) == (Brief.Status.MISLUKT, 5, None)
    assert brief.fout == "Deze soort brief is niet bekend bij de toepassing, of de brief mist een gegeven."
    Brief.objects.update(soort="besluit_snelle_toets")
    assert maak_brieven() == 0
    assert probeer_brieven_opnieuw(brief.pk) == 1
    assert maak_brieven() == 1
    assert probeer_brieven_opnieuw(brief.pk) == 0, "een gemaakte brief blijft gemaakt"


@pytest.mark.django_db
def test_een_mislukte_brief_houdt_de_andere_niet_tegen() -> None:
    bestel_besluit("slecht")
    Brief.objects.update(soort="onbekend")
    goed = bestel_besluit("goed")
    assert maak_brieven() == 1
    goed.refresh_from_db()
    assert goed.status == Brief.Status.GEMAAKT


@pytest.mark.django_db
def test_een_transactie_die_terugrolt_bestelt_niets() -> None:
    with transaction.atomic():
        bestel_besluit()
        transaction.set_rollback(True)
    assert maak_brieven() == 0


@pytest.mark.django_db(transaction=True)
def test_twee_workers_tegelijk_maken_een_brief_een_keer(monkeypatch: pytest.MonkeyPatch) -> None:
    bestel_besluit()
    begonnen, klaar, echt = threading.Event(), threading.Event(), tasks._maak

    def traag(brief: Brief) -> Document:
        if not begonnen.is_set():  # the first worker holds the row until the second has looked
            begonnen.set()
            klaar.wait(20)
        return echt(brief)

    monkeypatch.setattr(tasks, "_maak", traag)
    uitkomsten: list[int] = []

    def eerste() -> None:
        try:
            uitkomsten.append(maak_brieven())
        finally:
            connection.close()

    draad = threading.Thread(target=eerste)
    draad.start()
    assert begonnen.wait(20)
    tweede = maak_brieven()
    klaar.set()
    draad.join(30)
    assert (tweede, uitkomsten) == (0, [1])
    assert Document.objects.count() == 1
    assert len(default_storage.listdir("documenten")[0]) == 1
