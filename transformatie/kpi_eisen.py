"""What the KPI's of a plan must hold when it is handed in: the split adds up (1f.3), and opleveren comes first (1g.2)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from kern.basis.geld import toon_bedrag
from kern.regels.register import Belet
from kern.toestanden.stap import Stap

if TYPE_CHECKING:
    from transformatie.models import Transformatieplan

ALLEEN_EERSTE = "‘Opleveren van het transformatieplan’ kan alleen KPI 1 zijn."
KOSTEN_ONBEKEND = "Vul in welke kosten u voor de voorbereiding maakte; het bedrag van de KPI is ten hoogste dat."


def verdeling_klopt(stap: Stap) -> Iterator[Belet]:
    """The parts of each KPI add up to its amount (1f.3)."""
    for kpi in cast("Transformatieplan", stap.zaak).laatste_versie.kpi_lijst:
        totaal = sum(d.bedrag for d in kpi.verdeling)
        if totaal != kpi.bedrag:
            yield Belet(f"De delen van {kpi} tellen op tot {toon_bedrag(totaal)}; het bedrag is {toon_bedrag(kpi.bedrag)}.", "1f.3")


def oplevering_klopt(stap: Stap) -> Iterator[Belet]:
    """'Opleveren van een transformatieplan' is KPI 1, for at most the costs that were made (1g.2)."""
    for kpi in cast("Transformatieplan", stap.zaak).laatste_versie.kpi_lijst:
        if not kpi.is_oplevering:
            continue
        if kpi.nummer != 1:
            yield Belet(ALLEEN_EERSTE, "1g.2")
        if kpi.voorbereidingskosten is None:
            yield Belet(KOSTEN_ONBEKEND, "1g.2")
        elif kpi.bedrag > kpi.voorbereidingskosten:
            yield Belet(te_veel(kpi.voorbereidingskosten), "1g.2")


def te_veel(kosten: Decimal) -> str:
    """The sentence for an amount above the costs."""
    return f"Voor het opleveren van het plan krijgt u ten hoogste de gemaakte kosten: {toon_bedrag(kosten)}."
