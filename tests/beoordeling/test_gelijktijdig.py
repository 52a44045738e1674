"""Two people deciding or judging at the same moment, over two real connections."""

import contextlib
import datetime as dt
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.urls import reverse

from beoordeling.models import Beoordeling, Oordeel
from beoordeling.services import rondes
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap
from kern.toestanden import uitvoeren
from kern.toestanden.stap import StapGeweigerd, StapNietMogelijk
from kern.toestanden.uitvoeren import voer_uit
from tests.beoordeling import opzet
from tests.beoordeling.opzet import Speelveld, als
from transformatie.models import Transformatieplan

OP = dt.date(2025, 6, 2)


def tegelijk(*daden: Callable[[], Any]) -> list[Any]:
    """Let all begin at once, each on its own connection; what each gave back or was refused with."""
    start = threading.Barrier(len(daden))
    uitkomsten: list[Any] = [None] * len(daden)

    def doe(i: int, daad: Callable[[], Any]) -> None:
        start.wait()
        try:
            uitkomsten[i] = daad()
        except (StapGeweigerd, DatabaseError) as fout:
            uitkomsten[i] = fout
        finally:
            connection.close()

    draden = [threading.Thread(target=doe, args=(i, d)) for i, d in enumerate(daden)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=30)
    return uitkomsten


def wacht_op_elkaar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may decide on the plan waits until the other may too, or until it is clear that the other stands behind a lock."""
    ontmoeting, echt = threading.Barrier(2), uitvoeren.beletselen

    def beletselen(stap: Any, transitie: Any) -> Any:
        gevonden = echt(stap, transitie)
        if isinstance(stap.zaak, Transformatieplan):
            with contextlib.suppress(threading.BrokenBarrierError):
                ontmoeting.wait(timeout=2)
        return gevonden

    monkeypatch.setattr(uitvoeren, "beletselen", beletselen)


def zonder_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the locks away: that of the dossier, and that of the row."""
    monkeypatch.setattr(uitvoeren, "vergrendel", lambda zaak: None)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *a, **k: self)


def twee_besluiten(w: Speelveld) -> tuple[Transformatieplan, list[Any]]:
    """One colleague approves and the other rejects, at once; each saw the plan in beoordeling."""
    plan = opzet.klaar_voor_besluit(w, op=OP).plan

    def besluit(stap: str, door: Lidmaatschap, **gegevens: Any) -> Callable[[], str]:
        def daad() -> str:
            eigen, wie = Transformatieplan.objects.get(pk=plan.pk), Lidmaatschap.objects.get(pk=door.pk)
            return voer_uit(eigen, stap, door=wie, op=OP, verwacht="in_beoordeling", **gegevens).status

        return daad

    uitkomsten = tegelijk(
        besluit("keur_goed", w.czv, motivering="Ja.", bedrag_toegekend=Decimal(8400000)),
        besluit("wijs_af", w.czv_collega, motivering="Nee."),
    )
    return plan, uitkomsten


@pytest.mark.django_db(transaction=True)
def test_zonder_slot_zijn_er_twee_besluiten_of_breekt_de_databank_en_leest_niemand_van_de_ander(monkeypatch: pytest.MonkeyPatch) -> None:
    w = opzet.speelveld()
    with monkeypatch.context() as lap:
        wacht_op_elkaar(lap)
        zonder_slot(lap)
        _, uitkomsten = twee_besluiten(w)
    assert [u for u in uitkomsten if isinstance(u, StapNietMogelijk)] == []
    gebroken = [u for u in uitkomsten if isinstance(u, DatabaseError)]
    assert gebroken or {u for u in uitkomsten if isinstance(u, str)} >= {"afgewezen"}
    assert len(uitkomsten) == 2
    assert None not in uitkomsten


@pytest.mark.django_db(transaction=True)
def test_van_twee_besluiten_op_hetzelfde_plan_wint_er_een_en_leest_de_ander_wie_besloot(monkeypatch: pytest.MonkeyPatch) -> None:
    w = opzet.speelveld()
    with monkeypatch.context() as lap:
        wacht_op_elkaar(lap)
        plan, uitkomsten = twee_besluiten(w)
    gelukt = [u for u in uitkomsten if isinstance(u, str)]
    geweigerd = [u for u in uitkomsten if isinstance(u, StapNietMogelijk)]
    assert len(gelukt) == len(geweigerd) == 1
    winnaar, woorden = (
        (w.czv, "Transformatieplan goedgekeurd") if gelukt == ["goedgekeurd"] else (w.czv_collega, "Transformatieplan afgewezen")
    )
    tekst = geweigerd[0].tekst
    assert "Dit is intussen gewijzigd" in tekst
    assert winnaar.gebruiker.naam in tekst
    assert woorden in tekst
    assert Journaalregel.objects.filter(onderwerp=plan.pk, van="in_beoordeling").get().gebruiker_id == winnaar.gebruiker_id


@pytest.mark.django_db(transaction=True)
def test_op_het_scherm_leest_de_verliezer_wie_wat_besloot_en_staat_zijn_motivering_er_nog() -> None:
    w = opzet.speelveld()
    plan = opzet.klaar_voor_besluit(w, op=OP).plan

    def post(stap: str, door: Lidmaatschap, **gegevens: str) -> Callable[[], Any]:
        client = als(door)
        url = reverse("stap", kwargs={"soort": plan.soort(), "pk": plan.pk, "stap": stap})
        return lambda: client.post(url, {"verwacht": "in_beoordeling", **gegevens})

    daden = [
        post("keur_goed", w.czv, motivering="Wij zeggen hier ja op.", bedrag_toegekend="8400000"),
        post("wijs_af", w.czv_collega, motivering="Wij zeggen hier nee op."),
    ]
    with time_machine.travel(dt.datetime(2025, 6, 2, 8, tzinfo=dt.UTC), tick=True):
        antwoorden = tegelijk(*daden)
    assert sorted(a.status_code for a in antwoorden) == [302, 409]
    verliezer = next(i for i, a in enumerate(antwoorden) if a.status_code == 409)
    tekst = antwoorden[verliezer].text
    assert ("Wij zeggen hier ja op.", "Wij zeggen hier nee op.")[verliezer] in tekst
    assert ("Cees Collega", "Carla Coördinator")[verliezer] in tekst
    assert ("Transformatieplan afgewezen", "Transformatieplan goedgekeurd")[verliezer] in tekst


@pytest.mark.django_db(transaction=True)
def test_bewaren_twee_collega_s_hetzelfde_punt_dan_leest_de_tweede_wie_er_eerder_was() -> None:
    w = opzet.speelveld()
    plek = opzet.dien_toets_in(w, sociaal=False, gemeenten=False).beoordelingen.get(rol="coordinerend")

    def bewaar(door: Lidmaatschap) -> Callable[[], str]:
        def daad() -> str:
            eigen, wie = Beoordeling.objects.get(pk=plek.pk), Lidmaatschap.objects.select_related("gebruiker").get(pk=door.pk)
            return str(
                rondes.bewaar_oordeel(
                    eigen, "personeel", waardering="voldoende", onderbouwing=f"Van {wie.gebruiker}", vragen=[], versie=0, door=wie
                ).door
            )

        return daad

    uitkomsten = tegelijk(bewaar(w.czv), bewaar(w.czv_collega))
    [eerste] = [u for u in uitkomsten if isinstance(u, str)]
    [fout] = [u for u in uitkomsten if isinstance(u, StapNietMogelijk)]
    assert fout.tekst.startswith(f"{eerste} heeft dit punt intussen ook bewaard.")
    assert Oordeel.objects.get().onderbouwing == f"Van {eerste}"
