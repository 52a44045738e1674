"""A dossier brought to any point of the money through the real services, in a few lines."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from beoordeling.models import Beoordelaarsrol
from beoordeling.services import rondes
from kern.organisaties.models import Lidmaatschap, Organisatie, Regio, Rol
from kern.toestanden.uitvoeren import voer_uit
from tests.fabrieken.geld import pot_met
from tests.fabrieken.organisaties import LidmaatschapFactory, VerzekeraarsInRegioFactory, ZorgaanbiederFactory, bereikbaar
from transformatie.models import Domein, Dossier, Kpi, Mijlpaal, Partijrol, Transformatieplan
from transformatie.services import dossiers, partijen
from verantwoording.models import Betaalopdrachtregel, Kostenvorm, KpiVerantwoording, Pot, Resultaat, Toekenning, Uitkomst
from verantwoording.selectors import wie_tekenen
from verantwoording.services import toekenning as diensten
from verantwoording.services.beschikkingsaanvraag import bevestig_aanvraag
from verantwoording.services.betaalopdracht import markeer_betaald
from verantwoording.services.ondertekening import registreer_ondertekening
from verantwoording.services.overeenkomst import stel_overeenkomst_op

BEGIN = dt.date(2025, 4, 1)
GOEDGEKEURD = dt.date(2025, 7, 1)
GESTART = dt.date(2025, 9, 1)
NU = dt.date(2025, 11, 3)


@dataclass
class Mensen:
    """Who plays a part in the money: both sides, each with whom a test needs."""

    regio: Regio
    penvoerder: Lidmaatschap
    deelnemer: Lidmaatschap
    czv: Lidmaatschap
    tweede_persoon: Lidmaatschap
    tweede: Lidmaatschap
    nza: Lidmaatschap


def maak_mensen(grootte: str = Organisatie.Grootte.GROOT, naam: str = "") -> Mensen:
    """A region with its two insurers, a penvoerder and a deelnemer, and the NZa."""
    if not Pot.objects.exists():
        pot_met(1_000_000_000)
    paar = VerzekeraarsInRegioFactory()
    aanbieder, mee = ZorgaanbiederFactory(grootte=grootte, **({"naam": naam} if naam else {})), ZorgaanbiederFactory()
    bereikbaar(paar.eerste, paar.tweede, aanbieder, mee, op=dt.date(2026, 12, 31))
    return Mensen(
        regio=paar.regio,
        penvoerder=LidmaatschapFactory(organisatie=aanbieder, mag_tekenen=True),
        deelnemer=LidmaatschapFactory(organisatie=mee, mag_tekenen=True),
        czv=LidmaatschapFactory(organisatie=paar.eerste, rol=Rol.BEOORDELAAR),
        tweede_persoon=LidmaatschapFactory(organisatie=paar.eerste, rol=Rol.BEOORDELAAR),
        tweede=LidmaatschapFactory(organisatie=paar.tweede, rol=Rol.BEOORDELAAR),
        nza=LidmaatschapFactory(nza=True),
    )


def snelle_toets(
    m: Mensen, titel: str = "Hartzorg dichtbij", bedrag: Decimal = Decimal(1000), sectoren: list[str] | None = None
) -> Dossier:
    """A dossier whose snelle toets was handed in."""
    dossier = dossiers.open_dossier(
        titel=titel, regios=[m.regio], domeinen=[Domein.ZVW], sectoren=sectoren or ["msz"], door=m.penvoerder, op=BEGIN
    )
    partij = dossiers.nodig_uit(dossier, m.deelnemer.organisatie, Partijrol.DEELNEMER, door=m.penvoerder, op=BEGIN)
    partijen.aanvaard(partij, door=m.deelnemer, op=BEGIN)
    voer_uit(dossier.startgesprek, "sla_over", door=m.penvoerder, op=BEGIN, reden="Wij kennen elkaar.")
    toets = dossier.snelle_toets
    for kant in (m.penvoerder, m.czv):
        voer_uit(toets, "bevestig_karakter", door=kant, op=BEGIN, karakter="opschaling")
    toets.inhoud = {v.sleutel: "Antwoord." for v in toets.format.velden}
    toets.bedrag_gevraagd = bedrag
    toets.save()
    voer_uit(toets, "dien_in", door=m.penvoerder, op=BEGIN)
    return Dossier.objects.get(pk=dossier.pk)


def beoordeel(m: Mensen, dossier: Dossier, op: dt.date) -> None:
    """Both insurers judge, and agree on their terugkoppeling (1c.2)."""
    ronde = rondes.lopende_ronde(dossier)
    for rol, door in ((Beoordelaarsrol.COORDINEREND, m.czv), (Beoordelaarsrol.TWEEDE, m.tweede)):
        beoordeling = ronde.beoordelingen.get(rol=rol)
        for punt in ronde.punten:
            rondes.bewaar_oordeel(beoordeling, punt.code, waardering="voldoende", onderbouwing="Goed.", vragen=[], versie=0, door=door)
        rondes.rond_af(beoordeling, conclusie="positief", toelichting="", door=door, op=op)
    voer_uit(ronde, "stel_op", door=m.czv, op=op, terugkoppeling="Samen positief.", advies="positief")
    voer_uit(ronde, "stem_in", door=m.tweede, op=op)


def plan_in_opstelling(m: Mensen, dossier: Dossier) -> Transformatieplan:
    """An approved snelle toets, so that the plan can be written."""
    op = BEGIN + dt.timedelta(days=14)
    voer_uit(dossier.snelle_toets, "verklaar_compleet", door=m.czv, op=op)
    beoordeel(m, dossier, op)
    voer_uit(dossier.snelle_toets, "keur_goed", door=m.czv, op=op, motivering="Goed plan.")
    return Transformatieplan.objects.get(dossier=dossier)


def goedgekeurd_plan(
    m: Mensen, dossier: Dossier, bedragen: list[Decimal], go_no_go: bool = False, sectoren: list[str] | None = None
) -> Transformatieplan:
    """An approved plan with a KPI per amount; with `go_no_go` the last KPI waits for milestone 1."""
    plan = plan_in_opstelling(m, dossier)
    versie = plan.laatste_versie
    versie.inhoud = {v.sleutel: "Antwoord." for v in versie.format.velden}
    versie.bedrag_gevraagd = sum(bedragen, Decimal(0))
    versie.save()
    mijlpaal = (
        Mijlpaal.objects.create(versie=versie, nummer=1, titel="Halverwege", datum=dt.date(2026, 6, 1), is_go_no_go=True)
        if go_no_go
        else None
    )
    for nummer, bedrag in enumerate(bedragen, start=1):
        Kpi.objects.create(
            versie=versie,
            nummer=nummer,
            omschrijving=f"Resultaat {nummer}",
            indicator="aantal",
            streefwaarde="100",
            bedrag=bedrag,
            meten_op=dt.date(2025, 12, 1),
            organisatie=m.penvoerder.organisatie,
            sector=(sectoren or ["msz"])[(nummer - 1) % len(sectoren or ["msz"])],
            na_mijlpaal=mijlpaal if nummer == len(bedragen) else None,
        )
    plan = Transformatieplan.objects.get(pk=plan.pk)
    voer_uit(plan, "dien_in", door=m.penvoerder, op=dt.date(2025, 6, 2))
    voer_uit(plan, "verklaar_compleet", door=m.czv, op=dt.date(2025, 6, 3))
    for lid in (m.penvoerder, m.deelnemer):
        commitment = plan.dossier.commitments.get(organisatie=lid.organisatie, status="gevraagd")
        voer_uit(commitment, "geef", door=lid, op=GOEDGEKEURD, naam="N. van Dijk", functie="bestuurder")
    beoordeel(m, Dossier.objects.get(pk=dossier.pk), GOEDGEKEURD)
    plan = Transformatieplan.objects.get(pk=plan.pk)
    return voer_uit(plan, "keur_goed", door=m.czv, op=GOEDGEKEURD, motivering="Goed plan.", bedrag_toegekend=versie.bedrag_gevraagd)


def toekenning(
    m: Mensen, bedragen: list[int | str | Decimal] | None = None, *, go_no_go: bool = False, titel: str = "Hartzorg dichtbij"
) -> Toekenning:
    """A plan that waits for its money."""
    lijst = [Decimal(b) for b in bedragen or [600, 400]]
    plan = goedgekeurd_plan(m, snelle_toets(m, titel, sum(lijst, Decimal(0))), lijst, go_no_go)
    return Toekenning.objects.get(plan=plan)


def gereserveerd(m: Mensen, t: Toekenning) -> Toekenning:
    """The money is set apart."""
    return voer_uit(t, "reserveer", door=m.czv, op=GOEDGEKEURD)


def onderteken(m: Mensen, t: Toekenning, *, op: dt.date = dt.date(2025, 7, 10), bedrag: Decimal | None = None) -> Toekenning:
    """An agreement that everyone signed, though the step itself is still to come."""
    overeenkomst = stel_overeenkomst_op(t, bedrag=t.bedrag if bedrag is None else bedrag, door=m.czv, op=op)
    for organisatie in wie_tekenen(t):
        registreer_ondertekening(overeenkomst, organisatie, naam="A. Tekenaar", functie="bestuurder", getekend_op=op, door=m.czv, op=op)
    return Toekenning.objects.get(pk=t.pk)


def getekend(m: Mensen, t: Toekenning) -> Toekenning:
    """A signed agreement, and the application to the NZa that both sides confirmed."""
    t = voer_uit(onderteken(m, t), "teken", door=m.czv, op=dt.date(2025, 7, 10))
    for kant in (m.czv, m.penvoerder):
        bevestig_aanvraag(t, door=kant, op=dt.date(2025, 7, 10))
    return Toekenning.objects.get(pk=t.pk)


def beschikt(m: Mensen, t: Toekenning, bedrag: Decimal | None = None, toelichting: str = "") -> Toekenning:
    """The NZa gave its betaalbeschikking."""
    return voer_uit(
        t,
        "beschik",
        door=m.nza,
        op=dt.date(2025, 8, 1),
        kenmerk=f"NZA-{t.dossier.kenmerk}-{str(t.pk)[:6]}",
        afgegeven_op=dt.date(2025, 8, 1),
        bedrag=bedrag or t.bedrag,
        toelichting=toelichting,
    )


def in_uitvoering(m: Mensen, t: Toekenning, *, met_voortgang: bool = True) -> Toekenning:
    """Execution runs, with the form of cost registration and a moment of progress."""
    diensten.spreek_kostenvorm_af(t, vorm=Kostenvorm.KOSTENPLAATS, door=m.penvoerder, op=GESTART)
    voer_uit(t, "start_uitvoering", door=m.czv, op=GESTART)
    if met_voortgang:
        diensten.leg_voortgang_vast(
            t, besproken_op=GESTART, kosten_tot_nu=Decimal(0), toelichting="Begonnen.", door=m.penvoerder, op=GESTART
        )
    return Toekenning.objects.get(pk=t.pk)


def lopend(m: Mensen, bedragen: list[int | str | Decimal] | None = None, **kwargs: bool | str) -> Toekenning:
    """A plan in execution, from nothing."""
    return in_uitvoering(m, beschikt(m, getekend(m, gereserveerd(m, toekenning(m, bedragen, **kwargs)))))  # type: ignore[arg-type]


def kpi(t: Toekenning, nummer: int = 1) -> KpiVerantwoording:
    """The account of one KPI, read afresh."""
    return KpiVerantwoording.objects.select_related("toekenning", "dossier", "kpi").get(toekenning=t, kpi__nummer=nummer)


def bewezen(m: Mensen, k: KpiVerantwoording) -> KpiVerantwoording:
    """Evidence was handed in."""
    return voer_uit(k, "dien_bewijs_in", door=m.penvoerder, op=NU, bewijs="Gehaald, zie de meting.")


def beoordeeld(m: Mensen, k: KpiVerantwoording, resultaat: str = Resultaat.BEHAALD, bedrag: Decimal | None = None) -> KpiVerantwoording:
    """The coordinating insurer judged."""
    return voer_uit(bewezen(m, k), "beoordeel", door=m.czv, op=NU, resultaat=resultaat, oordeel="Gezien.", bedrag_behaald=bedrag)


def toegekend(m: Mensen, k: KpiVerantwoording, bedrag: Decimal | None = None) -> KpiVerantwoording:
    """Granted by the first person: in full, or this amount."""
    vol = k.kpi.bedrag
    bedrag = vol if bedrag is None else bedrag
    uitkomst = Uitkomst.VOLLEDIG if bedrag == vol else Uitkomst.GEEN if bedrag == 0 else Uitkomst.GEDEELTELIJK
    return voer_uit(beoordeeld(m, k), "ken_toe", door=m.czv, op=NU, uitkomst=uitkomst, bedrag=bedrag, motivering="Zoals afgesproken.")


def opgedragen(m: Mensen, k: KpiVerantwoording, bedrag: Decimal | None = None) -> KpiVerantwoording:
    """The second person gave the payment order."""
    return voer_uit(toegekend(m, k, bedrag), "betaal_uit", door=m.tweede_persoon, op=NU)


def betaal(m: Mensen, k: KpiVerantwoording) -> KpiVerantwoording:
    """Every insurer paid its line of the order."""
    for regel in Betaalopdrachtregel.objects.filter(opdracht__verantwoording=k, betaald_op=None).select_related("opdracht__verantwoording"):
        door = m.czv if regel.verzekeraar_id == m.czv.organisatie_id else m.tweede
        markeer_betaald(regel, betaald_op=NU, referentie=f"BANK-{k.kpi.nummer}", door=door, op=NU)
    k.refresh_from_db()
    return k


def betaald(m: Mensen, k: KpiVerantwoording, bedrag: Decimal | None = None) -> KpiVerantwoording:
    """Ordered by the second person, and paid."""
    return betaal(m, opgedragen(m, k, bedrag))
