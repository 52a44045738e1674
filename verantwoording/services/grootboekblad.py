"""Reversing a wrong posting: one person at the coordinating insurer asks, a second one does it."""

import datetime as dt
from typing import Any

from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling
from transformatie.services.meldingen import meld
from verantwoording import rechten
from verantwoording.models import Boeking, Correctiestatus, Correctieverzoek, Terugbetaling, TerugbetalingStatus, Terugontvangst, Toekenning
from verantwoording.services.grootboek import corrigeer
from verantwoording.services.terugbetaling import draai_ontvangst_terug, draai_vordering_terug, ontvangen

B = Boeking.Soort
TE_CORRIGEREN = (B.TERUGONTVANGST, B.VORDERING)
"""What is registered by hand.  Other postings follow from a step; what a step did wrong is mended by the step after it."""

benoem("verantwoording.toekenning", "vraag_correctie", "Correctie van een boeking gevraagd")


def waarom_niet(boeking: Boeking) -> str:
    """Why this posting cannot be reversed, in Dutch; empty when it can."""
    if boeking.soort == B.CORRECTIE:
        return "Een correctie wordt niet gecorrigeerd. Leg het goede bedrag opnieuw vast."
    if boeking.soort not in TE_CORRIGEREN:
        return "Deze boeking volgt uit een stap in het dossier. Terugboeken kan alleen wat met de hand is vastgelegd: een vordering of een ontvangst."
    if Boeking.objects.filter(corrigeert=boeking).exists():
        return "Deze boeking is al teruggeboekt."
    return _waarom_geen_vordering(boeking) if boeking.soort == B.VORDERING else ""


def _waarom_geen_vordering(boeking: Boeking) -> str:
    vordering = Terugbetaling.objects.filter(pk=boeking.onderwerp).first()
    if vordering is None:
        return "Deze vordering volgt uit een voorschot dat hoger was dan de KPI. Zij volgt het besluit over die KPI."
    if vordering.status != TerugbetalingStatus.OPEN or ontvangen(vordering):
        return "Op deze vordering is al ontvangen. Boek eerst de ontvangsten terug."
    return ""


def vraag_correctie(toekenning: Toekenning, boeking: Boeking, *, reden: str, door: Lidmaatschap, op: dt.date) -> Correctieverzoek:
    """Ask a colleague to reverse a posting of this plan; raises StapBelet."""
    with handeling(toekenning, "vraag_correctie", recht=rechten.COORDINERENDE, door=door, op=op, feiten={"boeking": str(boeking)}):
        if boeking.dossier_id != toekenning.dossier_id:
            raise StapBelet([Belet("Deze boeking hoort bij een ander plan.")])
        if fout := waarom_niet(boeking):
            raise StapBelet([Belet(fout)])
        if not reden.strip():
            raise StapBelet([Belet("Schrijf op wat er niet klopt.", veld="reden")])
        if Correctieverzoek.objects.filter(boeking=boeking, status=Correctiestatus.GEVRAAGD).exists():
            raise StapBelet([Belet("Voor deze boeking is al een correctie gevraagd. Een collega beslist daarover.")])
        verzoek = Correctieverzoek.objects.create(
            dossier=toekenning.dossier, boeking=boeking, reden=reden.strip(), gevraagd_op=op, gevraagd_door=door.gebruiker
        )
        meld(
            toekenning.dossier,
            [toekenning.dossier.coordinerend],
            soort="correctie_gevraagd",
            sleutel=str(verzoek.pk),
            onderwerp="correctie van een boeking gevraagd",
            tekst="Er is een correctie van een boeking gevraagd. Een tweede persoon boekt haar terug of wijst haar af.",
            op=op,
            adres=verzoek.get_absolute_url(),
        )
    return verzoek


@na(Correctieverzoek, "boek_terug")
def boek_tegen(verzoek: Correctieverzoek, *, op: dt.date, **_: Any) -> None:
    """The reversal is booked with reference to its original, and what hung on that one follows."""
    boeking = verzoek.boeking
    corrigeer(boeking, reden=verzoek.reden, op=op)
    if boeking.soort == B.TERUGONTVANGST:
        ontvangst = Terugontvangst.objects.select_related("terugbetaling__dossier", "terugbetaling__schuldenaar").get(pk=boeking.onderwerp)
        draai_ontvangst_terug(ontvangst, op=op)
    elif boeking.soort == B.VORDERING:
        draai_vordering_terug(Terugbetaling.objects.select_related("dossier").get(pk=boeking.onderwerp), op=op)
