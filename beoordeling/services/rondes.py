"""Opening, filling and closing a ronde of assessment."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import rules
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from beoordeling.kaders import geldend_kader
from beoordeling.models import Beoordelaarsrol, Beoordeling, Beoordelingsronde, Oordeel, RondeStatus, Toewijzing, Vraag
from beoordeling.rechten import ONBEVANGEN, is_toegewezen
from beoordeling.selectors import lopende_ronde, lopende_toewijzing, redenen_niet
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.termijnen import services as termijnen
from kern.termijnen.models import Termijn, TermijnStatus
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet, StapNietMogelijk, StapNietToegestaan, mag
from kern.toestanden.uitvoeren import handeling, vergrendel, voer_uit
from transformatie.models import Dossier, Planversie, SnelleToets, Transformatieplan
from transformatie.rechten import is_coordinerende, is_gemeente, is_tweede

benoem("beoordeling.beoordeling", "rond_af", "Beoordeling afgerond")
DICHT = "Deze beoordeling is gesloten: de terugkoppeling staat al vast of er is al besloten."


def open_ronde(dossier: Dossier, *, op: dt.date, toets: SnelleToets | None = None, versie: Planversie | None = None) -> Beoordelingsronde:
    """A new ronde about this submission, with everyone who assesses it; a ronde still open lapses."""
    if oud := lopende_ronde(dossier):
        voer_uit(oud, "laat_vervallen", door=None, op=op)
    nummer = (dossier.rondes.aggregate(n=Max("nummer"))["n"] or 0) + 1
    ronde = Beoordelingsronde.objects.create(
        dossier=dossier, snelle_toets=toets, versie=versie, nummer=nummer, kaderversie=geldend_kader(op).versie, geopend_op=op
    )
    vul_aan(ronde, op=op)
    return ronde


def vul_aan(ronde: Beoordelingsronde, *, op: dt.date) -> None:
    """Everyone who is to assess has a place in the ronde: insurers, gemeenten (1b.2), the regiocoordinator (1b.3)."""
    dossier = ronde.dossier
    plaatsen = [(dossier.coordinerend, Beoordelaarsrol.COORDINEREND), (dossier.tweede, Beoordelaarsrol.TWEEDE)]
    if dossier.raakt_sociaal_domein:
        plaatsen += [(p.organisatie, Beoordelaarsrol.GEMEENTE) for p in dossier.deelnemende_gemeenten]
    if (toewijzing := lopende_toewijzing(dossier)) and toewijzing.telt_op(op):
        plaatsen.append((toewijzing.lidmaatschap.organisatie, Beoordelaarsrol.REGIOCOORDINATOR))
        _start_binnentermijn(ronde, toewijzing, op)
    for organisatie, rol in plaatsen:
        if organisatie is not None:
            Beoordeling.objects.get_or_create(ronde=ronde, organisatie=organisatie, rol=rol)


def _start_binnentermijn(ronde: Beoordelingsronde, toewijzing: Toewijzing, op: dt.date) -> None:
    """The regiocoordinator's opinion is due some days before the decision (ours: 7, 1b.3)."""
    stuk = ronde.stuk
    klok = (
        Termijn.objects.open().van(stuk.pk).filter(soort_termijn=stuk.klok_besluit_soort).exclude(status=TermijnStatus.OVERSCHREDEN).first()
    )
    if klok is None:
        return
    einde = klok.einde_op - dt.timedelta(days=settings.DAGEN_BINNENTERMIJN_REGIOCOORDINATOR)
    termijnen.laat_vervallen(ronde.pk, op, "oordeel_regiocoordinator")
    termijnen.start(
        zaak=ronde.zaak,
        onderwerp=ronde.pk,
        soort="oordeel_regiocoordinator",
        verantwoordelijk=toewijzing.lidmaatschap.organisatie,
        op=op,
        einde_op=max(einde, op),
    )


def mijn_beoordeling(ronde: Beoordelingsronde, door: Lidmaatschap) -> Beoordeling | None:
    """The place in this ronde that this person may fill, or None; never for who acts for a submitting party."""
    if not ONBEVANGEN.test(door, ronde):
        return None
    rollen = {
        Beoordelaarsrol.COORDINEREND: is_coordinerende,
        Beoordelaarsrol.TWEEDE: is_tweede,
        Beoordelaarsrol.GEMEENTE: is_gemeente,
        Beoordelaarsrol.REGIOCOORDINATOR: is_toegewezen,
    }
    for beoordeling in ronde.beoordelingen.filter(organisatie_id=door.organisatie_id).select_related("ronde__dossier"):
        if rollen[Beoordelaarsrol(beoordeling.rol)].test(door, ronde):
            return beoordeling
    return None


@transaction.atomic
def bewaar_oordeel(
    beoordeling: Beoordeling,
    punt: str,
    *,
    waardering: str,
    onderbouwing: str,
    versie: int,
    door: Lidmaatschap,
    vragen: Sequence[str] = (),
) -> Oordeel:
    """Save the judgement on one point; who saves on an older version than the stored one is told, and loses nothing.

    `vragen` are questions about the point as a whole, noted along with it.
    """
    vergrendel(beoordeling.zaak)
    ronde = beoordeling.ronde
    ronde.refresh_from_db()
    if mijn_beoordeling(ronde, door) != beoordeling:
        raise StapNietToegestaan("Dit kan alleen een beoordelaar van deze organisatie, die niet ook voor een indiener werkt.")
    if not beoordeling.is_open:
        raise StapNietMogelijk(f"{DICHT} Wat u typte is bewaard.")
    if punt not in {p.code for p in ronde.punten}:
        raise StapBelet([Belet("Dit punt hoort niet bij het beoordelingskader van deze ronde.", veld="punt")])
    if waardering != "nvt" and not onderbouwing.strip():
        raise StapBelet([Belet("Onderbouw uw oordeel.", veld="onderbouwing")])
    oordeel = Oordeel.objects.select_for_update().filter(beoordeling=beoordeling, punt=punt).select_related("door").first()
    if oordeel is not None and oordeel.versie != versie:
        raise StapNietMogelijk(f"{oordeel.door} heeft dit punt intussen ook bewaard. Vergelijk de twee teksten.")
    for tekst in vragen:
        Vraag.objects.get_or_create(beoordeling=beoordeling, punt=punt, veld="", tekst=tekst, defaults={"steller_id": door.gebruiker_id})
    if oordeel is None:
        return Oordeel.objects.create(
            beoordeling=beoordeling, punt=punt, waardering=waardering, onderbouwing=onderbouwing, door=door.gebruiker
        )
    oordeel.waardering, oordeel.onderbouwing, oordeel.overgenomen_van = waardering, onderbouwing, None
    oordeel.versie, oordeel.door = oordeel.versie + 1, door.gebruiker
    oordeel.save()
    return oordeel


@rules.predicate
def _vult_deze_plaats(door: Lidmaatschap | None, beoordeling: Any) -> bool:
    return door is not None and mijn_beoordeling(beoordeling.ronde, door) == beoordeling


def rond_af(beoordeling: Beoordeling, *, conclusie: str, toelichting: str, door: Lidmaatschap, op: dt.date) -> Beoordeling:
    """The organisation finishes its assessment: every point judged, one conclusion."""
    ronde = beoordeling.ronde
    recht = mag(_vult_deze_plaats, "een beoordelaar van deze organisatie, die niet ook voor een indiener werkt")
    feiten = {"rol": beoordeling.rol, "organisatie": beoordeling.organisatie.naam}
    with handeling(beoordeling, "rond_af", recht=recht, door=door, op=op, feiten=feiten):
        ronde.refresh_from_db()
        if not beoordeling.is_open:
            raise StapNietMogelijk(DICHT)
        if beoordeling.rol == Beoordelaarsrol.REGIOCOORDINATOR and (redenen := redenen_niet(ronde.dossier, door, op)):
            raise StapBelet([Belet(reden, "1b.3") for reden in redenen])
        gedaan = set(beoordeling.oordelen.values_list("punt", flat=True))
        if ontbreekt := [p.titel for p in ronde.punten if p.code not in gedaan]:
            raise StapBelet([Belet(f"Nog zonder oordeel: {', '.join(ontbreekt)}.")])
        beoordeling.conclusie, beoordeling.toelichting = conclusie, toelichting
        beoordeling.afgerond_op, beoordeling.afgerond_door = op, door.gebruiker
        beoordeling.save()
        if beoordeling.rol == Beoordelaarsrol.REGIOCOORDINATOR:
            termijnen.haal(ronde.pk, "oordeel_regiocoordinator", op)
    return beoordeling


@na(Beoordelingsronde, "stel_op")
def vraag_instemming(ronde: Beoordelingsronde, *, op: dt.date, **_: Any) -> None:
    """The second insurer has five working days (ours, 1c.2)."""
    termijnen.laat_vervallen(ronde.pk, op, "instemming_tweede")
    if ronde.dossier.tweede is not None:
        termijnen.start(zaak=ronde.zaak, onderwerp=ronde.pk, soort="instemming_tweede", verantwoordelijk=ronde.dossier.tweede, op=op)


@na(Beoordelingsronde, "stem_in", "wijk_af")
def instemming_is_er(ronde: Beoordelingsronde, *, op: dt.date, **_: Any) -> None:
    """The second insurer has spoken."""
    termijnen.haal(ronde.pk, "instemming_tweede", op)


@na(Beoordelingsronde, "stel_vast_na_stilte")
def stilte_duurde_lang_genoeg(ronde: Beoordelingsronde, *, op: dt.date, **_: Any) -> None:
    """The second insurer is waited for no longer; the regiocoordinator still is (1b.3)."""
    termijnen.laat_vervallen(ronde.pk, op, "instemming_tweede")


@na(Beoordelingsronde, "laat_vervallen")
def niemand_wacht_meer(ronde: Beoordelingsronde, *, op: dt.date, **_: Any) -> None:
    """Nobody is waited for in this ronde any more."""
    termijnen.laat_vervallen(ronde.pk, op)


@na(SnelleToets, "dien_in", "vul_aan")
def ronde_over_toets(toets: SnelleToets, *, op: dt.date, **_: Any) -> None:
    """Both insurers start at once, from the receipt (1c.1)."""
    open_ronde(toets.dossier, op=op, toets=toets)


@na(SnelleToets, "verklaar_incompleet", "trek_in")
def ronde_over_toets_vervalt(toets: SnelleToets, *, op: dt.date, **_: Any) -> None:
    """What was being assessed is gone for now."""
    if ronde := lopende_ronde(toets.dossier):
        voer_uit(ronde, "laat_vervallen", door=None, op=op)


@na(Transformatieplan, "verklaar_incompleet", "trek_in")
def ronde_over_plan_vervalt(plan: Transformatieplan, *, op: dt.date, **_: Any) -> None:
    """What was being assessed is gone for now."""
    if ronde := lopende_ronde(plan.dossier):
        voer_uit(ronde, "laat_vervallen", door=None, op=op)


@na(SnelleToets, "keur_goed", "wijs_af")
def terugkoppeling_gaat_mee_met_toets(toets: SnelleToets, *, door: Lidmaatschap, op: dt.date, **_: Any) -> None:
    """The decision takes the terugkoppeling along, unless it was sent before (1c.2)."""
    verstuur_als_nodig(toets.dossier, door=door, op=op)


@na(Transformatieplan, "keur_goed", "wijs_af", "vraag_aanpassing")
def terugkoppeling_gaat_mee_met_plan(plan: Transformatieplan, *, door: Lidmaatschap, op: dt.date, **_: Any) -> None:
    """The decision takes the terugkoppeling along, unless it was sent before (1c.2)."""
    verstuur_als_nodig(plan.dossier, door=door, op=op)


def verstuur_als_nodig(dossier: Dossier, *, door: Lidmaatschap, op: dt.date) -> None:
    """Send the settled terugkoppeling if it is still here; after the decision nobody is waited for."""
    ronde = lopende_ronde(dossier)
    if ronde is not None and ronde.status == RondeStatus.VASTGESTELD:
        voer_uit(ronde, "verstuur", door=door, op=op)
    elif ronde is not None:  # a decision from before 1c.2 held
        voer_uit(ronde, "laat_vervallen", door=None, op=op)
    if laatste := dossier.rondes.order_by("-nummer").first():
        termijnen.laat_vervallen(laatste.pk, op)
