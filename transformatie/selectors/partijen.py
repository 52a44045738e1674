"""Which parties a dossier still misses, and whom one can invite."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from kern.basis.datums import toon_datum
from kern.organisaties.models import Organisatie, Regio
from transformatie.models import Domein, Dossier, Partij, Partijrol, Vertrek

WLZ = "Dit plan raakt de langdurige zorg."
SOCIAAL = "Dit plan raakt het sociaal domein."
Plek = tuple[str, Organisatie | None]


@dataclass(frozen=True)
class Ontbreekt:
    """A financier that must still be invited (1a.1); without `organisatie` nobody is known for it.

    `belet` is the sentence with which the rule refuses a step; `weg` says how it left when it was there before.
    """

    domein: Domein
    waarom: str
    organisatie: Organisatie | None
    rol: Partijrol
    belet: str
    weg: str = ""

    @property
    def naam(self) -> str:
        return self.organisatie.naam if self.organisatie else ""

    @property
    def is_onbekend(self) -> bool:
        return self.organisatie is None


def met_financiers(dossiers: "QuerySet[Dossier]") -> "QuerySet[Dossier]":
    """Dossiers with the zorgkantoor of each region and the gemeenten that are involved, in the query itself."""
    regios = Regio.objects.filter(dossiers=OuterRef("pk")).order_by("naam")
    gemeenten = Organisatie.objects.filter(
        pk__in=Dossier.gemeenten.through.objects.filter(dossier=OuterRef(OuterRef("pk"))).values("organisatie")
    )
    organisatie = JSONObject(pk="pk", naam="naam", soort="soort")
    kantoor = JSONObject(regio="naam", pk="zorgkantoor", naam="zorgkantoor__naam", soort="zorgkantoor__soort")
    return dossiers.annotate(
        kantoren_json=ArraySubquery(regios.values(j=kantoor)),
        gemeenten_json=ArraySubquery(gemeenten.order_by("naam").values(j=organisatie)),
    )


def _kantoren(dossier: Dossier) -> list[Plek]:
    """Each region of the plan with its zorgkantoor; asks the database only when the dossier was read without."""
    if "kantoren_json" in dossier.__dict__:
        return [(j["regio"], _organisatie(j) if j["pk"] else None) for j in dossier.__dict__["kantoren_json"]]
    return [(r.naam, r.zorgkantoor) for r in dossier.regios.select_related("zorgkantoor").order_by("naam")]


def _gemeenten(dossier: Dossier) -> list[Organisatie]:
    if "gemeenten_json" in dossier.__dict__:
        return [_organisatie(j) for j in dossier.__dict__["gemeenten_json"]]
    return list(dossier.gemeenten.all())


def _organisatie(j: dict[str, Any]) -> Organisatie:
    return Organisatie(pk=uuid.UUID(j["pk"]), naam=j["naam"], soort=j["soort"])


def ontbrekende_partijen(dossier: Dossier) -> list[Ontbreekt]:
    """Every domain outside the Zvw asks for its own financier at the table (1a.1); invited is enough.

    A gemeente that declined or withdrew by its own act is no longer involved, as long as another one is.
    At most three queries, and none on a dossier that was read `met_financiers` with its parties.
    """
    gevonden: list[Ontbreekt] = []
    if not {Domein.WLZ, Domein.SOCIAAL} & set(dossier.domeinen):
        return gevonden
    genodigd = {(p.organisatie_id, p.rol) for p in dossier.deelnemende_partijen}
    weg = {(p.organisatie_id, p.rol): p for p in _vertrokken(dossier)}
    if Domein.WLZ in dossier.domeinen:
        gevonden += [
            _kantoor(naam, kantoor, weg.get((kantoor.pk, Partijrol.FINANCIER)) if kantoor else None)
            for naam, kantoor in _kantoren(dossier)
            if kantoor is None or (kantoor.pk, Partijrol.FINANCIER) not in genodigd
        ]
    if Domein.SOCIAAL in dossier.domeinen:
        gevonden += _ontbrekende_gemeenten(dossier, genodigd, weg)
    return gevonden


def _vertrokken(dossier: Dossier) -> list[Partij]:
    """Who left, in that order; remembered on a dossier whose parties were loaded."""
    if "vertrokken_partijen" in dossier.__dict__:
        return list(dossier.__dict__["vertrokken_partijen"])
    return list(dossier.partijen.filter(uit_op__isnull=False))


def _kantoor(regio: str, kantoor: Organisatie | None, weg: Partij | None) -> Ontbreekt:
    waarom = f"Dit plan raakt de langdurige zorg in {regio}."
    belet = f"{WLZ} Nodig eerst het zorgkantoor van {regio} uit."
    if weg is not None and weg.ging_zelf and kantoor is not None:
        belet = f"{WLZ} {kantoor} {_hoe(weg)}. Nodig het opnieuw uit, of haal het domein weg."
    return Ontbreekt(Domein.WLZ, waarom, kantoor, Partijrol.FINANCIER, belet, _hoe(weg))


def _ontbrekende_gemeenten(dossier: Dossier, genodigd: set[Any], weg: dict[Any, Partij]) -> list[Ontbreekt]:
    gemeente_rol = Partijrol.GEMEENTE
    doet_mee = any(rol == gemeente_rol for _, rol in genodigd)
    missend, zelf_weg = [], []
    for gemeente in _gemeenten(dossier):
        if (gemeente.pk, gemeente_rol) in genodigd:
            continue
        vertrek = weg.get((gemeente.pk, gemeente_rol))
        if vertrek is None or (not vertrek.ging_zelf and vertrek.vertrek != Vertrek.NA_WEIGERING):
            belet = f"{SOCIAAL} Nodig eerst {gemeente.in_zin} uit."
            missend.append(Ontbreekt(Domein.SOCIAAL, SOCIAAL, gemeente, gemeente_rol, belet, _hoe(vertrek)))
        else:
            zelf_weg.append(gemeente)
    if missend or doet_mee:
        return missend
    belet = f"{SOCIAAL} Noem welke gemeenten erbij betrokken zijn en nodig hen uit."
    if zelf_weg:
        belet = f"{SOCIAAL} Geen gemeente doet mee. Nodig een gemeente (opnieuw) uit, of haal het domein weg."
    return [Ontbreekt(Domein.SOCIAAL, belet, None, gemeente_rol, belet)]


def _hoe(partij: Partij | None) -> str:
    """How this party left: 'sloeg de uitnodiging af op 3 april 2025'."""
    if partij is None or not partij.vertrek:
        return ""
    wat = partij.get_vertrek_display()
    return f"{'is ' if not partij.ging_zelf else ''}{wat} op {toon_datum(partij.uit_op)}"


def uitnodigbare_organisaties() -> list[str]:
    """The names one can choose from; insurers come along by themselves. One query."""
    rijen = Organisatie.objects.exclude(soort=Organisatie.Soort.ZORGVERZEKERAAR).order_by("naam")
    return list(rijen.values_list("naam", flat=True)[:1000])
