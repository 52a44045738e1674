"""The letters about a decision: what they say, as plain values of that day."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from kern.documenten.brieven import Briefhoofd, Klokregel, Punt, brief


@dataclass(frozen=True)
class Criteriumoordeel:
    """One line of the joint feedback: a criterion of the framework, and what the insurers find of it together."""

    criterium: str
    oordeel: str
    toelichting: str = ""


@dataclass(frozen=True)
class Akkoord:
    """Who bound itself to the plan: `wat` is commitment, or the goedkeuring of its parts by a gemeente (1b.1)."""

    organisatie: str
    wat: str
    op: dt.date


@dataclass(frozen=True)
class KpiRegel:
    """One KPI as it was agreed."""

    nummer: int
    naam: str
    uiterlijk_op: dt.date
    bedrag: Decimal


@brief("besluit_snelle_toets", titel="Besluit op de snelle toets", sjabloon="brieven/besluit_snelle_toets.html")
@dataclass(frozen=True)
class BesluitSnelleToets:
    """The decision on a snelle toets, with the joint feedback of both insurers (1c.2) and what follows.

    `instemming` says how the feedback became joint, in one sentence; the second insurer's own opinion is internal and never stands here.
    """

    hoofd: Briefhoofd
    is_goedgekeurd: bool
    motivering: str
    tweede_verzekeraar: str
    terugkoppeling: str
    klok: Klokregel
    instemming: str = ""
    oordelen: tuple[Criteriumoordeel, ...] = ()
    medebeoordeling: str = ""
    karakter: str = ""
    experimenteerruimte: str = ""
    bedrag_gevraagd: Decimal | None = None
    indienen: Klokregel | None = None
    aandachtspunten: tuple[Punt, ...] = ()

    @property
    def heeft_toelichtingen(self) -> bool:
        """Whether the table of judgements needs a column for them."""
        return any(oordeel.toelichting for oordeel in self.oordelen)


@brief("besluit_transformatieplan", titel="Besluit op het transformatieplan", sjabloon="brieven/besluit_transformatieplan.html")
@dataclass(frozen=True)
class BesluitTransformatieplan:
    """The decision on one frozen version of a transformatieplan, with what was granted and under which agreements."""

    hoofd: Briefhoofd
    is_goedgekeurd: bool
    versie: int
    motivering: str
    tweede_verzekeraar: str
    terugkoppeling: str
    klok: Klokregel
    instemming: str = ""
    oordelen: tuple[Criteriumoordeel, ...] = ()
    medebeoordeling: str = ""
    experimenteerruimte: str = ""
    bedrag_gevraagd: Decimal | None = None
    bedrag_toegekend: Decimal | None = None
    kpis: tuple[KpiRegel, ...] = ()
    akkoorden: tuple[Akkoord, ...] = ()
    aandachtspunten: tuple[Punt, ...] = ()
    raakt_sociaal_domein: bool = False
    versie_sha256: str = ""

    @property
    def som_kpis(self) -> Decimal:
        """The total under the table of KPI's (1f.3)."""
        return sum((kpi.bedrag for kpi in self.kpis), Decimal(0))

    @property
    def heeft_toelichtingen(self) -> bool:
        """Whether the table of judgements needs a column for them."""
        return any(oordeel.toelichting for oordeel in self.oordelen)
