"""The letters about a decision: what they say, as plain values of that day."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from kern.documenten.brieven import Briefhoofd, Klokregel, Punt, brief
from kern.documenten.models import Document


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
    With `terugkoppeling_op` the feedback went out before, in a letter of its own, and is not sent again (1c.2).
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
    terugkoppeling_op: dt.date | None = None

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
    terugkoppeling_op: dt.date | None = None

    @property
    def som_kpis(self) -> Decimal:
        """The total under the table of KPI's (1f.3)."""
        return sum((kpi.bedrag for kpi in self.kpis), Decimal(0))

    @property
    def heeft_toelichtingen(self) -> bool:
        """Whether the table of judgements needs a column for them."""
        return any(oordeel.toelichting for oordeel in self.oordelen)


@brief("ontvangstbevestiging", titel="Ontvangstbevestiging", sjabloon="brieven/ontvangstbevestiging.html")
@dataclass(frozen=True)
class Ontvangstbevestiging:
    """What was received and when, the last day for the decision with its reason, and what comes next (1e.1, 1e.3).

    `wat` is indiening, aanvulling or aangepaste versie; `compleet_voor` is our own term for the verdict on completeness.
    """

    hoofd: Briefhoofd
    stuk: str
    wat: str
    ontvangen_op: dt.date
    tweede_verzekeraar: str
    klok: Klokregel | None = None
    compleet_voor: dt.date | None = None
    versie: int | None = None
    versie_sha256: str = ""
    gemeenten: tuple[str, ...] = ()
    vraagt_commitment: bool = False

    @property
    def is_plan(self) -> bool:
        return self.stuk == "transformatieplan"

    @property
    def het_stuk(self) -> str:
        """The submission with its article: 'de snelle toets', 'het transformatieplan'."""
        return f"{'het' if self.is_plan else 'de'} {self.stuk}"

    @property
    def ontvangen(self) -> str:
        """What came in, as it stands in a sentence: 'uw snelle toets', 'de aanvulling van uw transformatieplan'."""
        return f"uw {self.stuk}" if self.wat == "indiening" else f"de {self.wat} van uw {self.stuk}"


@brief("incompleet", titel="Uw indiening is niet compleet", sjabloon="brieven/incompleet.html")
@dataclass(frozen=True)
class Incompleet:
    """What is missing, and that a new term of `weken` begins on the day of the supplement (1e.1, 1e.3)."""

    hoofd: Briefhoofd
    stuk: str
    ontvangen_op: dt.date
    wat_ontbreekt: str
    weken: int
    regel: str


@brief("uitnodiging", titel="Uitnodiging om mee te doen", sjabloon="brieven/uitnodiging.html")
@dataclass(frozen=True)
class Uitnodiging:
    """An organisation is asked to the table in a role; `antwoord_voor` is our own guideline (1a.1)."""

    hoofd: Briefhoofd
    rol: str
    penvoerder: str
    tweede_verzekeraar: str
    antwoord_voor: dt.date
    is_gemeente: bool = False
    is_financier: bool = False
    vraagt_spuk_aan: bool = False
    aan_tafel: tuple[str, ...] = ()
    samenvatting: str = ""
    klok: Klokregel | None = None


@brief(
    "uitnodiging_regiocoordinator",
    titel="Uitnodiging als externe regiocoördinator",
    sjabloon="brieven/uitnodiging_regiocoordinator.html",
    voor=Document.Voor.BEOORDELAARS,
)
@dataclass(frozen=True)
class UitnodigingRegiocoordinator:
    """Somebody from another mandaatregio is asked to assess as third; the submitters do not read who (1b.3)."""

    hoofd: Briefhoofd
    naam: str
    organisatie: str
    tweede_verzekeraar: str
    gemeenten: tuple[str, ...] = ()
    klok: Klokregel | None = None


@brief("terugkoppeling", titel="Gezamenlijke terugkoppeling", sjabloon="brieven/terugkoppeling.html")
@dataclass(frozen=True)
class Terugkoppeling:
    """The joint terugkoppeling on its own, on behalf of both insurers, before a decision or with a request to adjust (1c.2)."""

    hoofd: Briefhoofd
    stuk: str
    tweede_verzekeraar: str
    terugkoppeling: str
    oordelen: tuple[Criteriumoordeel, ...] = ()
    is_aanpassing: bool = False
    gevraagde_aanpassing: str = ""
    klok: Klokregel | None = None
