"""The overeenkomst with its KPI annex, and the joint application to the NZa, as plain values of that day."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from kern.documenten.brieven import Briefhoofd, brief
from kern.documenten.models import Document

OVEREENKOMST = "overeenkomst"
AANVRAAG = "beschikkingsaanvraag"
BETAALBESCHIKKING = "betaalbeschikking"
"""The kinds of documents; the last is not a letter of ours but the decision of the NZa."""


@dataclass(frozen=True)
class Contractpartij:
    """A party that signs, and as what."""

    naam: str
    rol: str


@dataclass(frozen=True)
class Deel:
    """The part of an amount for one party in one sector."""

    partij: str
    sector: str
    bedrag: Decimal


@dataclass(frozen=True)
class KpiAfspraak:
    """One KPI of the annex, as it was agreed (1f.3); `wacht_op` is the go/no-go milestone it follows (1g.6)."""

    nummer: int
    omschrijving: str
    indicator: str
    uitgangswaarde: str
    streefwaarde: str
    meetinstrument: str
    meten_op: dt.date
    bedrag: Decimal
    stroom: str
    verantwoordelijk: str
    delen: tuple[Deel, ...]
    wacht_op: str = ""


@dataclass(frozen=True)
class Beslismoment:
    """A go/no-go milestone, and which KPI's wait for it (1g.6)."""

    nummer: int
    titel: str
    datum: dt.date
    kpis: str


@dataclass(frozen=True)
class Totaal:
    """What the KPI's add up to for one party or one sector."""

    naam: str
    bedrag: Decimal


@brief(OVEREENKOMST, titel="Overeenkomst", sjabloon="brieven/overeenkomst.html", voor=Document.Voor.CZV_EN_INDIENERS)
@dataclass(frozen=True)
class Overeenkomstbrief:
    """The agreement that the parties sign, with the KPI annex (1f.3, 3a.5)."""

    hoofd: Briefhoofd
    versie: int
    bedrag: Decimal
    planversie: int
    plan_sha256: str
    goedgekeurd_op: dt.date
    partijen: tuple[Contractpartij, ...]
    kassier: str
    kpis: tuple[KpiAfspraak, ...]
    momenten: tuple[Beslismoment, ...]
    per_sector: tuple[Totaal, ...]
    per_partij: tuple[Totaal, ...]
    kostenvorm: str = ""
    sleutel: tuple[str, ...] = ()

    @property
    def som(self) -> Decimal:
        """What the KPI's of the annex add up to; equal to the agreed amount when it is signed (1f.3)."""
        return sum((k.bedrag for k in self.kpis), Decimal(0))


@dataclass(frozen=True)
class Stuk:
    """A piece of the joint file: what it is, of which day, and the hash by which it is known."""

    wat: str
    op: dt.date
    sha256: str = ""


@brief(AANVRAAG, titel="Aanvraag betaalbeschikking", sjabloon="brieven/beschikkingsaanvraag.html", voor=Document.Voor.CZV_EN_INDIENERS)
@dataclass(frozen=True)
class Beschikkingsaanvraagbrief:
    """What insurer and providers together ask the NZa, with the list of the joint file (3a.5)."""

    hoofd: Briefhoofd
    ronde: int
    bedrag: Decimal
    penvoerder: str
    tweede_verzekeraar: str
    aanbieders: tuple[str, ...]
    kassier: str
    stukken: tuple[Stuk, ...]
    kpis: tuple[Totaal, ...]
    verzekeraar_op: dt.date
    penvoerder_op: dt.date
