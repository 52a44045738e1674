"""One dossier on which every machine has a row, and a fixed cast around it, built once per module."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

from beoordeling.selectors import akkoorden_per_gemeente, commitments_per_organisatie, ronde_van
from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.standen import BEGIN, kpi_toegekend
from config.voorbeeld.wereld import maak_wereld
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from kern.termijnen.models import Termijn
from kern.toestanden.models import Machine
from tests.fabrieken.organisaties import LidmaatschapFactory
from transformatie.services import escalatie

VREEMD = "GGZ Noorderkwartier"


@dataclass
class Toneel:
    """A row of every machine by its journaal name, and who stands around it by role."""

    loop: Levensloop
    rijen: dict[str, Machine]
    spelers: dict[str, Lidmaatschap | None]

    def forceer(self, soort: str, status: str) -> Machine:
        """Put the row in a state as only a test may: with the key of the door in the hand."""
        rij = self.rijen[soort]
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('transformatieplan.deur', %s, true)", [str(rij.pk)])
            type(rij)._base_manager.filter(pk=rij.pk).update(status=status)
            cursor.execute("SELECT set_config('transformatieplan.deur', '', true)")
        return self.vers(soort)

    def vers(self, soort: str) -> Machine:
        rij = self.rijen[soort]
        return type(rij)._base_manager.get(pk=rij.pk)


def _rijen(loop: Levensloop) -> dict[str, Machine]:
    commitments, akkoorden = commitments_per_organisatie(loop.plan), akkoorden_per_gemeente(loop.plan)
    rijen: list[Any] = [
        loop.dossier.startgesprek,
        loop.toets,
        loop.plan,
        escalatie.meld(loop.dossier, knelpunt="De koppeling staat stil.", door=loop.planmaker, op=loop.op),
        ronde_van(loop.plan),
        commitments[loop.planmaker.organisatie_id],
        akkoorden[loop.gemeenten[0].pk],
        loop.toekenning,
        loop.kpi(1),
        Termijn.objects.get(onderwerp=loop.toets.pk, soort_termijn="besluit_snelle_toets"),
    ]
    return {rij.soort(): rij for rij in rijen}


def _spelers(loop: Levensloop) -> dict[str, Lidmaatschap | None]:
    wereld = loop.wereld

    def lid(organisatie: Organisatie, rol: str) -> Lidmaatschap:
        return wereld.lid(organisatie, rol)

    return {
        "penvoerder": loop.planmaker,
        "deelnemer": lid(loop.deelnemers[0], Rol.PLANMAKER),
        "czv": loop.czv,
        "czv_tweede_persoon": loop.tweede_persoon,
        "tweede": loop.tweede,
        "gemeente": loop.beslisser(loop.gemeenten[0]),
        "zorgkantoor": wereld.accounts["zorgkantoor"],
        "regiocoordinator": loop.regiocoordinator,
        "nza": loop.nza,
        "groep": wereld.accounts["groep"],
        "beheer": wereld.accounts["beheer"],
        "buitenstaander": lid(wereld.organisatie(VREEMD), Rol.PLANMAKER),
        "andere_verzekeraar": lid(wereld.organisatie("DSW"), Rol.BEOORDELAAR),
        "czv_ook_planmaker": _ook_planmaker(loop),
        "systeem": None,
    }


def _ook_planmaker(loop: Levensloop) -> Lidmaatschap:
    """A beoordelaar at the CZV who also works for a deelnemer."""
    zelf: Lidmaatschap = LidmaatschapFactory(organisatie=loop.czv.organisatie, rol=Rol.BEOORDELAAR, mag_tekenen=True)
    LidmaatschapFactory(gebruiker=zelf.gebruiker, organisatie=loop.deelnemers[0], rol=Rol.PLANMAKER)
    return zelf


@pytest.fixture(scope="module")
def _toneel(django_db_setup: None, django_db_blocker: Any) -> Iterator[Toneel]:
    with django_db_blocker.unblock():
        rondom = transaction.atomic()
        rondom.__enter__()
        try:
            loop = kpi_toegekend(maak_wereld(op=BEGIN), raakt_wlz=True)
            yield Toneel(loop, _rijen(loop), _spelers(loop))
        finally:
            transaction.set_rollback(True)
            rondom.__exit__(None, None, None)


@pytest.fixture
def toneel(_toneel: Toneel, db: None) -> Toneel:
    """The scene; what a test does on it is rolled back, the scene itself after the module."""
    return _toneel
