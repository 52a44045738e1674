"""Questions about organisations and regions, each with a fixed number of queries."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from kern.organisaties.models import (
    Contactpersoon,
    GemeenteInRegio,
    Lidmaatschap,
    Organisatie,
    Regio,
    Rol,
    Vervanging,
    VerzekeraarsInRegio,
)
from kern.organisaties.zoeken import normaliseer


@dataclass(frozen=True)
class Indeling:
    """Where a gemeente belongs on one day, in each of the two divisions."""

    mandaatregio: Regio | None = None
    zorgkantoorregio: Regio | None = None


@dataclass(frozen=True)
class Regiocoordinator:
    """Someone who can assess as a third party, and the mandaatregio's in which they may not (1b.3)."""

    lidmaatschap: Lidmaatschap
    eigen_regios: frozenset[Regio]


def _indelingen(gemeenten: Iterable[Organisatie], op: dt.date) -> Iterable[GemeenteInRegio]:
    return GemeenteInRegio.objects.geldig_op(op).filter(gemeente__in=list(gemeenten)).select_related("regio")


def mandaatregios_van(gemeenten: Iterable[Organisatie], op: dt.date) -> set[Regio]:
    """The mandaatregio's to which these gemeenten belong on that day."""
    return {i.regio for i in _indelingen(gemeenten, op) if i.regio.soort == Regio.Soort.MANDAATREGIO}


def zorgkantoorregios_van(gemeenten: Iterable[Organisatie], op: dt.date) -> set[Regio]:
    """The zorgkantoorregio's to which these gemeenten belong on that day."""
    return {i.regio for i in _indelingen(gemeenten, op) if i.regio.soort == Regio.Soort.ZORGKANTOORREGIO}


def gemeente_hoort_bij(gemeente: Organisatie, op: dt.date) -> Indeling:
    """The mandaatregio and the zorgkantoorregio of one gemeente on that day."""
    return Indeling(**{i.regio.soort: i.regio for i in _indelingen([gemeente], op)})


def gemeenten_in(regios: Iterable[Regio], op: dt.date) -> list[Organisatie]:
    """The gemeenten that belong to any of these regions on that day."""
    plaatsen = GemeenteInRegio.objects.geldig_op(op).filter(regio__in=list(regios))
    return list(Organisatie.objects.filter(pk__in=plaatsen.values("gemeente")))


def verzekeraars_van(zorgkantoorregio: Regio, op: dt.date) -> VerzekeraarsInRegio | None:
    """The first and second insurer of a region on that day, or None where nobody filled them in."""
    return (
        VerzekeraarsInRegio.objects.geldig_op(op)
        .filter(regio=zorgkantoorregio)
        .select_related("eerste__concern", "tweede__concern", "regio")
        .first()
    )


def zelfde_concern(a: Organisatie, b: Organisatie) -> bool:
    """Whether two insurers may not assess together (1c.1): one organisation, or one concern."""
    return a.pk == b.pk or (a.concern_id is not None and a.concern_id == b.concern_id)


def zorgkantoren_van(regios: Iterable[Regio]) -> set[Organisatie]:
    """The zorgkantoren of these zorgkantoorregio's; a mandaatregio has none."""
    return set(Organisatie.objects.filter(zorgkantoorregios__in=list(regios)))


def regiocoordinatoren(op: dt.date) -> list[Regiocoordinator]:
    """Everyone who is regiocoordinator on that day, with the mandaatregio's that are their own.

    Their own are the region of their gemeente and every region for which their organisation is mandaathouder.
    """
    leden = list(
        Lidmaatschap.objects.geldig_op(op)
        .filter(rol=Rol.REGIOCOORDINATOR, gebruiker__is_active=True)
        .select_related("organisatie", "gebruiker")
    )
    organisaties = {lid.organisatie_id for lid in leden}
    eigen: dict[object, set[Regio]] = defaultdict(set)
    mandaat = Regio.objects.filter(soort=Regio.Soort.MANDAATREGIO)
    for regio in mandaat.filter(mandaathouder__in=organisaties):
        eigen[regio.mandaathouder_id].add(regio)
    plaatsen = GemeenteInRegio.objects.geldig_op(op).filter(gemeente__in=organisaties, regio__soort=Regio.Soort.MANDAATREGIO)
    for indeling in plaatsen.select_related("regio"):
        eigen[indeling.gemeente_id].add(indeling.regio)
    return [Regiocoordinator(lid, frozenset(eigen[lid.organisatie_id])) for lid in leden]


def contacten(op: dt.date, zoek: str = "") -> list[VerzekeraarsInRegio]:
    """Per zorgkantoorregio the insurers with their contact persons for everything (1d.4), in the order of the regions."""
    personen = Prefetch("contactpersonen", Contactpersoon.objects.filter(zaak=None).order_by("naam"))
    paren = VerzekeraarsInRegio.objects.geldig_op(op).select_related("regio__zorgkantoor").order_by("regio__naam")
    if zoek:
        naam = normaliseer(zoek)
        plaatsen = GemeenteInRegio.objects.geldig_op(op).filter(gemeente__zoeknaam__contains=naam).values("regio")
        verzekerd = Q(eerste__zoeknaam__contains=naam) | Q(tweede__zoeknaam__contains=naam)
        paren = paren.filter(Q(regio__naam__icontains=zoek) | Q(regio__in=plaatsen) | verzekerd)
    return list(
        paren.prefetch_related(
            Prefetch("eerste", Organisatie.objects.prefetch_related(personen)),
            Prefetch("tweede", Organisatie.objects.prefetch_related(personen)),
        )
    )


def vervangers_van(lid: Lidmaatschap, op: dt.date) -> list[Lidmaatschap]:
    """The colleagues who do this person's own work on that day. One query."""
    rijen = Lidmaatschap.objects.voor_dag(op).filter(vervangt__lidmaatschap=lid, gebruiker__is_active=True).distinct()
    return [v for v in rijen.select_related("organisatie", "gebruiker") if lid.pk in v.vervangt_ids]


def vervangt(door: Lidmaatschap, op: dt.date) -> list[Lidmaatschap]:
    """Whose own work this person does on that day, besides the own. One query."""
    zelf = Lidmaatschap.objects.voor_dag(op).filter(pk=door.pk).first()
    return list(Lidmaatschap.objects.filter(pk__in=zelf.vervangt_ids).select_related("organisatie", "gebruiker")) if zelf else []


def vervangingen_van(gebruikers: Iterable[uuid.UUID], op: dt.date) -> list[Vervanging]:
    """Absences of these people that are not over, the first to begin on top. One query."""
    rijen = Vervanging.objects.filter(lidmaatschap__gebruiker__in=list(gebruikers), tot__gte=op)
    return list(rijen.select_related("lidmaatschap__organisatie", "lidmaatschap__gebruiker", "vervanger__gebruiker").order_by("van"))
