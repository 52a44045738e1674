"""Who is to move up to the decision: the sources of this app for `aanzet`."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from kern.basis.datums import toon_dag, toon_datum
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.termijnen.models import Termijn
from transformatie import rechten
from transformatie.aanzet import AanZet, Actie, aan_zet
from transformatie.escalatiebeurten import opdrachten
from transformatie.models import Dossier, PlanStatus, SnelleToets, ToetsStatus, Transformatieplan
from transformatie.models.startgesprek import StartgesprekStatus
from transformatie.overlegbeurten import overlegzetten
from transformatie.selectors.dossier import open_escalaties, plan_van

BESLIS = "Beslis"


def _verzekeraars(dossier: Dossier) -> tuple[Organisatie, ...]:
    return tuple(o for o in (dossier.coordinerend, dossier.tweede) if o is not None)


def _open(termijn: Termijn | None) -> Termijn | None:
    return termijn if termijn is not None and termijn.is_open else None


def _schrijf(dossier: Dossier, door: Lidmaatschap, label: str, urlnaam: str) -> tuple[Actie, ...]:
    """A way to the writing page, for who may write."""
    if not rechten.is_indiener.test(door, dossier):
        return ()
    return (Actie(label, reverse(urlnaam, kwargs={"kenmerk": dossier.kenmerk})),)


def _uitnodigen(dossier: Dossier, door: Lidmaatschap) -> tuple[Actie, ...]:
    """A way to the parties, as long as a plan over more domains asks for its other financiers (1a.1)."""
    mag = rechten.is_penvoerder | rechten.is_coordinerende
    if not dossier.is_domeinoverstijgend or not mag.test(door, dossier):
        return ()
    return (Actie("Nodig partijen uit", reverse("partijen", kwargs={"kenmerk": dossier.kenmerk})),)


@aan_zet
def startgesprek(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """The first conversation: to be planned, to be held, or to be put on record (1a.2)."""
    gesprek = dossier.startgesprek
    if dossier.is_gesloten or gesprek.status not in (StartgesprekStatus.AANGEVRAAGD, StartgesprekStatus.GEPLAND):
        return []
    czv = (dossier.coordinerend,)
    if gesprek.status == StartgesprekStatus.AANGEVRAAGD:
        wat = f"Plan het startgesprek. De planmakers vroegen erom op {toon_dag(gesprek.aangevraagd_op)}."
        return [AanZet(czv, wat, (gesprek,), acties=_uitnodigen(dossier, door), kort="startgesprek plannen", knop="Plan")]
    moment = timezone.localtime(gesprek.moment)
    if moment.date() > op:
        wat = f"Het startgesprek is op {toon_dag(moment.date())} om {moment:%H.%M} uur: {gesprek.plaats}."
        kort = f"startgesprek op {toon_dag(moment.date())}"
        return [AanZet(tuple(dossier.betrokken_organisaties), wat, (gesprek,), kort=kort, uiterlijk=moment.date())]
    return [
        AanZet(
            czv,
            f"Leg vast wat er in het startgesprek van {toon_dag(moment.date())} is afgesproken.",
            (gesprek,),
            kort="startgesprek vastleggen",
            knop="Leg vast",
        )
    ]


@aan_zet
def snelle_toets(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """The snelle toets: to be written, found complete, supplemented or decided on (1e.1)."""
    toets = dossier.snelle_toets
    match toets.status:
        case ToetsStatus.CONCEPT:
            return _concept(toets, door)
        case ToetsStatus.INCOMPLEET:
            wat = f"Vul de snelle toets aan. Er ontbreekt: {toets.wat_ontbreekt}"
            return [
                AanZet(
                    (dossier.penvoerder,),
                    wat,
                    (toets,),
                    acties=_schrijf(dossier, door, "Vul de tekst aan", "snelle-toets-bewerk"),
                    kort="snelle toets aanvullen",
                    knop="Vul aan",
                )
            ]
        case ToetsStatus.INGEDIEND:
            return [_compleetheid(toets, "de snelle toets")]
        case ToetsStatus.IN_BEOORDELING:
            return [_besluit(toets, "Beslis samen over deze snelle toets.")]
    return []


def _concept(toets: SnelleToets, door: Lidmaatschap) -> list[AanZet]:
    dossier = toets.dossier
    schrijf = _schrijf(dossier, door, "Schrijf aan de snelle toets", "snelle-toets-bewerk")
    zetten = [
        AanZet(
            (dossier.penvoerder,),
            "Vul de snelle toets in, bevestig het karakter en dien haar in.",
            (toets,),
            acties=schrijf,
            kort="snelle toets schrijven en indienen",
            knop="Schrijf",
        )
    ]
    if not toets.karakter_verzekeraar_op:
        voorstel = f" De planmakers kozen {toets.karakter}." if toets.karakter_indieners_op else ""
        wat = f"Bevestig samen met de planmakers het karakter van het plan: innovatie of opschaling (1h.1).{voorstel}"
        zetten.append(AanZet((dossier.coordinerend,), wat, (toets,), kort="karakter van het plan bevestigen", knop="Bevestig"))
    return zetten


@aan_zet
def transformatieplan(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """The plan: to be written, found complete, supplemented, adjusted or decided on (1e.2, 1e.3)."""
    plan, toets = plan_van(dossier), dossier.snelle_toets
    if plan is None or toets.status == ToetsStatus.VERVALLEN:
        return []
    penvoerder = (dossier.penvoerder,)
    schrijf = _schrijf(dossier, door, "Schrijf aan het plan", "plan-bewerk")
    match plan.status:
        case PlanStatus.IN_OPSTELLING:
            klok = _open(plan.klok_indienen)
            wat = "Schrijf het transformatieplan en dien het in, binnen vier maanden na de goedgekeurde snelle toets (1e.2)."
            return [AanZet(penvoerder, wat, (plan, toets), klok, schrijf, kort="transformatieplan schrijven en indienen", knop="Schrijf")]
        case PlanStatus.INCOMPLEET:
            wat = f"Vul het transformatieplan aan. Er ontbreekt: {plan.wat_ontbreekt}"
            return [AanZet(penvoerder, wat, (plan,), acties=schrijf, kort="transformatieplan aanvullen", knop="Vul aan")]
        case PlanStatus.IN_AANPASSING:
            wat = f"Pas het transformatieplan aan en dien de nieuwe versie in. Gevraagd is: {plan.gevraagde_aanpassing}"
            return [AanZet(penvoerder, wat, (plan,), acties=schrijf, kort="transformatieplan aanpassen", knop="Pas aan")]
        case PlanStatus.INGEDIEND:
            return [_compleetheid(plan, "het transformatieplan")]
        case PlanStatus.IN_BEOORDELING:
            return [_besluit(plan, "Beslis samen over dit transformatieplan.")]
        case PlanStatus.AFGEWEZEN:
            return [
                AanZet(
                    penvoerder,
                    "Het plan is afgewezen. U kunt een aangepast plan opnieuw aanbieden.",
                    (plan,),
                    kort="afgewezen plan, eventueel opnieuw aanbieden",
                )
            ]
    return []


def _compleetheid(stuk: SnelleToets | Transformatieplan, wat: str) -> AanZet:
    dossier = stuk.dossier
    termijn = _open(stuk.klokken.get("compleetheid")) or _open(stuk.klok_besluit)
    tekst = f"Ga na of {wat} compleet is, ontvangen op {toon_datum(stuk.ontvangen_op)}. Zonder oordeel geldt zij na 5 werkdagen als compleet (onze termijn)."
    if wat.startswith("het"):
        tekst = tekst.replace("geldt zij", "geldt het")
    return AanZet((dossier.coordinerend,), tekst, (stuk,), termijn, kort=f"oordeel over de compleetheid van {wat}", knop="Ga na")


def _besluit(stuk: SnelleToets | Transformatieplan, wat: str) -> AanZet:
    dossier = stuk.dossier
    tekst = f"{wat} De complete indiening is ontvangen op {toon_datum(stuk.ontvangen_op)}."
    naam = "de snelle toets" if isinstance(stuk, SnelleToets) else "het transformatieplan"
    return AanZet(_verzekeraars(dossier), tekst, (stuk,), _open(stuk.klok_besluit), kort=f"besluit op {naam}", knop=BESLIS)


@aan_zet
def escalaties(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """Who must do what in the present step of each open escalation (1d)."""
    return [zet for ladder in open_escalaties(dossier) for zet in opdrachten(ladder)]


aan_zet(overlegzetten)
EIGEN = (startgesprek, snelle_toets, transformatieplan, escalaties)
"""Our own sources; on a dossier with its parties, clocks and escalations loaded they ask the database nothing."""
