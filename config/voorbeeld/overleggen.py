"""Meetings of the example dossiers: one being scheduled, one held with action points, a startgesprek with moments to choose from."""

import datetime as dt

from django.utils import timezone

from config.voorbeeld.levensloop import Levensloop
from kern.termijnen.kalender import werkdagen_na
from kern.toestanden.uitvoeren import voer_uit
from transformatie.models import Antwoord, Overleg
from transformatie.services import overleg as overleggen

VERSLAG = (
    "De deelnemers lopen de begroting per onderdeel door. De meldkamer valt lager uit dan gedacht; de inzet van de wijkverpleging hoger. "
    "Afgesproken is dat het totaal gelijk blijft.\n\nDe gemeente vraagt hoe de borging na afloop is geregeld. Dat komt in de volgende versie."
)


def _moment(dag: dt.date, uur: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(dag, dt.time(uur)))


def _beleg(loop: Levensloop, onderwerp: str, agenda: str) -> Overleg:
    return overleggen.begin_overleg(
        loop.dossier, organisator=loop.planmaker.organisatie, onderwerp=onderwerp, agenda=agenda, door=loop.planmaker, op=loop.op
    )


def prik_overleg(loop: Levensloop) -> Overleg:
    """The penvoerder put three moments forward; some answered, the insurers did not yet."""
    rij = _beleg(loop, "Begroting en planning van het plan", "Begroting per onderdeel\nPlanning van de meldkamer\nRondvraag")
    momenten = [_moment(werkdagen_na(loop.op, n), u) for n, u in ((9, 10), (10, 14), (12, 9))]
    voer_uit(rij, "leg_momenten_voor", door=loop.planmaker, op=loop.op, momenten=momenten)
    keuzes = {loop.planmaker.organisatie: [Antwoord.KAN] * 3}
    keuzes |= {d: [Antwoord.KAN, Antwoord.LIEVER_NIET, Antwoord.KAN_NIET] for d in loop.deelnemers}
    for organisatie, antwoorden in keuzes.items():
        door = loop.ondertekenaar(organisatie)
        gegeven = {v.pk: a for v, a in zip(rij.voorstellen.order_by("moment"), antwoorden, strict=True)}
        overleggen.geef_voorkeur(rij, gegeven, door=door, op=loop.op)
    return rij


def houd_overleg(loop: Levensloop) -> Overleg:
    """A meeting at which one gemeente was missing; one action point is done, two are open."""
    rij = _beleg(loop, "Begroting en borging", "Begroting per onderdeel\nBorging na afloop")
    moment = _moment(loop.op, 10)
    voer_uit(rij, "verstuur_uitnodiging", door=loop.planmaker, op=loop.op, moment=moment, plaats="Ziekenhuis Waalstad, zaal 2")
    eigen, gemeente = loop.planmaker.organisatie, loop.gemeenten[-1]
    aanwezig = [o.pk for o in loop.dossier.betrokken_organisaties if o != gemeente]
    punten = [
        {"wat": "Werk de borging na afloop uit", "organisatie": eigen, "uiterlijk": loop.op + dt.timedelta(days=30), "persoon": ""},
        {"wat": "Geef aan welke kosten de gemeente zelf draagt", "organisatie": gemeente, "uiterlijk": loop.op + dt.timedelta(days=14)},
        {"wat": "Stuur de begroting rond", "organisatie": eigen, "uiterlijk": loop.op + dt.timedelta(days=7)},
    ]
    uitkomst = "Het totaal blijft gelijk; de borging wordt uitgewerkt."
    voer_uit(rij, "houd", door=loop.planmaker, op=loop.op, verslag=VERSLAG, uitkomst=uitkomst, aanwezig=aanwezig, actiepunten=punten)
    gedaan = rij.actiepunten.get(wat="Stuur de begroting rond")
    overleggen.rond_actiepunt_af(gedaan, notitie="Op de gedeelde schijf gezet.", door=loop.planmaker, op=loop.op)
    return rij


def prik_startgesprek(loop: Levensloop) -> Overleg:
    """The planmaker asks for the startgesprek and names moments (1a.2)."""
    momenten = [_moment(werkdagen_na(loop.op, n), u) for n, u in ((7, 10), (8, 13), (9, 15))]
    return overleggen.leg_momenten_startgesprek_voor(loop.dossier, momenten, door=loop.planmaker, op=loop.op)
