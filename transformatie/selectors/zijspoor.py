"""What the help beside the ladder shows: the agenda of the bestuurlijke groep and the work of the Vliegende Brigade."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from transformatie.models import Brigadelid, Dossier, Zijspoor

IN_DE_BRIGADE = (Rol.NZA, Rol.BRIGADE, Rol.BEOORDELAAR)
Soort = Zijspoor.Soort


@dataclass(frozen=True)
class Agendapunt:
    """Everything the bestuurlijke groep ever reads of a knelpunt: words, a month, and a key that leads nowhere else (1d.5)."""

    sleutel: str
    maand: str
    tekst: str
    uitkomst: str = ""


def agendapunt(zijspoor: Zijspoor) -> Agendapunt:
    """A knelpunt as the bestuurlijke groep reads it; the reporter sees the same before sending it."""
    return Agendapunt(str(zijspoor.agendasleutel), zijspoor.maand, zijspoor.generiek, zijspoor.duiding)


def agenda() -> tuple[list[Agendapunt], list[Agendapunt]]:
    """What is still to be discussed and what was, by month; within a month in an order that says nothing. One query."""
    rijen = Zijspoor.objects.filter(soort=Soort.BESTUURLIJKE_GROEP).only("op", "generiek", "duiding", "afgerond_op", "agendasleutel")
    gesorteerd = sorted(rijen, key=lambda z: (-z.op.year, -z.op.month, str(z.agendasleutel)))
    return [agendapunt(z) for z in gesorteerd if z.is_open], [agendapunt(z) for z in gesorteerd if not z.is_open]


def brigadezaken(door: Lidmaatschap, op: dt.date) -> "QuerySet[Zijspoor]":
    """The calls on the brigade this person knows: all of them for the NZa (its secretariat, ours), else where one reads along."""
    rijen = Zijspoor.objects.filter(soort=Soort.VLIEGENDE_BRIGADE).select_related("escalatie__dossier", "gevraagd_door")
    if door.rol != Rol.NZA:
        rijen = rijen.filter(pk__in=Brigadelid.objects.leest_mee_op(op).filter(lidmaatschap=door.pk).values("zijspoor"))
    return rijen.prefetch_related("leden__lidmaatschap__gebruiker", "leden__lidmaatschap__organisatie").order_by("-op", "-vastgelegd_op")


def brigadekandidaten(zijspoor: Zijspoor, op: dt.date) -> "QuerySet[Lidmaatschap]":
    """Who can be named: the NZa, the brigade's own people, and insurers that have no part in this dossier (1d.6).

    Left out: organisations at the table and insurers of their concern, who ever worked for one of them since the dossier
    began, and who sits in the bestuurlijke groep, that must not know which dossier it discusses (1d.5).
    """
    dossier = zijspoor.dossier
    betrokken = _betrokken(dossier)
    concerns = [o.concern_id for o in betrokken if o.concern_id]
    aan_tafel = Lidmaatschap.objects.filter(Q(tot__isnull=True) | Q(tot__gte=dossier.begonnen_op), organisatie__in=betrokken)
    groep = Lidmaatschap.objects.geldig_op(op).filter(rol=Rol.BESTUURLIJKE_GROEP)
    return (
        Lidmaatschap.objects.geldig_op(op)
        .filter(rol__in=IN_DE_BRIGADE, gebruiker__is_active=True)
        .exclude(organisatie__in=betrokken)
        .exclude(organisatie__concern__in=concerns)
        .exclude(gebruiker__in=aan_tafel.values("gebruiker"))
        .exclude(gebruiker__in=groep.values("gebruiker"))
        .select_related("gebruiker", "organisatie")
        .order_by("organisatie__naam", "gebruiker__naam")
    )


def _betrokken(dossier: Dossier) -> list[Organisatie]:
    """Everyone at the table, also who left it, and the two insurers."""
    rijen = {p.organisatie_id: p.organisatie for p in dossier.partijen.select_related("organisatie")}
    return list({**rijen, **{o.pk: o for o in dossier.betrokken_organisaties}}.values())


def open_agendapunten() -> int:
    """How many knelpunten wait for the bestuurlijke groep."""
    return Zijspoor.objects.filter(soort=Soort.BESTUURLIJKE_GROEP, afgerond_op=None).count()
