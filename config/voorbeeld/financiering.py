"""The financing in the example data: a KPI that two parties share, money in advance, and planned spending."""

from decimal import Decimal
from typing import TYPE_CHECKING

from kern.organisaties.models import Organisatie
from transformatie.models import KpiDeel, Planversie
from verantwoording.financieringsplan import kwartaal_van, volgend
from verantwoording.services.financiering import leg_voorfinanciering_vast, plan_uitgaven

if TYPE_CHECKING:
    from config.voorbeeld.levensloop import Levensloop


def verdeel_tweede_kpi(versie: Planversie, partijen: list[Organisatie]) -> None:
    """The second KPI belongs to two parties, three fifths and two fifths (1f.3)."""
    kpi = versie.kpis.filter(nummer=2).first()
    if kpi is None or len(partijen) < 2:
        return
    eerste = (kpi.bedrag * 3 / 5).quantize(Decimal(1))
    wie = [kpi.organisatie, next(p for p in partijen if p.pk != kpi.organisatie_id)]
    for organisatie, bedrag in zip(wie, (eerste, kpi.bedrag - eerste), strict=True):
        KpiDeel.objects.create(kpi=kpi, organisatie=organisatie, sector=organisatie.sector or kpi.sector, bedrag=bedrag)


def leg_financiering_vast(loop: "Levensloop") -> None:
    """A ROS contribution, an advance that is settled, and what is spent in the next six quarters (1g.1, 1g.3)."""
    penvoerder, czv, bedrag = loop.planmaker.organisatie, loop.czv.organisatie, loop.toekenning.bedrag
    eerste = kwartaal_van(loop.op)
    later = eerste
    for _ in range(8):
        later = volgend(later)
    for bron, deel, terug, waarvoor in (
        ("ros", Decimal("0.02"), None, "Bijdrage aan de programmaleiding, uit de ROS-middelen van dit jaar."),
        ("bevoorschotting", Decimal("0.40"), later, "Voorschot op de reguliere zorg; verrekend als de eerste KPI's zijn betaald."),
    ):
        leg_voorfinanciering_vast(
            loop.dossier,
            bron=bron,
            bedrag=(bedrag * deel).quantize(Decimal(1)),
            van=czv,
            aan=penvoerder,
            beschikbaar_op=loop.op,
            terug_op=terug,
            afspraak=waarvoor,
            is_voorbereiding=bron == "ros",
            door=loop.planmaker,
            op=loop.op,
        )
    uitgaven, kwartaal = {}, eerste
    for procent in (5, 6, 8, 8, 9, 10):
        uitgaven[kwartaal] = (bedrag * procent / 100).quantize(Decimal(1))
        kwartaal = volgend(kwartaal)
    plan_uitgaven(loop.dossier, uitgaven, door=loop.planmaker, op=loop.op)
    loop.meld()
