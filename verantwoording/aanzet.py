"""Who is to move from the approved plan to the last payment: the source of this app for `aanzet`."""

import datetime as dt

from django.urls import reverse

from kern.basis.datums import toon_datum
from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from transformatie.aanzet import AanZet, Actie, aan_zet
from transformatie.models import Dossier
from verantwoording.blad import Geldblad, KpiRegel, geldblad
from verantwoording.models import KpiVerantwoording, ToekenningStatus, VerantwoordingStatus
from verantwoording.rechten_tekenen import is_tekenbevoegd
from verantwoording.services.wachtrij import plek_van

S = VerantwoordingStatus
KPI_WERK = {
    S.BEWIJS_INGEDIEND: "{kpi}: beoordeel het bewijs dat op {dag} is ingediend.",
    S.BEOORDEELD: "{kpi} is beoordeeld. Beslis welk bedrag u toekent (1g.5).",
    S.TOEGEKEND: "{kpi}: een tweede persoon bij {wie} geeft de betaalopdracht voor {bedrag} (3a.5).",
    S.OPDRACHT: "{kpi}: betaal uw deel van {bedrag} en leg vast wanneer u dat deed.",
}


@aan_zet
def geld(dossier: Dossier, door: Lidmaatschap, op: dt.date) -> list[AanZet]:
    """Everything about the money that waits; the pages of who may not see the money stay silent."""
    blad = geldblad(dossier, door)
    if blad is None:
        return []
    match blad.toekenning.status:
        case ToekenningStatus.WACHT:
            return _wachtrij(blad, op)
        case ToekenningStatus.GERESERVEERD:
            return _overeenkomst(blad)
        case ToekenningStatus.GETEKEND:
            return _beschikking(blad)
        case ToekenningStatus.BESCHIKT:
            return _start(blad)
        case ToekenningStatus.IN_UITVOERING:
            return _uitvoering(blad, op)
        case ToekenningStatus.BEEINDIGD:
            return _besluiten(blad)
    return []


def _wachtrij(blad: Geldblad, op: dt.date) -> list[AanZet]:
    """The money is there to be reserved, or the plan has its place in the queue."""
    czv, plek = (blad.dossier.coordinerend,), plek_van(blad.toekenning, op)
    if plek is None or plek.past:
        return [AanZet(czv, f"Reserveer de middelen voor dit plan: {toon_bedrag(blad.toekenning.bedrag)}.", (blad.toekenning,))]
    wat = f"Wacht op middelen. {plek.waarom} Komt er geld vrij, dan schuift het plan vanzelf op."
    return [AanZet(czv, wat, (blad.toekenning,), acties=(Actie("Naar de wachtrij", reverse("wachtrij")),))]


def nza() -> tuple[Organisatie, ...]:
    """The organisation that gives the betaalbeschikking. One query."""
    return tuple(Organisatie.objects.filter(lidmaatschappen__rol=Rol.NZA).distinct())


def _naar_overeenkomst(blad: Geldblad, hoofd: bool = False) -> tuple[Actie, ...]:
    return (Actie("Naar de overeenkomst", blad.url_overeenkomst, hoofd),)


def _overeenkomst(blad: Geldblad) -> list[AanZet]:
    czv, acties = (blad.dossier.coordinerend,), _naar_overeenkomst(blad, hoofd=True)
    if blad.overeenkomst is None:
        return [AanZet(czv, "Stel de overeenkomst op, met de KPI's van het goedgekeurde plan als bijlage (1f.3).", acties=acties)]
    if blad.weigering is not None:
        wat = f"{blad.weigering.organisatie.aan_het_begin} tekent deze versie niet. Pas de overeenkomst aan en stel haar opnieuw op."
        return [AanZet(czv, wat, acties=acties)]
    wachtend = tuple(blad.nog_te_tekenen)
    if not wachtend:
        return [AanZet(czv, "Alle partijen tekenden. Stel vast dat de overeenkomst is getekend.", (blad.toekenning,))]
    bedrag = toon_bedrag(blad.overeenkomst.bedrag)
    actie = Actie("Teken de overeenkomst", blad.url_tekenen, hoofd=True)
    tekenen = AanZet(wachtend, f"Teken de overeenkomst over {bedrag}.", acties=(actie,) if is_tekenbevoegd(blad.door) else acties)
    papier = "Tekende een partij op papier? Leg dat dan vast met het ondertekende exemplaar."
    return [tekenen, AanZet(czv, papier, (blad.toekenning,), acties=_naar_overeenkomst(blad))]


def _beschikking(blad: Geldblad) -> list[AanZet]:
    """First both sides confirm the application, then the NZa decides (3a.5)."""
    aanvraag, dossier = blad.aanvraag, blad.dossier
    if aanvraag is not None and aanvraag.verzonden_op is None:
        open_ = ((dossier.coordinerend, aanvraag.verzekeraar_op), (dossier.penvoerder, aanvraag.penvoerder_op))
        wie = tuple(o for o, dag in open_ if dag is None)
        acties = (Actie("Naar de aanvraag", f"{blad.url_overeenkomst}#aanvraag", hoofd=True),)
        wat = "Bevestig de gezamenlijke aanvraag van de betaalbeschikking. Daarna gaat zij naar de NZa (3a.5)."
        return [AanZet(wie, wat, (blad.toekenning,), acties=acties)]
    wat = "Leg de betaalbeschikking vast zodra de NZa haar heeft afgegeven. De coördinerende zorgverzekeraar mag dat ook doen (3a.5)."
    return [AanZet(nza(), wat, (blad.toekenning,), acties=_naar_overeenkomst(blad))]


def _start(blad: Geldblad) -> list[AanZet]:
    dossier = blad.dossier
    if blad.toekenning.kostenvorm:
        return [AanZet((dossier.coordinerend,), "De betaalbeschikking is er. Start de uitvoering.", (blad.toekenning,))]
    samen = (dossier.coordinerend, dossier.penvoerder)
    wat = "Spreek samen af hoe de kosten worden geregistreerd. Daarna kan de uitvoering starten (3a.3)."
    acties = (Actie("Leg de kostenregistratie vast", f"{blad.url_overeenkomst}#kosten", hoofd=True),)
    return [AanZet(samen, wat, (blad.toekenning,), acties=acties)]


def _uitvoering(blad: Geldblad, op: dt.date) -> list[AanZet]:
    return [*_voortgang(blad), *_besluiten(blad), *_mijlpalen(blad, op), *_bewijs(blad, op), *_afronden(blad)]


def _besluiten(blad: Geldblad) -> list[AanZet]:
    """Each KPI on which the coordinating insurer must judge, decide or pay."""
    czv = blad.dossier.coordinerend
    blad.voortgang  # noqa: B018 -- read once, for the checks of the steps
    return [
        AanZet(_wie_besluit(blad, r.rij), _kpi_werk(r.rij, czv), (r.rij,), acties=_naar_werk(blad, r.rij))
        for r in blad.regels
        if r.rij is not None and r.rij.status in KPI_WERK and not r.rij.is_klaar
    ]


def _wie_besluit(blad: Geldblad, rij: KpiVerantwoording) -> tuple[Organisatie, ...]:
    """The coordinating insurer; once the order was given, the insurers that still have to pay."""
    czv, tweede = blad.dossier.coordinerend, blad.dossier.tweede
    if rij.status != S.OPDRACHT:
        return (czv,)
    return tuple(o for o in (czv, tweede) if o is not None and o.pk in rij.open_bij)  # type: ignore[attr-defined]  # an annotation of the query


def _naar_werk(blad: Geldblad, rij: KpiVerantwoording) -> tuple[Actie, ...]:
    if rij.status == S.OPDRACHT:
        return (Actie("Naar de uitbetalingen", blad.url_uitbetalingen),)
    return (Actie(f"Bekijk {rij.kpi}", rij.get_absolute_url()),)


def _kpi_werk(rij: KpiVerantwoording, czv: Organisatie) -> str:
    dag, bedrag = toon_datum(rij.bewijs_ingediend_op), toon_bedrag(rij.bedrag_toegekend)
    return KPI_WERK[S(rij.status)].format(kpi=rij.kpi, dag=dag, bedrag=bedrag, wie=czv)


def _bewijs(blad: Geldblad, op: dt.date) -> list[AanZet]:
    """The penvoerder proves: first what was asked for again, else the KPI that is due first."""
    open_ = [r for r in blad.regels if r.rij is not None and r.rij.status == S.OPEN and r.wacht_op is None]
    if not open_:
        return []
    penvoerder = (blad.dossier.penvoerder,)
    aangevuld = [r for r in open_ if r.rij is not None and r.rij.aanvulling_gevraagd]
    zetten = [
        AanZet(penvoerder, f"Vul het bewijs bij {r.kpi} aan. Gevraagd is: {r.rij.aanvulling_gevraagd}", (r.rij,))
        for r in aangevuld
        if r.rij is not None and blad.ziet_bewijs
    ]
    eerste = min((r for r in open_ if r not in aangevuld), key=lambda r: r.kpi.meten_op, default=None)
    return [*zetten, _eerstvolgende(blad, eerste, op)] if eerste is not None else zetten


def _eerstvolgende(blad: Geldblad, regel: KpiRegel, op: dt.date) -> AanZet:
    kpi = regel.kpi
    wanneer = "was te behalen op" if kpi.meten_op < op else "is te behalen op"
    wat = f"Dien bewijs in zodra een KPI is behaald. {kpi} ({kpi.omschrijving}) {wanneer} {toon_datum(kpi.meten_op)}."
    rijen = (regel.rij,) if regel.rij is not None and kpi.meten_op <= op else ()
    return AanZet((blad.dossier.penvoerder,), wat, rijen, acties=(Actie("Naar de KPI's", blad.url_kpis),))


def _mijlpalen(blad: Geldblad, op: dt.date) -> list[AanZet]:
    """A go/no-go whose day has come and that holds KPI's (1g.6)."""
    czv, acties = (blad.dossier.coordinerend,), (Actie("Naar het besluit", f"{blad.url_kpis}#go-no-go", hoofd=True),)
    return [
        AanZet(
            czv,
            f"Neem het go/no-go-besluit bij mijlpaal {m.mijlpaal.nummer} ({m.mijlpaal.titel}), gepland op {toon_datum(m.mijlpaal.datum)} (1g.6).",
            acties=acties,
        )
        for m in blad.beslismomenten
        if m.is_open and m.wachtend and m.mijlpaal.datum <= op
    ]


def _voortgang(blad: Geldblad) -> list[AanZet]:
    if blad.voortgang or not blad.ziet_bewijs:
        return []
    samen = (blad.dossier.coordinerend, blad.dossier.penvoerder)
    wat = "Bespreek samen de voortgang en de kosten en leg dat vast. Zonder voortgangsmoment kan er niet worden uitbetaald (3a.5)."
    return [AanZet(samen, wat, acties=(Actie("Leg de voortgang vast", f"{blad.url_kpis}#voortgang"),))]


def _afronden(blad: Geldblad) -> list[AanZet]:
    if not all(rij.is_klaar for rij in blad.kpis):
        return []
    return [AanZet((blad.dossier.coordinerend,), "Alle KPI's zijn afgehandeld. Rond het plan af.", (blad.toekenning,))]
