"""Example escalations: one in step 2 with its meeting planned, one whose streven lapsed, one on the agenda, one with the brigade."""

import datetime as dt
from typing import Any

from django.utils import timezone

from config.voorbeeld.levensloop import Levensloop
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from transformatie.models import Escalatie, Overleg, Zijspoor
from transformatie.services import escalatie, zijspoor

GENERIEK = "De partijen worden het niet eens over wie na afloop de structurele kosten draagt. De een wacht op de ander."


def spreek(loop: Levensloop, rij: Escalatie, *organisaties: Organisatie, uitkomst: str = "Nog geen oplossing.", **anders: Any) -> None:
    """Put the talk of step 1 on record."""
    velden: dict[str, Any] = {
        "organisaties": list(organisaties) or [loop.planmaker.organisatie, loop.czv.organisatie],
        "aanspreekpunten": ["A. de Boer, bestuurder"],
        "gesproken_op": loop.op,
        "uitkomst": uitkomst,
        "door": loop.planmaker,
        "op": loop.op,
    }
    escalatie.leg_gesprek_vast(Escalatie.objects.get(pk=rij.pk), **(velden | anders))


def overleg_van(rij: Escalatie, stap: int) -> Overleg:
    """The meeting of a step."""
    overleg = Escalatie.objects.get(pk=rij.pk).gesprekken.get(stap=stap).overleg
    assert overleg is not None
    return overleg


def plan_overleg(loop: Levensloop, rij: Escalatie, stap: int, dag: dt.date, door: Lidmaatschap | None = None) -> None:
    """Invite everyone to the meeting of a step."""
    moment = timezone.make_aware(dt.datetime.combine(dag, dt.time(9, 30)))
    loop.zet(overleg_van(rij, stap), "verstuur_uitnodiging", door or loop.czv, moment=moment, plaats="Kantoor van de zorgverzekeraar")


def houd_overleg(loop: Levensloop, rij: Escalatie, stap: int, uitkomst: str = "Nog geen oplossing.", **anders: Any) -> None:
    """The meeting of a step takes place today, and is put on record."""
    if overleg_van(rij, stap).status != "uitgenodigd":
        plan_overleg(loop, rij, stap, loop.op)
    loop.zet(overleg_van(rij, stap), "houd", loop.czv, **({"uitkomst": uitkomst} | anders))


def tot_stap(loop: Levensloop, stap: int, knelpunt: str, dagen: int = 5) -> Escalatie:
    """A ladder brought to this step, so many days a step."""
    tussen = [loop.planmaker.organisatie, loop.dossier.coordinerend]
    rij = escalatie.meld(loop.dossier, knelpunt=knelpunt, tussen=tussen, door=loop.planmaker, op=loop.op)
    loop.zet(rij, "begin_stap_1", loop.planmaker)
    if stap > 1:
        loop.na(dagen)
        spreek(loop, rij)
        loop.zet(rij, "ga_naar_stap_2", loop.czv)
    if stap > 2:
        loop.na(dagen)
        houd_overleg(loop, rij, 2)
        loop.zet(rij, "ga_naar_stap_3", loop.czv)
    return Escalatie.objects.get(pk=rij.pk)


def streven_verlopen(loop: Levensloop) -> None:
    """Step 3, its two weeks gone by when the sweep comes: the planmakers may convene the talk themselves (1d.4)."""
    tot_stap(loop, 3, "De verzekeraar en het ziekenhuis spreken langs elkaar heen over de fasering van de afspraken.", 3)


def op_de_agenda(loop: Levensloop) -> None:
    """A knelpunt that the bestuurlijke groep is to discuss (1d.5)."""
    rij = tot_stap(loop, 1, "Het verzoek om aanpassing is voor de partijen niet uitvoerbaar binnen de gevraagde tijd.")
    groep = Zijspoor.Soort.BESTUURLIJKE_GROEP
    zijspoor.schakel_in(rij, groep, generiek=GENERIEK, door=loop.planmaker, op=loop.op)


def met_brigade(loop: Levensloop) -> None:
    """The Vliegende Brigade reads along: somebody of the NZa, of the IGJ and of an insurer elsewhere (1d.6)."""
    rij = tot_stap(loop, 1, "Over de ict-koppeling verwijzen leverancier, ziekenhuis en huisartsen naar elkaar.")
    vraag = "Breng in beeld waar de koppeling vastzit en wie wat moet doen om haar los te krijgen."
    spoor = zijspoor.schakel_in(rij, Zijspoor.Soort.VLIEGENDE_BRIGADE, generiek=vraag, door=loop.planmaker, op=loop.op)
    wereld = loop.wereld
    leden = [loop.nza, wereld.lid(wereld.organisatie("IGJ"), Rol.BRIGADE), wereld.lid(wereld.organisatie("Menzis"), Rol.BEOORDELAAR)]
    zijspoor.noem_brigade(spoor, leden, door=loop.nza, op=loop.op)
