"""What the screens show of the costs of one plan: budget, spent, forecast and deviation, loaded once (3a.1)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse

from kern.organisaties.models import Organisatie
from kern.termijnen.models import Termijn
from kern.termijnen.soorten import KOSTENSTAND
from transformatie.services.meldingen import indieners
from verantwoording import rechten
from verantwoording.blad import Geldblad
from verantwoording.models import Begroting, Begrotingspost, BegrotingStatus, Kostenregel, Kostenstand, KostenstandStatus
from verantwoording.services.kosten import Afwijking, bereken_afwijking

NUL = Decimal(0)


@dataclass(frozen=True)
class Kostenlijn:
    """One post, or all together: what was budgeted, spent, expected; None where nothing was handed in."""

    naam: str
    begroot: Decimal
    gerealiseerd: Decimal | None = None
    prognose: Decimal | None = None
    toelichting: str = ""
    post: Begrotingspost | None = None

    @property
    def afwijking(self) -> Afwijking | None:
        return bereken_afwijking(self.begroot, self.prognose) if self.prognose is not None else None

    @property
    def buiten_marge(self) -> bool:
        """Further off the budget than the margin, up or down (3a.4; ons)."""
        return self.afwijking is not None and abs(self.afwijking.percentage) > settings.MARGE_BIJSTURING_PROCENT

    @property
    def richting(self) -> str:
        """In words, so that colour is not needed."""
        if self.afwijking is None or self.afwijking.bedrag == 0:
            return "gelijk aan de begroting"
        return "meer dan begroot" if self.afwijking.bedrag > 0 else "minder dan begroot"

    @property
    def procent(self) -> str:
        """The share as people write it: 12,5."""
        return "" if self.afwijking is None else f"{abs(self.afwijking.percentage):f}".replace(".", ",").removesuffix(",0")

    @property
    def verschil(self) -> Decimal:
        return abs(self.afwijking.bedrag) if self.afwijking else NUL


@dataclass(frozen=True)
class Balk:
    """One bar of the picture: places and widths in per cent of the widest."""

    lijn: Kostenlijn
    begroot: str
    gerealiseerd: str
    prognose: str


def balken(lijnen: Iterable[Kostenlijn]) -> list[Balk]:
    """All bars on one scale, so that they can be compared."""
    rij = list(lijnen)
    grootste = max((max(r.begroot, r.gerealiseerd or NUL, r.prognose or NUL) for r in rij), default=NUL)
    if not grootste:
        return []
    return [Balk(r, _deel(r.begroot, grootste), _deel(r.gerealiseerd, grootste), _deel(r.prognose, grootste)) for r in rij]


def _deel(bedrag: Decimal | None, grootste: Decimal) -> str:
    return f"{(bedrag or NUL) * 98 / grootste:.2f}"


@dataclass(frozen=True)
class Kwartaal:
    """A statement in the list: what it says, and until when it can be given."""

    stand: Kostenstand
    lijn: Kostenlijn | None
    termijn: Termijn | None

    def is_te_laat(self, op: dt.date) -> bool:
        return self.termijn is not None and self.termijn.is_open and op > self.termijn.einde_op


@dataclass
class Kostenblad:
    """The costs of one plan as one person sees them; every part is read once."""

    geld: Geldblad
    op: dt.date

    @cached_property
    def begrotingen(self) -> list[Begroting]:
        """Every budget, the newest first. Three queries."""
        rijen = list(self.geld.toekenning.begrotingen.order_by("-nummer").prefetch_related("posten__organisatie"))
        for rij in rijen:
            rij.toekenning, rij.dossier = self.geld.toekenning, self.geld.dossier
        return rijen

    @property
    def begroting(self) -> Begroting | None:
        """The confirmed one."""
        return next((b for b in self.begrotingen if b.status == BegrotingStatus.VASTGESTELD), None)

    @property
    def nieuwste(self) -> Begroting | None:
        """The one that is being written or waits, or else the confirmed one."""
        return self.begrotingen[0] if self.begrotingen else None

    @cached_property
    def standen(self) -> list[Kostenstand]:
        """Every statement, the newest first. Three queries."""
        regels = Prefetch("regels", Kostenregel.objects.select_related("post").order_by("post__nummer"))
        rijen = list(self.geld.toekenning.kostenstanden.select_related("ingediend_door").prefetch_related(regels))
        for rij in rijen:
            rij.toekenning, rij.dossier = self.geld.toekenning, self.geld.dossier
            rij.__dict__["geldende_begroting"] = self.begroting
        return rijen

    @property
    def laatste(self) -> Kostenstand | None:
        return next((s for s in self.standen if s.telt), None)

    @cached_property
    def termijnen(self) -> dict[object, Termijn]:
        """The clock of each statement. One query."""
        return {t.onderwerp: t for t in Termijn.objects.filter(zaak_id=self.geld.dossier.pk, soort_termijn=KOSTENSTAND)}

    @cached_property
    def lijnen(self) -> list[Kostenlijn]:
        """The posts of the confirmed budget, with what the newest statement says of them, and of posts that left it."""
        if self.begroting is None:
            return []
        regels = {r.post.sleutel: r for r in self.laatste.regels.all()} if self.laatste else {}
        lijnen = [_lijn(p, regels.pop(p.sleutel, None)) for p in self.begroting.posten.all()]
        return lijnen + [
            Kostenlijn(f"{r.post.naam} (niet meer begroot)", NUL, r.gerealiseerd, r.prognose, r.toelichting) for r in regels.values()
        ]

    @property
    def totaal(self) -> Kostenlijn:
        return tel_op(self.lijnen, "Samen")

    @property
    def balken(self) -> list[Balk]:
        return balken(self.lijnen)

    @cached_property
    def kwartalen(self) -> list[Kwartaal]:
        """The statements for the list: the ones that are open or count."""
        begroot = sum((p.bedrag for p in self.begroting.posten.all()), NUL) if self.begroting else NUL
        return [
            Kwartaal(s, _som(s, begroot) if s.telt else None, self.termijnen.get(s.pk))
            for s in self.standen
            if s.telt or s.status == KostenstandStatus.CONCEPT
        ]

    @property
    def vervangen(self) -> list[Kostenstand]:
        return [s for s in self.standen if s.status == KostenstandStatus.VERVANGEN]

    @property
    def verloop(self) -> list[Balk]:
        """The quarters that count, the oldest first, on one scale."""
        return balken([k.lijn for k in reversed(self.kwartalen) if k.lijn is not None])

    @property
    def te_laat(self) -> list[Kwartaal]:
        return [k for k in self.kwartalen if k.is_te_laat(self.op)]

    @property
    def partijen(self) -> list[Organisatie]:
        return indieners(self.geld.dossier)

    @property
    def is_penvoerder(self) -> bool:
        return rechten.PENVOERDER(self.geld.toekenning, self.geld.door)

    @property
    def ziet_concept(self) -> bool:
        """What was not handed in yet is for who write it."""
        return self.geld.door.organisatie_id in self.geld.dossier.indienende_organisaties

    @property
    def url(self) -> str:
        return reverse("kosten", kwargs={"kenmerk": self.geld.dossier.kenmerk})

    @property
    def url_begroting(self) -> str:
        return reverse("begroting", kwargs={"kenmerk": self.geld.dossier.kenmerk})


def _lijn(post: Begrotingspost, regel: Kostenregel | None) -> Kostenlijn:
    if regel is None:
        return Kostenlijn(post.naam, post.bedrag, post=post)
    return Kostenlijn(post.naam, post.bedrag, regel.gerealiseerd, regel.prognose, regel.toelichting, post)


def _som(stand: Kostenstand, begroot: Decimal) -> Kostenlijn:
    regels = list(stand.regels.all())
    return Kostenlijn(
        stand.periode, begroot, sum((r.gerealiseerd for r in regels), NUL), sum((r.prognose for r in regels), NUL), stand.toelichting
    )


def lijnen_van(stand: Kostenstand, posten: Iterable[Begrotingspost]) -> list[Kostenlijn]:
    """The posts with what this statement says of them."""
    regels = {r.post_id: r for r in stand.regels.all()}
    return [_lijn(p, regels.get(p.pk)) for p in posten]


def tel_op(lijnen: Iterable[Kostenlijn], naam: str) -> Kostenlijn:
    """All lines together; without figures as long as no line has any."""
    rij = list(lijnen)
    begroot = sum((r.begroot for r in rij), NUL)
    if all(r.gerealiseerd is None for r in rij):
        return Kostenlijn(naam, begroot)
    return Kostenlijn(naam, begroot, sum((r.gerealiseerd or NUL for r in rij), NUL), sum((r.prognose or NUL for r in rij), NUL))
