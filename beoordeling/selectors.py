"""Questions about the assessment of a dossier, each with a fixed number of queries."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from beoordeling.models import (
    Afziening,
    Beoordelaarsrol,
    Beoordeling,
    Beoordelingsronde,
    Bundelvraag,
    Commitment,
    CommitmentStatus,
    GemeentelijkAkkoord,
    RondeStatus,
    Toewijzing,
    Vraag,
    Vragenbundel,
    Waardering,
)
from kern.basis.datums import toon_datum
from kern.organisaties import selectors as organisaties
from kern.organisaties.models import GemeenteInRegio, Lidmaatschap, Organisatie, Regio, Rol
from kern.regels.register import geldt_vanaf
from transformatie.models import Dossier, Fase, Partijrol, SnelleToets, Transformatieplan


def rondes_met_oordelen() -> QuerySet[Beoordelingsronde]:
    """Rondes with everything a screen or a check asks of them."""
    beoordelingen = Beoordeling.objects.select_related("organisatie").prefetch_related("oordelen").order_by("vastgelegd_op")
    plaatsen: Prefetch[Any] = Prefetch("beoordelingen", beoordelingen, to_attr="alle_beoordelingen")
    return Beoordelingsronde.objects.prefetch_related(plaatsen)


def met_vragen(rondes: QuerySet[Beoordelingsronde]) -> QuerySet[Beoordelingsronde]:
    """Rondes with their bundles of questions, and how many noted questions wait to be sent, in the query itself."""
    per_bundel = Bundelvraag.objects.filter(bundel=OuterRef("pk")).order_by().values("bundel").annotate(n=Count("pk")).values("n")
    bundels = Vragenbundel.objects.filter(ronde=OuterRef("pk")).order_by("nummer")
    beeld = JSONObject(pk="pk", verstuurd_op="verstuurd_op", beantwoord_op="beantwoord_op", aantal=Subquery(per_bundel))
    wachtend = Vraag.objects.filter(beoordeling__ronde=OuterRef("pk"), verstuurd_als=None).order_by().values("beoordeling__ronde")
    return rondes.annotate(
        bundels_json=ArraySubquery(bundels.values(j=beeld)), open_vragen=Coalesce(Subquery(wachtend.annotate(n=Count("pk")).values("n")), 0)
    )


def ronde_van(stuk: SnelleToets | Transformatieplan) -> Beoordelingsronde | None:
    """The latest ronde about this submission that did not lapse; remembered on the row."""
    if "_ronde" not in stuk.__dict__:
        rondes = rondes_met_oordelen().filter(dossier_id=stuk.dossier_id).exclude(status=RondeStatus.VERVALLEN)
        eigen = rondes.filter(snelle_toets=stuk) if isinstance(stuk, SnelleToets) else rondes.filter(versie__plan=stuk)
        stuk.__dict__["_ronde"] = eigen.order_by("-nummer").first()
    ronde: Beoordelingsronde | None = stuk.__dict__["_ronde"]
    return ronde


def lopende_ronde(dossier: Dossier) -> Beoordelingsronde | None:
    """The ronde that is going on now, if any."""
    lopend = [RondeStatus.OPEN, RondeStatus.CONCEPT, RondeStatus.VASTGESTELD]
    return rondes_met_oordelen().filter(dossier=dossier, status__in=lopend).first()


def ronde_in_behandeling(dossier: Dossier) -> Beoordelingsronde | None:
    """The ronde about what still awaits its decision; also when its terugkoppeling was already sent."""
    rondes = rondes_met_oordelen().filter(dossier=dossier).exclude(status=RondeStatus.VERVALLEN)
    ronde = rondes.select_related("snelle_toets", "versie__plan").order_by("-nummer").first()
    return ronde if ronde is not None and ronde.is_in_behandeling else None


def lopende_toewijzing(dossier: Dossier) -> Toewijzing | None:
    """The regiocoordinator who is assigned now, if any (1b.3)."""
    return (
        Toewijzing.objects.filter(dossier=dossier, beeindigd_op=None)
        .select_related("lidmaatschap__organisatie", "lidmaatschap__gebruiker")
        .first()
    )


def toewijzing_van(dossier: Dossier) -> Toewijzing | None:
    """The same for a screen or a check, asked once per dossier object."""
    if "_toewijzing" not in dossier.__dict__:
        dossier.__dict__["_toewijzing"] = lopende_toewijzing(dossier)
    toewijzing: Toewijzing | None = dossier.__dict__["_toewijzing"]
    return toewijzing


def afzieningen_van(dossier: Dossier) -> list[Afziening]:
    """The gemeenten that waived the external assessor, asked once per dossier object (1b.3)."""
    if "_afzieningen" not in dossier.__dict__:
        dossier.__dict__["_afzieningen"] = list(Afziening.objects.filter(dossier=dossier).select_related("organisatie"))
    afzieningen: list[Afziening] = dossier.__dict__["_afzieningen"]
    return afzieningen


def vraagt_derde_beoordelaar(dossier: Dossier) -> bool:
    """Whether approval waits for an external regiocoordinator: gemeenten take part, and not all applicants waived (1b.3)."""
    if not dossier.deelnemende_gemeenten or (dossier.snelle_toets.ingediend_op or dt.date.max) < geldt_vanaf("1b.3"):
        return False
    aanvragers = {p.organisatie_id for p in dossier.deelnemende_gemeenten if p.vraagt_spuk_aan}
    return not aanvragers or not aanvragers <= {a.organisatie_id for a in afzieningen_van(dossier)}


def gezamenlijke_oordelen(ronde: Beoordelingsronde) -> dict[str, Waardering]:
    """Per point the judgement both insurers share; a point on which they differ, or one is silent, is not in it."""
    per_rol = {
        b.rol: {o.punt: o.waardering for o in b.oordelen.all()}
        for b in ronde.alle_beoordelingen
        if b.rol in (Beoordelaarsrol.COORDINEREND, Beoordelaarsrol.TWEEDE)
    }
    eerste, tweede = per_rol.get(Beoordelaarsrol.COORDINEREND, {}), per_rol.get(Beoordelaarsrol.TWEEDE, {})
    return {punt: Waardering(waardering) for punt, waardering in eerste.items() if tweede.get(punt) == waardering}


def commitments_per_organisatie(plan: Transformatieplan) -> dict[uuid.UUID, Commitment]:
    """The commitment that counts per organisation: the latest that did not lapse; remembered on the row."""
    if "_commitments" not in plan.__dict__:
        rij = Commitment.objects.filter(versie__plan=plan).exclude(status=CommitmentStatus.VERVALLEN)
        plan.__dict__["_commitments"] = {
            c.organisatie_id: c for c in rij.select_related("organisatie", "versie__plan").order_by("versie__nummer")
        }
    commitments: dict[uuid.UUID, Commitment] = plan.__dict__["_commitments"]
    return commitments


def akkoorden_per_gemeente(plan: Transformatieplan) -> dict[uuid.UUID, GemeentelijkAkkoord]:
    """The gemeentelijk akkoord that counts per gemeente; remembered on the row."""
    if "_akkoorden" not in plan.__dict__:
        rij = GemeentelijkAkkoord.objects.filter(versie__plan=plan).exclude(status=CommitmentStatus.VERVALLEN)
        plan.__dict__["_akkoorden"] = {
            a.organisatie_id: a for a in rij.select_related("organisatie", "versie__plan").order_by("versie__nummer")
        }
    akkoorden: dict[uuid.UUID, GemeentelijkAkkoord] = plan.__dict__["_akkoorden"]
    return akkoorden


@dataclass(frozen=True)
class Kandidaat:
    """A regiocoordinator with the mandaatregio's that are their own, and why they cannot assess here."""

    lidmaatschap: Lidmaatschap
    eigen_regios: frozenset[Regio]
    redenen: list[str]


def kandidatenlijst(dossier: Dossier, op: dt.date) -> list[Kandidaat]:
    """Every regiocoordinator with why not; without reasons one can be assigned (1b.3)."""
    gemeenten = gemeenten_in_beeld(dossier)
    algemeen = list(_redenen_voor_niemand(dossier, gemeenten, op))
    per_regio = _gemeenten_per_regio(gemeenten, op)
    coordinatoren = organisaties.regiocoordinatoren(op)
    bevangen = _werken_ook_voor_indiener(dossier, [rc.lidmaatschap for rc in coordinatoren])
    return [
        Kandidaat(
            rc.lidmaatschap,
            rc.eigen_regios,
            [*algemeen, *_redenen(gemeenten, rc, per_regio, rc.lidmaatschap.gebruiker_id in bevangen)],
        )
        for rc in coordinatoren
    ]


def kandidaten(dossier: Dossier, op: dt.date) -> list[tuple[Lidmaatschap, list[str]]]:
    """Every regiocoordinator with why not; an empty list of reasons means: can be assigned (1b.3)."""
    return [(k.lidmaatschap, k.redenen) for k in kandidatenlijst(dossier, op)]


def gemeenten_in_beeld(dossier: Dossier) -> dict[uuid.UUID, Organisatie]:
    """The gemeenten that take part, and up to the decision on the snelle toets those the dossier names as involved.

    An invitation that was not answered yet counts as an intention; who declined or left does not count (1b.3).
    """
    doen_mee = {p.organisatie_id: p.organisatie for p in dossier.deelnemende_gemeenten}
    if dossier.fase in (Fase.STARTGESPREK, Fase.SNELLE_TOETS):
        weg = dossier.partijen.filter(rol=Partijrol.GEMEENTE, uit_op__isnull=False).values("organisatie")
        return {g.pk: g for g in dossier.gemeenten.exclude(pk__in=weg)} | doen_mee
    return doen_mee


def redenen_niet(dossier: Dossier, lidmaatschap: Lidmaatschap, op: dt.date) -> list[str]:
    """Why this person cannot be the external reviewer of this dossier; empty when they can (1b.3)."""
    for kandidaat, redenen in kandidaten(dossier, op):
        if kandidaat.pk == lidmaatschap.pk:
            return redenen
    if lidmaatschap.rol != Rol.REGIOCOORDINATOR:
        return ["Deze persoon is geen regiocoördinator."]
    return ["Deze persoon is op deze dag geen regiocoördinator (meer)."]


def _redenen_voor_niemand(dossier: Dossier, gemeenten: dict[uuid.UUID, Organisatie], op: dt.date) -> Iterator[str]:
    begin, ingediend = geldt_vanaf("1b.3"), dossier.snelle_toets.ingediend_op
    if op < begin:
        yield f"De beoordeling door een externe regiocoördinator geldt vanaf {toon_datum(begin)}."
    elif ingediend is not None and ingediend < begin:
        yield f"Dit dossier is ingediend op {toon_datum(ingediend)}; een regiocoördinator beoordeelt wat is ingediend vanaf {toon_datum(begin)}."
    if not gemeenten:
        yield "Aan dit dossier doen geen gemeenten mee; een regiocoördinator beoordeelt het dan niet."


def _gemeenten_per_regio(gemeenten: dict[uuid.UUID, Organisatie], op: dt.date) -> dict[Regio, list[Organisatie]]:
    """Per mandaatregio the gemeenten that belong to it on that day, or that are themselves its mandaathouder."""
    per_regio: dict[Regio, list[Organisatie]] = defaultdict(list)
    plaatsen = GemeenteInRegio.objects.geldig_op(op).filter(gemeente__in=gemeenten, regio__soort=Regio.Soort.MANDAATREGIO)
    for plaats in plaatsen.select_related("regio"):
        per_regio[plaats.regio].append(gemeenten[plaats.gemeente_id])
    for regio in Regio.objects.filter(mandaathouder__in=gemeenten, soort=Regio.Soort.MANDAATREGIO):
        houder = gemeenten[regio.mandaathouder_id]  # type: ignore[index]
        if houder not in per_regio[regio]:
            per_regio[regio].append(houder)
    return dict(per_regio)


def _werken_ook_voor_indiener(dossier: Dossier, leden: list[Lidmaatschap]) -> set[uuid.UUID]:
    """Of these people, who belonged to a submitting party at some time since the dossier began."""
    bij_indiener = Lidmaatschap.objects.filter(
        Q(tot__isnull=True) | Q(tot__gte=dossier.begonnen_op),
        gebruiker__in=[lid.gebruiker_id for lid in leden],
        organisatie__in=dossier.indienende_organisaties,
    )
    return set(bij_indiener.values_list("gebruiker_id", flat=True))


def _redenen(
    gemeenten: dict[uuid.UUID, Organisatie], rc: organisaties.Regiocoordinator, per_regio: dict[Regio, list[Organisatie]], is_bevangen: bool
) -> Iterator[str]:
    if eigen := gemeenten.get(rc.lidmaatschap.organisatie_id):
        yield f"{eigen.aan_het_begin} doet zelf mee aan dit plan."
    if is_bevangen:
        yield "Deze persoon werkt ook voor een indiener van dit plan."
    for regio in sorted(rc.eigen_regios & set(per_regio), key=str):
        namen = sorted(o.in_zin for o in per_regio[regio])
        hoort = "hoort" if len(namen) == 1 else "horen"
        yield f"Deze regiocoördinator werkt in mandaatregio {regio}, en {opsomming(namen)} {hoort} daar ook bij."


def opsomming(namen: list[str]) -> str:
    """A list of names as it stands in a sentence: 'a, b en c'."""
    return " en ".join(filter(None, [", ".join(namen[:-1]), namen[-1]]))
