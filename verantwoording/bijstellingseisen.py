"""What an adjustment of a plan must hold before it goes on (1g.6)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from kern.basis.geld import toon_bedrag
from kern.regels.register import Belet
from kern.toestanden.stap import Stap
from transformatie.kpi_eisen import te_veel

if TYPE_CHECKING:
    from verantwoording.models import Bijstelling


def _bijstelling(stap: Stap) -> "Bijstelling":
    return cast("Bijstelling", stap.zaak)


def plan_is_in_uitvoering(stap: Stap) -> Iterator[Belet]:
    """Only a plan that runs is adjusted."""
    if _bijstelling(stap).toekenning.status != "in_uitvoering":
        yield Belet("Bijstellen kan alleen bij een plan in uitvoering.", "1g.6")


def er_verandert_iets(stap: Stap) -> Iterator[Belet]:
    """An adjustment changes something."""
    if not _bijstelling(stap).regels.exists():
        yield Belet("Er is nog niets gewijzigd. Pas eerst een KPI of een mijlpaal aan.", "1g.6")


def telt_op(stap: Stap) -> Iterator[Belet]:
    """The adjusted KPI's add up to what was agreed, with the extra means when there are any (1f.3)."""
    from verantwoording.bijstelling import ruimte, voorstel_van

    bijstelling = _bijstelling(stap)
    totaal, mag = voorstel_van(bijstelling).kpi_totaal, ruimte(bijstelling)
    if totaal != mag:
        yield Belet(f"De bijgestelde KPI's tellen op tot {toon_bedrag(totaal)}; afgesproken is {toon_bedrag(mag)}.", "1f.3")


def oplevering_klopt(stap: Stap) -> Iterator[Belet]:
    """'Opleveren van een transformatieplan' stays at most the costs that were made (1g.2)."""
    from verantwoording.bijstelling import voorstel_van

    for kpi in voorstel_van(_bijstelling(stap)).kpi_lijst:
        if kpi.is_oplevering and kpi.voorbereidingskosten is not None and kpi.bedrag > kpi.voorbereidingskosten:
            yield Belet(te_veel(kpi.voorbereidingskosten), "1g.2")


def kpis_staan_nog_open(stap: Stap) -> Iterator[Belet]:
    """What was proved, judged or paid meanwhile no longer changes, and the proposal is about the version that counts."""
    from verantwoording.bijstelling import vaste_kpis

    bijstelling = _bijstelling(stap)
    if bijstelling.toekenning.plan.ingediende_versie != bijstelling.basis:
        yield Belet("Het plan heeft intussen een nieuwere versie. Trek deze bijstelling in en begin een nieuwe.", "1g.6")
        return
    vast = vaste_kpis(bijstelling.toekenning)
    geraakt = set(bijstelling.regels.values_list("sleutel", flat=True))
    for rij in vast.values():
        if rij.sleutel in geraakt:
            stand = rij.get_status_display()
            yield Belet(f"{rij.kpi} verandert niet meer: de stand is '{stand}'. Haal de wijziging van deze KPI uit het voorstel.", "1g.6")


def voorschot_past(stap: Stap) -> Iterator[Belet]:
    """A KPI stays at least what was released for it in advance (1g.4)."""
    from verantwoording.bijstelling import onder_voorschot, voorstel_van

    bijstelling = _bijstelling(stap)
    bedragen = {k.sleutel: k.bedrag for k in voorstel_van(bijstelling).kpi_lijst}
    for grens in onder_voorschot(bijstelling.toekenning, bedragen).values():
        yield Belet(grens.zin, "1g.4")


def partijen_stemden_in(stap: Stap) -> Iterator[Belet]:
    """Everyone it touches agreed with exactly this proposal."""
    for akkoord in _bijstelling(stap).akkoorden.filter(vervallen_op=None).select_related("organisatie"):
        wie = akkoord.organisatie.aan_het_begin
        if not akkoord.antwoord:
            yield Belet(f"{wie} heeft nog niet ingestemd met de bijstelling.", "1g.6")
        elif akkoord.antwoord == akkoord.Antwoord.BEZWAAR:
            yield Belet(f"{wie} stemt niet in met de bijstelling.", "1g.6")


def toelichting_gegeven(stap: Stap) -> Iterator[Belet]:
    """Who must agree reads why."""
    if not _bijstelling(stap).toelichting.strip():
        yield Belet("Schrijf bij het voorstel waarom bijstellen nodig is.", "1g.6")


def motivering_gegeven(stap: Stap) -> Iterator[Belet]:
    """A decision has its grounds."""
    if stap.gegevens and not str(stap.gegevens.get("motivering", "")).strip():
        yield Belet("Motiveer dit besluit.", "1g.6", "motivering")


def addendum_genoemd(stap: Stap) -> Iterator[Belet]:
    """The agreement is changed by an addendum; it is named here."""
    if stap.gegevens and not str(stap.gegevens.get("addendum", "")).strip():
        yield Belet("Noem het addendum bij de overeenkomst.", "1g.6", "addendum")


def reden_gegeven(stap: Stap) -> Iterator[Belet]:
    """Others must be able to understand this later."""
    if stap.gegevens and not str(stap.gegevens.get("reden", "")).strip():
        yield Belet("Geef een reden.", "1g.6", "reden")
