"""The financieringsplan of one dossier: what is spent, earned, released in advance and prefinanced per quarter (1g.1, 1g.3)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import Sum

from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Lidmaatschap
from transformatie.models import Dossier, Planversie
from transformatie.selectors.dossier import plan_van
from transformatie.zicht import mag_concept_lezen
from verantwoording import rechten
from verantwoording.models import (
    Bron,
    GeplandeUitgave,
    Kostenstand,
    KpiVerantwoording,
    Toekenning,
    VerantwoordingStatus,
    Voorfinanciering,
    Voorschot,
)
from verantwoording.models.kosten import GELDIG

NUL = Decimal(0)
MEESTE_KWARTALEN = 40
KPI, VOORSCHOT = "kpi", "voorschot"
NAMEN = {KPI: "KPI's (transformatiemiddelen)", VOORSCHOT: "voorschot op een volgende KPI"} | {b.value: str(b.label) for b in Bron}


def kwartaal_van(dag: dt.date) -> dt.date:
    """The first day of the quarter."""
    return dt.date(dag.year, (dag.month - 1) // 3 * 3 + 1, 1)


def volgend(kwartaal: dt.date) -> dt.date:
    """The first day of the next quarter."""
    return dt.date(kwartaal.year + kwartaal.month // 10, (kwartaal.month + 2) % 12 + 1, 1)


def laatste_dag(kwartaal: dt.date) -> dt.date:
    return volgend(kwartaal) - dt.timedelta(days=1)


def in_woorden(kwartaal: dt.date) -> str:
    """Like '3e kwartaal 2026'."""
    return f"{(kwartaal.month + 2) // 3}e kwartaal {kwartaal.year}"


@dataclass(frozen=True)
class Kwartaal:
    """One quarter of the plan: what comes in per source and goes out, and what stands at its end."""

    begin: dt.date
    in_per_bron: dict[str, Decimal]
    uit: Decimal
    is_werkelijk: bool
    saldo: Decimal
    binnen: dict[str, Decimal]
    besteed: Decimal

    @property
    def naam(self) -> str:
        return in_woorden(self.begin)

    @property
    def kort(self) -> str:
        """Like 'K3 26', for the picture."""
        return f"K{(self.begin.month + 2) // 3} {self.begin:%y}"

    @property
    def erin(self) -> Decimal:
        return sum(self.in_per_bron.values(), NUL)

    @property
    def is_tekort(self) -> bool:
        return self.saldo < 0

    @property
    def verdiend(self) -> Decimal:
        return self.in_per_bron.get(KPI, NUL)

    @property
    def vooruit(self) -> Decimal:
        return self.in_per_bron.get(VOORSCHOT, NUL)

    @property
    def voorgefinancierd(self) -> Decimal:
        """From all other sources together; negative in a quarter in which it is settled."""
        return self.erin - self.verdiend - self.vooruit

    @property
    def verrekend(self) -> Decimal:
        """What of the money in advance goes back, when that is more than comes in."""
        return max(-self.voorgefinancierd, NUL)

    @property
    def tekort(self) -> Decimal:
        return max(-self.saldo, NUL)


@dataclass
class Financieringsplan:
    """Everything the page shows, from rows that were read once."""

    op: dt.date
    bewegingen: list[tuple[dt.date, str, Decimal]] = field(default_factory=list)
    gepland: dict[dt.date, Decimal] = field(default_factory=dict)
    kosten: dict[dt.date, Decimal] = field(default_factory=dict)
    voorfinancieringen: list[Voorfinanciering] = field(default_factory=list)

    @cached_property
    def laatste_werkelijk(self) -> dt.date | None:
        """The last quarter of which the costs are known."""
        return max((kwartaal_van(d) for d in self.kosten), default=None)

    @cached_property
    def uitgaven(self) -> dict[dt.date, Decimal]:
        """Per quarter what went out: the known costs, and after those what is planned."""
        uit, eerder = defaultdict[dt.date, Decimal](Decimal), NUL
        for dag, totaal in sorted(self.kosten.items()):
            uit[kwartaal_van(dag)] += totaal - eerder
            eerder = totaal
        for kwartaal, bedrag in self.gepland.items():
            if self.laatste_werkelijk is None or kwartaal > self.laatste_werkelijk:
                uit[kwartaal] += bedrag
        return dict(uit)

    @cached_property
    def kwartalen(self) -> list[Kwartaal]:
        """From the first movement to the last, with the running balance."""
        erin: dict[dt.date, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for dag, bron, bedrag in self.bewegingen:
            erin[kwartaal_van(dag)][bron] += bedrag
        alle = [*erin, *self.uitgaven]
        rijen, saldo, besteed, binnen = list[Kwartaal](), NUL, NUL, defaultdict[str, Decimal](Decimal)
        nu, einde = (min(alle), max(alle)) if alle else (self.op, dt.date.min)
        while nu <= einde and len(rijen) < MEESTE_KWARTALEN:
            uit, bronnen = self.uitgaven.get(nu, NUL), dict(erin.get(nu, {}))
            for bron, bedrag in bronnen.items():
                binnen[bron] += bedrag
            besteed += uit
            saldo = sum(binnen.values(), NUL) - besteed
            werkelijk = self.laatste_werkelijk is not None and nu <= self.laatste_werkelijk
            rijen.append(Kwartaal(nu, bronnen, uit, werkelijk, saldo, dict(binnen), besteed))
            nu = volgend(nu)
        return rijen

    @property
    def tekorten(self) -> list[Kwartaal]:
        return [k for k in self.kwartalen if k.is_tekort]

    @property
    def waarschuwing(self) -> str:
        """Where it runs short, in words; empty when it does not (1g.1)."""
        if not self.tekorten:
            return ""
        eerste, diepste = self.tekorten[0], min(self.tekorten, key=lambda k: k.saldo)
        zin = f"Vanaf het {eerste.naam} is er een tekort van {toon_bedrag(eerste.tekort)}."
        if diepste.saldo < eerste.saldo:
            zin += f" Het is het grootst in het {diepste.naam}: {toon_bedrag(diepste.tekort)}."
        weer = next((k for k in self.kwartalen if k.begin > diepste.begin and not k.is_tekort), None)
        return f"{zin} Vanaf het {weer.naam} is het weer gedekt." if weer else f"{zin} Het wordt daarna niet meer gedekt."

    @property
    def bronnen(self) -> list[str]:
        """The sources that occur, in a fixed order."""
        gebruikt = {bron for _dag, bron, _bedrag in self.bewegingen}
        return [b for b in NAMEN if b in gebruikt]

    @property
    def totalen(self) -> list[tuple[str, Decimal]]:
        """Per source what comes in net over the whole time."""
        per_bron: dict[str, Decimal] = defaultdict(Decimal)
        for _dag, bron, bedrag in self.bewegingen:
            per_bron[bron] += bedrag
        return [(NAMEN[b], per_bron[b]) for b in self.bronnen]

    @property
    def totaal_erin(self) -> Decimal:
        return sum((b for _d, _bron, b in self.bewegingen), NUL)

    @property
    def totaal_uit(self) -> Decimal:
        return sum(self.uitgaven.values(), NUL)


def ziet_financieringsplan(dossier: Dossier, door: Lidmaatschap) -> bool:
    """Who signed or will sign, and the NZa: costs are about somebody's business; not who is invited and did not answer yet."""
    eigen = [p for p in dossier.deelnemende_partijen if p.organisatie_id == door.organisatie_id]
    if eigen and all(p.is_genodigd for p in eigen):
        return False
    return bool(rechten.ziet_bewijs.test(door, dossier))


def financieringsplan(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> Financieringsplan:
    """Read it: at most eight queries, whatever there is."""
    toekenning = Toekenning.objects.filter(dossier=dossier).first()
    voorfinancieringen = list(dossier.voorfinancieringen.select_related("van", "aan"))
    plan = Financieringsplan(op, voorfinancieringen=voorfinancieringen)
    plan.gepland = dict(GeplandeUitgave.objects.filter(dossier=dossier).values_list("kwartaal", "bedrag"))
    if toekenning is not None:
        plan.kosten = _kosten(toekenning)
        plan.bewegingen += _voorschotten(toekenning)
    plan.bewegingen += _kpis(dossier, door, toekenning, op)
    for v in voorfinancieringen:
        if v.vervallen_op is None:
            plan.bewegingen.append((v.op, v.bron, v.bedrag))
            if v.terug_op is not None:
                plan.bewegingen.append((v.terug_op, v.bron, -v.bedrag))
    return plan


def _kosten(toekenning: Toekenning) -> dict[dt.date, Decimal]:
    """Costs since the start, per day on which they were known: the statements per quarter, or else the moments of progress."""
    standen = Kostenstand.objects.filter(toekenning=toekenning, status__in=GELDIG).annotate(totaal=Sum("regels__gerealiseerd"))
    gevonden = {s.peildatum: s.totaal or NUL for s in sorted(standen, key=lambda s: s.versie)}
    return gevonden or {op: bedrag for op, bedrag in toekenning.voortgang.values_list("op", "kosten_tot_nu") if bedrag}


def _voorschotten(toekenning: Toekenning) -> Iterable[tuple[dt.date, str, Decimal]]:
    """What was released in advance; it is settled with the KPI it was for, on the day that one is paid or due (1g.4)."""
    for v in Voorschot.objects.filter(toekenning=toekenning).select_related("voor__kpi"):
        yield v.op, VOORSCHOT, v.bedrag


def _kpis(dossier: Dossier, door: Lidmaatschap, toekenning: Toekenning | None, op: dt.date) -> Iterable[tuple[dt.date, str, Decimal]]:
    """What KPI's bring: paid on their day, granted now, and else on the day they are due, less what was given in advance."""
    rijen = list(_verantwoordingen(toekenning)) if toekenning is not None and toekenning.gestart_op else []
    if not rijen:
        versie = _versie(dossier, door)
        for k in versie.kpi_lijst if versie else []:
            yield k.meten_op, KPI, k.bedrag
    for rij in rijen:
        bedrag = rij.kpi.bedrag if rij.bedrag_toegekend is None else rij.bedrag_toegekend
        if rij.status == VerantwoordingStatus.VERVALLEN or not bedrag:
            continue
        dag = rij.betaald_op or (op if rij.bedrag_toegekend is not None else max(rij.kpi.meten_op, op))
        vooruit = min(rij.vooruit or NUL, bedrag)  # type: ignore[attr-defined]  # an annotation of the query
        if bedrag > vooruit:
            yield dag, KPI, bedrag - vooruit


def _verantwoordingen(toekenning: Toekenning) -> Iterable[KpiVerantwoording]:
    return toekenning.kpis.select_related("kpi").annotate(vooruit=Sum("voorschotten__bedrag"))


def _versie(dossier: Dossier, door: Lidmaatschap) -> Planversie | None:
    """The version this person may read: the concept is for who write it."""
    plan = plan_van(dossier)
    if plan is None:
        return None
    return plan.laatste_versie if mag_concept_lezen(door, dossier) else plan.ingediende_versie


@dataclass(frozen=True)
class Blok:
    """A stretch of a bar, or a legend entry: where it lies in the picture, and its colour."""

    x: int
    y: int
    hoogte: int
    kleur: str


@dataclass(frozen=True)
class Kolom:
    """One quarter in the picture."""

    kwartaal: Kwartaal
    x: int
    midden: int
    blokken: list[Blok]
    y_besteed: int


HOOGTE, BREEDTE, LINKS, KOLOM = 220, 44, 90, 56
KLEUREN = {
    KPI: "var(--tp-petrol)",
    VOORSCHOT: "var(--tp-groen)",
    "ros": "var(--tp-accent)",
    "resv": "var(--tp-amber)",
    "o_en_i": "var(--tp-lijn-sterk)",
    "bevoorschotting": "var(--tp-inkt-zacht)",
    "eigen": "var(--tp-zij-inkt-zacht)",
    "spuk": "var(--tp-groen-inkt)",
    "maatwerk": "var(--tp-amber-inkt)",
}


@dataclass(frozen=True)
class Beeld:
    """The picture: per quarter what came in so far by source as a bar, and what was spent so far as a line."""

    plan: Financieringsplan

    @cached_property
    def grootste(self) -> Decimal:
        """The top of the scale, in euro."""
        per_kwartaal = ([sum((b for b in k.binnen.values() if b > 0), NUL), k.besteed] for k in self.plan.kwartalen)
        return max((b for paar in per_kwartaal for b in paar), default=NUL) or Decimal(1)

    def _hoog(self, bedrag: Decimal) -> int:
        return int(bedrag * HOOGTE / self.grootste)

    @cached_property
    def kolommen(self) -> list[Kolom]:
        gevonden = []
        for i, k in enumerate(self.plan.kwartalen):
            x, stapel, blokken = LINKS + i * KOLOM, 0, []
            for bron in self.plan.bronnen:
                hoogte = self._hoog(max(k.binnen.get(bron, NUL), NUL))
                stapel += hoogte
                if hoogte:
                    blokken.append(Blok(x, HOOGTE + 10 - stapel, hoogte, KLEUREN[bron]))
            gevonden.append(Kolom(k, x, x + BREEDTE // 2, blokken, HOOGTE + 10 - self._hoog(k.besteed)))
        return gevonden

    @property
    def breedte(self) -> int:
        return LINKS + len(self.plan.kwartalen) * KOLOM + 10

    @property
    def hoogte(self) -> int:
        return HOOGTE + 40

    @property
    def bodem(self) -> int:
        return HOOGTE + 10

    @property
    def tekst_y(self) -> int:
        return HOOGTE + 28

    @property
    def kolombreedte(self) -> int:
        return BREEDTE

    @property
    def lijn_werkelijk(self) -> str:
        """The points of what was really spent."""
        return " ".join(f"{k.midden},{k.y_besteed}" for k in self.kolommen if k.kwartaal.is_werkelijk)

    @property
    def lijn_gepland(self) -> str:
        """The points of what is still planned, from the last known one on."""
        werkelijk = [k for k in self.kolommen if k.kwartaal.is_werkelijk]
        rest = [k for k in self.kolommen if not k.kwartaal.is_werkelijk]
        return " ".join(f"{k.midden},{k.y_besteed}" for k in [*werkelijk[-1:], *rest])

    @property
    def maatstrepen(self) -> list[tuple[int, str]]:
        """Nothing, half and the top of the scale, with their amount in millions or thousands."""
        return [(HOOGTE + 10 - self._hoog(b), kort_bedrag(b)) for b in (NUL, self.grootste / 2, self.grootste)]

    @property
    def legenda(self) -> list[tuple[str, str]]:
        return [(NAMEN[b], KLEUREN[b]) for b in self.plan.bronnen]


def kort_bedrag(bedrag: Decimal) -> str:
    """€ 4,2 mln, where room is short."""
    if bedrag >= 1_000_000:
        return f"€ {bedrag / 1_000_000:.1f} mln".replace(".", ",")
    return f"€ {bedrag / 1000:.0f}.000" if bedrag >= 10_000 else toon_bedrag(bedrag.quantize(Decimal(1)))
