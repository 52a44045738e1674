"""Reading what the four parts of 3a.5 rest on, in a fixed number of queries however many plans are asked."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kern.documenten.models import Document
from kern.termijnen.models import Termijn
from kern.termijnen.soorten import KOSTENSTAND
from transformatie.models import Partij, Partijrol, Planversie
from verantwoording.models import Bijsturing, Kostenstand, KpiVerantwoording, Ondertekening, Toekenning, Voortgangsmoment
from verantwoording.rechtmatigheid import BESCHIKKING, BESLUIT, BEWIJSSTUK, OVEREENKOMST, Deel, Feiten, vier_delen

STUKKEN = (BEWIJSSTUK, BESLUIT, *OVEREENKOMST, *BESCHIKKING)


def toekenningen() -> "QuerySet[Toekenning]":
    """Plans with what their parts rest on in one row."""
    return Toekenning.objects.select_related(
        "plan", "overeenkomst", "beschikking", "dossier__hoofdregio", "dossier__coordinerend", "dossier__tweede"
    )


def feiten_van(rijen: Sequence[Toekenning], op: dt.date) -> dict[uuid.UUID, Feiten]:
    """The facts of these plans that decide whether a part is there, without the papers. Five queries."""
    kpis = KpiVerantwoording.objects.filter(toekenning__in=rijen).select_related("kpi").order_by("kpi__nummer")
    voortgang = Voortgangsmoment.objects.filter(toekenning__in=rijen, op__lte=op).order_by("op", "vastgelegd_op")
    bijsturingen = Bijsturing.objects.filter(toekenning__in=rijen, geopend_op__lte=op).order_by("geopend_op")
    penvoerders = Partij.objects.filter(dossier__in=[t.dossier_id for t in rijen], rol=Partijrol.PENVOERDER, uit_op=None)
    namen = dict(penvoerders.values_list("dossier_id", "organisatie__naam"))
    per_kpi, per_voortgang = _per(kpis, "toekenning_id"), _per(voortgang, "toekenning_id")
    per_stand, per_bijsturing = _per(_kostenstanden(rijen, op), "toekenning_id"), _per(bijsturingen, "toekenning_id")
    return {
        t.pk: Feiten(
            t,
            op,
            str(t.dossier.coordinerend),
            namen.get(t.dossier_id, ""),
            kpis=per_kpi[t.pk],
            voortgang=per_voortgang[t.pk],
            kostenstanden=per_stand[t.pk],
            bijsturingen=per_bijsturing[t.pk],
        )
        for t in rijen
    }


def _kostenstanden(rijen: Sequence[Toekenning], op: dt.date) -> "QuerySet[Any]":
    """The quarterly statements that counted or were waited for on that day, each with the last day of its clock."""
    klok = Termijn.objects.filter(onderwerp=OuterRef("pk"), soort_termijn=KOSTENSTAND).order_by("-einde_op")
    zelfde = {veld: OuterRef(veld) for veld in ("toekenning", "jaar", "kwartaal")}
    nieuwer = Kostenstand.objects.filter(**zelfde, versie__gt=OuterRef("versie"), ingediend_op__lte=op)
    gebleven = Kostenstand.objects.filter(~Exists(nieuwer), toekenning__in=rijen).exclude(status="vervallen")
    return gebleven.annotate(uiterlijk=Subquery(klok.values("einde_op")[:1])).order_by("jaar", "kwartaal")


def met_stukken(f: Feiten) -> Feiten:
    """The same with the papers: versions, signatures and documents of that day. Three queries."""
    t, op = f.toekenning, f.op
    versies = list(Planversie.objects.filter(plan=t.plan, bevroren_op__lte=op).order_by("nummer"))
    besloten_op = t.plan.besloten_op
    f.versie = next((v for v in reversed(versies) if besloten_op and v.bevroren_op and v.bevroren_op <= besloten_op), None)
    f.bijgesteld = versies[-1] if versies and versies[-1] != f.versie else None
    f.handtekeningen = list(
        Ondertekening.objects.filter(Q(vervallen_op=None) | Q(vervallen_op__gt=op), overeenkomst__toekenning=t, op__lte=op)
        .exclude(is_geweigerd=True)
        .select_related("organisatie", "document")
    )
    f.documenten = list(Document.objects.filter(zaak=t.dossier_id, op__lte=op, soort__in=STUKKEN).order_by("op", "vastgelegd_op"))
    return f


def delen_van(rijen: Sequence[Toekenning], op: dt.date) -> dict[uuid.UUID, list[Deel]]:
    """The four parts of each of these plans, without the papers. Five queries."""
    return {pk: vier_delen(f) for pk, f in feiten_van(rijen, op).items()}


def ontbrekende(delen: Iterable[Deel]) -> list[int]:
    """The numbers of the parts that are not complete."""
    return [d.nummer for d in delen if not d.is_compleet]


def _per(rijen: "QuerySet[Any]", sleutel: str) -> dict[uuid.UUID, list[Any]]:
    """The rows by the key they hang on."""
    gevonden: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for rij in rijen:
        gevonden[getattr(rij, sleutel)].append(rij)
    return gevonden
