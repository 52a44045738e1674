"""Questions about an adjustment: the version it would become, what may still change, whom it touches (1g.6)."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db.models import Sum

from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Organisatie
from transformatie.models import Kpi, Mijlpaal, Partijrol, Planversie, Verdeeldeel
from transformatie.selectors.vergelijking import Vergelijking, vergelijk
from transformatie.services.versies import KPI_VELDEN
from verantwoording.models import (
    Bijstelling,
    Bijstellingsregel,
    KpiVerantwoording,
    Mijlpaalbesluit,
    Toekenning,
    VerantwoordingStatus,
)
from verantwoording.selectors import besluiten_per_mijlpaal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Voorschotgrens:
    """What was released in advance for a KPI: its amount cannot become less."""

    naam: str
    bedrag: Decimal

    @property
    def zin(self) -> str:
        return f"Voor {self.naam} is al {toon_bedrag(self.bedrag)} als voorschot vrijgegeven; het bedrag kan niet lager worden."


def lopende_bijstelling(toekenning: Toekenning) -> Bijstelling | None:
    """The adjustment that is neither processed nor ended, if there is one."""
    return toekenning.bijstellingen.filter(status__in=["concept", "voorgelegd", "akkoord"]).first()


def ruimte(bijstelling: Bijstelling) -> Decimal:
    """What the adjusted KPI's must add up to: as agreed now, with the extra means."""
    return bijstelling.basis.kpi_totaal + bijstelling.extra_middelen


def vaste_kpis(toekenning: Toekenning) -> dict[uuid.UUID, KpiVerantwoording]:
    """The accounts, by key, of KPI's that no longer change: proved, judged, granted, paid or lapsed. One query."""
    rijen = toekenning.kpis.exclude(status=VerantwoordingStatus.OPEN).select_related("kpi")
    return {r.sleutel: r for r in rijen}


def onder_voorschot(toekenning: Toekenning, bedragen: dict[uuid.UUID, Decimal]) -> dict[uuid.UUID, Voorschotgrens]:
    """The KPI's, by key, whose new amount is less than what was already released for them in advance (1g.4). One query."""
    rijen = toekenning.kpis.annotate(vooruit=Sum("voorschotten__bedrag")).filter(vooruit__gt=0).select_related("kpi")
    grenzen = {r.sleutel: Voorschotgrens(str(r.kpi), r.vooruit) for r in rijen}  # an annotation of the query
    return {s: g for s, g in grenzen.items() if bedragen.get(s, g.bedrag) < g.bedrag}


def onverdeeld_extra(toekenning: Toekenning) -> Decimal:
    """Extra means that no processed adjustment gave to a KPI yet, in euro; also after a proposal was rejected. One query."""
    verdeeld = toekenning.bijstellingen.filter(status="verwerkt").aggregate(t=Sum("extra_middelen"))["t"] or Decimal(0)
    return max(toekenning.bedrag_extra - verdeeld, Decimal(0))


def vaste_sleutels(toekenning: Toekenning) -> set[uuid.UUID]:
    """What an adjustment leaves as it is: KPI's that are being accounted for, and milestones that were decided as go. Two queries."""
    go = Mijlpaalbesluit.Besluit.GO
    return {*vaste_kpis(toekenning), *(s for s, b in besluiten_per_mijlpaal(toekenning).items() if b.besluit == go)}


def voorstel_van(bijstelling: Bijstelling) -> Planversie:
    """The version this adjustment would become: unsaved, complete, with the keys of the agreed one. Four queries."""
    basis, regels = bijstelling.basis, {r.sleutel: r for r in bijstelling.regels.all()}
    versie = Planversie(
        plan_id=basis.plan_id,
        nummer=basis.nummer + 1,
        formatversie=basis.formatversie,
        inhoud=basis.inhoud,
        bedrag_gevraagd=ruimte(bijstelling),
        sociale_velden=basis.sociale_velden,
        kpi_motivering=basis.kpi_motivering,
    )
    mijlpalen = {m.pk: _mijlpaal(m, versie, regels.get(m.sleutel)) for m in basis.mijlpalen.all()}
    kpis = [_kpi(k, versie, regels.get(k.sleutel), mijlpalen[k.na_mijlpaal_id] if k.na_mijlpaal_id else None) for k in basis.kpi_lijst]
    versie.__dict__["kpi_lijst"] = kpis
    versie._prefetched_objects_cache = {"mijlpalen": list(mijlpalen.values())}  # type: ignore[attr-defined]  # what `mijlpalen.all()` gives
    return versie


def _mijlpaal(m: Mijlpaal, versie: Planversie, regel: Bijstellingsregel | None) -> Mijlpaal:
    datum = regel.datum if regel and regel.datum else m.datum
    return Mijlpaal(versie=versie, sleutel=m.sleutel, nummer=m.nummer, titel=m.titel, datum=datum, is_go_no_go=m.is_go_no_go)


def _kpi(k: Kpi, versie: Planversie, regel: Bijstellingsregel | None, na_mijlpaal: Mijlpaal | None) -> Kpi:
    nieuw = Kpi(versie=versie, na_mijlpaal=na_mijlpaal, **{v: getattr(k, v) for v in KPI_VELDEN})
    nieuw.organisatie = k.organisatie
    if regel is not None:
        nieuw.bedrag = regel.bedrag or k.bedrag
        nieuw.meten_op = regel.datum or k.meten_op
        nieuw.streefwaarde = regel.streefwaarde or k.streefwaarde
    nieuw.delen_json = [  # type: ignore[attr-defined]  # as the query of `kpi_lijst` brings it
        {"organisatie": str(d.organisatie_id), "naam": d.organisatie, "sector": d.sector, "bedrag": str(d.bedrag)}
        for d in herverdeel(k.gelezen_delen, nieuw.bedrag)
    ]
    return nieuw


def herverdeel(delen: list[Verdeeldeel], bedrag: Decimal) -> list[Verdeeldeel]:
    """The same split over another amount; the largest part takes the cents that rounding leaves."""
    totaal = sum((d.bedrag for d in delen), Decimal(0))
    if not delen or totaal == bedrag:
        return delen
    nieuw = [(d.bedrag * bedrag / totaal).quantize(CENT, ROUND_DOWN) for d in delen]
    grootste = max(range(len(delen)), key=lambda i: delen[i].bedrag)
    nieuw[grootste] += bedrag - sum(nieuw, Decimal(0))
    return [Verdeeldeel(d.organisatie_id, d.organisatie, d.sector, n) for d, n in zip(delen, nieuw, strict=True) if n]


def verschil(bijstelling: Bijstelling) -> Vergelijking:
    """What is agreed beside what is proposed, or beside what it became."""
    return vergelijk(bijstelling.basis, bijstelling.versie or voorstel_van(bijstelling))


def wie_geraakt(bijstelling: Bijstelling) -> dict[Organisatie, str]:
    """Who must agree, and why: penvoerder, kassier, who answers for a changed KPI, and gemeenten when it is about the social domain."""
    dossier, voorstel = bijstelling.dossier, voorstel_van(bijstelling)
    redenen: dict[uuid.UUID, list[str]] = {}
    for partij in dossier.deelnemende_partijen:
        if partij.rol in (Partijrol.PENVOERDER, Partijrol.KASSIER):
            redenen.setdefault(partij.organisatie_id, []).append(str(partij.get_rol_display()))
    was = {k.sleutel: k for k in bijstelling.basis.kpi_lijst}
    anders = [k for k in voorstel.kpi_lijst if k.als_gegevens() != was[k.sleutel].als_gegevens()]
    for kpi in anders:
        for organisatie_id in {kpi.organisatie_id, *(d.organisatie_id for d in kpi.verdeling)}:
            redenen.setdefault(organisatie_id, []).append(f"betrokken bij {kpi}")
    if any(k.is_sociaal_domein for k in anders):
        for partij in dossier.deelnemende_partijen:
            if partij.rol == Partijrol.GEMEENTE:
                redenen.setdefault(partij.organisatie_id, []).append("sociaal domein")
    organisaties = {p.organisatie_id: p.organisatie for p in dossier.deelnemende_partijen}
    return {organisaties[pk]: ", ".join(dict.fromkeys(waarom))[:200] for pk, waarom in redenen.items() if pk in organisaties}


def gewijzigd(
    bijstelling: Bijstelling, kpis: dict[uuid.UUID, dict[str, Any]], mijlpalen: dict[uuid.UUID, dt.date]
) -> list[Bijstellingsregel]:
    """Of what was typed only what differs from the agreed version, as rows to keep."""
    regels = []
    for k in bijstelling.basis.kpi_lijst:
        typte = kpis.get(k.sleutel, {})
        was = {"bedrag": k.bedrag, "datum": k.meten_op, "streefwaarde": k.streefwaarde}
        anders = {veld: typte[veld] for veld in was if typte.get(veld) and typte[veld] != was[veld]}
        if anders:
            regels.append(Bijstellingsregel(bijstelling=bijstelling, sleutel=k.sleutel, **anders))
    for m in bijstelling.basis.mijlpalen.all():
        datum = mijlpalen.get(m.sleutel)
        if datum and datum != m.datum:
            regels.append(Bijstellingsregel(bijstelling=bijstelling, sleutel=m.sleutel, datum=datum))
    return regels
