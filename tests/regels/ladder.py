"""The ladder of 1d, taken up step by step."""

import datetime as dt
from typing import Any

from config.voorbeeld import escalaties
from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.termijnen.models import Termijn
from tests.fabrieken.wereld import toets_klaar_om_in_te_dienen
from transformatie.models import Escalatie
from transformatie.services import escalatie

ONTVANGEN = dt.date(2025, 4, 1)
NA_HET_EINDE = dt.date(2025, 4, 30)


def ingediend(wereld: Wereld) -> Levensloop:
    """Handed in on 1 April 2025, to be decided on by 29 April, without a third assessor to wait for."""
    opties = {"gemeenten": ()}
    return toets_klaar_om_in_te_dienen(wereld, dt.date(2025, 3, 10), **opties).naar(ONTVANGEN).dien_toets_in().toets_compleet()


def gemeld(loop: Levensloop) -> Escalatie:
    return escalatie.meld(loop.dossier, knelpunt="De koppeling staat stil.", door=loop.planmaker, op=loop.op)


def spreek(loop: Levensloop, ladder: Escalatie, **anders: Any) -> None:
    """Put the talk of step 1 on record."""
    escalaties.spreek(loop, ladder, **anders)


def tot_stap(loop: Levensloop, stap: int) -> Escalatie:
    """A ladder on this step (0 is reported only), five days a step."""
    ladder = gemeld(loop)
    for nummer, naam in enumerate(("begin_stap_1", "ga_naar_stap_2", "ga_naar_stap_3")[:stap]):
        if nummer:
            loop.na(5)
            spreek(loop, ladder) if nummer == 1 else escalaties.houd_overleg(loop, ladder, nummer)
        loop.zet(ladder, naam, loop.czv)
    return Escalatie.objects.get(pk=ladder.pk)


def klok(ladder: Escalatie, soort: str) -> Termijn:
    return Termijn.objects.get(onderwerp=ladder.pk, soort_termijn=soort)
