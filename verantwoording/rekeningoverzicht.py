"""The statement per party of one plan on any date: received, held, passed on, to be paid back, paid back; every figure from the postings."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum

from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Organisatie
from transformatie.models import Dossier
from verantwoording.controle import grootboekcontrole
from verantwoording.models import Boeking, Boekingsregel, Rekening

NUL = Decimal(0)
R, Soort = Rekening, Boeking.Soort
IN_HANDEN = (R.UITBETAALD, R.VOORSCHOT)


@dataclass(frozen=True)
class Mutatie:
    """One line of a statement; `bedrag` is from the party's side: in is positive. `in_handen` is what it holds after it."""

    op: dt.date
    wat: str
    toelichting: str
    bedrag: Decimal
    in_handen: Decimal
    is_correctie: bool

    @property
    def af(self) -> Decimal:
        """What went off, as a positive amount; 0 for what came in."""
        return max(-self.bedrag, NUL)


@dataclass
class Rekening_van:
    """What the postings say of one party that receives, holds or owes."""

    organisatie: Organisatie
    ontvangen: Decimal = NUL
    doorgegeven: Decimal = NUL
    in_handen: Decimal = NUL
    terug_te_betalen: Decimal = NUL
    terugbetaald: Decimal = NUL
    mutaties: list[Mutatie] = field(default_factory=list)

    @property
    def klopt(self) -> bool:
        """What came in is passed on, still there, owed, or paid back: nothing else."""
        return self.ontvangen == self.doorgegeven + self.in_handen + self.terug_te_betalen + self.terugbetaald

    def boek(self, regel: Boekingsregel) -> None:
        """Take one posting along."""
        if regel.rekening == R.TE_VORDEREN:
            self.terug_te_betalen += regel.bedrag
        elif regel.rekening == R.ZVW_FONDS:
            self.terugbetaald += regel.bedrag
        elif regel.rekening in IN_HANDEN:
            self._in_handen(regel)

    def _in_handen(self, regel: Boekingsregel) -> None:
        boeking = regel.boeking
        is_correctie = boeking.corrigeert is not None
        soort = boeking.corrigeert.soort if boeking.corrigeert is not None else boeking.soort
        self.in_handen += regel.bedrag
        uit = (regel.bedrag < 0) != is_correctie
        if soort == Soort.VERDELING and uit:
            self.doorgegeven -= regel.bedrag
        elif soort in (Soort.UITBETALING, Soort.VOORSCHOT_BETAALD, Soort.VERDELING):
            self.ontvangen += regel.bedrag
        if soort != Soort.VOORSCHOT_VERREKEND:
            label = str(Soort(soort).label)
            wat = label[0].upper() + label[1:]
            self.mutaties.append(Mutatie(boeking.op, wat, boeking.toelichting, regel.bedrag, self.in_handen, is_correctie))


@dataclass(frozen=True)
class Verzekeraarsregel:
    """What one insurer paid for this plan."""

    organisatie: Organisatie
    betaald: Decimal


@dataclass(frozen=True)
class Rekeningoverzicht:
    """The statements of one plan on one day."""

    op: dt.date
    partijen: list[Rekening_van]
    verzekeraars: list[Verzekeraarsregel]

    @property
    def betaald(self) -> Decimal:
        return sum((v.betaald for v in self.verzekeraars), NUL)

    def som(self, veld: str) -> Decimal:
        return sum((getattr(p, veld) for p in self.partijen), NUL)

    @property
    def in_handen(self) -> Decimal:
        return self.som("in_handen")

    @property
    def terug_te_betalen(self) -> Decimal:
        return self.som("terug_te_betalen")

    @property
    def terugbetaald(self) -> Decimal:
        return self.som("terugbetaald")

    @property
    def klopt(self) -> bool:
        """Every party's own sum, and: what the insurers paid is held, owed or paid back by somebody."""
        buiten = self.in_handen + self.terug_te_betalen + self.terugbetaald
        return self.betaald == buiten and all(p.klopt for p in self.partijen)


def rekeningoverzicht(dossier: Dossier, op: dt.date) -> Rekeningoverzicht:
    """The statement of every party of this plan at the end of a day. One query."""
    regels = (
        Boekingsregel.objects.filter(dossier=dossier, organisatie__isnull=False, boeking__op__lte=op)
        .select_related("boeking__corrigeert", "organisatie")
        .order_by("boeking__op", "boeking__vastgelegd_op", "-bedrag", "pk")
    )
    return stel_op(regels, op)


def stel_op(regels: Iterable[Boekingsregel], op: dt.date) -> Rekeningoverzicht:
    """Sort postings out by whose they are."""
    partijen: dict[uuid.UUID, Rekening_van] = {}
    betaald: dict[uuid.UUID, Decimal] = defaultdict(Decimal)
    namen: dict[uuid.UUID, Organisatie] = {}
    for regel in regels:
        organisatie = regel.organisatie
        if organisatie is None:
            continue
        if regel.rekening == R.TE_BETALEN:
            betaald[organisatie.pk] -= regel.bedrag
            namen[organisatie.pk] = organisatie
        elif regel.rekening in (*IN_HANDEN, R.TE_VORDEREN, R.ZVW_FONDS):
            partijen.setdefault(organisatie.pk, Rekening_van(organisatie)).boek(regel)
    verzekeraars = [Verzekeraarsregel(namen[pk], bedrag) for pk, bedrag in betaald.items()]
    return Rekeningoverzicht(
        op,
        sorted(partijen.values(), key=lambda p: p.organisatie.naam),
        sorted(verzekeraars, key=lambda v: v.organisatie.naam),
    )


@grootboekcontrole("rekeningoverzichten", 60)
def elk_overzicht_is_de_som_van_zijn_boekingen() -> Iterator[str]:
    """Each statement equals the sum of its postings, and together they are what the insurers paid."""
    sommen: dict[tuple[uuid.UUID, uuid.UUID], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    rijen = Boekingsregel.objects.filter(organisatie__isnull=False, dossier__isnull=False).order_by()
    for dossier, wie, rekening, som in rijen.values_list("dossier", "organisatie", "rekening").annotate(som=Sum("bedrag")):
        sommen[dossier, wie][rekening] = som
    for dossier in Dossier.objects.filter(pk__in={d for d, _ in sommen}).order_by("jaar", "volgnummer"):
        yield from _verschillen(dossier, rekeningoverzicht(dossier, dt.date.max), sommen)


def _verschillen(
    dossier: Dossier, overzicht: Rekeningoverzicht, sommen: dict[tuple[uuid.UUID, uuid.UUID], dict[str, Decimal]]
) -> Iterator[str]:
    for partij in overzicht.partijen:
        som, naam = sommen[dossier.pk, partij.organisatie.pk], f"{dossier.kenmerk}, {partij.organisatie}"
        staat = {R.TE_VORDEREN: partij.terug_te_betalen, R.ZVW_FONDS: partij.terugbetaald}
        if partij.in_handen != som[R.UITBETAALD] + som[R.VOORSCHOT] or any(som[r] != bedrag for r, bedrag in staat.items()):
            yield f"{naam}: het overzicht is niet de som van de boekingen."
        elif not partij.klopt:
            yield f"{naam}: ontvangen is {toon_bedrag(partij.ontvangen)}; dat is niet wat is doorgegeven, er nog is of terug moet."
    if not overzicht.klopt and all(p.klopt for p in overzicht.partijen):
        yield f"{dossier.kenmerk}: de zorgverzekeraars betaalden {toon_bedrag(overzicht.betaald)}; bij de partijen staat een ander bedrag."
