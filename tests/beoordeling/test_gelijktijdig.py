"""Two people deciding or judging at the same moment, over two real connections."""

import datetime as dt
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from beoordeling.models import Beoordeling, Oordeel
from beoordeling.services import rondes
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap
from kern.toestanden.stap import StapGeweigerd, StapNietMogelijk
from kern.toestanden.uitvoeren import voer_uit
from tests.beoordeling import opzet
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
        except StapGeweigerd as fout:
            uitkomsten[i] = fout
        finally:
            connection.close()

    draden = [threading.Thread(target=doe, args=(i, d)) for i, d in enumerate(daden)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=30)
    return uitkomsten


@pytest.mark.django_db(transaction=True)
def test_van_twee_besluiten_op_hetzelfde_plan_wint_er_een_en_leest_de_ander_wie_besloot() -> None:
    w = opzet.speelveld()
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
    gelukt = [u for u in uitkomsten if isinstance(u, str)]
    geweigerd = [u for u in uitkomsten if isinstance(u, StapNietMogelijk)]
    assert len(gelukt) == len(geweigerd) == 1
    winnaar, woorden = (
        (w.czv, "Transformatieplan goedgekeurd") if gelukt == ["goedgekeurd"] else (w.czv_collega, "Transformatieplan afgewezen")
    )
    tekst = geweigerd[0].tekst
    assert "Dit is intussen gewijzigd" in tekst
    assert woorden in tekst
    assert Journaalregel.objects.filter(onderwerp=plan.pk, van="in_beoordeling").get().gebruiker_id == winnaar.gebruiker_id


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
