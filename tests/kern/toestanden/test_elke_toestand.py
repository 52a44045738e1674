"""Every machine, from the code itself: every state against every step, and every step against everyone."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.register import machines
from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden, overgangen, voer_uit
from tests.fabrieken.organisaties import LidmaatschapFactory
from tests.kern.toestanden.conftest import Toneel

RECHTEN = Path(__file__).with_name("rechten.csv")
SOORTEN = sorted(machines())
OORDELEND = {"de coördinerende", "de tweede", "de NZa of", "een gemeentelijk beslisser van deze"}


def lid(door: Lidmaatschap | None) -> Lidmaatschap | None:
    """The same person, as a new request reads it."""
    return Lidmaatschap.objects.select_related("gebruiker", "organisatie").get(pk=door.pk) if door else None


def test_elke_machine_staat_op_het_toneel(toneel: Toneel) -> None:
    assert sorted(toneel.rijen) == SOORTEN


@pytest.mark.parametrize("soort", SOORTEN)
def test_een_stap_uit_een_toestand_die_geen_bron_is_kan_nooit(toneel: Toneel, soort: str) -> None:
    model = machines()[soort]
    bronnen = {(t.source, t.name) for t in overgangen(model)}
    stappen = {naam for _, naam in bronnen}
    ging_door = []
    for toestand in model.Status.values:  # type: ignore[attr-defined]
        rij = toneel.forceer(soort, toestand)
        for stap in stappen - {naam for bron, naam in bronnen if bron == toestand}:
            try:
                with transaction.atomic():
                    voer_uit(rij, stap, door=toneel.loop.czv, op=toneel.loop.op)
            except StapNietMogelijk:
                continue
            ging_door.append((toestand, stap))
    assert ging_door == []


@pytest.mark.parametrize("soort", SOORTEN)
def test_de_deur_volgt_de_tabel_van_rechten(toneel: Toneel, soort: str) -> None:
    """Wie volgens de code niet mag, krijgt van de deur 403; wie mag, krijgt de stap op het scherm."""
    anders = []
    for t in overgangen(machines()[soort]):
        rij = toneel.forceer(soort, t.source)
        for naam, speler in toneel.spelers.items():
            door = lid(speler)
            if t.permission(rij, door):
                if t.name not in [m.naam for m in mogelijkheden(rij, door=door, op=toneel.loop.op)]:
                    anders.append((t.source, t.name, naam, "staat niet op het scherm"))
                continue
            try:
                with transaction.atomic():
                    voer_uit(rij, t.name, door=door, op=toneel.loop.op)
            except StapNietToegestaan:
                continue
            anders.append((t.source, t.name, naam, "ging door"))
    assert anders == []


def tabel(toneel: Toneel) -> list[list[str]]:
    """Per step who may take it, as the code has it; sources with the same right stand on one line."""
    regels: dict[tuple[str, str, str], tuple[list[str], list[str]]] = {}
    for soort in SOORTEN:
        for t in overgangen(machines()[soort]):
            rij = toneel.forceer(soort, t.source)
            mag = ["ja" if t.permission(rij, lid(s)) else "" for s in toneel.spelers.values()]
            bronnen, _ = regels.setdefault((soort, t.name, t.permission.wie), ([], mag))
            bronnen.append(t.source)
    kop = ["machine", "stap", "van", *toneel.spelers]
    return [kop, *([soort, stap, "|".join(bronnen), *mag] for (soort, stap, _), (bronnen, mag) in regels.items())]


def test_wie_welke_stap_mag_zetten_staat_in_rechten_csv(toneel: Toneel) -> None:
    """Een ander recht is een zichtbaar verschil; met SCHRIJF_RECHTEN=1 wordt de tabel opnieuw geschreven."""
    nu = tabel(toneel)
    if os.environ.get("SCHRIJF_RECHTEN"):
        with RECHTEN.open("w", encoding="utf-8", newline="") as bestand:
            csv.writer(bestand, lineterminator="\n").writerows(nu)
    with RECHTEN.open(encoding="utf-8", newline="") as bestand:
        assert list(csv.reader(bestand)) == nu


def oordelende_stappen(toneel: Toneel) -> Iterator[tuple[str, str, str]]:
    """Steps by which somebody judges or decides, from their own words for who may."""
    for soort in SOORTEN:
        for t in overgangen(machines()[soort]):
            if t.permission.wie.startswith(tuple(OORDELEND)):
                yield soort, t.source, t.name


ROLLEN = {
    "czv": Rol.BEOORDELAAR,
    "tweede": Rol.BEOORDELAAR,
    "gemeente": Rol.GEMEENTELIJK_BESLISSER,
    "regiocoordinator": Rol.REGIOCOORDINATOR,
    "nza": Rol.NZA,
}


@pytest.mark.parametrize("speler", ROLLEN)
def test_wie_ook_planmaker_bij_een_indiener_is_oordeelt_nooit_in_welke_rol_ook(toneel: Toneel, speler: str) -> None:
    gewoon = toneel.spelers[speler]
    assert gewoon is not None
    dubbel = LidmaatschapFactory(organisatie=gewoon.organisatie, rol=ROLLEN[speler], mag_tekenen=True)
    LidmaatschapFactory(gebruiker=dubbel.gebruiker, organisatie=toneel.loop.deelnemers[0], rol=Rol.PLANMAKER)
    mocht = [
        (soort, stap)
        for soort, bron, stap in oordelende_stappen(toneel)
        if any(
            t.permission(toneel.forceer(soort, bron), lid(dubbel))
            for t in overgangen(machines()[soort])
            if (t.source, t.name) == (bron, stap)
        )
    ]
    assert mocht == []


def test_wie_voor_het_dossier_begon_bij_een_indiener_wegging_oordeelt_weer(toneel: Toneel) -> None:
    toets = toneel.forceer("transformatie.snelletoets", "ingediend")
    begin = toneel.loop.dossier.begonnen_op
    uitkomst = []
    for tot in (begin.replace(day=begin.day - 1), begin, None):
        zelf = LidmaatschapFactory(organisatie=toneel.loop.czv.organisatie, rol=Rol.BEOORDELAAR)
        LidmaatschapFactory(gebruiker=zelf.gebruiker, organisatie=toneel.loop.deelnemers[0], rol=Rol.PLANMAKER, tot=tot)
        uitkomst.append([m.naam for m in mogelijkheden(toets, door=lid(zelf), op=toneel.loop.op)])
    assert uitkomst == [["verklaar_compleet", "verklaar_incompleet"], [], []]
