"""The nouns of the money: toekenning, overeenkomst, beschikking, KPI-verantwoording, payouts and the ledger."""

from verantwoording.models.beschikkingsaanvraag import Beschikkingsaanvraag
from verantwoording.models.betaalopdracht import Betaalopdracht, Betaalopdrachtregel, Sleuteldeel, Verdeelsleutel
from verantwoording.models.bijstelling import Aanleiding, Bijstelling, Bijstellingsakkoord, Bijstellingsregel, BijstellingStatus
from verantwoording.models.bijsturing import (
    AanvullendeBeschikking,
    Bijsturing,
    Bijsturingsbericht,
    BijsturingStatus,
    Bijsturingsuitkomst,
    Verruiming,
)
from verantwoording.models.financiering import Bron, GeplandeUitgave, Voorfinanciering
from verantwoording.models.grootboek import Boeking, Boekingsregel, Rekening
from verantwoording.models.grootboekblad import Correctiestatus, Correctieverzoek
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
from verantwoording.models.spuk import Spukaanvraag, Spukbegroting, Spukmijlpaal, SpukStatus, Spukverantwoording
from verantwoording.models.terugbetaling import Terugbetaaltermijn, Terugbetaling, TerugbetalingStatus, Terugontvangst
from verantwoording.models.toekenning import Kostenvorm, Toekenning, ToekenningStatus
from verantwoording.models.verdeling import Verdeling, Verdelingsdeel
from verantwoording.models.voorschot import Voorschot
from verantwoording.models.voortgang import Mijlpaalbesluit, Voortgangsmoment

__all__ = [
    "Aanleiding",
    "AanvullendeBeschikking",
    "Begroting",
    "BegrotingStatus",
    "Begrotingspost",
    "Beschikkingsaanvraag",
    "Betaalbeschikking",
    "Betaalopdracht",
    "Betaalopdrachtregel",
    "Bijstelling",
    "BijstellingStatus",
    "Bijstellingsakkoord",
    "Bijstellingsregel",
    "Bijsturing",
    "BijsturingStatus",
    "Bijsturingsbericht",
    "Bijsturingsuitkomst",
    "Boeking",
    "Boekingsregel",
    "Bron",
    "Correctiestatus",
    "Correctieverzoek",
    "GeplandeUitgave",
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
    "Sleuteldeel",
    "SpukStatus",
    "Spukaanvraag",
    "Spukbegroting",
    "Spukmijlpaal",
    "Spukverantwoording",
    "Tekenwijze",
    "Terugbetaaltermijn",
    "Terugbetaling",
    "TerugbetalingStatus",
    "Terugontvangst",
    "Toekenning",
    "ToekenningStatus",
    "Uitbetaling",
    "Uitkomst",
    "VerantwoordingStatus",
    "Verdeelsleutel",
    "Verdeling",
    "Verdelingsdeel",
    "Verruiming",
    "Voorfinanciering",
    "Voorschot",
    "Voortgangsmoment",
]
