"""Two people at the same step at the same moment, over two real connections."""

import contextlib
import threading
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap
from kern.toestanden import uitvoeren
from kern.toestanden.stap import StapNietMogelijk
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.wereld import toets_klaar_om_in_te_dienen
from transformatie.models import SnelleToets

GEDULD = 1.0  # seconds in which the other may come as far as the checks


def klik_samen(loop: Levensloop, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Both at the CZV say 'compleet' at once; whoever passed the checks waits there for the other."""
    ontmoeting = threading.Barrier(2)
    echt = uitvoeren.beletselen

    def wacht_op_de_ander(*args: Any) -> Any:
        uitkomst = echt(*args)
        if threading.current_thread().name.startswith("klik"):
            with contextlib.suppress(threading.BrokenBarrierError):  # the other stands before the lock
                ontmoeting.wait(GEDULD)
        return uitkomst

    monkeypatch.setattr(uitvoeren, "beletselen", wacht_op_de_ander)
    uitkomsten: list[str] = []

    def klik(door: Lidmaatschap) -> None:
        try:
            toets = SnelleToets.objects.get(pk=loop.toets.pk)
            wie = Lidmaatschap.objects.get(pk=door.pk)
            uitkomsten.append(voer_uit(toets, "verklaar_compleet", door=wie, op=loop.op, verwacht="ingediend").status)
        except StapNietMogelijk as fout:
            uitkomsten.append(fout.tekst)
        finally:
            connection.close()

    draden = [threading.Thread(target=klik, args=(door,), name=f"klik {i}") for i, door in enumerate((loop.czv, loop.tweede_persoon))]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(30)
    return sorted(uitkomsten)


def keren_compleet(loop: Levensloop) -> int:
    return Journaalregel.objects.filter(onderwerp=loop.toets.pk, stap="verklaar_compleet").count()


@pytest.mark.django_db(transaction=True)
def test_van_twee_tegelijk_wint_er_een_en_leest_de_ander_wie_het_deed(wereld: Wereld, monkeypatch: pytest.MonkeyPatch) -> None:
    loop = toets_klaar_om_in_te_dienen(wereld).dien_toets_in()
    verliezer, winnaar = klik_samen(loop, monkeypatch)
    wie = Journaalregel.objects.get(onderwerp=loop.toets.pk, stap="verklaar_compleet").gebruiker
    assert (verliezer, winnaar) == (
        f"Dit is intussen gewijzigd: {wie} zette op 2 april 2025 de stap 'Compleet verklaard'. "
        "De stand is nu 'in beoordeling'. Wat u typte is bewaard.",
        "in_beoordeling",
    )
    assert keren_compleet(loop) == 1


@pytest.mark.django_db(transaction=True)
def test_zonder_slot_gaan_beiden_door_de_toets_en_staat_de_stap_er_twee_keer(wereld: Wereld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dit toont dat het slot nodig is, en dat deze proef het zou merken."""
    loop = toets_klaar_om_in_te_dienen(wereld).dien_toets_in()
    monkeypatch.setattr(uitvoeren, "vergrendel", lambda zaak: None)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kw: self)
    assert klik_samen(loop, monkeypatch) == ["in_beoordeling", "in_beoordeling"]
    assert keren_compleet(loop) == 2
