"""What the NZa says and asks about the lawfulness of a plan, what is answered, and the archive it can check (3a.5)."""

import datetime as dt

from kern.berichten import services as berichten
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling
from kern.web.adressen import dossieradres
from transformatie.services.meldingen import meld
from verantwoording import rechtmatigheidsrechten as rechten
from verantwoording.models import (
    Rechtmatigheidsarchief,
    Rechtmatigheidsonderdeel,
    Rechtmatigheidsoordeel,
    Rechtmatigheidsuitkomst,
    Rechtmatigheidsvraag,
    Toekenning,
)
from verantwoording.rechtmatigheid import Leverancier, leveranciers
from verantwoording.rechtmatigheidsfeiten import delen_van

Uitkomst = Rechtmatigheidsuitkomst
Status = Rechtmatigheidsarchief.Status

benoem("verantwoording.toekenning", "oordeel_rechtmatigheid", "Oordeel over de rechtmatigheid gegeven")
benoem("verantwoording.toekenning", "bestel_rechtmatigheidsarchief", "Archief van het rechtmatigheidsdossier gevraagd")
benoem("verantwoording.rechtmatigheidsvraag", "beantwoord_rechtmatigheidsvraag", "Vraag over de rechtmatigheid beantwoord")

MELDING = {
    Uitkomst.POSITIEF: "De NZa oordeelt positief over de rechtmatigheid van dit plan. De onderbouwing staat in het rechtmatigheidsdossier.",
    Uitkomst.NEGATIEF: "De NZa oordeelt negatief over de rechtmatigheid van dit plan. De onderbouwing staat in het rechtmatigheidsdossier.",
    Uitkomst.MEER_NODIG: "De NZa heeft meer informatie nodig om over de rechtmatigheid te oordelen. De vraag staat in het rechtmatigheidsdossier.",
}


def oordeel(
    toekenning: Toekenning,
    *,
    uitkomst: str,
    onderbouwing: str,
    door: Lidmaatschap,
    op: dt.date,
    onderdeel: int | None = None,
    aan: str = "",
    vraag: str = "",
) -> Rechtmatigheidsoordeel:
    """The NZa judges a plan: positive (only with four complete parts), negative, or asks one thing of one party (3a.5)."""
    gekozen = Uitkomst(uitkomst)
    feiten = {"uitkomst": gekozen.value} | ({"onderdeel": onderdeel} if onderdeel else {})
    with handeling(toekenning, "oordeel_rechtmatigheid", recht=rechten.NZA, door=door, op=op, feiten=feiten):
        toekenning.refresh_from_db()
        if gevonden := list(_beletselen(toekenning, gekozen, onderbouwing, onderdeel, aan, vraag, op)):
            raise StapBelet(gevonden)
        rij = Rechtmatigheidsoordeel.objects.create(
            toekenning=toekenning, uitkomst=gekozen, onderbouwing=onderbouwing.strip(), op=op, door=door.gebruiker
        )
        if gekozen == Uitkomst.MEER_NODIG and onderdeel is not None:
            _stel_vraag(rij, Rechtmatigheidsonderdeel(onderdeel), Leverancier(aan), vraag.strip())
        else:
            toekenning.rechtmatigheidsvragen.filter(beantwoord_op=None, vervallen_op=None).update(vervallen_op=op)
        _meld(rij)
        return rij


def _beletselen(
    toekenning: Toekenning, uitkomst: Uitkomst, onderbouwing: str, onderdeel: int | None, aan: str, vraag: str, op: dt.date
) -> list[Belet]:
    gevonden = [] if onderbouwing.strip() else [Belet("Onderbouw uw oordeel.", veld="onderbouwing")]
    if uitkomst == Uitkomst.POSITIEF:
        ontbreekt = [d for d in delen_van([toekenning], op)[toekenning.pk] if not d.is_compleet]
        gevonden += [
            Belet(f"Een positief oordeel vraagt dat onderdeel {d.nummer} compleet is. {d.gemis[0].tekst}", "3a.5", "uitkomst")
            for d in ontbreekt
        ]
    if uitkomst == Uitkomst.MEER_NODIG:
        if onderdeel not in Rechtmatigheidsonderdeel.values:
            gevonden.append(Belet("Kies over welk onderdeel u meer wilt weten.", veld="onderdeel"))
        if aan not in list(leveranciers(toekenning)):
            gevonden.append(Belet("Kies aan wie u het vraagt.", veld="aan"))
        if not vraag.strip():
            gevonden.append(Belet("Schrijf op wat u wilt weten.", veld="vraag"))
    return gevonden


def _stel_vraag(rij: Rechtmatigheidsoordeel, onderdeel: Rechtmatigheidsonderdeel, aan: Leverancier, vraag: str) -> None:
    toekenning = rij.toekenning
    Rechtmatigheidsvraag.objects.create(
        toekenning=toekenning, oordeel=rij, onderdeel=onderdeel, organisatie=leveranciers(toekenning)[aan], vraag=vraag, op=rij.op
    )


def _meld(rij: Rechtmatigheidsoordeel) -> None:
    """Both who can be asked hear of it, in words without the reasons."""
    dossier = rij.toekenning.dossier
    meld(
        dossier,
        leveranciers(rij.toekenning).values(),
        soort="rechtmatigheidsoordeel",
        sleutel=str(rij.pk),
        onderwerp=f"oordeel van de NZa over de rechtmatigheid: {rij.get_uitkomst_display()}",
        tekst=MELDING[Uitkomst(rij.uitkomst)],
        op=rij.op,
        adres=adres(rij.toekenning),
    )


def adres(toekenning: Toekenning) -> str:
    """The page of the rechtmatigheidsdossier."""
    return dossieradres("rechtmatigheidsdossier", toekenning.dossier.kenmerk)


def beantwoord(rij: Rechtmatigheidsvraag, *, antwoord: str, door: Lidmaatschap, op: dt.date) -> Rechtmatigheidsvraag:
    """Who was asked answers, once; the NZa hears of it."""
    feiten = {"onderdeel": rij.onderdeel}
    with handeling(rij, "beantwoord_rechtmatigheidsvraag", recht=rechten.BEANTWOORDT, door=door, op=op, feiten=feiten):
        vers = Rechtmatigheidsvraag.objects.select_for_update().get(pk=rij.pk)
        if not vers.is_open:
            raise StapBelet([Belet("Deze vraag is al beantwoord of niet meer aan de orde.", "3a.5")])
        if not antwoord.strip():
            raise StapBelet([Belet("Schrijf uw antwoord op.", veld="antwoord")])
        Rechtmatigheidsvraag.objects.filter(pk=rij.pk).update(antwoord=antwoord.strip(), beantwoord_op=op, beantwoord_door=door.gebruiker)
        rij.refresh_from_db()
        _meld_antwoord(rij)
    return rij


def _meld_antwoord(rij: Rechtmatigheidsvraag) -> None:
    dossier = rij.toekenning.dossier
    berichten.schrijf(
        aan=[rij.oordeel.door_id],
        soort="rechtmatigheidsantwoord",
        sleutel=f"rechtmatigheidsantwoord:{rij.pk}",
        onderwerp=f"{dossier.kenmerk}: uw vraag over de rechtmatigheid is beantwoord",
        tekst=f"{rij.organisatie} heeft uw vraag beantwoord. Het antwoord staat in het rechtmatigheidsdossier.",
        op=rij.beantwoord_op or rij.op,
        zaak=dossier.pk,
        adres=adres(rij.toekenning),
    )


def bestel_archief(toekenning: Toekenning, *, peildatum: dt.date, door: Lidmaatschap, op: dt.date) -> Rechtmatigheidsarchief:
    """Order the archive of one day; while one is being made for that day, that one is the answer."""
    feiten = {"peildatum": peildatum}
    with handeling(toekenning, "bestel_rechtmatigheidsarchief", recht=rechten.BESTELT_ARCHIEF, door=door, op=op, feiten=feiten):
        if peildatum > op:
            raise StapBelet([Belet("Kies een dag tot en met vandaag.", veld="peildatum")])
        onderweg = toekenning.rechtmatigheidsarchieven.filter(peildatum=peildatum, status__in=[Status.WACHT, Status.BEZIG]).first()
        return onderweg or Rechtmatigheidsarchief.objects.create(
            toekenning=toekenning, peildatum=peildatum, besteld_op=op, besteld_door=door.gebruiker, organisatie=door.organisatie
        )
