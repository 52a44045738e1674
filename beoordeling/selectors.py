"""Questions about the assessment of a dossier, each with a fixed number of queries."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db.models import Prefetch

from beoordeling.models import Beoordeling, Beoordelingsronde, Commitment, CommitmentStatus, GemeentelijkAkkoord, RondeStatus
from kern.organisaties import selectors as organisaties
from kern.organisaties.models import Lidmaatschap, Rol
from kern.regels.register import geldt_vanaf
from transformatie.models import Dossier, SnelleToets, Transformatieplan


def rondes_met_oordelen() -> "Beoordelingsronde.objects":  # type: ignore[name-defined]
    """Rondes with everything a screen or a check asks of them."""
    beoordelingen = Beoordeling.objects.select_related("organisatie").prefetch_related("oordelen").order_by("vastgelegd_op")
    return Beoordelingsronde.objects.prefetch_related(Prefetch("beoordelingen", beoordelingen, to_attr="alle_beoordelingen"))


def ronde_van(stuk: SnelleToets | Transformatieplan) -> Beoordelingsronde | None:
    """The latest ronde about this submission that did not lapse; remembered on the row."""
    if not hasattr(stuk, "_ronde"):
        rondes = rondes_met_oordelen().filter(dossier_id=stuk.dossier_id).exclude(status=RondeStatus.VERVALLEN)
        eigen = rondes.filter(snelle_toets=stuk) if isinstance(stuk, SnelleToets) else rondes.filter(versie__plan=stuk)
        stuk._ronde = eigen.order_by("-nummer").first()  # type: ignore[union-attr]
    return stuk._ronde  # type: ignore[union-attr]


def lopende_ronde(dossier: Dossier) -> Beoordelingsronde | None:
    """The ronde that is going on now, if any."""
    lopend = [RondeStatus.OPEN, RondeStatus.CONCEPT, RondeStatus.VASTGESTELD]
    return rondes_met_oordelen().filter(dossier=dossier, status__in=lopend).first()


def commitments_per_organisatie(plan: Transformatieplan) -> dict[uuid.UUID, Commitment]:
    """The commitment that counts per organisation: the latest that did not lapse; remembered on the row."""
    if not hasattr(plan, "_commitments"):
        rij = Commitment.objects.filter(versie__plan=plan).exclude(status=CommitmentStatus.VERVALLEN)
        plan._commitments = {c.organisatie_id: c for c in rij.select_related("organisatie", "versie").order_by("versie__nummer")}  # type: ignore[attr-defined]
    return plan._commitments  # type: ignore[attr-defined,no-any-return]


def akkoorden_per_gemeente(plan: Transformatieplan) -> dict[uuid.UUID, GemeentelijkAkkoord]:
    """The gemeentelijk akkoord that counts per gemeente; remembered on the row."""
    if not hasattr(plan, "_akkoorden"):
        rij = GemeentelijkAkkoord.objects.filter(versie__plan=plan).exclude(status=CommitmentStatus.VERVALLEN)
        plan._akkoorden = {a.organisatie_id: a for a in rij.select_related("organisatie", "versie").order_by("versie__nummer")}  # type: ignore[attr-defined]
    return plan._akkoorden  # type: ignore[attr-defined,no-any-return]


def kandidaten(dossier: Dossier, op: dt.date) -> list[tuple[Lidmaatschap, list[str]]]:
    """Every regiocoordinator with why not; an empty list of reasons means: can be assigned (1b.3)."""
    regios = organisaties.mandaatregios_van([p.organisatie for p in dossier.deelnemende_gemeenten], op)
    return [
        (rc.lidmaatschap, list(_redenen(dossier, rc.lidmaatschap, rc.eigen_regios & _met_mandaathouders(dossier, regios), op)))
        for rc in organisaties.regiocoordinatoren(op)
    ]


def redenen_niet(dossier: Dossier, lidmaatschap: Lidmaatschap, op: dt.date) -> list[str]:
    """Why this person cannot be the external reviewer of this dossier; empty when they can (1b.3)."""
    for kandidaat, redenen in kandidaten(dossier, op):
        if kandidaat.pk == lidmaatschap.pk:
            return redenen
    if lidmaatschap.rol != Rol.REGIOCOORDINATOR:
        return ["Deze persoon is geen regiocoördinator."]
    return ["Deze persoon is op deze dag geen regiocoördinator (meer)."]


def _met_mandaathouders(dossier: Dossier, regios: set) -> set:
    """The regions of the participating gemeenten, and those for which a participant itself is mandaathouder."""
    deelnemers = {p.organisatie_id for p in dossier.deelnemende_gemeenten}
    eigen = organisaties.Regio.objects.filter(mandaathouder__in=deelnemers)
    return regios | set(eigen)


def _redenen(dossier: Dossier, lid: Lidmaatschap, gedeeld: set, op: dt.date) -> Iterator[str]:
    if op < geldt_vanaf("1b.3"):
        yield "De beoordeling door een externe regiocoördinator geldt vanaf 1 april 2025."
    if not dossier.deelnemende_gemeenten:
        yield "Aan dit dossier doen geen gemeenten mee; een regiocoördinator beoordeelt het dan niet."
    for partij in dossier.deelnemende_gemeenten:
        if partij.organisatie_id == lid.organisatie_id:
            yield f"{partij.organisatie.aan_het_begin} doet zelf mee aan dit plan."
    for regio in gedeeld:
        namen = " en ".join(sorted(p.organisatie.in_zin for p in _in_regio(dossier, regio, op)))
        yield f"Deze regiocoördinator werkt in mandaatregio {regio}, en {namen or 'een deelnemende gemeente'} hoort daar ook bij."


def _in_regio(dossier: Dossier, regio: object, op: dt.date) -> list:
    leden = {g.pk for g in organisaties.gemeenten_in([regio], op)}  # type: ignore[list-item]
    return [p for p in dossier.deelnemende_gemeenten if p.organisatie_id in leden or getattr(regio, "mandaathouder_id", None) == p.organisatie_id]
