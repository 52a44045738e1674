"""The nouns of the money: toekenning, overeenkomst, beschikking, KPI-verantwoording, payouts and the ledger."""

from verantwoording.models.beschikkingsaanvraag import Beschikkingsaanvraag
from verantwoording.models.grootboek import Boeking, Boekingsregel, Rekening
from verantwoording.models.kosten import Kostenregel, Kostenstand, KostenstandStatus, Kostenupload
from verantwoording.models.kosten_begroting import Begroting, Begrotingspost, BegrotingStatus, Kostensoort
from verantwoording.models.kpi import Inspanning, KpiVerantwoording, Resultaat, Uitbetaling, Uitkomst, VerantwoordingStatus
from verantwoording.models.overeenkomst import Betaalbeschikking, Ondertekening, Overeenkomst, Tekenwijze
from verantwoording.models.pot import Pot
from verantwoording.models.rechtmatigheid import (
    Rechtmatigheidsarchief,
    Rechtmatigheidsonderdeel,
    Rechtmatigheidsoordeel,
    Rechtmatigheidsuitkomst,
    Rechtmatigheidsvraag,
)
from verantwoording.models.toekenning import Kostenvorm, Toekenning, ToekenningStatus
from verantwoording.models.voortgang import Mijlpaalbesluit, Voortgangsmoment

__all__ = [
    "Begroting",
    "BegrotingStatus",
    "Begrotingspost",
    "Beschikkingsaanvraag",
    "Betaalbeschikking",
    "Boeking",
    "Boekingsregel",
    "Inspanning",
    "Kostenregel",
    "Kostensoort",
    "Kostenstand",
    "KostenstandStatus",
    "Kostenupload",
    "Kostenvorm",
    "KpiVerantwoording",
    "Mijlpaalbesluit",
    "Ondertekening",
    "Overeenkomst",
    "Pot",
    "Rechtmatigheidsarchief",
    "Rechtmatigheidsonderdeel",
    "Rechtmatigheidsoordeel",
    "Rechtmatigheidsuitkomst",
    "Rechtmatigheidsvraag",
    "Rekening",
    "Resultaat",
    "Tekenwijze",
    "Toekenning",
    "ToekenningStatus",
    "Uitbetaling",
    "Uitkomst",
    "VerantwoordingStatus",
    "Voortgangsmoment",
]
