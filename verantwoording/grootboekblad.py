"""The ledger of one plan as a page: every posting in order, what it did to each account, who did it and why."""

import datetime as dt
import uuid
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kern.journaal.models import Journaalregel
from transformatie.zicht import is_van_indiener, mag_stap_zien
from verantwoording import rechten
from verantwoording.blad import Geldblad
from verantwoording.models import Boeking, Boekingsregel, Correctiestatus, Correctieverzoek, Rekening
from verantwoording.services.grootboekblad import TE_CORRIGEREN

NUL = Decimal(0)
DEZELFDE_STAP = dt.timedelta(seconds=5)
GEEN_STAP = {"termijnen.termijn", "documenten.document"}


@dataclass(frozen=True)
class Kolom:
    """One account that this plan uses, with its balance on the day one looks at."""

    rekening: str
    naam: str
    saldo: Decimal

    @property
    def is_af(self) -> bool:
        return self.saldo < 0

    @property
    def grootte(self) -> Decimal:
        return abs(self.saldo)


@dataclass(frozen=True)
class Cel:
    """What one posting did to one account, and the balance after it."""

    naam: str
    mutatie: Decimal
    saldo: Decimal

    @property
    def is_af(self) -> bool:
        return self.mutatie < 0

    @property
    def grootte(self) -> Decimal:
        return abs(self.mutatie)

    @property
    def stand(self) -> Decimal:
        return abs(self.saldo)


@dataclass
class Grootboekregel:
    """One posting as the page tells it."""

    boeking: Boeking
    cellen: list[Cel]
    partijen: list[str]
    stap: Journaalregel | None
    gecorrigeerd_door: Boeking | None
    verzoek: Correctieverzoek | None
    is_te_corrigeren: bool = False

    @property
    def wie(self) -> str:
        return self.stap.wie if self.stap else "de toepassing"

    @property
    def waarom(self) -> str:
        """The words that came with the posting, or else the step it followed from."""
        return self.boeking.toelichting or (self.stap.stap_in_woorden if self.stap else "")


@dataclass
class Grootboekblad:
    """The postings of one dossier up to and including a day."""

    geld: Geldblad
    op: dt.date

    @cached_property
    def boekingen(self) -> list[Boeking]:
        """All postings up to the day, with their lines. Two queries."""
        rijen = Boeking.objects.filter(dossier=self.geld.dossier, op__lte=self.op).select_related("corrigeert")
        return list(rijen.prefetch_related("regels__organisatie", "regels__pot").order_by("op", "vastgelegd_op", "pk"))

    @cached_property
    def _journaal(self) -> list[Journaalregel]:
        """The steps of this dossier this person may see, in order of time. One query."""
        van_indiener = is_van_indiener(self.geld.door, self.geld.dossier)
        rijen = Journaalregel.objects.filter(zaak=self.geld.dossier.pk).select_related("organisatie").order_by("moment", "volgnummer")
        return [r for r in rijen if r.soort not in GEEN_STAP and mag_stap_zien(r, van_indiener)]

    @cached_property
    def _momenten(self) -> list[dt.datetime]:
        return [r.moment for r in self._journaal]

    @cached_property
    def _verzoeken(self) -> dict[uuid.UUID, Correctieverzoek]:
        """The corrections that wait for a second person. One query."""
        rijen = Correctieverzoek.objects.filter(dossier=self.geld.dossier, status=Correctiestatus.GEVRAAGD).select_related("gevraagd_door")
        return {v.boeking_id: v for v in rijen}

    def _stap_van(self, boeking: Boeking) -> Journaalregel | None:
        """The step that made the posting: written in the same transaction, on the same row if that can be told."""
        midden = bisect_left(self._momenten, boeking.vastgelegd_op)
        buren = [r for r in self._journaal[max(0, midden - 12) : midden + 6] if abs(r.moment - boeking.vastgelegd_op) <= DEZELFDE_STAP]
        if not buren:
            return None
        return min(buren, key=lambda r: (r.onderwerp != boeking.onderwerp, r.organisatie_id is None, abs(r.moment - boeking.vastgelegd_op)))

    @cached_property
    def gebruikt(self) -> list[str]:
        """The accounts this plan ever used, in the order of the chart."""
        gezien = {r.rekening for b in self.boekingen for r in b.regels.all()}
        return [r for r in Rekening.values if r in gezien]

    @cached_property
    def regels(self) -> list[Grootboekregel]:
        """Every posting with the balances after it."""
        correcties = {b.corrigeert_id: b for b in self.boekingen if b.corrigeert_id}
        stand: dict[str, Decimal] = defaultdict(Decimal)
        return [self._regel(b, stand, correcties) for b in self.boekingen]

    def _regel(self, boeking: Boeking, stand: dict[str, Decimal], correcties: dict[uuid.UUID, Boeking]) -> Grootboekregel:
        mutaties: dict[str, Decimal] = defaultdict(Decimal)
        regels: list[Boekingsregel] = list(boeking.regels.all())
        for regel in regels:
            mutaties[regel.rekening] += regel.bedrag
            stand[regel.rekening] += regel.bedrag
        cellen = [Cel(Rekening(r).label, mutaties[r], stand[r]) for r in self.gebruikt if mutaties[r]]
        wie = [houder.naam for r in regels if (houder := r.pot or r.organisatie) is not None]
        gecorrigeerd = correcties.get(boeking.pk)
        verzoek = self._verzoeken.get(boeking.pk)
        kan = boeking.soort in TE_CORRIGEREN and gecorrigeerd is None and verzoek is None and self.mag_corrigeren
        return Grootboekregel(boeking, cellen, list(dict.fromkeys(wie)), self._stap_van(boeking), gecorrigeerd, verzoek, kan)

    @cached_property
    def kolommen(self) -> list[Kolom]:
        """The accounts with their balances at the end of the day."""
        saldi: dict[str, Decimal] = defaultdict(Decimal)
        for boeking in self.boekingen:
            for regel in boeking.regels.all():
                saldi[regel.rekening] += regel.bedrag
        return [Kolom(r, Rekening(r).label, saldi[r]) for r in self.gebruikt]

    @property
    def som(self) -> Decimal:
        """All balances together: always nothing."""
        return sum((k.saldo for k in self.kolommen), NUL)

    @cached_property
    def mag_corrigeren(self) -> bool:
        return rechten.COORDINERENDE(self.geld.toekenning, self.geld.door)
