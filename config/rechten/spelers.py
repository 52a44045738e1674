"""Who stands around a dossier: every role in every relation that the rights tell apart.

The application itself (door=None) is no row of the table: what only it may do is closed to everybody here.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from beoordeling.models import Toewijzing
from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import SINDS
from kern.gebruikers.models import Gebruiker
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol, Vervanging
from kern.toestanden.rechtenmatrix import Speler
from transformatie.models import Brigadelid, Escalatie, Partij, Partijrol, Zijspoor

GEEN = "geen"
ALTIJD = dt.date(2099, 12, 31)
OOK_INDIENER = "werkt ook voor een indiener"
TEKENENDE_ROLLEN = {Rol.PLANMAKER, Rol.BEOORDELAAR, Rol.GEMEENTELIJK_BESLISSER, Rol.FINANCIER}


def spelers_rond(loop: Levensloop) -> list[Speler]:
    """Everyone around a dossier; after each who may sign, the same person without that."""
    alle = [variant for speler in _rond(loop) for variant in (speler, *_varianten(loop, speler))]
    return [replace(speler, lid=_zoals_een_verzoek_leest(speler.lid, loop)) for speler in alle]


def spelers_voor_het_besluit(loop: Levensloop) -> list[Speler]:
    """Who sees nothing of a dossier before its plan is approved."""
    return [Speler(Rol.NZA.label, "plan nog niet goedgekeurd", loop.nza)]


def _rond(loop: Levensloop) -> Iterator[Speler]:
    relaties = {
        Rol.PLANMAKER: _planmakers(loop),
        Rol.BEOORDELAAR: _beoordelaars(loop),
        Rol.GEMEENTELIJK_BESLISSER: _beslissers(loop),
        Rol.REGIOCOORDINATOR: _regiocoordinatoren(loop),
        Rol.FINANCIER: _financiers(loop),
        Rol.NZA: {"plan goedgekeurd": loop.nza, f"plan goedgekeurd, {OOK_INDIENER}": _ook_planmaker(loop, loop.nza)},
        Rol.BRIGADE: _brigade(loop),
    }
    for rol in Rol:
        for relatie, lid in relatie_of_geen(relaties.get(rol), loop, rol).items():
            yield Speler(rol.label, relatie, lid)


def relatie_of_geen(relaties: dict[str, Lidmaatschap] | None, loop: Levensloop, rol: Rol) -> dict[str, Lidmaatschap]:
    """The relations of a role; a role that knows none stands there as somebody of a national party."""
    return relaties or {GEEN: _lid(loop.wereld.organisatie("ZN"), rol, mag_tekenen=False)}


def _varianten(loop: Levensloop, speler: Speler) -> Iterator[Speler]:
    """The same relation with one thing different: may not sign, did not yet answer the invitation."""
    lid = speler.lid
    if lid.mag_tekenen and lid.rol in TEKENENDE_ROLLEN and OOK_INDIENER not in speler.relatie:
        yield replace(speler, lid=_lid(lid.organisatie, lid.rol, mag_tekenen=False), variant="mag niet tekenen")
    if speler.relatie == "deelnemer":
        genodigd = _partij(loop, "Streekziekenhuis De Kempen", Partijrol.DEELNEMER, aanvaard_op=None)
        yield replace(speler, lid=genodigd, variant="heeft nog niet geantwoord")


def _zoals_een_verzoek_leest(lid: Lidmaatschap, loop: Levensloop) -> Lidmaatschap:
    """The membership with for whom it stands in on that day, as the middleware puts it on a request."""
    return Lidmaatschap.objects.voor_dag(loop.op).select_related("gebruiker", "organisatie").get(pk=lid.pk)


def _planmakers(loop: Levensloop) -> dict[str, Lidmaatschap]:
    return {
        "penvoerder": loop.planmaker,
        "indiener": _partij(loop, "GGZ Rivierenrijk", Partijrol.INDIENER),
        "kassier": _partij(loop, "Thuiszorg Maas en Waal", Partijrol.KASSIER),
        "deelnemer": loop.wereld.lid(loop.deelnemers[0], Rol.PLANMAKER),
        "uit het dossier": _partij(loop, "Wijkzorg De Linge", Partijrol.DEELNEMER, uit_op=loop.op),
        GEEN: loop.wereld.lid(loop.wereld.organisatie("GGZ Noorderkwartier"), Rol.PLANMAKER),
    }


def _beoordelaars(loop: Levensloop) -> dict[str, Lidmaatschap]:
    return {
        "coördinerend": loop.czv,
        f"coördinerend, {OOK_INDIENER}": _ook_planmaker(loop, loop.czv),
        "tweede": loop.tweede,
        f"tweede, {OOK_INDIENER}": _ook_planmaker(loop, loop.tweede),
        GEEN: loop.wereld.lid(loop.wereld.organisatie("DSW"), Rol.BEOORDELAAR),
    }


def _beslissers(loop: Levensloop) -> dict[str, Lidmaatschap]:
    eerste, tweede = (loop.beslisser(gemeente) for gemeente in loop.gemeenten)
    return {
        "eerste gemeente": eerste,
        f"eerste gemeente, {OOK_INDIENER}": _ook_planmaker(loop, eerste),
        "tweede gemeente": tweede,
        "uit het dossier": _partij(loop, "Gemeente Beuningen", Partijrol.GEMEENTE, Rol.GEMEENTELIJK_BESLISSER, uit_op=loop.op),
        GEEN: loop.wereld.lid(loop.wereld.organisatie("Gemeente Apeldoorn"), Rol.GEMEENTELIJK_BESLISSER),
    }


def _regiocoordinatoren(loop: Levensloop) -> dict[str, Lidmaatschap]:
    was = loop.wereld.lid(loop.wereld.organisatie("SamenTwente"), Rol.REGIOCOORDINATOR)
    Toewijzing.objects.create(dossier=loop.dossier, lidmaatschap=was, op=loop.op, beeindigd_op=loop.op)
    collega = _lid(loop.regiocoordinator.organisatie, Rol.REGIOCOORDINATOR, mag_tekenen=False)
    Vervanging.objects.create(lidmaatschap=loop.regiocoordinator, vervanger=collega, van=loop.op, tot=ALTIJD)
    return {
        "toegewezen": loop.regiocoordinator,
        "vervangt wie is toegewezen": collega,
        f"toegewezen gemeente, {OOK_INDIENER}": _ook_planmaker(loop, loop.regiocoordinator),
        "toewijzing beëindigd": was,
        "eigen gemeente doet mee": loop.wereld.lid(loop.gemeenten[1], Rol.REGIOCOORDINATOR),
        GEEN: loop.wereld.lid(loop.wereld.organisatie("Gemeente Apeldoorn"), Rol.REGIOCOORDINATOR),
    }


def _financiers(loop: Levensloop) -> dict[str, Lidmaatschap]:
    kantoor = next(p.organisatie for p in loop.dossier.deelnemende_partijen if p.rol == Partijrol.FINANCIER)
    ander = Organisatie.objects.filter(soort=Organisatie.Soort.ZORGKANTOOR).exclude(pk=kantoor.pk).earliest("naam")
    return {"zorgkantoor doet mee": loop.wereld.lid(kantoor, Rol.FINANCIER), GEEN: loop.wereld.lid(ander, Rol.FINANCIER)}


def _brigade(loop: Levensloop) -> dict[str, Lidmaatschap]:
    """Who reads along for a while (1d.6), who did, and who is of the brigade but not for this dossier."""
    escalatie = Escalatie.objects.create(dossier=loop.dossier, gemeld_op=loop.op, knelpunt="De brigade leest mee.")
    zijspoor = Zijspoor.objects.create(escalatie=escalatie, soort=Zijspoor.Soort.VLIEGENDE_BRIGADE, op=loop.op, generiek="Een knelpunt.")
    leest, las, geen = (_lid(loop.wereld.organisatie("NZa"), Rol.BRIGADE, mag_tekenen=False) for _ in range(3))
    Brigadelid.objects.create(zijspoor=zijspoor, lidmaatschap=leest, van=loop.op, tot=ALTIJD)
    Brigadelid.objects.create(zijspoor=zijspoor, lidmaatschap=las, van=SINDS, tot=loop.op - dt.timedelta(days=1))
    return {"leest mee": leest, "las mee": las, GEEN: geen}


def _partij(loop: Levensloop, naam: str, partijrol: str, rol: str = Rol.PLANMAKER, **velden: Any) -> Lidmaatschap:
    """Somebody of an organisation that takes part in this role, or that did."""
    organisatie = loop.wereld.organisatie(naam)
    velden = {"uitgenodigd_op": loop.op, "aanvaard_op": loop.op, **velden}
    Partij.objects.create(dossier=loop.dossier, organisatie=organisatie, rol=partijrol, **velden)
    loop.ververs()
    return loop.wereld.lid(organisatie, rol)


def _ook_planmaker(loop: Levensloop, gewoon: Lidmaatschap) -> Lidmaatschap:
    """A colleague of this person who also works for a deelnemer of the dossier, and so never judges it."""
    zelf = _lid(gewoon.organisatie, gewoon.rol, mag_tekenen=gewoon.mag_tekenen)
    Lidmaatschap.objects.create(gebruiker=zelf.gebruiker, organisatie=loop.deelnemers[0], rol=Rol.PLANMAKER, van=SINDS)
    return zelf


def _lid(organisatie: Organisatie, rol: str, *, mag_tekenen: bool) -> Lidmaatschap:
    """A new person who acts for this organisation in this role."""
    nummer = Gebruiker.objects.count()
    gebruiker = Gebruiker.objects.create(email=f"rechtenmatrix-{nummer}@personen.example", naam=f"Persoon {nummer}")
    return Lidmaatschap.objects.create(gebruiker=gebruiker, organisatie=organisatie, rol=rol, van=SINDS, mag_tekenen=mag_tekenen)
