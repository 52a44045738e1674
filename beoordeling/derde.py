"""Who can assess as third, and how busy each of them is: the list from which the coordinating insurer chooses (1b.3)."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q

from beoordeling.models import Toewijzing
from beoordeling.selectors import Kandidaat, kandidatenlijst
from kern.organisaties.models import Lidmaatschap
from kern.organisaties.zoeken import normaliseer
from kern.termijnen.models import Termijn
from kern.termijnen.soorten import OORDEEL_REGIOCOORDINATOR
from transformatie.models import Dossier, Fase

DAGEN_BINNENKORT = 14
VOOR_HET_BESLUIT = [Fase.STARTGESPREK, Fase.SNELLE_TOETS, Fase.TRANSFORMATIEPLAN]


@dataclass(frozen=True)
class Drukte:
    """What somebody has on hand: dossiers assigned now, opinions due within two weeks, and the last assignment."""

    lopend: int = 0
    binnenkort: int = 0
    laatst_op: dt.date | None = None

    @property
    def volgorde(self) -> tuple[int, int, dt.date]:
        """The least busy first, and then who waited longest."""
        return self.lopend, self.binnenkort, self.laatst_op or dt.date.min


@dataclass(frozen=True)
class Keuze:
    """One person on the list (or, with reasons, beside it)."""

    kandidaat: Kandidaat
    drukte: Drukte

    @property
    def lidmaatschap(self) -> Lidmaatschap:
        return self.kandidaat.lidmaatschap

    @property
    def redenen(self) -> list[str]:
        return self.kandidaat.redenen

    @property
    def regios(self) -> str:
        """The own mandaatregio's, in words."""
        return ", ".join(sorted(str(r) for r in self.kandidaat.eigen_regios))

    def past_bij(self, zoek: str) -> bool:
        """Whether the name of the person, the organisation or a region holds what was typed."""
        lid = self.lidmaatschap
        return normaliseer(zoek) in normaliseer(f"{lid.gebruiker.naam} {lid.organisatie.naam} {self.regios}")


def drukte(leden: Iterable[Lidmaatschap], op: dt.date) -> dict[uuid.UUID, Drukte]:
    """How busy these regiocoordinatoren are. One query."""
    oordeel = Termijn.objects.open().filter(zaak_id=OuterRef("dossier_id"), soort_termijn=OORDEEL_REGIOCOORDINATOR)
    lopend = Q(beeindigd_op=None, dossier__is_gesloten=False, dossier__fase__in=VOOR_HET_BESLUIT)
    rijen = (
        Toewijzing.objects.filter(lidmaatschap__in=[lid.pk for lid in leden])
        .values("lidmaatschap")
        .annotate(
            lopend=Count("pk", filter=lopend),
            binnenkort=Count("pk", filter=lopend & Q(Exists(oordeel.filter(einde_op__lte=op + dt.timedelta(days=DAGEN_BINNENKORT))))),
            laatst_op=Max("op"),
        )
    )
    return {r["lidmaatschap"]: Drukte(r["lopend"], r["binnenkort"], r["laatst_op"]) for r in rijen}


def keuzelijst(dossier: Dossier, op: dt.date, zoek: str = "") -> list[Keuze]:
    """Every regiocoordinator with their load and why not, the least busy first; a fixed number of queries."""
    gevonden = kandidatenlijst(dossier, op)
    bezig = drukte([k.lidmaatschap for k in gevonden], op)
    keuzes = [Keuze(k, bezig.get(k.lidmaatschap.pk, Drukte())) for k in gevonden]
    keuzes.sort(key=lambda k: (k.drukte.volgorde, k.lidmaatschap.organisatie.naam, k.lidmaatschap.gebruiker.naam))
    return [k for k in keuzes if k.past_bij(zoek)]
