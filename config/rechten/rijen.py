"""Which rows stand on the scene: of every machine the row of the dossier, or those that a builder here names."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from beoordeling.models import Beoordeling, Beoordelingsronde, Commitment, GemeentelijkAkkoord, Voornemen, Vragenbundel
from beoordeling.selectors import akkoorden_per_gemeente, commitments_per_organisatie
from config.voorbeeld.levensloop import Levensloop
from kern.termijnen.models import Termijn
from kern.toestanden.models import Machine
from kern.toestanden.rechtenmatrix import Onderwerp
from kern.toestanden.register import machines
from kern.toestanden.uitvoeren import voer_uit
from transformatie.models import Dossier, Escalatie, Overleg, Overlegsoort, Partij
from transformatie.services import escalatie
from transformatie.services.overleg import begin_overleg
from verantwoording.models import (
    Bijstelling,
    Bijsturing,
    Boeking,
    Correctieverzoek,
    Kostenstand,
    KpiVerantwoording,
    Rechtmatigheidsvraag,
    Terugbetaling,
)
from verantwoording.services.bijstelling import bewaar_voorstel, start_bijstelling
from verantwoording.services.bijsturing import lopende_bijsturing, open_bijsturing
from verantwoording.services.grootboekblad import vraag_correctie
from verantwoording.services.kosten import open_kwartalen
from verantwoording.services.rechtmatigheid import oordeel
from verantwoording.services.terugbetaling import vorder

Bouwer = Callable[[Levensloop], dict[str, Machine]]
_bouwers: dict[type[Machine], Bouwer] = {}


def _sluiting(status: str) -> dict[str, Any]:
    return {"afgesloten_op": timezone.localdate() if status == "afgesloten" else None}


FEITEN: dict[type[Machine], Callable[[str], dict[str, Any]]] = {Bijsturing: _sluiting}
"""What the database asks of a row of this machine in a state, beside the state itself."""


class GeenRij(Exception):
    """A machine of which the scene has no row."""


def rij_van(model: type[Machine]) -> Callable[[Bouwer], Bouwer]:
    """Register which rows of this machine stand on the scene: by what is added to its name, '' for nothing."""

    def schrijf_in(functie: Bouwer) -> Bouwer:
        _bouwers[model] = functie
        return functie

    return schrijf_in


@rij_van(Escalatie)
def een_escalatie(loop: Levensloop) -> dict[str, Machine]:
    """A knelpunt reported by the penvoerder."""
    knelpunt = "De koppeling van de systemen staat stil."
    return {"": escalatie.meld(loop.dossier, knelpunt=knelpunt, door=loop.planmaker, op=loop.op)}


@rij_van(Overleg)
def overleggen(loop: Levensloop) -> dict[str, Machine]:
    """One that the coordinating insurer convenes, one of the penvoerder, and the one that steps along with the startgesprek."""
    rijen = {}
    for wie, lid in (("van de coördinerende verzekeraar", loop.czv), ("van de penvoerder", loop.planmaker)):
        overleg = begin_overleg(loop.dossier, organisator=lid.organisatie, onderwerp="Voortgang", door=lid, op=loop.op)
        type(overleg).objects.filter(pk=overleg.pk).update(moment=timezone.now())
        rijen[wie] = overleg
    return {**rijen, "van het startgesprek": Overleg.objects.get(dossier=loop.dossier, soort_overleg=Overlegsoort.STARTGESPREK)}


@rij_van(Commitment)
def commitments(loop: Levensloop) -> dict[str, Machine]:
    """Of a provider, of a gemeente and of the zorgkantoor: each binds only itself (1b.1)."""
    per_organisatie = commitments_per_organisatie(loop.plan)
    kantoor = next(p.organisatie_id for p in loop.dossier.deelnemende_partijen if p.rol == "financier")
    return {
        "van de penvoerder": per_organisatie[loop.planmaker.organisatie_id],
        "van de eerste gemeente": per_organisatie[loop.gemeenten[0].pk],
        "van het zorgkantoor": per_organisatie[kantoor],
    }


@rij_van(GemeentelijkAkkoord)
def akkoorden(loop: Levensloop) -> dict[str, Machine]:
    """Of the first of the gemeenten that take part (1b.1)."""
    return {"van de eerste gemeente": akkoorden_per_gemeente(loop.plan)[loop.gemeenten[0].pk]}


@rij_van(KpiVerantwoording)
def kpis(loop: Levensloop) -> dict[str, Machine]:
    """The KPI that was granted and waits for its payment."""
    return {"": loop.kpi(1)} if hasattr(loop.dossier, "toekenning") else {}


@rij_van(Bijsturing)
def bijsturingen(loop: Levensloop) -> dict[str, Machine]:
    """With a proposal of the penvoerder that waits for the insurer (3a.4)."""
    if not hasattr(loop.dossier, "toekenning"):
        return {}
    rij = lopende_bijsturing(loop.toekenning) or open_bijsturing(loop.toekenning, aanleiding="Duurder.", door=loop.planmaker, op=loop.op)
    if rij.status == "open":
        voer_uit(rij, "leg_voor", door=loop.planmaker, op=loop.op, uitkomst="anders", onderbouwing="Wij dragen het zelf.")
    return {"met een voorstel van de penvoerder": rij}


@rij_van(Terugbetaling)
def terugbetalingen(loop: Levensloop) -> dict[str, Machine]:
    """A claim on the penvoerder (3a.4)."""
    if not hasattr(loop.dossier, "toekenning"):
        return {}
    return {"": _vordering(loop)}


@rij_van(Correctieverzoek)
def correcties(loop: Levensloop) -> dict[str, Machine]:
    """A correction the first person at the insurer asked for."""
    if not hasattr(loop.dossier, "toekenning"):
        return {}
    boeking = Boeking.objects.get(soort=Boeking.Soort.VORDERING, onderwerp=_vordering(loop).pk)
    return {"": vraag_correctie(loop.toekenning, boeking, reden="Verkeerde partij.", door=loop.czv, op=loop.op)}


def _vordering(loop: Levensloop) -> Terugbetaling:
    return vorder(loop.toekenning, schuldenaar=loop.planmaker.organisatie, bedrag=Decimal(100), reden="Minder gemaakt.", op=loop.op)


@rij_van(Bijstelling)
def bijstellingen(loop: Levensloop) -> dict[str, Machine]:
    """A proposal to adjust the running plan, laid before who it touches (1g.6)."""
    if not hasattr(loop.dossier, "toekenning") or not loop.toekenning.gestart_op:
        return {}
    b = start_bijstelling(loop.toekenning, door=loop.planmaker, op=loop.op)
    mijlpalen = {m.sleutel: m.datum + dt.timedelta(days=30) for m in b.basis.mijlpalen.filter(is_go_no_go=True)}
    bewaar_voorstel(b, kpis={}, mijlpalen=mijlpalen, toelichting="Het loopt later.", door=loop.planmaker, op=loop.op)
    return {"": voer_uit(b, "leg_voor", door=loop.planmaker, op=loop.op)}


@rij_van(Kostenstand)
def kostenstanden(loop: Levensloop) -> dict[str, Machine]:
    """The statement of the quarter that follows, asked for in a running plan (3a.1)."""
    if not hasattr(loop.dossier, "toekenning") or not loop.toekenning.gestart_op:
        return {}
    open_kwartalen(loop.toekenning, loop.op + dt.timedelta(days=92))
    return {"": loop.toekenning.kostenstanden.latest("jaar", "kwartaal")}


@rij_van(Termijn)
def termijnen(loop: Levensloop) -> dict[str, Machine]:
    """The clock of the decision on the snelle toets."""
    return {"": Termijn.objects.get(onderwerp=loop.toets.pk, soort_termijn="besluit_snelle_toets")}


def onderwerpen_van(loop: Levensloop, vereist: Iterable[str] | Mapping[str, object]) -> list[Onderwerp]:
    """A row of every machine for this dossier; of those that are `vereist` there must be one."""
    gevonden = []
    for soort, model in machines().items():
        bouwer = _bouwers.get(model)
        rijen = bouwer(loop) if bouwer else _eigen_rij(model, loop)
        if not rijen and soort in vereist:
            raise GeenRij(
                f"Op het toneel van de rechtenmatrix staat geen rij van de machine {soort}. "
                f"Zet er een neer met een bouwer @rij_van({model.__name__}) in config/rechten/rijen.py."
            )
        feiten = FEITEN.get(model, lambda status: {})
        gevonden += [Onderwerp(f"{model.naam_in_zin()} {wat}".strip(), rij, feiten) for wat, rij in rijen.items()]
    return gevonden


def handelrijen(model: type[Any], loop: Levensloop) -> list[Onderwerp]:
    """The rows of this model on which the acts of the table are done; empty when the scene has none."""
    rijen: dict[str, Any] = _eigen_rij(model, loop)
    if not rijen and model in (Vragenbundel, Voornemen):
        rijen = {"": _bij_de_laatste_ronde(model, loop)}
    elif model is Rechtmatigheidsvraag and hasattr(loop.dossier, "toekenning"):
        rijen = {"aan de penvoerder": rijen.get("") or _rechtmatigheidsvraag(loop)}
    elif model is Dossier:
        rijen = {"": loop.dossier}
    elif model is Partij:
        rijen = {"van een deelnemer": loop.dossier.partijen.get(organisatie=loop.deelnemers[0])}
    elif model is Beoordeling:
        rijen = {
            "van de coördinerende verzekeraar": Beoordeling.objects.filter(ronde__dossier=loop.dossier, rol="coordinerend").latest(
                "vastgelegd_op"
            )
        }
    return [Onderwerp(f"{model._meta.verbose_name} {wat}".strip(), rij) for wat, rij in rijen.items()]


def _rechtmatigheidsvraag(loop: Levensloop) -> Rechtmatigheidsvraag:
    """What the NZa asks of the penvoerder before it judges (3a.5)."""
    gevraagd: dict[str, Any] = {"onderdeel": 3, "aan": "penvoerder", "vraag": "Waar is de meting?"}
    return oordeel(loop.toekenning, uitkomst="meer_nodig", onderbouwing="Er mist iets.", door=loop.nza, op=loop.op, **gevraagd).vragen.get()


def _bij_de_laatste_ronde(model: type[Any], loop: Levensloop) -> Vragenbundel | Voornemen:
    """What the ordinary life of a dossier does not have: questions that were sent, a decision put before other insurers."""
    ronde = Beoordelingsronde.objects.filter(dossier=loop.dossier).latest("nummer")
    if model is Vragenbundel:
        return Vragenbundel.objects.create(ronde=ronde, nummer=1, verstuurd_op=loop.op, verstuurd_door=loop.czv.gebruiker)
    return Voornemen.objects.create(
        dossier=loop.dossier, ronde=ronde, richting=Voornemen.Richting.values[0], gepubliceerd_op=loop.op, inzage_tot=loop.op
    )


def _eigen_rij(model: type[Any], loop: Levensloop) -> dict[str, Any]:
    """Without a builder: the latest row of this model that belongs to the dossier."""
    if not hasattr(model, "zaak"):
        return {}
    rijen = [rij for rij in model._base_manager.order_by("-vastgelegd_op") if rij.zaak == loop.dossier.pk]
    return {"": rijen[0]} if rijen else {}
