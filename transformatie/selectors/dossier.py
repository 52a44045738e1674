"""Everything the page of one dossier shows, in a fixed number of queries."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from kern.documenten.brieven import briefsoort
from kern.documenten.models import Brief, Document
from kern.journaal import selectors as journaal
from kern.journaal.models import Journaalregel
from kern.organisaties.contactlijst import Contactkaart, kaart, voor_zaak
from kern.organisaties.models import Contactpersoon, Lidmaatschap, Organisatie
from kern.termijnen.klokbalk import Klokbalk, maak_klokbalk
from kern.termijnen.models import Opschorting, Termijn
from transformatie import rechten
from transformatie.models import Brigadelid, Dossier, Escalatie, Escalatiegesprek, EscalatieStatus, Partij, Transformatieplan
from transformatie.models.dossier import INDIENEND
from transformatie.selectors.overleg import overlegbijzaken
from transformatie.zicht import is_van_indiener, mag_lezen, mag_stap_zien, mag_termijn_zien

LAATSTE_STAPPEN = 6
BRIEVEN_VEEL = 6
BEGELEIDEND = {"uitnodiging", "uitnodiging_regiocoordinator", "ontvangstbevestiging", "incompleet"}
DICHT = [EscalatieStatus.OPGELOST, EscalatieStatus.GESLOTEN]


def laad_partijen(dossier: Dossier) -> list[Partij]:
    """All parties, also who left; remembered on the dossier for rights and rules. One query."""
    partijen = list(dossier.partijen.select_related("organisatie"))
    dossier.__dict__["deelnemende_partijen"] = [p for p in partijen if p.uit_op is None]
    dossier.__dict__["vertrokken_partijen"] = [p for p in partijen if p.uit_op is not None]
    dossier.__dict__["indienende_organisaties"] = {p.organisatie_id for p in partijen if p.rol in INDIENEND}
    return partijen


def met_bijzaken(dossiers: "QuerySet[Dossier]") -> "QuerySet[Dossier]":
    """Dossiers with their open escalations and the letters still being made, in the query itself."""
    ladders = Escalatie.objects.filter(dossier=OuterRef("pk")).exclude(status__in=DICHT).order_by("gemeld_op", "vastgelegd_op")
    brieven = Brief.objects.filter(zaak=OuterRef("pk"), document=None).order_by("-op")
    return dossiers.annotate(
        ladders=ArraySubquery(ladders.values(j=JSONObject(pk="pk", status="status", knelpunt="knelpunt", **_wie_en_wat()))),
        brigade_tot=Subquery(
            Brigadelid.objects.filter(zijspoor__escalatie__dossier=OuterRef("pk"), zijspoor__afgerond_op=None)
            .order_by("-tot")
            .values("tot")[:1]
        ),
        brieven_onderweg=ArraySubquery(brieven.values(j=JSONObject(soort="soort", op="op", onderwerp="onderwerp"))),
        **overlegbijzaken(),
    )


def _wie_en_wat() -> dict[str, Any]:
    """Of a ladder: where it hurts, which talks are on record, and whom to call at the board of the insurer (1d.3)."""
    bestuur = Contactpersoon.objects.filter(organisatie=OuterRef("dossier__coordinerend"), niveau=Contactpersoon.Niveau.BESTUUR)
    eigen_eerst = bestuur.filter(Q(zaak=None) | Q(zaak=OuterRef("dossier"))).order_by(F("zaak").asc(nulls_last=True), "naam")
    gesprekken = Escalatiegesprek.objects.filter(escalatie=OuterRef("pk"), gesproken_op__isnull=False)
    return {
        "tussen": ArraySubquery(Escalatie.tussen.through.objects.filter(escalatie=OuterRef("pk")).values("organisatie")),
        "gesproken": ArraySubquery(gesprekken.values("stap")),
        "bestuurder": Subquery(eigen_eerst.values("naam")[:1]),
    }


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
    tussen: frozenset[uuid.UUID] = frozenset()
    gesproken: frozenset[int] = frozenset()
    bestuurder: str = ""

    @property
    def waar_het_knelt(self) -> tuple[Organisatie, ...]:
        """The organisations between which it hurts; everyone, when nobody said or they all left."""
        alle = tuple(self.dossier.betrokken_organisaties)
        return tuple(o for o in alle if o.pk in self.tussen) or alle

    def get_status_display(self) -> str:
        return str(self.status.label)

    def get_absolute_url(self) -> str:
        return reverse("escalatie", kwargs={"kenmerk": self.dossier.kenmerk, "pk": self.pk})


def open_escalaties(dossier: Dossier) -> list[Ladder]:
    """Escalations that are not over, of a dossier that was read `met_bijzaken`."""
    gelezen = dossier.ladders  # type: ignore[attr-defined]
    return [
        Ladder(
            dossier,
            uuid.UUID(j["pk"]),
            EscalatieStatus(j["status"]),
            j["knelpunt"],
            frozenset(uuid.UUID(pk) for pk in j["tussen"]),
            frozenset(j["gesproken"]),
            j["bestuurder"] or "",
        )
        for j in gelezen
    ]


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
    """Per party and insurer whom to call at board level (1d.4), who is there for this dossier first. One query."""
    return [(kaart.organisatie, kaart.niveaus[0].personen) for kaart in contactkaarten(dossier, op)]


def contactkaarten(dossier: Dossier, op: dt.date) -> list[Contactkaart]:
    """Per party and insurer whom to call on each level, who is there for this dossier first (1d.4). One query."""
    organisaties = dossier.betrokken_organisaties
    personen = voor_zaak(organisaties, dossier.pk, op)
    for persoon in personen:
        persoon.is_verouderd = persoon.is_oud  # type: ignore[attr-defined] # as lists call it
    return [kaart(o, personen) for o in organisaties]


@dataclass(frozen=True)
class Stuk:
    """A line in the list of documents: a file to download, or a letter that is still being made."""

    titel: str
    url: str
    toelichting: str
    op: dt.date
    is_brief: bool = False
    is_begeleidend: bool = False


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
            Stuk(
                d.titel + self._waarover(d.soort, d.onderwerp),
                f"/documenten/{d.pk}/",
                _soort_en_grootte(d),
                d.op,
                is_brief=d.door_id is None,
                is_begeleidend=d.soort in BEGELEIDEND,
            )
            for d in Document.objects.filter(zaak=self.dossier.pk).select_related("organisatie")
            if d.organisatie_id == self.door.organisatie_id or mag_lezen(d.voor, self.dossier, self.door)
        ]
        onderweg = [
            Stuk(
                briefsoort(j["soort"]).titel + self._waarover(j["soort"], j["onderwerp"]),
                "",
                "wordt gemaakt",
                dt.date.fromisoformat(j["op"]),
                is_brief=True,
                is_begeleidend=j["soort"] in BEGELEIDEND,
            )
            for j in self.dossier.brieven_onderweg  # type: ignore[attr-defined]
            if mag_lezen(briefsoort(j["soort"]).voor, self.dossier, self.door)
        ]
        return sorted(documenten + onderweg, key=lambda s: s.op, reverse=True)

    @property
    def gevouwen_stukken(self) -> list[Stuk]:
        """The invitations and receipts, to fold away once there are so many letters that the decisions get lost among them."""
        if sum(s.is_brief for s in self.stukken) <= BRIEVEN_VEEL:
            return []
        return [s for s in self.stukken if s.is_begeleidend]

    @property
    def getoonde_stukken(self) -> list[Stuk]:
        """The files and letters that stand open in the list."""
        return [s for s in self.stukken if not (s.is_begeleidend and self.gevouwen_stukken)]

    def _waarover(self, soort: str, onderwerp: uuid.UUID | str | None) -> str:
        """Whom an invitation is for, and what was received, so that letters of a kind do not look alike."""
        if soort == "uitnodiging":
            partij = next((p for p in self.partijen if str(p.pk) == str(onderwerp)), None)
            return f", voor {partij.organisatie.in_zin}" if partij else ""
        if soort in ("ontvangstbevestiging", "incompleet"):
            return ", snelle toets" if str(onderwerp) == str(self.dossier.snelle_toets.pk) else ", transformatieplan"
        return ""


def _soort_en_grootte(document: Document) -> str:
    soort = document.bestandsnaam.rpartition(".")[2] or "bestand"
    grootte = document.grootte / 1024
    maat = f"{grootte / 1024:.1f} MB".replace(".", ",") if grootte >= 1024 else f"{max(1, round(grootte))} kB"
    van = f", van {document.organisatie}" if document.organisatie else ""
    return f"{soort}, {maat}{van}"
