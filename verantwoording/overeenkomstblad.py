"""What the pages of the agreement show beside the money: the document, the annex by party and sector, the joint file."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from kern.documenten.models import Brief, Document
from kern.organisaties.models import Sector
from kern.web.onderdelen import Toon
from transformatie.models.afspraken import per_partij, per_sector
from verantwoording import rechten
from verantwoording.blad import Geldblad
from verantwoording.brieven_overeenkomst import BETAALBESCHIKKING, Stuk
from verantwoording.models import ToekenningStatus
from verantwoording.rechten_tekenen import TEKENT_OVEREENKOMST
from verantwoording.services.beschikkingsaanvraag import stukken_van

if TYPE_CHECKING:
    from verantwoording.models import Beschikkingsaanvraag

T = ToekenningStatus
NUL = Decimal(0)


@dataclass(frozen=True)
class Verdeelrij:
    """What one party receives per sector according to the KPI's, and together (1f.3)."""

    partij: str
    bedragen: tuple[tuple[str, Decimal], ...]
    totaal: Decimal


@dataclass(frozen=True)
class Mijlpaalregel:
    """One line of the way to the start of the execution."""

    wat: str
    stand: str
    toon: Toon
    op: dt.date | None = None


@dataclass
class Overeenkomstblad:
    """The agreement of one dossier as one person sees it."""

    blad: Geldblad

    @property
    def document(self) -> Document | None:
        return self.blad.overeenkomst.document if self.blad.overeenkomst else None

    @property
    def brief(self) -> Brief | None:
        return self.blad.overeenkomst.brief if self.blad.overeenkomst else None

    @property
    def is_mislukt(self) -> bool:
        """The worker could not make the document; beheer can let it try again."""
        return self.brief is not None and self.brief.status == Brief.Status.MISLUKT

    @property
    def sha256(self) -> str:
        return self.document.sha256 if self.document else ""

    @cached_property
    def verdeling(self) -> list[Verdeelrij]:
        """The KPI amounts per party and sector, the largest party first (1f.3). No queries."""
        kpis = [r.kpi for r in self.blad.regels]
        cellen: dict[tuple[object, str], Decimal] = defaultdict(Decimal)
        for deel in (d for k in kpis for d in k.verdeling):
            cellen[deel.organisatie_id, deel.sector] += deel.bedrag
        sectoren = list(per_sector(kpis))
        return [
            Verdeelrij(naam, tuple((str(Sector(s).label), cellen[pk, s]) for s in sectoren if cellen[pk, s]), totaal)
            for pk, (naam, totaal) in per_partij(kpis).items()
        ]

    @property
    def sectortotalen(self) -> list[tuple[str, Decimal]]:
        return [(str(Sector(s).label), b) for s, b in per_sector([r.kpi for r in self.blad.regels]).items()]

    @property
    def aantal_getekend(self) -> int:
        return sum(1 for h in self.blad.handtekeningen if h.ondertekening is not None)

    @cached_property
    def mag_tekenen(self) -> bool:
        """Whether this person can sign now for the own organisation."""
        blad = self.blad
        wacht = any(h.organisatie.pk == blad.door.organisatie_id and h.antwoord is None for h in blad.handtekeningen)
        aan_de_orde = blad.toekenning.status == T.GERESERVEERD and blad.overeenkomst is not None and blad.weigering is None
        return aan_de_orde and wacht and TEKENT_OVEREENKOMST(blad.toekenning, blad.door)

    @property
    def mijn_kant_bevestigt(self) -> bool:
        """Whether the application waits for this person's side (3a.5)."""
        blad, aanvraag = self.blad, self.blad.aanvraag
        if aanvraag is None or aanvraag.verzonden_op or blad.toekenning.status != T.GETEKEND:
            return False
        if not rechten.PENVOERDER_OF_COORDINERENDE(blad.toekenning, blad.door):
            return False
        is_czv = blad.door.organisatie_id == blad.dossier.coordinerend_id
        return (aanvraag.verzekeraar_op if is_czv else aanvraag.penvoerder_op) is None

    @cached_property
    def stukken(self) -> list[Stuk]:
        """The joint file, once the agreement was signed. One query."""
        return stukken_van(self.blad.toekenning) if self.blad.aanvraag is not None else []

    @cached_property
    def beschikkingsstukken(self) -> list[Document]:
        """The decision of the NZa as a file. One query, once there is a decision."""
        beschikking = getattr(self.blad.toekenning, "beschikking", None)
        if beschikking is None:
            return []
        return list(Document.objects.filter(zaak=self.blad.dossier.pk, soort=BETAALBESCHIKKING, onderwerp=beschikking.pk))

    @property
    def weg(self) -> list[Mijlpaalregel]:
        """The four moments from the reserved money to the decision of the NZa."""
        t, aanvraag, ovk = self.blad.toekenning, self.blad.aanvraag, self.blad.overeenkomst
        beschikking = getattr(t, "beschikking", None)
        getekend = f"{self.aantal_getekend} van {len(self.blad.handtekeningen)} partijen tekenden"
        return [
            _regel("Overeenkomst opgesteld", ovk.opgesteld_op if ovk else None, "wordt opgesteld", t.status == T.GERESERVEERD),
            _regel("Getekend door alle partijen", t.getekend_op, getekend, ovk is not None and t.status == T.GERESERVEERD),
            _regel(
                "Betaalbeschikking aangevraagd",
                aanvraag.verzonden_op if aanvraag and t.getekend_op else None,
                _wacht_op(aanvraag),
                t.status == T.GETEKEND,
            ),
            _regel("Betaalbeschikking afgegeven", beschikking.afgegeven_op if beschikking else None, "wacht op de NZa", self._bij_nza),
        ]

    @property
    def _bij_nza(self) -> bool:
        aanvraag = self.blad.aanvraag
        return self.blad.toekenning.status == T.GETEKEND and (aanvraag is None or aanvraag.verzonden_op is not None)


def _regel(wat: str, op: dt.date | None, wachtend: str, is_nu: bool) -> Mijlpaalregel:
    if op is not None:
        return Mijlpaalregel(wat, "gereed", "groen", op)
    return Mijlpaalregel(wat, wachtend, "amber") if is_nu else Mijlpaalregel(wat, "volgt", "neutraal")


def _wacht_op(aanvraag: "Beschikkingsaanvraag | None") -> str:
    if aanvraag is None or (aanvraag.verzekeraar_op is None and aanvraag.penvoerder_op is None):
        return "wacht op bevestiging van beide kanten"
    return "wacht op de zorgverzekeraar" if aanvraag.verzekeraar_op is None else "wacht op de penvoerder"
