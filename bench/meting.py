"""What is measured: the lists with few and many dossiers, and a step beside a bare UPDATE."""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.test import Client

from bench.vermenigvuldig import vermenigvuldig
from config.voorbeeld.dossiers import maak_dossiers
from config.voorbeeld.standen import nieuw
from config.voorbeeld.wereld import Wereld, maak_wereld
from kern.basis.datums import vandaag
from kern.toestanden.uitvoeren import voer_uit
from kern.web.panelen import werkvoorraad
from transformatie.models import Dossier, SnelleToets

KEER = 10
RONDEN = 7
BLADZIJDEN = {"lijst (bladzijde)": "/dossiers/", "werkvoorraad (bladzijde)": "/", "monitor (bladzijde)": "/monitor/"}


def duur(daad: Callable[[], Any], ronden: int = RONDEN) -> float:
    """The median time of an act in milliseconds, after once to warm up."""
    daad()
    tijden = []
    for _ in range(ronden):
        begin = time.perf_counter()
        daad()
        tijden.append((time.perf_counter() - begin) * 1000)
    return statistics.median(tijden)


def daden(wereld: Wereld) -> dict[str, Callable[[], Any]]:
    """What is measured, as a beoordelaar of the coordinating insurer: the one who sees most."""
    door, op = wereld.accounts["beoordelaar"], vandaag()
    klant = Client()
    klant.force_login(door.gebruiker, backend="allauth.account.auth_backends.AuthenticationBackend")
    lijst = Dossier.objects.zichtbaar_voor(door).select_related("hoofdregio", "coordinerend").order_by("-gewijzigd_op")
    gemeten: dict[str, Callable[[], Any]] = {
        "lijst (selector, 50)": lambda: list(lijst.all()[:50]),
        "werkvoorraad (selector)": lambda: werkvoorraad(door, op),
    }
    for naam, adres in BLADZIJDEN.items():
        gemeten[naam] = partial(_haal, klant, adres)
    return gemeten


def _haal(klant: Client, adres: str) -> None:
    antwoord = klant.get(adres)
    if antwoord.status_code != 200:
        raise SystemExit(f"{adres} gaf {antwoord.status_code}.")


def deur(wereld: Wereld) -> tuple[float, float]:
    """A step through `voer_uit` and a bare UPDATE of the same row, in milliseconds."""
    loop = nieuw(wereld, vandaag()).schrijf_toets()
    karakters = iter(["innovatie", "opschaling"] * RONDEN)
    toets = loop.toets
    stap = duur(lambda: voer_uit(toets, "bevestig_karakter", door=loop.planmaker, op=loop.op, karakter=next(karakters)))
    kaal = duur(lambda: SnelleToets.objects.filter(pk=toets.pk).update(karakter="innovatie", karakter_indieners_op=loop.op))
    return stap, kaal


def zeg(regel: str) -> None:
    sys.stdout.write(regel + "\n")


def meet() -> None:
    """Make the examples, measure, multiply them, measure again."""
    wereld = maak_wereld(op=vandaag())
    aantal = maak_dossiers(wereld, vandaag=vandaag(), meld=lambda regel: None)
    stap, kaal = deur(wereld)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ANALYZE")
    klein = {naam: duur(daad) for naam, daad in daden(wereld).items()}
    vermenigvuldig(KEER)
    groot = {naam: duur(daad) for naam, daad in daden(wereld).items()}
    zeg(f"{'':<28}{aantal + 1:>8} {(aantal + 1) * KEER:>8} dossiers (ms)   verhouding")
    for naam, ms in klein.items():
        zeg(f"{naam:<28}{ms:>8.1f} {groot[naam]:>8.1f}                 {groot[naam] / ms:>6.1f} x")
    zeg(f"{'een stap door de deur':<28}{stap:>8.1f} {kaal:>8.1f} kale update       {stap / kaal:>6.1f} x")


def main() -> None:
    """Measure in one transaction that is rolled back."""
    with transaction.atomic():
        meet()
        transaction.set_rollback(True)
