"""The letter about a payout: what it says, as plain values of that day."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from kern.documenten.brieven import Briefhoofd, Punt, brief
from kern.documenten.models import Document


@dataclass(frozen=True)
class Onderdeel:
    """One of the four parts the NZa wants to see for lawful spending (3a.5), and the day on which it was there."""

    wat: str
    op: dt.date | None = None


@brief("uitbetalingsbesluit", titel="Uitbetalingsbesluit", sjabloon="brieven/uitbetalingsbesluit.html", voor=Document.Voor.CZV_EN_INDIENERS)
@dataclass(frozen=True)
class Uitbetalingsbesluit:
    """The decision on the amount of one KPI: what was found, granted (1g.5) and paid.

    `oordeel` and `toekenning` are the words of the machine ('behaald', 'deels behaald', 'niet behaald'; 'volledig',
    'gedeeltelijk', 'geen').  `bedrag_verrekend` is an advance already paid for this KPI, `voorschot`
    one that this decision releases for the later KPI `voorschot_op` (1g.4).
    The three `plan` amounts are the stand after this decision.
    """

    hoofd: Briefhoofd
    kpi_nummer: int
    kpi_naam: str
    bewijs_ingediend_op: dt.date
    oordeel: str
    toekenning: str
    motivering: str
    bedrag_kpi: Decimal
    bedrag_toegekend: Decimal
    ontvanger: str
    bedrag_verrekend: Decimal = Decimal(0)
    voorschot: Decimal = Decimal(0)
    voorschot_op: str = ""
    inspanning: str = ""
    betaald_op: dt.date | None = None
    plan_toegekend: Decimal | None = None
    plan_betaald: Decimal | None = None
    rechtmatigheid: tuple[Onderdeel, ...] = ()
    aandachtspunten: tuple[Punt, ...] = ()

    @property
    def bedrag_uit_te_betalen(self) -> Decimal:
        """What is paid for this KPI: granted, less the advance."""
        return self.bedrag_toegekend - self.bedrag_verrekend

    @property
    def plan_resteert(self) -> Decimal | None:
        """What of the whole grant is still to be earned."""
        if self.plan_toegekend is None or self.plan_betaald is None:
            return None
        return self.plan_toegekend - self.plan_betaald
