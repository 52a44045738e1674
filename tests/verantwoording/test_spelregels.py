"""The rules of the game around the money, each from its own day, and the stop of 2026 at the steps it is about."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import voer_uit
from tests.verantwoording import opzet
from tests.verantwoording.conftest import Inloggen
from tests.verantwoording.opzet import Mensen
from transformatie.models import Transformatieplan
from verantwoording.models import Toekenning
from verantwoording.spelregels import op_datum, spelregels, stop_op

VOOR, NA = dt.date(2026, 2, 28), dt.date(2026, 3, 1)


def geldend(op: dt.date) -> list[str]:
    return [g.regel.sleutel for g in op_datum(op) if g.stand == "geldt"]


def test_elke_spelregel_heeft_een_bron_en_een_dag() -> None:
    assert len(spelregels()) == 6
    assert [r.sleutel for r in spelregels() if not (r.bron and r.tekst)] == []
    assert [r.van for r in spelregels()] == sorted(r.van for r in spelregels())


@pytest.mark.parametrize(
    ("op", "sleutels"),
    [
        (dt.date(2022, 12, 31), []),
        (dt.date(2024, 12, 31), ["kader_2023"]),
        (dt.date(2025, 1, 1), ["werkinstructie_2025"]),
        (VOOR, ["werkinstructie_2025", "laatste_snelle_toetsen"]),
        (NA, ["werkinstructie_2025", "laatste_snelle_toetsen", "stop_2026"]),
        (dt.date(2027, 1, 1), ["werkinstructie_2025", "laatste_snelle_toetsen", "stop_2026", "doorbraakmiddelen_2027"]),
    ],
)
def test_een_latere_regel_over_hetzelfde_gaat_voor(op: dt.date, sleutels: list[str]) -> None:
    assert geldend(op) == sleutels


def klaar_voor_besluit(m: Mensen) -> Transformatieplan:
    return opzet.plan_in_opstelling(m, opzet.snelle_toets(m))


def test_de_stop_gaat_over_goedkeuren_en_over_niets_anders(m: Mensen) -> None:
    plan = klaar_voor_besluit(m)
    toets = plan.dossier.snelle_toets
    assert [bool(stop_op(rij, "keur_goed", op)) for rij in (plan, toets) for op in (VOOR, NA)] == [False, True, False, True]
    assert [stop_op(plan, stap, NA) for stap in ("wijs_af", "trek_in", "dien_in")] == [None] * 3


def keur_toets_goed(m: Mensen, op: dt.date) -> str:
    dossier = opzet.snelle_toets(m)
    voer_uit(dossier.snelle_toets, "verklaar_compleet", door=m.czv, op=op)
    opzet.beoordeel(m, dossier, op)
    return str(voer_uit(dossier.snelle_toets, "keur_goed", door=m.czv, op=op, motivering="Goed plan.").status)


def test_de_stop_weigert_alleen_als_dat_is_ingesteld_en_pas_vanaf_zijn_dag(m: Mensen, settings: Any) -> None:
    assert keur_toets_goed(m, NA) == "goedgekeurd"
    settings.STOP_BEOORDELING_WEIGERT = True
    assert keur_toets_goed(m, VOOR) == "goedgekeurd"
    with pytest.raises(StapBelet, match="Sinds 1 maart 2026 kan dit niet meer"):
        keur_toets_goed(m, NA)
    assert Transformatieplan.objects.count() == 2
    assert Toekenning.objects.count() == 0


@pytest.mark.parametrize(("dag", "ziet"), [(VOOR, False), (NA, True)])
def test_wie_gaat_goedkeuren_leest_dat_er_een_stop_is(m: Mensen, als: Inloggen, dag: dt.date, ziet: bool) -> None:
    toets = opzet.snelle_toets(m).snelle_toets
    adres = reverse("stap", kwargs={"soort": toets.soort(), "pk": toets.pk, "stap": "keur_goed"})
    voer_uit(toets, "verklaar_compleet", door=m.czv, op=opzet.BEGIN)
    client = als(m.czv)
    with time_machine.travel(dt.datetime(dag.year, dag.month, dag.day, 12, tzinfo=dt.UTC), tick=False):
        client.force_login(m.czv.gebruiker, backend="allauth.account.auth_backends.AuthenticationBackend")
        tekst = client.get(adres).content.decode()
    assert ("Stop op de beoordeling" in tekst) is ziet
