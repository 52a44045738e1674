"""What an advance on a next KPI must meet (1g.4), and the key by which the insurers pay."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from kern.basis.geld import toon_bedrag
from kern.regels.register import Belet
from kern.toestanden.stap import Stap

if TYPE_CHECKING:
    from verantwoording.models import KpiVerantwoording

NUL = Decimal(0)
REGEL = "1g.4"


def _kpi(stap: Stap) -> "KpiVerantwoording":
    return cast("KpiVerantwoording", stap.zaak)


def voorschot_is_betaald(stap: Stap) -> Iterator[Belet]:
    """An advance is settled after it was paid: until then its KPI waits (1g.4)."""
    kpi = _kpi(stap)
    if not kpi.bedrag_voorschot:
        return
    from verantwoording.selectors_betaling import wachtende_voorschotten

    for voorschot in wachtende_voorschotten(kpi):
        yield Belet(
            f"Het voorschot van {toon_bedrag(voorschot.bedrag)} op deze KPI, vrijgegeven bij {voorschot.van.kpi}, is nog niet betaald. "
            "Het wordt bij het toekennen verrekend; laat het eerst betalen.",
            REGEL,
        )


def voorschot_past(stap: Stap) -> Iterator[Belet]:
    """An advance goes with a reached KPI, to a later one that is open, once, and within its amount (1g.4)."""
    voor, bedrag = stap.gegevens.get("voorschot_op"), stap.gegevens.get("voorschot_bedrag")
    if voor is None and not bedrag:
        return
    if voor is None:
        yield Belet("Kies voor welke volgende KPI dit voorschot is.", REGEL, "voorschot_op")
        return
    if not bedrag:
        yield Belet(f"Vul in welk bedrag u als voorschot op {voor.kpi} vrijgeeft.", REGEL, "voorschot_bedrag")
        return
    yield from _bij_deze_kpi(stap)
    yield from _op_die_kpi(_kpi(stap), voor, bedrag)


def _bij_deze_kpi(stap: Stap) -> Iterator[Belet]:
    kpi = _kpi(stap)
    if kpi.resultaat == "niet" or not stap.gegevens.get("bedrag"):
        yield Belet(
            "Een voorschot hoort bij een KPI die geheel of deels is behaald en waarvoor u een bedrag toekent.", REGEL, "voorschot_op"
        )
    if kpi.toekenning.status != "in_uitvoering":
        yield Belet("Dit plan is niet meer in uitvoering; een voorschot kan niet meer.", REGEL, "voorschot_op")


def _op_die_kpi(kpi: "KpiVerantwoording", voor: "KpiVerantwoording", bedrag: Decimal) -> Iterator[Belet]:
    from verantwoording.models import KpiVerantwoording
    from verantwoording.selectors import wacht_op_mijlpaal

    voor = KpiVerantwoording.objects.select_related("kpi__na_mijlpaal").get(pk=voor.pk)  # as it is now, under the lock
    if voor.toekenning_id != kpi.toekenning_id or voor.kpi.nummer <= kpi.kpi.nummer:
        yield Belet("Kies een latere KPI van dit plan.", REGEL, "voorschot_op")
        return
    if voor.status not in ("open", "bewijs_ingediend"):
        yield Belet(f"{voor.kpi} staat niet meer open ({voor.get_status_display()}).", REGEL, "voorschot_op")
        return
    if wacht_op_mijlpaal(kpi.toekenning, voor.kpi) and voor.kpi.na_mijlpaal is not None:
        yield Belet(f"{voor.kpi} wacht op het go/no-go-besluit van mijlpaal {voor.kpi.na_mijlpaal.nummer}.", "1g.6", "voorschot_op")
    over = voor.kpi.bedrag - voor.bedrag_voorschot
    if bedrag > over:
        al = f" Daarvan is {toon_bedrag(voor.bedrag_voorschot)} al vrijgegeven." if voor.bedrag_voorschot else ""
        tekst = f"{voor.kpi} is {toon_bedrag(voor.kpi.bedrag)}.{al} Het voorschot kan hoogstens {toon_bedrag(over)} zijn."
        yield Belet(tekst, REGEL, "voorschot_bedrag")


def sleutel_is_afgesproken(stap: Stap) -> Iterator[str]:
    """A key that was proposed and not agreed to must not be passed over."""
    from verantwoording.selectors_betaling import sleutel_wacht

    toekenning = _kpi(stap).toekenning
    if sleutel_wacht(toekenning):
        yield f"{toekenning.dossier.tweede} heeft nog niet ingestemd met de voorgestelde verdeelsleutel."
