"""What follows from each step of a transformatieplan, in its transaction: versions, clocks, the letter."""

import datetime as dt
from typing import Any

from kern.termijnen import services as termijnen
from kern.toestanden.signals import na
from transformatie.models import Transformatieplan
from transformatie.services import versies
from transformatie.signals import versie_ingediend


@na(Transformatieplan, "dien_in", "vul_aan")
def versie_bevriezen(plan: Transformatieplan, *, op: dt.date, **_: Any) -> None:
    """What was handed in no longer changes; the rooms above hear which version it is."""
    versie = versies.bevries(plan, op=op)
    termijnen.haal(plan.pk, "indienen_transformatieplan", op)
    klok = plan.klok_besluit
    if klok is not None and klok.status == klok.Status.OPGESCHORT:
        termijnen.hervat(klok, op)
    elif klok is None or not klok.is_open:  # an adjusted version begins no new eight weeks
        for soort in ("besluit_transformatieplan", "compleetheid"):
            termijnen.start(zaak=plan.zaak, onderwerp=plan.pk, soort=soort, verantwoordelijk=plan.dossier.coordinerend, op=op, regel="1e.3")
    versie_ingediend.send(Transformatieplan, plan=plan, versie=versie, op=op)


@na(Transformatieplan, "verklaar_compleet")
def compleet_is_beoordeeld(plan: Transformatieplan, *, op: dt.date, **_: Any) -> None:
    """The question of completeness is answered; the clock on the decision runs on unchanged (1e.3)."""
    termijnen.haal(plan.pk, "compleetheid", op)


@na(Transformatieplan, "verklaar_incompleet")
def klokken_vervallen(plan: Transformatieplan, *, op: dt.date, **_: Any) -> None:
    """The running eight weeks lapse and a new version is opened for what is missing (1e.3)."""
    termijnen.laat_vervallen(plan.pk, op)
    versies.nieuwe_versie(plan)


@na(Transformatieplan, "vraag_aanpassing")
def klok_staat_stil(plan: Transformatieplan, *, op: dt.date, **_: Any) -> None:
    """The eight weeks stand still until the adjusted version is in (1e.3); a term that is over stays over."""
    klok = plan.klok_besluit
    if klok is not None and klok.status == klok.Status.LOOPT and op <= klok.einde_op:
        termijnen.schort_op(klok, op)
    versies.nieuwe_versie(plan)


@na(Transformatieplan, "bied_opnieuw_aan")
def nieuwe_versie_openen(plan: Transformatieplan, **_: Any) -> None:
    """A rejected plan is offered again in a new version (kader 2023)."""
    versies.nieuwe_versie(plan)


@na(Transformatieplan, "trek_in")
def ingetrokken(plan: Transformatieplan, *, op: dt.date, **_: Any) -> None:
    """Nobody waits for anything any more."""
    termijnen.laat_vervallen(plan.pk, op)


@na(Transformatieplan, "keur_goed", "wijs_af")
def besluit_is_genomen(plan: Transformatieplan, *, op: dt.date, **_: Any) -> None:
    """The decision is there: the clock is met (1e.3)."""
    termijnen.haal(plan.pk, "besluit_transformatieplan", op)
