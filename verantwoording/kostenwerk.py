"""What of the costs waits on a person, over all dossiers, in one query (3a.1)."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from kern.basis.datums import toon_datum
from kern.organisaties.models import Lidmaatschap, Rol
from kern.termijnen.models import Termijn
from kern.termijnen.soorten import KOSTENSTAND
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.models import Dossier
from verantwoording.models import Begroting, BegrotingStatus, Kostenstand, KostenstandStatus, Toekenning, ToekenningStatus
from verantwoording.werkvoorraad import _onbevangen, _penvoerder_in

S = KostenstandStatus


@werkvoorraad_bron
def kosten(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """The penvoerder writes and hands in, the coordinating insurer confirms and discusses."""
    if namens.rol == Rol.PLANMAKER:
        rijen = _lopend().filter(_penvoerder_in(namens))
        return [item for t in rijen for item in (*_begroting_penvoerder(t), *_standen_penvoerder(t))]
    if namens.rol == Rol.BEOORDELAAR:
        rijen = _lopend().filter(_onbevangen(namens, "dossier_id"), dossier__coordinerend=namens.organisatie_id)
        return [item for t in rijen for item in (*_begroting_czv(t), *_standen_czv(t, op))]
    return []


def _klok() -> Subquery:
    klok = Termijn.objects.open().filter(onderwerp=OuterRef("pk"), soort_termijn=KOSTENSTAND)
    return Subquery(klok.values("einde_op")[:1])


def met_klok(rijen: "QuerySet[Kostenstand]") -> "QuerySet[Kostenstand]":
    """Each open statement with the last day on which it can be given in time."""
    return rijen.select_related("dossier__hoofdregio").annotate(uiterlijk=_klok())


def _lopend() -> "QuerySet[Toekenning]":
    """Plans in execution with their newest budget and the statements that wait, as values."""
    begroting = Begroting.objects.filter(toekenning=OuterRef("pk")).order_by("-nummer")
    standen = Kostenstand.objects.filter(toekenning=OuterRef("pk"), status__in=[S.CONCEPT, S.INGEDIEND]).order_by("jaar", "kwartaal")
    velden = {v: v for v in ("pk", "jaar", "kwartaal", "versie", "status", "ingediend_op")}
    return (
        Toekenning.objects.filter(status=ToekenningStatus.IN_UITVOERING)
        .select_related("dossier__hoofdregio")
        .annotate(
            nieuwste=Subquery(begroting.values(j=JSONObject(status="status", opmerking="opmerking", op="voorgelegd_op"))[:1]),
            wachtend=ArraySubquery(standen.values(j=JSONObject(**velden, uiterlijk=_klok()))),
        )
    )


def _item(
    dossier: Dossier, wat: str, url: str, knop: str, *, toelichting: str = "Regel 3a.1", uiterlijk: dt.date | None = None, **kw: Any
) -> Werkitem:
    return Werkitem(
        wat=wat,
        toelichting=toelichting,
        dossier_kenmerk=dossier.kenmerk,
        dossier_titel=dossier.titel,
        dossier_url=dossier.get_absolute_url(),
        uiterlijk=uiterlijk,
        url=url,
        knop=knop,
        **kw,
    )


def _dag(tekst: str | None) -> dt.date | None:
    return dt.date.fromisoformat(tekst) if tekst else None


def _standen(t: Any) -> Iterator[tuple[Kostenstand, dt.date | None]]:
    for j in t.wachtend:
        stand = Kostenstand(
            pk=uuid.UUID(j["pk"]), dossier=t.dossier, jaar=j["jaar"], kwartaal=j["kwartaal"], versie=j["versie"], status=j["status"]
        )
        stand.ingediend_op = _dag(j["ingediend_op"])
        yield stand, _dag(j["uiterlijk"])


def _begroting_penvoerder(t: Any) -> Iterator[Werkitem]:
    if t.nieuwste and t.nieuwste["status"] == BegrotingStatus.CONCEPT:
        wat = "Pas de begroting aan" if t.nieuwste["opmerking"] else "Stel de begroting op"
        yield _item(t.dossier, wat, _url_begroting(t), "Vul in", sinds=t.gestart_op)


def _begroting_czv(t: Any) -> Iterator[Werkitem]:
    if t.nieuwste and t.nieuwste["status"] == BegrotingStatus.VOORGELEGD:
        yield _item(t.dossier, "Stel de begroting vast", _url_begroting(t), "Bekijk", sinds=_dag(t.nieuwste["op"]))


def _url_begroting(t: Toekenning) -> str:
    return reverse("begroting", kwargs={"kenmerk": t.dossier.kenmerk})


def _standen_penvoerder(t: Any) -> Iterator[Werkitem]:
    for s, uiterlijk in _standen(t):
        if s.is_concept:
            wat = f"Verbeter de kostenstand van het {s.periode}" if s.versie > 1 else f"Dien de kostenstand van het {s.periode} in"
            yield _item(s.dossier, wat, s.get_absolute_url(), "Vul in", uiterlijk=uiterlijk)


def _standen_czv(t: Any, op: dt.date) -> Iterator[Werkitem]:
    for s, uiterlijk in _standen(t):
        if not s.is_concept:
            yield _item(s.dossier, f"Bespreek de kostenstand van het {s.periode}", s.get_absolute_url(), "Bekijk", sinds=s.ingediend_op)
        elif uiterlijk is not None and uiterlijk < op:
            wat = f"Achterstand: de kostenstand van het {s.periode}"
            toelichting = f"De penvoerder is aan zet. Uiterlijk was {toon_datum(uiterlijk)}."
            yield _item(s.dossier, wat, s.get_absolute_url(), "Bekijk", toelichting=toelichting, is_aan_zet=False, sinds=uiterlijk)
