"""Everything the page of one dossier shows, in a fixed number of queries."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from kern.documenten.brieven import briefsoort
from kern.documenten.models import Brief, Document
from kern.journaal import selectors as journaal
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Contactpersoon, Lidmaatschap, Organisatie
from kern.termijnen.klokbalk import Klokbalk, maak_klokbalk
from kern.termijnen.models import Opschorting, Termijn
from transformatie import rechten
from transformatie.models import Dossier, Escalatie, EscalatieStatus, Partij, Transformatieplan
from transformatie.models.dossier import INDIENEND
from transformatie.zicht import is_van_indiener, mag_lezen, mag_stap_zien, mag_termijn_zien

LAATSTE_STAPPEN = 6
DICHT = [EscalatieStatus.OPGELOST, EscalatieStatus.GESLOTEN]
VEROUDERD_NA = dt.timedelta(days=182)


def laad_partijen(dossier: Dossier) -> list[Partij]:
    """All parties, also who left; remembered on the dossier for rights and rules. One query."""
    partijen = list(dossier.partijen.select_related("organisatie"))
    dossier.__dict__["deelnemende_partijen"] = [p for p in partijen if p.uit_op is None]
    dossier.__dict__["indienende_organisaties"] = {p.organisatie_id for p in partijen if p.rol in INDIENEND}
    return partijen


def met_bijzaken(dossiers: "QuerySet[Dossier]") -> "QuerySet[Dossier]":
    """Dossiers with their open escalations and the letters still being made, in the query itself."""
    ladders = Escalatie.objects.filter(dossier=OuterRef("pk")).exclude(status__in=DICHT).order_by("gemeld_op", "vastgelegd_op")
    brieven = Brief.objects.filter(zaak=OuterRef("pk"), document=None).order_by("-op")
    return dossiers.annotate(
        ladders=ArraySubquery(ladders.values(j=JSONObject(pk="pk", status="status", knelpunt="knelpunt"))),
        brieven_onderweg=ArraySubquery(brieven.values(j=JSONObject(soort="soort", op="op"))),
    )


def met_lidmaatschappen(dossiers: "QuerySet[Dossier]", door: Lidmaatschap) -> "QuerySet[Dossier]":
    """With every organisation this person ever acted for, in the same query: many rights ask it."""
    leden = Lidmaatschap.objects.filter(gebruiker=door.gebruiker_id)
    return dossiers.annotate(lidmaatschappen_json=ArraySubquery(leden.values(j=JSONObject(pk="organisatie", van="van", tot="tot"))))


def onthoud_lidmaatschappen(dossier: Dossier, door: Lidmaatschap) -> None:
    """Hand the rights what `met_lidmaatschappen` brought."""
    gelezen = dossier.lidmaatschappen_json  # type: ignore[attr-defined]
    rechten.onthoud_organisaties(door, {(uuid.UUID(j["pk"]), _dag(j["van"]), _dag(j["tot"])) for j in gelezen})


@dataclass(frozen=True)
class Ladder:
    """An open escalation, as far as lists and cards show it."""

    dossier: Dossier
    pk: uuid.UUID
    status: EscalatieStatus
    knelpunt: str

    def get_status_display(self) -> str:
        return str(self.status.label)

    def get_absolute_url(self) -> str:
        return reverse("escalatie", kwargs={"kenmerk": self.dossier.kenmerk, "pk": self.pk})


def open_escalaties(dossier: Dossier) -> list[Ladder]:
    """Escalations that are not over, of a dossier that was read `met_bijzaken`."""
    gelezen = dossier.ladders  # type: ignore[attr-defined]
    return [Ladder(dossier, uuid.UUID(j["pk"]), EscalatieStatus(j["status"]), j["knelpunt"]) for j in gelezen]


def laad_termijnen(dossier: Dossier) -> list[Termijn]:
    """All clocks of the dossier with their suspensions, remembered on its submissions. One query."""
    stukken = Opschorting.objects.filter(termijn=OuterRef("pk")).order_by("gevraagd_op")
    termijnen = list(
        Termijn.objects.filter(zaak_id=dossier.pk)
        .select_related("verantwoordelijk")
        .annotate(stilstand=ArraySubquery(stukken.values(j=JSONObject(pk="pk", van="gevraagd_op", tot="ontvangen_op"))))
        .order_by("start_op", "vastgelegd_op")
    )
    dossier.__dict__["alle_termijnen"] = termijnen
    dossier.__dict__["ladderklokken"] = {t.onderwerp: t for t in termijnen if t.is_open}
    for termijn in termijnen:
        _zet_opschortingen(termijn)
    for stuk in (dossier.snelle_toets, plan_van(dossier)):
        if stuk is not None:
            stuk.__dict__["klokken"] = {t.soort_termijn: t for t in termijnen if t.onderwerp == stuk.pk}
    return termijnen


def _zet_opschortingen(termijn: Termijn) -> None:
    """Fill what a prefetch would have filled, from what the query of the term already brought."""
    rijen = termijn.opschortingen.all()
    rijen._result_cache = [
        Opschorting(pk=j["pk"], termijn=termijn, gevraagd_op=_dag(j["van"]), ontvangen_op=_dag(j["tot"]))  # type: ignore[misc]
        for j in termijn.stilstand  # type: ignore[attr-defined]
    ]
    termijn._prefetched_objects_cache = {"opschortingen": rijen}  # type: ignore[attr-defined]


def _dag(tekst: str | None) -> dt.date | None:
    return dt.date.fromisoformat(tekst) if tekst else None


def laad_versies(dossier: Dossier) -> None:
    """The versions of the plan, remembered on it. One query, or none."""
    plan = plan_van(dossier)
    if plan is not None:
        versies = list(plan.versies.order_by("nummer"))
        for versie in versies:
            versie.plan = plan
        plan.__dict__["alle_versies"] = versies
        plan.__dict__["laatste_versie"] = versies[-1] if versies else None
        plan.__dict__["ingediende_versie"] = next((v for v in reversed(versies) if v.is_bevroren), None)


def plan_van(dossier: Dossier) -> Transformatieplan | None:
    """The transformatieplan, once the snelle toets was approved."""
    return getattr(dossier, "plan", None)


def bestuurlijke_contacten(dossier: Dossier, op: dt.date) -> list[tuple[Organisatie, list[Contactpersoon]]]:
    """Per party and insurer whom to call at board level (1d.4), marked when long unchecked (ours: half a year). One query."""
    organisaties = dossier.betrokken_organisaties
    personen = list(Contactpersoon.objects.filter(organisatie__in=organisaties, niveau=Contactpersoon.Niveau.BESTUUR).order_by("naam"))
    for persoon in personen:
        persoon.is_verouderd = persoon.gecontroleerd_op < op - VEROUDERD_NA  # type: ignore[attr-defined]
    return [(o, [p for p in personen if p.organisatie_id == o.pk]) for o in organisaties]


@dataclass(frozen=True)
class Stuk:
    """A line in the list of documents: a file to download, or a letter that is still being made."""

    titel: str
    url: str
    toelichting: str
    op: dt.date
    is_brief: bool = False


@dataclass
class Dossierblad:
    """One dossier as one person sees it on one day."""

    dossier: Dossier
    door: Lidmaatschap
    op: dt.date
    partijen: list[Partij] = field(default_factory=list)
    termijnen: list[Termijn] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.partijen = laad_partijen(self.dossier)
        self.termijnen = laad_termijnen(self.dossier)
        laad_versies(self.dossier)

    @cached_property
    def van_indiener(self) -> bool:
        return is_van_indiener(self.door, self.dossier)

    @cached_property
    def open_termijnen(self) -> list[Termijn]:
        """The running terms this person may see, the nearest last day first."""
        gezien = [t for t in self.termijnen if t.is_open and mag_termijn_zien(t, self.van_indiener)]
        return sorted(gezien, key=lambda t: t.einde_op)

    def klokbalk(self, termijn: Termijn | None) -> Klokbalk | None:
        return maak_klokbalk(termijn, self.op) if termijn is not None else None

    @cached_property
    def laatste_stappen(self) -> list[Journaalregel]:
        """The last steps this person may see."""
        regels = journaal.tijdlijn(self.dossier.pk, limiet=40)
        return [r for r in regels if mag_stap_zien(r, self.van_indiener)][:LAATSTE_STAPPEN]

    @cached_property
    def stukken(self) -> list[Stuk]:
        """Files and letters this person may read, the newest first. One query."""
        documenten = [
            Stuk(d.titel, f"/documenten/{d.pk}/", _soort_en_grootte(d), d.op, is_brief=d.door_id is None)
            for d in Document.objects.filter(zaak=self.dossier.pk).select_related("organisatie")
            if d.organisatie_id == self.door.organisatie_id or mag_lezen(d.voor, self.dossier, self.door)
        ]
        onderweg = [
            Stuk(briefsoort(j["soort"]).titel, "", "wordt gemaakt", dt.date.fromisoformat(j["op"]), is_brief=True)
            for j in self.dossier.brieven_onderweg  # type: ignore[attr-defined]
            if mag_lezen(briefsoort(j["soort"]).voor, self.dossier, self.door)
        ]
        return sorted(documenten + onderweg, key=lambda s: s.op, reverse=True)


def _soort_en_grootte(document: Document) -> str:
    soort = document.bestandsnaam.rpartition(".")[2] or "bestand"
    grootte = document.grootte / 1024
    maat = f"{grootte / 1024:.1f} MB".replace(".", ",") if grootte >= 1024 else f"{max(1, round(grootte))} kB"
    van = f", van {document.organisatie}" if document.organisatie else ""
    return f"{soort}, {maat}{van}"
