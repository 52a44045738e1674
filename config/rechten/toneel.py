"""The scene on which all rights are read: dossiers with a row of every machine, and everyone who can stand around one.

Built by the services of the examples, inside a transaction that is rolled back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import transaction

from config.rechten import handelingen
from config.rechten.rijen import onderwerpen_van
from config.rechten.spelers import spelers_rond, spelers_voor_het_besluit
from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.standen import BEGIN, kpi_toegekend, plan_klaar_voor_besluit
from config.voorbeeld.wereld import maak_wereld
from kern.basis.datums import vandaag
from kern.organisaties.models import Lidmaatschap
from kern.toestanden.rechtenmatrix import Cel, Onderwerp, Speler, cellen
from kern.toestanden.register import machines
from transformatie.meelezen import meelezend
from transformatie.models import Dossier

GEMEENTEN = ("Gemeente Nijmegen", "Gemeente Wijchen")


@dataclass
class Toneel:
    """One dossier on the scene: its life, a row (or a few) of every machine, and the people around it."""

    loop: Levensloop
    onderwerpen: list[Onderwerp]
    spelers: list[Speler]

    def onderwerp(self, soort: str) -> Onderwerp:
        """The first row of this machine."""
        return next(o for o in self.onderwerpen if o.rij.soort() == soort)

    def speler(self, rol: str, naam: str) -> Lidmaatschap:
        """The person of this role in this relation, as a new request reads it."""
        gevonden = next(s.lid for s in self.spelers if (s.rol, s.naam) == (rol, naam))
        return Lidmaatschap.objects.select_related("gebruiker", "organisatie").get(pk=gevonden.pk)

    def cellen(self, soort: str = "") -> Iterator[Cel]:
        """Its part of the table, of all machines or of one."""
        return cellen([o for o in self.onderwerpen if soort in ("", o.rij.soort())], self.spelers, ziet=ziet)

    def daadcellen(self) -> Iterator[Cel]:
        """Its part of the table about the acts that are no transition."""
        return handelingen.cellen(self.loop, self.spelers, ziet=ziet)


class Terugdraaien(Exception):
    """Ends the scene: nothing of it stays."""


def ziet(lid: Lidmaatschap, rij: Any) -> bool:
    """Whether this dossier exists for this person: seen, or read along with, which opens no step (1d.6)."""
    dossiers = Dossier.objects.filter(pk=rij.zaak)
    return dossiers.zichtbaar_voor(lid).exists() or dossiers.filter(meelezend(lid, vandaag())).exists()


def bouw_tonelen() -> list[Toneel]:
    """A dossier whose plan was approved, with everyone around it; and one before the decision, for who comes in after it."""
    wereld = maak_wereld(op=BEGIN)
    na = kpi_toegekend(wereld, raakt_wlz=True, gemeenten=GEMEENTEN)
    voor = plan_klaar_voor_besluit(wereld, titel="Nachtzorg in de wijk", raakt_wlz=True)
    na.ververs()
    return [
        Toneel(na, onderwerpen_van(na, machines()), spelers_rond(na)),
        Toneel(voor, onderwerpen_van(voor, {}), spelers_voor_het_besluit(voor)),
    ]


@contextmanager
def toneel_voor_even() -> Iterator[list[Toneel]]:
    """The scenes, rolled back afterwards."""
    try:
        with transaction.atomic():
            yield bouw_tonelen()
            raise Terugdraaien
    except Terugdraaien:
        pass


def alle_cellen(tonelen: list[Toneel]) -> list[Cel]:
    """The whole table: the steps per subject in the order of the machines, and after them the acts."""
    volgorde = {o.naam: i for i, o in reversed(list(enumerate(o for t in tonelen for o in t.onderwerpen)))}
    daden = list(tonelen[0].daadcellen())  # first, while the rows still stand where their life left them
    overgangen = sorted(chain.from_iterable(t.cellen() for t in tonelen), key=lambda cel: volgorde[cel.onderwerp.naam])
    return [*overgangen, *daden]
