"""The meetings of the ladder: step 2 brings everyone together (1d.2), step 3 the boards (1d.3), or the planmakers do it (1d.4)."""

import datetime as dt
from typing import Any

from kern.basis.datums import toon_datum
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.termijnen import services as termijnen
from kern.termijnen.models import Termijn, TermijnStatus
from kern.termijnen.soorten import BESTUURLIJK_GESPREK
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import voer_uit
from transformatie import rechten
from transformatie.models import Escalatie, Escalatiegesprek, EscalatieStatus, Overleg, Overlegsoort
from transformatie.services.overleg import begin_overleg

ONDERWERP = {2: "Escalatie, stap 2: overleg met alle partijen", 3: "Escalatie, stap 3: bestuurlijk gesprek"}
IN_STAP = {2: EscalatieStatus.STAP_2, 3: EscalatieStatus.STAP_3}
REGEL = {2: "1d.2", 3: "1d.3"}
LANGSTE_UITKOMST = 3000


def beleg(gesprek: Escalatiegesprek, *, op: dt.date) -> Overleg:
    """Make the meeting of a step, for the coordinating insurer to plan; everyone involved is invited to it (1a.3)."""
    escalatie = gesprek.escalatie
    gesprek.overleg = begin_overleg(
        escalatie.dossier,
        soort=Overlegsoort.ESCALATIE,
        organisator=escalatie.dossier.coordinerend,
        onderwerp=ONDERWERP[gesprek.stap],
        agenda=f"Het knelpunt: {escalatie.knelpunt}",
        op=op,
        hoort_bij=escalatie.pk,
    )
    gesprek.save(update_fields=["overleg"])
    return gesprek.overleg


def gesprek_van(overleg: Overleg) -> Escalatiegesprek | None:
    """The step of the ladder this meeting is held for, or None."""
    if overleg.soort_overleg != Overlegsoort.ESCALATIE:
        return None
    return Escalatiegesprek.objects.filter(overleg=overleg).select_related("escalatie__dossier").first()


@na(Overleg, "houd")
def neem_uitkomst_over(overleg: Overleg, *, op: dt.date, **_: Any) -> None:
    """What the meeting brought is what the step brought: who was there, when, and the outcome (1d.2, 1d.3)."""
    gesprek = gesprek_van(overleg)
    if gesprek is None:
        return
    uitkomst = (overleg.uitkomst or overleg.verslag).strip()
    if not uitkomst:
        raise StapBelet([Belet("Beschrijf wat het overleg opleverde.", REGEL[gesprek.stap], "uitkomst")])
    gesprek.gesproken_op, gesprek.uitkomst = overleg.gehouden_op, uitkomst[:LANGSTE_UITKOMST]
    gesprek.save(update_fields=["gesproken_op", "uitkomst"])
    gesprek.organisaties.set([u.organisatie for u in overleg.uitnodigingen.filter(is_aanwezig=True).select_related("organisatie")])
    if gesprek.stap == 3 and gesprek.gesproken_op is not None:
        termijnen.haal(gesprek.escalatie_id, BESTUURLIJK_GESPREK, gesprek.gesproken_op)


@na(Overleg, "zeg_af")
def beleg_opnieuw(overleg: Overleg, *, op: dt.date, **_: Any) -> None:
    """A step whose meeting was called off still needs one; it starts again at planning."""
    gesprek = gesprek_van(overleg)
    if gesprek is not None and gesprek.escalatie.status == IN_STAP[gesprek.stap]:
        beleg(gesprek, op=op)


@na(Escalatie, "los_op", "sluit")
def zeg_overleg_af(escalatie: Escalatie, *, naam: str, op: dt.date, **_: Any) -> None:
    """The ladder ended; a meeting that was still to be held leaves the calendars."""
    reden = "Het knelpunt is opgelost." if naam == "los_op" else "De escalatie is gesloten."
    for gesprek in escalatie.gesprekken.filter(overleg__isnull=False).select_related("overleg"):
        if gesprek.overleg is not None and gesprek.overleg.is_open:
            voer_uit(gesprek.overleg, "zeg_af", door=None, op=op, reden=reden)


@rechten.medeorganisator
def planmakers_na_het_streven(door: Lidmaatschap, overleg: Overleg) -> bool:
    """Once the streven of step 3 has lapsed, the submitters convene its meeting as the insurer does, while it is open (1d.4)."""
    if overleg.soort_overleg != Overlegsoort.ESCALATIE or not overleg.is_open or not rechten.is_indiener.test(door, overleg):
        return False
    gesprek = Escalatiegesprek.objects.filter(overleg=overleg, stap=3, escalatie__status=EscalatieStatus.STAP_3).first()
    if gesprek is None:
        return False
    klok = Termijn.objects.open().filter(onderwerp=gesprek.escalatie_id, soort_termijn=BESTUURLIJK_GESPREK)
    return klok.filter(status=TermijnStatus.OVERSCHREDEN).exists()


def waarom_nog_niet_zelf(klok: Termijn | None) -> Belet:
    """Why the planmakers cannot yet convene the meeting themselves (1d.4)."""
    vanaf = klok.einde_op + dt.timedelta(days=1) if klok is not None else None
    wanneer = f"Dat kan vanaf {toon_datum(vanaf)}, als" if vanaf else "Dat kan zodra"
    return Belet(
        f"{wanneer} het bestuurlijk gesprek dan nog niet is gehouden. Tot die dag belegt de coördinerende zorgverzekeraar het.", "1d.4"
    )
