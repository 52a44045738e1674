"""The rules of assessing: who must have agreed, been asked or been heard before a decision."""

import uuid
from collections.abc import Iterator
from typing import cast

from beoordeling.models import AkkoordStatus, Beoordelaarsrol, Beoordelingsronde, CommitmentStatus, RondeStatus
from beoordeling.selectors import (
    akkoorden_per_gemeente,
    commitments_per_organisatie,
    opsomming,
    redenen_niet,
    ronde_van,
    toewijzing_van,
    vraagt_derde_beoordelaar,
)
from kern.basis.datums import toon_datum
from kern.regels.register import Belet, toetst
from kern.toestanden.stap import Stap
from transformatie.models import Dossier, SnelleToets, Transformatieplan

Stuk = SnelleToets | Transformatieplan
NIET = {
    CommitmentStatus.GEVRAAGD: "heeft nog geen commitment gegeven.",
    CommitmentStatus.GEWEIGERD: "heeft commitment geweigerd.",
    CommitmentStatus.VERVALLEN: "heeft nog geen commitment gegeven op deze versie.",
}


@toetst("1b.1", "keur transformatieplan goed")
def alle_partijen_gaven_commitment(stap: Stap) -> Iterator[str]:
    """Every party stands behind the plan, by someone who may sign (1b.1)."""
    plan = cast(Transformatieplan, stap.zaak)
    gegeven = commitments_per_organisatie(plan)
    verzekeraars = {plan.dossier.coordinerend_id, plan.dossier.tweede_id}
    gezien: set[uuid.UUID] = set()
    for partij in plan.dossier.deelnemende_partijen:
        if partij.organisatie_id in verzekeraars | gezien:
            continue
        gezien.add(partij.organisatie_id)
        commitment = gegeven.get(partij.organisatie_id)
        if commitment is None or commitment.status != CommitmentStatus.GEGEVEN:
            status = commitment.status if commitment else CommitmentStatus.GEVRAAGD
            yield f"{partij.organisatie.aan_het_begin} {NIET[status]}"


@toetst("1b.1", "keur transformatieplan goed")
def gemeenten_keurden_hun_onderdelen_goed(stap: Stap) -> Iterator[str]:
    """Parts in the social domain have the express approval of the gemeente (1b.1)."""
    plan = cast(Transformatieplan, stap.zaak)
    versie = plan.ingediende_versie
    if versie is None or not versie.heeft_sociale_onderdelen:
        return
    akkoorden = akkoorden_per_gemeente(plan)
    if not plan.dossier.deelnemende_gemeenten:
        yield "Het plan heeft onderdelen in het sociaal domein, maar er doet geen gemeente mee die ze kan goedkeuren."
    for partij in plan.dossier.deelnemende_gemeenten:
        akkoord = akkoorden.get(partij.organisatie_id)
        if akkoord is not None and akkoord.status == AkkoordStatus.GEGEVEN:
            continue
        geweigerd = akkoord is not None and akkoord.status == AkkoordStatus.GEWEIGERD
        wat = "heeft haar onderdelen geweigerd." if geweigerd else "heeft haar onderdelen nog niet goedgekeurd."
        yield f"{partij.organisatie.aan_het_begin} {wat}"


@toetst("1b.2", "keur transformatieplan goed")
def gemeenten_beoordeelden_mee(stap: Stap) -> Iterator[str]:
    """A plan that touches the social domain is assessed together with the gemeenten (1b.2)."""
    dossier: Dossier = stap.zaak.dossier
    if not dossier.raakt_sociaal_domein:
        return
    ronde = ronde_van(cast(Stuk, stap.zaak))
    klaar = {b.organisatie_id for b in ronde.alle_beoordelingen if b.afgerond_op} if ronde else set()
    wachtend = [p.organisatie.in_zin for p in dossier.deelnemende_gemeenten if p.organisatie_id not in klaar]
    if not dossier.deelnemende_gemeenten:
        yield "Dit plan raakt het sociaal domein; de gemeenten hebben het nog niet mee beoordeeld."
    elif wachtend:
        heeft = "heeft" if len(wachtend) == 1 else "hebben"
        yield f"Dit plan raakt het sociaal domein; {opsomming(wachtend)} {heeft} het nog niet mee beoordeeld."


@toetst("1b.3", "keur snelle toets goed", "keur transformatieplan goed")
def derde_beoordelaar_is_gehoord(stap: Stap) -> Iterator[str]:
    """The external regiocoordinator gave an opinion, or the SPUK gemeenten waived it (1b.3, from 1 April 2025)."""
    dossier: Dossier = stap.zaak.dossier
    if not vraagt_derde_beoordelaar(dossier):
        return
    toewijzing = toewijzing_van(dossier)
    if toewijzing is None:
        yield "Er is nog geen externe regiocoördinator toegewezen, en de gemeenten die SPUK aanvragen hebben er niet van afgezien."
        return
    derde, ronde = toewijzing.lidmaatschap.organisatie, ronde_van(cast(Stuk, stap.zaak))
    klaar = (
        {b.organisatie_id for b in ronde.alle_beoordelingen if b.rol == Beoordelaarsrol.REGIOCOORDINATOR and b.afgerond_op}
        if ronde
        else set()
    )
    if derde.pk not in klaar and not toewijzing.telt_op(stap.op):
        yield f"{toewijzing.lidmaatschap.gebruiker} van {derde.in_zin} is geen regiocoördinator meer. Wijs een ander toe."
    elif derde.pk not in klaar:
        yield f"De regiocoördinator van {derde.in_zin} heeft nog geen oordeel gegeven."


@toetst("1b.3", "wijs regiocoordinator toe")
def kandidaat_is_van_buiten(stap: Stap) -> Iterator[Belet]:
    """A regiocoordinator never assesses a plan from the own mandaatregio, nor one without gemeenten (1b.3)."""
    for reden in redenen_niet(stap.zaak.dossier, stap.gegevens["lidmaatschap"], stap.op):
        yield Belet(reden, "1b.3", "lidmaatschap")


@toetst("1c.2", "keur goed", "wijs af", "vraag aanpassing")
def gezamenlijke_terugkoppeling_staat_vast(stap: Stap) -> Iterator[str]:
    """A decision rests on one terugkoppeling of both insurers (1c.2)."""
    ronde = ronde_van(cast(Stuk, stap.zaak))
    if ronde is None or not ronde.is_vastgesteld:
        yield f"Er is nog geen gezamenlijke terugkoppeling met {stap.zaak.dossier.tweede} vastgesteld."


@toetst("1c.2", "verstuur terugkoppeling (tweede keer)")
def terugkoppeling_gaat_een_keer_uit(stap: Stap) -> Iterator[str]:
    """The terugkoppeling goes out once per ronde (1c.2)."""
    ronde = cast(Beoordelingsronde, stap.zaak)
    if ronde.status == RondeStatus.VERSTUURD and ronde.verstuurd_op:
        dag = toon_datum(ronde.verstuurd_op)
        yield f"De gezamenlijke terugkoppeling is al verstuurd op {dag}. Zij gaat per ronde een keer naar buiten."
