"""The rules of the money: amounts that agree, milestones, effort, cost registration, lawfulness."""

from collections.abc import Iterator
from decimal import Decimal

from kern.basis.geld import toon_bedrag
from kern.regels.register import Belet, toetst
from kern.toestanden.stap import Stap
from verantwoording.models import KpiVerantwoording, Rechtmatigheidsonderdeel, Resultaat, Toekenning
from verantwoording.rechtmatigheid import bij_betaling
from verantwoording.selectors import bedrag_boven_beschikking, wacht_op_mijlpaal


@toetst("1f.3", "teken overeenkomst")
def kpis_tellen_op_tot_overeengekomen(stap: Stap) -> Iterator[str]:
    """KPI amounts add up to what is agreed, and what each party and sector gets of them to the KPI's (1f.3)."""
    toekenning: Toekenning = stap.zaak
    if not hasattr(toekenning, "overeenkomst"):
        return
    versie = toekenning.plan.ingediende_versie
    overeengekomen = toekenning.overeenkomst.bedrag
    if versie is not None and versie.kpi_totaal != overeengekomen:
        yield f"De KPI's tellen op tot {toon_bedrag(versie.kpi_totaal)}; overeengekomen is {toon_bedrag(overeengekomen)}."
    for kpi in versie.kpi_lijst if versie is not None else []:
        verdeeld = sum((d.bedrag for d in kpi.verdeling), Decimal(0))
        if verdeeld != kpi.bedrag:
            yield f"{kpi} verdeelt {toon_bedrag(verdeeld)} over partijen en sectoren; afgesproken is {toon_bedrag(kpi.bedrag)}."


@toetst("1g.5", "ken KPI-bedrag toe")
def inspanning_is_beoordeeld(stap: Stap) -> Iterator[Belet]:
    """Granting above what was reached asks for the judgement that the effort was as agreed, with its grounds (1g.5)."""
    kpi: KpiVerantwoording = stap.zaak
    gevraagd = stap.gegevens.get("bedrag")
    behaald = kpi.bedrag_behaald or Decimal(0)
    if kpi.resultaat == Resultaat.BEHAALD or gevraagd is None or gevraagd <= behaald:
        return
    if kpi.inspanning != "ja" or not kpi.inspanning_onderbouwing.strip():
        tekst = f"De KPI is {kpi.get_resultaat_display()}. Leg eerst vast of de inspanningen volgens afspraak zijn geleverd."
        if kpi.inspanning == "nee":
            tekst = f"De inspanningen zijn niet volgens afspraak geleverd. Er kan ten hoogste {toon_bedrag(behaald)} worden toegekend."
        yield Belet(tekst, "1g.5", "bedrag")


@toetst("1g.6", "dien KPI-bewijs in", "betaal uit")
def go_no_go_is_besloten(stap: Stap) -> Iterator[str]:
    """KPI's after a go/no-go milestone wait for its decision, and so does an advance on them that was not ordered yet (1g.6)."""
    kpi: KpiVerantwoording = stap.zaak
    if wacht_op_mijlpaal(kpi.toekenning, kpi.kpi) and kpi.kpi.na_mijlpaal is not None:
        yield f"{kpi.kpi} wacht op het go/no-go-besluit van mijlpaal {kpi.kpi.na_mijlpaal.nummer}."
    voorschot = getattr(kpi, "voorschot_gegeven", None) if stap.naam == "betaal_uit" else None
    if voorschot is None or voorschot.voor.status == KpiVerantwoording.Status.VERVALLEN:
        return
    voor = voorschot.voor.kpi
    if wacht_op_mijlpaal(kpi.toekenning, voor) and voor.na_mijlpaal is not None:
        yield f"Het voorschot op {voor} wacht op het go/no-go-besluit van mijlpaal {voor.na_mijlpaal.nummer}."


@toetst("3a.3", "start uitvoering")
def kostenregistratie_is_afgesproken(stap: Stap) -> Iterator[str]:
    """The form of cost registration is settled before execution starts (3a.3)."""
    if not stap.zaak.kostenvorm:
        yield "Spreek eerst af hoe de kosten worden geregistreerd."


@toetst("3a.5", "betaal uit")
def uitgave_is_rechtmatig(stap: Stap) -> Iterator[str]:
    """The four parts the NZa looks for are there before money goes out (3a.5)."""
    kpi: KpiVerantwoording = stap.zaak
    toekenning = kpi.toekenning
    for deel in bij_betaling(kpi, stap.op):
        if deel.houdt_tegen:
            yield deel.belet
        elif deel.onderdeel == Rechtmatigheidsonderdeel.BESCHIKKING:
            over = bedrag_boven_beschikking(toekenning, kpi.bedrag_toegekend or Decimal(0))
            if over > 0:
                beschikt = toon_bedrag(toekenning.beschikt_bedrag)
                yield f"Met deze betaling komt u {toon_bedrag(over)} boven de betaalbeschikking van {beschikt}."
