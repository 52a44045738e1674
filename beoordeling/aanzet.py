"""Who is to move in the assessment of a dossier; nothing of it is shown to who acts for a submitting party (1c.2)."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from beoordeling.blad import VERZEKERAARS, Blad, blad_van, eigen_plaats, heeft_derde
from beoordeling.models import Beoordelaarsrol, Beoordelingsronde, Commitment, CommitmentStatus, GemeentelijkAkkoord, RondeStatus
from beoordeling.rechten import GEMEENTE_DIE_MEEDOET
from beoordeling.selectors import opsomming, vraagt_derde_beoordelaar
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.regels.register import geldt_vanaf
from kern.termijnen.models import Termijn
from kern.termijnen.soorten import INSTEMMING_TWEEDE, OORDEEL_REGIOCOORDINATOR
from transformatie.aanzet import AanZet, Actie, aan_zet
from transformatie.models import Dossier
from transformatie.rechten import COORDINERENDE, handelt_voor_indiener


@aan_zet
def beoordeling(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """Judging, drafting, agreeing and sending; and who assesses as third."""
    if handelt_voor_indiener.test(door, dossier):
        return []
    blad = blad_van(dossier)
    ronde = blad.in_behandeling
    if ronde is None:
        return []
    return [*_oordelen(blad, ronde, door), *_derde(blad, ronde, door, op), *_terugkoppeling(blad, ronde)]


def _klok(ronde: Beoordelingsronde, soort: str) -> Termijn | None:
    """The running term of this kind, out of what the page already read of the dossier."""
    termijnen: list[Termijn] = ronde.dossier.__dict__.get("alle_termijnen", [])
    return next((t for t in termijnen if t.onderwerp == ronde.pk and t.soort_termijn == soort and t.is_open), None)


def _besluitklok(ronde: Beoordelingsronde) -> Termijn | None:
    klok = ronde.stuk.klok_besluit
    return klok if klok is not None and klok.is_open else None


def _oordelen(blad: Blad, ronde: Beoordelingsronde, door: Lidmaatschap) -> Iterator[AanZet]:
    """Who has not finished judging; the coordinating insurer finds its next step here too, with what it waits for."""
    doet_mee = {p.organisatie_id for p in blad.dossier.deelnemende_gemeenten}
    telt = [b for b in blad.beoordelingen if b.rol != Beoordelaarsrol.GEMEENTE or b.organisatie_id in doet_mee]
    open_plaatsen = [b for b in telt if b.afgerond_op is None and b.is_open]
    wachtend = [b.organisatie for b in open_plaatsen if b.rol != Beoordelaarsrol.REGIOCOORDINATOR]
    stuk = "de snelle toets" if ronde.snelle_toets_id else f"versie {ronde.versie.nummer} van het transformatieplan"  # type: ignore[union-attr]  # a ronde has a version when it has no snelle toets
    plaats = eigen_plaats(blad, door)
    is_derde = plaats is not None and plaats.rol == Beoordelaarsrol.REGIOCOORDINATOR
    actie = _naar_beoordelen(blad.dossier, "Beoordeel" if plaats in open_plaatsen else "Bekijk de oordelen", hoofd=plaats in open_plaatsen)
    if wachtend:
        czv_moet_nog = blad.dossier.coordinerend in wachtend
        rijen = (ronde,) if czv_moet_nog and ronde.status == RondeStatus.OPEN else ()
        wat = f"Beoordeel {stuk} op het beoordelingskader (1c.2)."
        yield AanZet(tuple(wachtend), wat, rijen, _besluitklok(ronde), () if is_derde else actie, gaat_voor=True)
    derde = [b.organisatie for b in open_plaatsen if b.rol == Beoordelaarsrol.REGIOCOORDINATOR]
    if derde:
        wat = f"Beoordeel {stuk} als externe regiocoördinator (1b.3)."
        yield AanZet(tuple(derde), wat, (), _klok(ronde, OORDEEL_REGIOCOORDINATOR), actie if is_derde else ())


def _naar_beoordelen(dossier: Dossier, label: str, *, hoofd: bool) -> tuple[Actie, ...]:
    return (Actie(label, reverse("beoordelen", kwargs={"kenmerk": dossier.kenmerk}), hoofd),)


def _derde(blad: Blad, ronde: Beoordelingsronde, door: Lidmaatschap, op: dt.date) -> Iterator[AanZet]:
    """Nobody from outside was assigned, and not all gemeenten that apply for SPUK waived (1b.3)."""
    dossier = blad.dossier
    if op < geldt_vanaf("1b.3") or heeft_derde(blad, op) or not vraagt_derde_beoordelaar(dossier):
        return
    adres = reverse("regiocoordinator", kwargs={"kenmerk": dossier.kenmerk})
    acties: tuple[Actie, ...] = ()
    if COORDINERENDE(dossier, door):
        acties = (Actie("Wijs een regiocoördinator toe", adres),)
    elif GEMEENTE_DIE_MEEDOET(dossier, door) and any(
        p.organisatie_id == door.organisatie_id and p.vraagt_spuk_aan for p in dossier.deelnemende_gemeenten
    ):
        acties = (Actie("Zie af van externe medebeoordeling", adres),)
    wat = "Wijs een externe regiocoördinator toe. Een gemeente die SPUK aanvraagt kan daarvan afzien (1b.3)."
    yield AanZet((dossier.coordinerend,), wat, acties=acties)


def _terugkoppeling(blad: Blad, ronde: Beoordelingsronde) -> Iterator[AanZet]:
    """The joint text: to be drafted, to be agreed with, ready to go out (1c.2)."""
    dossier = blad.dossier
    eerste = (dossier.coordinerend,)
    match ronde.status:
        case RondeStatus.OPEN:
            eigen = next((b for b in blad.beoordelingen if b.rol == Beoordelaarsrol.COORDINEREND), None)
            if eigen is not None and eigen.afgerond_op:
                nog = [b.organisatie.in_zin for b in blad.beoordelingen if b.rol in VERZEKERAARS and b.afgerond_op is None]
                wacht = f" {opsomming(nog)} is nog niet klaar met beoordelen." if nog else ""
                yield AanZet(
                    eerste,
                    f"Stel de gezamenlijke terugkoppeling op, namens beide verzekeraars (1c.2).{wacht}",
                    (ronde,),
                    _besluitklok(ronde),
                    gaat_voor=True,
                )
        case RondeStatus.CONCEPT:
            dagen = settings.WERKDAGEN_STILTE_TWEEDE
            wat = f"Stem in met de gezamenlijke terugkoppeling, of leg een afwijkend standpunt vast. Na {dagen} werkdagen stilte geldt zij als vastgesteld (onze termijn, 1c.2)."
            yield AanZet(_tweede(dossier), wat, (ronde,), _klok(ronde, INSTEMMING_TWEEDE))
        case RondeStatus.VASTGESTELD:
            wat = "De gezamenlijke terugkoppeling staat vast. Zij gaat met het besluit mee; u kunt haar ook nu al versturen (1c.2)."
            yield AanZet(eerste, wat, (ronde,), _besluitklok(ronde))


def _tweede(dossier: Dossier) -> tuple[Organisatie, ...]:
    return (dossier.tweede,) if dossier.tweede is not None else ()


@aan_zet
def instemming(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """Parties that still have to commit, and gemeenten that still have to approve their parts (1b.1)."""
    blad, deelnemers = blad_van(dossier), {p.organisatie_id for p in dossier.deelnemende_partijen}
    plan = blad.plan
    if plan is None or not blad.ligt_voor or plan.ingediende_versie is None:
        return []
    versie, klok = plan.ingediende_versie, plan.klok_besluit
    klok = klok if klok is not None and klok.is_open else None
    adres = (Actie("Wie moet nog", reverse("instemmingen", kwargs={"kenmerk": dossier.kenmerk})),)
    zetten = []
    for rijen, wat in (
        (blad.commitments, f"Geef commitment op versie {versie.nummer} van het transformatieplan, of weiger met reden (1b.1)."),
        (blad.akkoorden, f"Keur de onderdelen in het sociaal domein van versie {versie.nummer} goed, of weiger met reden (1b.1)."),
    ):
        gevraagd: list[Commitment | GemeentelijkAkkoord] = [
            r for r in rijen.values() if r.status == CommitmentStatus.GEVRAAGD and r.organisatie_id in deelnemers
        ]
        for rij in gevraagd:
            rij.dossier = dossier
        if gevraagd:
            eigen = tuple(r for r in gevraagd if r.organisatie_id == door.organisatie_id)
            zetten.append(AanZet(tuple(r.organisatie for r in gevraagd), wat, eigen, klok, adres))
    return [*zetten, *_geweigerd(blad, door, deelnemers, adres)]


def _geweigerd(blad: Blad, door: Lidmaatschap, deelnemers: set[uuid.UUID], adres: tuple[Actie, ...]) -> Iterator[AanZet]:
    """A refusal leaves three ways, and none of them is a button to go on regardless (1b.1)."""
    for rij in [*blad.commitments.values(), *blad.akkoorden.values()]:
        if rij.status != CommitmentStatus.GEWEIGERD or rij.organisatie_id not in deelnemers:
            continue
        rij.dossier = blad.dossier
        wat = (
            f"{rij.organisatie.aan_het_begin} weigert haar {rij._meta.verbose_name}: {rij.reden} Er zijn drie wegen: pas het plan aan, "
            "haal de partij en haar onderdelen eruit, of meld een knelpunt (1b.1)."
        )
        eigen = (rij,) if rij.organisatie_id == door.organisatie_id else ()
        yield AanZet((blad.dossier.penvoerder, blad.dossier.coordinerend), wat, eigen, acties=adres)
