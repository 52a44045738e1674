"""Every machine, from the code itself: every state against every step, and every step against everyone."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from config.rechten.toneel import Toneel
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.models import Machine
from kern.toestanden.register import machines
from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import mogelijkheden, overgangen, voer_uit
from tests.fabrieken.organisaties import LidmaatschapFactory

SOORTEN = sorted(machines())
OORDELEND = {"de coördinerende", "de tweede", "de NZa of", "een gemeentelijk beslisser van deze"}


def lid(door: Lidmaatschap) -> Lidmaatschap:
    """The same person, as a new request reads it."""
    return Lidmaatschap.objects.select_related("gebruiker", "organisatie").get(pk=door.pk)


def in_stand(toneel: Toneel, soort: str, status: str) -> Machine:
    return toneel.onderwerp(soort).in_stand(status)


def test_elke_machine_staat_op_het_toneel(toneel: Toneel) -> None:
    assert sorted({o.rij.soort() for o in toneel.onderwerpen}) == SOORTEN


@pytest.mark.parametrize("soort", SOORTEN)
def test_een_stap_uit_een_toestand_die_geen_bron_is_kan_nooit(toneel: Toneel, soort: str) -> None:
    model = machines()[soort]
    bronnen = {(t.source, t.name) for t in overgangen(model)}
    stappen = {naam for _, naam in bronnen}
    ging_door = []
    for toestand in model.Status.values:  # type: ignore[attr-defined]
        rij = in_stand(toneel, soort, toestand)
        for stap in stappen - {naam for bron, naam in bronnen if bron == toestand}:
            try:
                with transaction.atomic():
                    voer_uit(rij, stap, door=toneel.loop.czv, op=toneel.loop.op)
            except StapNietMogelijk:
                continue
            ging_door.append((toestand, stap))
    assert ging_door == []


@pytest.mark.parametrize("soort", SOORTEN)
def test_de_deur_weigert_wie_volgens_de_code_niet_mag(toneel: Toneel, soort: str) -> None:
    """Wie volgens de code niet mag, krijgt van de deur 403; wie mag, krijgt de stap op het scherm."""
    anders = []
    for t in overgangen(machines()[soort]):
        rij = in_stand(toneel, soort, t.source)
        for naam, door in [("systeem", None), *((s.naam, s.lid) for s in toneel.spelers)]:
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


def oordelende_stappen(toneel: Toneel) -> Iterator[tuple[str, str, str]]:
    """Steps by which somebody judges or decides, from their own words for who may."""
    for soort in SOORTEN:
        for t in overgangen(machines()[soort]):
            if t.permission.wie.startswith(tuple(OORDELEND)):
                yield soort, t.source, t.name


OORDELAARS = {
    Rol.BEOORDELAAR: ["coördinerend", "tweede"],
    Rol.GEMEENTELIJK_BESLISSER: ["eerste gemeente"],
    Rol.REGIOCOORDINATOR: ["toegewezen"],
    Rol.NZA: ["plan goedgekeurd"],
}
SPELERS = [(rol, naam) for rol, namen in OORDELAARS.items() for naam in namen]


@pytest.mark.parametrize(("rol", "naam"), SPELERS)
def test_wie_ook_planmaker_bij_een_indiener_is_oordeelt_nooit_in_welke_rol_ook(toneel: Toneel, rol: Rol, naam: str) -> None:
    gewoon = toneel.speler(rol.label, naam)
    dubbel = LidmaatschapFactory(organisatie=gewoon.organisatie, rol=rol, mag_tekenen=True)
    LidmaatschapFactory(gebruiker=dubbel.gebruiker, organisatie=toneel.loop.deelnemers[0], rol=Rol.PLANMAKER)
    mocht = [
        (soort, stap)
        for soort, bron, stap in oordelende_stappen(toneel)
        if any(
            t.permission(in_stand(toneel, soort, bron), lid(dubbel))
            for t in overgangen(machines()[soort])
            if (t.source, t.name) == (bron, stap)
        )
    ]
    assert mocht == []


def test_wie_voor_het_dossier_begon_bij_een_indiener_wegging_oordeelt_weer(toneel: Toneel) -> None:
    toets = in_stand(toneel, "transformatie.snelletoets", "ingediend")
    begin = toneel.loop.dossier.begonnen_op
    uitkomst = []
    for tot in (begin.replace(day=begin.day - 1), begin, None):
        zelf = LidmaatschapFactory(organisatie=toneel.loop.czv.organisatie, rol=Rol.BEOORDELAAR)
        LidmaatschapFactory(gebruiker=zelf.gebruiker, organisatie=toneel.loop.deelnemers[0], rol=Rol.PLANMAKER, tot=tot)
        uitkomst.append([m.naam for m in mogelijkheden(toets, door=lid(zelf), op=toneel.loop.op)])
    assert uitkomst == [["verklaar_compleet", "verklaar_incompleet"], [], []]
