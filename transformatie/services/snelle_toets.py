"""What follows from each step of a snelle toets, in its transaction: clocks, the plan, the letter."""

import datetime as dt
from typing import Any

from kern.termijnen import services as termijnen
from kern.toestanden.signals import na
from kern.toestanden.uitvoeren import voer_uit
from transformatie.models import SnelleToets, Transformatieplan
from transformatie.services import versies


@na(SnelleToets, "dien_in", "vul_aan")
def start_klok_besluit(toets: SnelleToets, *, op: dt.date, **_: Any) -> None:
    """Four weeks from receipt (1e.1), and five working days to say whether it is complete (ours)."""
    for soort in ("besluit_snelle_toets", "compleetheid"):
        termijnen.start(zaak=toets.zaak, onderwerp=toets.pk, soort=soort, verantwoordelijk=toets.dossier.coordinerend, op=op)


@na(SnelleToets, "verklaar_compleet")
def compleet_is_beoordeeld(toets: SnelleToets, *, op: dt.date, **_: Any) -> None:
    """The question of completeness is answered; the clock on the decision runs on unchanged (1e.1)."""
    termijnen.haal(toets.pk, "compleetheid", op)


@na(SnelleToets, "verklaar_incompleet", "trek_in")
def klokken_vervallen(toets: SnelleToets, *, op: dt.date, **_: Any) -> None:
    """The running terms lapse; this is no suspension (1e.1)."""
    termijnen.laat_vervallen(toets.pk, op)


@na(SnelleToets, "keur_goed", "wijs_af")
def besluit_is_genomen(toets: SnelleToets, *, op: dt.date, **_: Any) -> None:
    """The decision is there: the clock is met (1e.1)."""
    termijnen.haal(toets.pk, "besluit_snelle_toets", op)


@na(SnelleToets, "keur_goed")
def begin_transformatieplan(toets: SnelleToets, *, op: dt.date, **_: Any) -> None:
    """The planmakers get four months for the plan, from this day (1e.2)."""
    plan = Transformatieplan.objects.create(dossier=toets.dossier)
    versies.eerste_versie(plan, op=op)
    termijnen.start(
        zaak=toets.zaak, onderwerp=plan.pk, soort="indienen_transformatieplan", verantwoordelijk=toets.dossier.penvoerder, op=op
    )


@na(SnelleToets, "laat_vervallen")
def plan_vervalt(toets: SnelleToets, *, op: dt.date, **_: Any) -> None:
    """No plan can be handed in any more (1e.2)."""
    termijnen.laat_vervallen(toets.dossier.plan.pk, op)


@na(SnelleToets, "trek_in")
def startgesprek_vervalt(toets: SnelleToets, *, op: dt.date, **_: Any) -> None:
    """A conversation that was still to come has no purpose any more."""
    gesprek = toets.dossier.startgesprek
    if gesprek.status in ("aangevraagd", "gepland"):
        voer_uit(gesprek, "laat_vervallen", door=None, op=op)
