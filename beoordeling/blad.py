"""What the screens show of an assessment: loaded once per dossier, and shaped for the templates."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects

from beoordeling.eisen import KIES_SAMEN
from beoordeling.kaders import Punt
from beoordeling.models import (
    Afziening,
    Beoordelaarsrol,
    Beoordeling,
    Beoordelingsronde,
    Commitment,
    GemeentelijkAkkoord,
    Oordeel,
    RondeStatus,
    Toewijzing,
    Vraag,
    Waardering,
)
from beoordeling.rechten import mag_meelezen
from beoordeling.selectors import (
    afzieningen_van,
    akkoorden_per_gemeente,
    commitments_per_organisatie,
    met_vragen,
    opsomming,
    toewijzing_van,
)
from kern.organisaties.models import Lidmaatschap
from kern.web.onderdelen import Toon
from transformatie.models import Dossier, PlanStatus, Transformatieplan

LIGT_VOOR = (PlanStatus.INGEDIEND, PlanStatus.INCOMPLEET, PlanStatus.IN_BEOORDELING, PlanStatus.IN_AANPASSING)
VERZEKERAARS = (Beoordelaarsrol.COORDINEREND, Beoordelaarsrol.TWEEDE)
VOLGORDE = {rol: i for i, rol in enumerate(Beoordelaarsrol.values)}
TOON: dict[str, Toon] = {
    Waardering.SUBSTANTIEEL: "groen",
    Waardering.VOLDOENDE: "groen",
    Waardering.ONVOLDOENDE: "rood",
    Waardering.VRAAG: "amber",
    Waardering.NIET_VAN_TOEPASSING: "neutraal",
}


@dataclass
class Blad:
    """The assessment of one dossier: its rondes (newest first), who committed, and the third assessor."""

    dossier: Dossier
    rondes: list[Beoordelingsronde] = field(default_factory=list)

    @property
    def plan(self) -> Transformatieplan | None:
        return getattr(self.dossier, "plan", None)

    @property
    def ronde(self) -> Beoordelingsronde | None:
        """The latest ronde, with everybody's opinions loaded."""
        return self.rondes[0] if self.rondes else None

    @property
    def in_behandeling(self) -> Beoordelingsronde | None:
        """The ronde about what still awaits its decision."""
        return self.ronde if self.ronde is not None and self.ronde.is_in_behandeling else None

    @property
    def verstuurde_rondes(self) -> list[Beoordelingsronde]:
        """What the submitters may read of it all (1c.2)."""
        return [r for r in self.rondes if r.status == RondeStatus.VERSTUURD]

    @cached_property
    def commitments(self) -> dict[uuid.UUID, Commitment]:
        return commitments_per_organisatie(self.plan) if self.plan is not None else {}

    @cached_property
    def akkoorden(self) -> dict[uuid.UUID, GemeentelijkAkkoord]:
        return akkoorden_per_gemeente(self.plan) if self.plan is not None else {}

    @property
    def ligt_voor(self) -> bool:
        """Whether a version of the plan lies before the insurers and the parties."""
        return self.plan is not None and self.plan.status in LIGT_VOOR

    @property
    def toewijzing(self) -> Toewijzing | None:
        return toewijzing_van(self.dossier) if self.dossier.deelnemende_gemeenten else None

    @property
    def afzieningen(self) -> list[Afziening]:
        return afzieningen_van(self.dossier) if self.dossier.deelnemende_gemeenten else []

    @property
    def beoordelingen(self) -> list[Beoordeling]:
        """The places in the latest ronde, insurers first; a regiocoordinator who was replaced is left out."""
        if self.ronde is None:
            return []
        laad_plaatsen(self.ronde)
        alle: list[Beoordeling] = self.ronde.alle_beoordelingen
        derde = self.toewijzing.lidmaatschap.organisatie_id if self.toewijzing else None
        telt = [b for b in alle if b.rol != Beoordelaarsrol.REGIOCOORDINATOR or b.afgerond_op or b.organisatie_id == derde]
        return sorted(telt, key=lambda b: VOLGORDE[b.rol])


def blad_van(dossier: Dossier) -> Blad:
    """The assessment of this dossier, asked once per page; places and opinions only while they are used. Three queries, or one."""
    if "_blad" not in dossier.__dict__:
        rondes = list(met_vragen(dossier.rondes.exclude(status=RondeStatus.VERVALLEN)).select_related("versie").order_by("-nummer"))
        plan = getattr(dossier, "plan", None)
        for ronde in rondes:
            ronde.dossier = dossier
            if ronde.snelle_toets_id:
                ronde.snelle_toets = dossier.snelle_toets
            else:
                ronde.versie.plan = plan  # type: ignore[union-attr]  # a ronde has a version when it has no snelle toets
        if rondes and rondes[0].is_in_behandeling:
            laad_plaatsen(rondes[0])
            rondes[0].stuk.__dict__["_ronde"] = rondes[0]
        dossier.__dict__["_blad"] = Blad(dossier, rondes)
    blad: Blad = dossier.__dict__["_blad"]
    return blad


def laad_plaatsen(ronde: Beoordelingsronde) -> None:
    """The places of a ronde with their opinions, once. Two queries."""
    if hasattr(ronde, "alle_beoordelingen"):
        return
    oordelen = Prefetch("oordelen", Oordeel.objects.select_related("door"))
    plaatsen = Beoordeling.objects.select_related("organisatie").prefetch_related(oordelen).order_by("vastgelegd_op")
    prefetch_related_objects([ronde], Prefetch("beoordelingen", plaatsen, to_attr="alle_beoordelingen"))
    for plaats in ronde.alle_beoordelingen:
        plaats.ronde = ronde


def leest_mee(blad: Blad, door: Lidmaatschap) -> bool:
    """Whether this person reads the separate opinions: insurers, and who has a place in the ronde; never a submitter."""
    if not mag_meelezen.test(door, blad.dossier):
        return False
    if door.organisatie_id in (blad.dossier.coordinerend_id, blad.dossier.tweede_id):
        return True
    return eigen_plaats(blad, door) is not None


def eigen_plaats(blad: Blad, door: Lidmaatschap) -> Beoordeling | None:
    """The place this person fills in the latest ronde, without asking the database again."""
    rollen = {
        "beoordelaar": VERZEKERAARS,
        "gemeentelijk_beslisser": (Beoordelaarsrol.GEMEENTE,),
        "regiocoordinator": (Beoordelaarsrol.REGIOCOORDINATOR,),
    }.get(door.rol, ())
    if blad.toewijzing is None or blad.toewijzing.lidmaatschap_id not in door.handelt_voor:
        rollen = tuple(r for r in rollen if r != Beoordelaarsrol.REGIOCOORDINATOR)
    if not mag_meelezen.test(door, blad.dossier):
        return None
    return next((b for b in blad.beoordelingen if b.organisatie_id == door.organisatie_id and b.rol in rollen), None)


def heeft_derde(blad: Blad, op: dt.date) -> bool:
    """Whether somebody is assigned who can still do it, or who finished the opinion in time (1b.3)."""
    if blad.toewijzing is None:
        return False
    derde = blad.toewijzing.lidmaatschap.organisatie_id
    klaar = any(b.rol == Beoordelaarsrol.REGIOCOORDINATOR and b.afgerond_op and b.organisatie_id == derde for b in blad.beoordelingen)
    return klaar or blad.toewijzing.telt_op(op)


@dataclass(frozen=True)
class Cel:
    """One opinion in the table, in words with its tone."""

    tekst: str
    toon: Toon | None
    label: str


@dataclass(frozen=True)
class Rij:
    """One point with what each organisation thinks; `verschil` says in words where the insurers differ."""

    punt: Punt
    cellen: list[Cel]
    verschil: str = ""


def tabel(blad: Blad) -> list[Rij]:
    """The points by the organisations that assess."""
    if blad.ronde is None:
        return []
    per_plaats = [(b, {o.punt: o for o in b.oordelen.all()}) for b in blad.beoordelingen]
    return [Rij(p, [_cel(b, oordelen.get(p.code)) for b, oordelen in per_plaats], verschil(p, per_plaats)) for p in blad.ronde.punten]


def _cel(plaats: Beoordeling, oordeel: Oordeel | None) -> Cel:
    if oordeel is None:
        return Cel("niet gevraagd" if not plaats.is_open else "nog open", None, plaats.organisatie.naam)
    return Cel(oordeel.get_waardering_display(), TOON[oordeel.waardering], plaats.organisatie.naam)


def verschil(punt: Punt, per_plaats: list[tuple[Beoordeling, dict[str, Oordeel]]]) -> str:
    """Where both insurers judged this point, and not alike."""
    gezegd = [(b.organisatie.naam, o[punt.code]) for b, o in per_plaats if b.rol in VERZEKERAARS and punt.code in o]
    if len(gezegd) < 2 or len({o.waardering for _, o in gezegd}) == 1:
        return ""
    return f"{opsomming([naam for naam, _ in gezegd])} oordelen verschillend"


def verschilpunten(ronde: Beoordelingsronde) -> "list[Verschilpunt]":
    """The points that both insurers judged, and not alike, with the two reasonings."""
    verzekeraars = sorted((b for b in ronde.alle_beoordelingen if b.rol in VERZEKERAARS), key=lambda b: VOLGORDE[b.rol])
    per_plaats = [(b, {o.punt: o for o in b.oordelen.all()}) for b in verzekeraars]
    gevonden = []
    for punt in ronde.punten:
        gezegd = [(b, o[punt.code]) for b, o in per_plaats if punt.code in o]
        if len(gezegd) > 1 and len({o.waardering for _, o in gezegd}) > 1:
            gevonden.append(Verschilpunt(punt, [(b, o, TOON[o.waardering]) for b, o in gezegd]))
    return gevonden


@dataclass(frozen=True)
class Verschilpunt:
    """One point on which the insurers differ; the submitters hear only what they say together (1c.2)."""

    punt: Punt
    kanten: list[tuple[Beoordeling, Oordeel, Toon]]

    @property
    def open_keuze(self) -> str:
        """What stands in the proposal until the insurers chose what they say together."""
        woorden = list(dict.fromkeys(o.get_waardering_display() for _, o, _ in self.kanten))
        return f"{KIES_SAMEN} {' of '.join(woorden)}]"


def voorstel_terugkoppeling(ronde: Beoordelingsronde) -> str:
    """A first text out of both insurers' opinions, without saying who thought what; the author makes it one text."""
    delen = []
    verzekeraars = [b for b in ronde.alle_beoordelingen if b.rol in VERZEKERAARS]
    per_plaats = [(b, {o.punt: o for o in b.oordelen.all()}) for b in verzekeraars]
    open_keuzes = {v.punt.code: v.open_keuze for v in verschilpunten(ronde)}
    for punt in ronde.punten:
        oordelen = [o[punt.code] for _, o in per_plaats if punt.code in o]
        if punt.code in open_keuzes:
            delen.append(f"{punt.titel}: {open_keuzes[punt.code]}")
        elif oordelen:
            teksten = [t for t in dict.fromkeys(o.onderbouwing.strip() for o in oordelen) if t]
            delen.append("\n".join([f"{punt.titel}: {oordelen[0].get_waardering_display()}.", *teksten]))
    vragen = alle_vragen(ronde)
    if vragen:
        delen.append("\n".join(["Onze vragen:", *(f"- {v}" for v in vragen)]))
    return "\n\n".join(delen)


def alle_vragen(ronde: Beoordelingsronde) -> list[str]:
    """Every question that any assessor noted and that was not sent yet, each once, in the order of the points. One query."""
    volgorde = {p.code: i for i, p in enumerate(ronde.punten)}
    vragen = Vraag.objects.filter(beoordeling__ronde=ronde, verstuurd_als=None)
    return list(dict.fromkeys(v.tekst for v in sorted(vragen, key=lambda v: volgorde.get(v.punt, 99))))
