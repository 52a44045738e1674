"""Everything the page of one dossier shows, in a fixed number of queries."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from kern.documenten.brieven import briefsoort
from kern.documenten.models import Brief, Document
from kern.journaal import selectors as journaal
from kern.journaal.models import Journaalregel
from kern.organisaties.models import Contactpersoon, Lidmaatschap, Organisatie
from kern.termijnen.klokbalk import Klokbalk, maak_klokbalk
from kern.termijnen.models import Termijn
from transformatie.models import Dossier, Escalatie, EscalatieStatus, Partij, Transformatieplan
from transformatie.models.dossier import INDIENEND
from transformatie.zicht import is_van_indiener, mag_lezen, mag_stap_zien, mag_termijn_zien

LAATSTE_STAPPEN = 6
VEROUDERD_NA = dt.timedelta(days=182)


def laad_partijen(dossier: Dossier) -> list[Partij]:
    """All parties, also who left; remembered on the dossier for rights and rules. One query."""
    partijen = list(dossier.partijen.select_related("organisatie"))
    dossier.__dict__["deelnemende_partijen"] = [p for p in partijen if p.uit_op is None]
    dossier.__dict__["indienende_organisaties"] = {p.organisatie_id for p in partijen if p.rol in INDIENEND}
    return partijen


def laad_termijnen(dossier: Dossier) -> list[Termijn]:
    """All clocks of the dossier, remembered on its submissions. Two queries."""
    termijnen = list(
        Termijn.objects.filter(zaak_id=dossier.pk)
        .select_related("verantwoordelijk")
        .prefetch_related("opschortingen")
        .order_by("start_op", "vastgelegd_op")
    )
    for stuk in (dossier.snelle_toets, plan_van(dossier)):
        if stuk is not None:
            stuk.__dict__["klokken"] = {t.soort_termijn: t for t in termijnen if t.onderwerp == stuk.pk}
    return termijnen


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


def open_escalaties(dossier: Dossier) -> list[Escalatie]:
    """Escalations that are not over, remembered on the dossier. One query."""
    if "_open_escalaties" not in dossier.__dict__:
        dicht = [EscalatieStatus.OPGELOST, EscalatieStatus.GESLOTEN]
        rijen = list(dossier.escalaties.exclude(status__in=dicht).select_related("termijn", "gemeld_door"))
        for rij in rijen:
            rij.dossier = dossier
        dossier.__dict__["_open_escalaties"] = rijen
    gevonden: list[Escalatie] = dossier.__dict__["_open_escalaties"]
    return gevonden


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
        """Files and letters this person may read, the newest first. Two queries."""
        documenten = [
            Stuk(d.titel, f"/documenten/{d.pk}/", _soort_en_grootte(d), d.op, is_brief=d.door_id is None)
            for d in Document.objects.filter(zaak=self.dossier.pk).select_related("organisatie")
            if d.organisatie_id == self.door.organisatie_id or mag_lezen(d.voor, self.dossier, self.door)
        ]
        onderweg = [
            Stuk(briefsoort(b.soort).titel, "", "wordt gemaakt", b.op, is_brief=True)
            for b in Brief.objects.filter(zaak=self.dossier.pk, document=None)
            if mag_lezen(briefsoort(b.soort).voor, self.dossier, self.door)
        ]
        return sorted(documenten + onderweg, key=lambda s: s.op, reverse=True)


def _soort_en_grootte(document: Document) -> str:
    soort = document.bestandsnaam.rpartition(".")[2] or "bestand"
    grootte = document.grootte / 1024
    maat = f"{grootte / 1024:.1f} MB".replace(".", ",") if grootte >= 1024 else f"{max(1, round(grootte))} kB"
    van = f", van {document.organisatie}" if document.organisatie else ""
    return f"{soort}, {maat}{van}"
