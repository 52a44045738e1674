"""An advance on a next KPI: released once, settled with that KPI, reclaimed when that KPI brings less (1g.4)."""

import datetime as dt
from decimal import Decimal
from typing import Any

from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.toestanden.signals import na
from verantwoording.models import Betaalopdrachtregel, Boeking, KpiVerantwoording, Rekening, Voorschot
from verantwoording.selectors_betaling import open_regel
from verantwoording.services.betaalopdracht import rond_af_als_alles_betaald_is
from verantwoording.services.grootboek import Post, boek, corrigeer, verplaats

NUL = Decimal(0)


@na(KpiVerantwoording, "ken_toe")
def geef_voorschot(kpi: KpiVerantwoording, *, gegevens: dict[str, Any], door: Lidmaatschap, op: dt.date, **_: Any) -> None:
    """What the insurer releases with this decision for a later KPI becomes payable, out of what is promised for that one."""
    voor, bedrag = gegevens.get("voorschot_op"), gegevens.get("voorschot_bedrag")
    if voor is None or not bedrag:
        return
    voorschot = Voorschot.objects.create(toekenning=kpi.toekenning, van=kpi, voor=voor, bedrag=bedrag, op=op, door=door.gebruiker)
    verplaats(
        kpi.dossier,
        Boeking.Soort.VOORSCHOT_TOEGEKEND,
        van=Rekening.TOEGEZEGD,
        naar=Rekening.TE_BETALEN,
        bedrag=bedrag,
        onderwerp=voorschot.pk,
        op=op,
    )


@na(KpiVerantwoording, "ken_toe")
def verreken(kpi: KpiVerantwoording, *, op: dt.date, **_: Any) -> None:
    """The advance counts once: it is part of what is granted, and what it was more than that is to be paid back."""
    if not kpi.bedrag_voorschot:
        return
    over = kpi.bedrag_toegekend or NUL
    for voorschot in _van(kpi):
        deel = min(over, voorschot.bedrag)
        over -= deel
        wie, wat = voorschot.van.betaalopdracht.ontvanger, str(kpi.kpi)
        _verhuis(kpi, Boeking.Soort.VOORSCHOT_VERREKEND, voorschot, Rekening.UITBETAALD, deel, wie, op, f"met het bedrag van {wat}")
        te_veel = f"{wat} bracht minder dan het voorschot van {toon_bedrag(voorschot.bedrag)}"
        _verhuis(kpi, Boeking.Soort.VORDERING, voorschot, Rekening.TE_VORDEREN, voorschot.bedrag - deel, wie, op, te_veel)


def _van(kpi: KpiVerantwoording) -> list[Voorschot]:
    return list(
        kpi.voorschotten.select_related("van__kpi", "van__dossier", "van__betaalopdracht__ontvanger").order_by("op", "vastgelegd_op")
    )


def _verhuis(
    kpi: KpiVerantwoording, soort: str, voorschot: Voorschot, naar: str, bedrag: Decimal, wie: Organisatie, op: dt.date, toelichting: str
) -> None:
    if bedrag:
        posten = [Post(naar, bedrag, organisatie=wie), Post(Rekening.VOORSCHOT, -bedrag, organisatie=wie)]
        boek(kpi.dossier, soort, posten, onderwerp=voorschot.pk, op=op, toelichting=toelichting)


@na(KpiVerantwoording, "verval")
def voorschot_vervalt(kpi: KpiVerantwoording, *, op: dt.date, **_: Any) -> None:
    """A KPI that lapses takes its advance along: what was paid is to be paid back, what was not paid is promised again."""
    if not kpi.bedrag_voorschot:
        return
    for voorschot in _van(kpi):
        opdracht = getattr(voorschot.van, "betaalopdracht", None)
        betaald = NUL
        if opdracht is not None:
            regels = opdracht.regels.filter(soort=Betaalopdrachtregel.Soort.VOORSCHOT)
            betaald = sum((r.bedrag for r in regels if r.betaald_op), NUL)
            regels.filter(open_regel()).update(vervallen_op=op)
        if betaald < voorschot.bedrag:
            _maak_ongedaan(kpi, voorschot, betaald, op)
        if opdracht is not None:
            reden = f"{kpi.kpi} is vervallen"
            _verhuis(kpi, Boeking.Soort.VORDERING, voorschot, Rekening.TE_VORDEREN, betaald, opdracht.ontvanger, op, reden)
            rond_af_als_alles_betaald_is(opdracht, op=op)


def _maak_ongedaan(kpi: KpiVerantwoording, voorschot: Voorschot, betaald: Decimal, op: dt.date) -> None:
    """Reverse the release, and book again what part of it was paid by then."""
    geboekt = Boeking.objects.get(soort=Boeking.Soort.VOORSCHOT_TOEGEKEND, onderwerp=voorschot.pk)
    corrigeer(geboekt, reden=f"{kpi.kpi} is vervallen voor het voorschot geheel was betaald", op=op)
    if betaald:
        verplaats(
            kpi.dossier,
            Boeking.Soort.VOORSCHOT_TOEGEKEND,
            van=Rekening.TOEGEZEGD,
            naar=Rekening.TE_BETALEN,
            bedrag=betaald,
            onderwerp=voorschot.van.betaalopdracht.pk,
            op=op,
        )
