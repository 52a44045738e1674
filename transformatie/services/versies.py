"""Versions of a plan: a concept to work in, frozen when handed in, copied when work goes on."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from transformatie.formats import geldend_format
from transformatie.models import Kpi, KpiDeel, Mijlpaal, Planversie, Transformatieplan

KPI_VELDEN = [
    "sleutel",
    "nummer",
    "omschrijving",
    "indicator",
    "uitgangswaarde",
    "streefwaarde",
    "meetinstrument",
    "meten_op",
    "bedrag",
    "financieringsstroom",
    "organisatie_id",
    "sector",
    "is_sociaal_domein",
    "voorbereidingskosten",
]


def eerste_versie(plan: Transformatieplan, *, op: dt.date) -> Planversie:
    """An empty concept in the format of that day, with what the snelle toets already said."""
    format_ = geldend_format("transformatieplan", op)
    toets = plan.dossier.snelle_toets
    bekend = {v.sleutel for v in format_.velden}
    return Planversie.objects.create(
        plan=plan,
        nummer=1,
        formatversie=format_.versie,
        bedrag_gevraagd=toets.bedrag_gevraagd,
        inhoud={k: v for k, v in toets.inhoud.items() if k in bekend},
    )


def bevries(plan: Transformatieplan, *, op: dt.date) -> Planversie:
    """Freeze the concept: from now on it is what parties commit to, under its hash."""
    versie = plan.versies.get(bevroren_op__isnull=True)
    versie.sha256 = versie.bereken_hash()
    versie.bevroren_op = op
    versie.save()
    _vergeet(plan)
    return versie


def nieuwe_versie(plan: Transformatieplan) -> Planversie:
    """A concept copied from the last frozen version; KPI's and mijlpalen keep their keys."""
    oud = plan.versies.filter(bevroren_op__isnull=False).order_by("-nummer")[0]
    nieuw = Planversie.objects.create(
        plan=plan,
        nummer=oud.nummer + 1,
        formatversie=oud.formatversie,
        inhoud=oud.inhoud,
        bedrag_gevraagd=oud.bedrag_gevraagd,
        sociale_velden=oud.sociale_velden,
        kpi_motivering=oud.kpi_motivering,
    )
    mijlpalen: dict[Any, Mijlpaal] = {}
    for m in oud.mijlpalen.all():
        mijlpalen[m.pk] = Mijlpaal.objects.create(
            versie=nieuw, sleutel=m.sleutel, nummer=m.nummer, titel=m.titel, datum=m.datum, is_go_no_go=m.is_go_no_go
        )
    kpis = [
        (k, Kpi(versie=nieuw, na_mijlpaal=mijlpalen.get(k.na_mijlpaal_id), **{v: getattr(k, v) for v in KPI_VELDEN})) for k in oud.kpi_lijst
    ]
    Kpi.objects.bulk_create([nieuwe for _oude, nieuwe in kpis])
    KpiDeel.objects.bulk_create(
        [KpiDeel(kpi=k, organisatie_id=d.organisatie_id, sector=d.sector, bedrag=d.bedrag) for oude, k in kpis for d in oude.gelezen_delen]
    )
    _vergeet(plan)
    return nieuw


def leg_bij(plan: Transformatieplan, voorstel: Planversie, *, op: dt.date) -> Planversie:
    """Keep an adjusted version that all agreed with, and freeze it at once: it is never a concept (1g.6)."""
    kpis, mijlpalen = voorstel.kpi_lijst, list(voorstel.mijlpalen.all())
    voorstel.save()
    Mijlpaal.objects.bulk_create(mijlpalen)
    Kpi.objects.bulk_create(kpis)
    KpiDeel.objects.bulk_create(
        [KpiDeel(kpi=k, organisatie_id=d.organisatie_id, sector=d.sector, bedrag=d.bedrag) for k in kpis for d in k.gelezen_delen]
    )
    return bevries(plan, op=op)


def _vergeet(plan: Transformatieplan) -> None:
    for naam in ("laatste_versie", "ingediende_versie"):
        plan.__dict__.pop(naam, None)


@dataclass(frozen=True)
class Verschil:
    """One thing that differs between two versions, in words; `organisatie_id` when it concerns one party's KPI."""

    onderdeel: str
    oud: str
    nieuw: str
    is_sociaal_domein: bool = False
    organisatie_id: object = None


def verschillen(oud: Planversie, nieuw: Planversie) -> list[Verschil]:
    """Everything that changed from one version to another: fields, amount, KPI's and mijlpalen by their key."""
    gevonden = []
    if oud.bedrag_gevraagd != nieuw.bedrag_gevraagd:
        gevonden.append(Verschil("Gevraagd bedrag", str(oud.bedrag_gevraagd), str(nieuw.bedrag_gevraagd)))
    for veld in nieuw.format.velden:
        was, is_ = oud.inhoud.get(veld.sleutel, ""), nieuw.inhoud.get(veld.sleutel, "")
        if was != is_:
            sociaal = veld.sleutel in set(oud.sociale_velden) | set(nieuw.sociale_velden)
            gevonden.append(Verschil(veld.label, was, is_, sociaal))
    if set(oud.sociale_velden) != set(nieuw.sociale_velden):
        gevonden.append(Verschil("Onderdelen in het sociaal domein", ", ".join(oud.sociale_velden), ", ".join(nieuw.sociale_velden), True))
    was_kpis, nu_kpis = {k.sleutel: k for k in oud.kpi_lijst}, {k.sleutel: k for k in nieuw.kpi_lijst}
    for sleutel in [*was_kpis, *(s for s in nu_kpis if s not in was_kpis)]:
        was_kpi, nu_kpi = was_kpis.get(sleutel), nu_kpis.get(sleutel)
        if was_kpi and nu_kpi and was_kpi.als_gegevens() == nu_kpi.als_gegevens():
            continue
        for kpi in {k.organisatie_id: k for k in (was_kpi, nu_kpi) if k}.values():
            gevonden.append(Verschil(str(kpi), _zin(was_kpi), _zin(nu_kpi), kpi.is_sociaal_domein, kpi.organisatie_id))
    return gevonden + _verschoven_mijlpalen(oud, nieuw)


def _verschoven_mijlpalen(oud: Planversie, nieuw: Planversie) -> list[Verschil]:
    was, nu = ({m.sleutel: m for m in versie.mijlpalen.all()} for versie in (oud, nieuw))
    paren = [(was.get(s), nu.get(s)) for s in [*was, *(s for s in nu if s not in was)]]
    return [
        Verschil(f"Mijlpaal {(nieuwe or oude).nummer}", _mijlpaalzin(oude), _mijlpaalzin(nieuwe))  # type: ignore[union-attr] # one is there
        for oude, nieuwe in paren
        if _mijlpaalzin(oude) != _mijlpaalzin(nieuwe)
    ]


def _mijlpaalzin(mijlpaal: Mijlpaal | None) -> str:
    if mijlpaal is None:
        return ""
    return f"{mijlpaal.titel}, {toon_datum(mijlpaal.datum)}{', go/no-go' if mijlpaal.is_go_no_go else ''}"


def _zin(kpi: Kpi | None) -> str:
    return f"{kpi.omschrijving}; {kpi.streefwaarde}; {toon_bedrag(kpi.bedrag)}" if kpi else ""
