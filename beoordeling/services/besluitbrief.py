"""The letter of a decision, with the joint terugkoppeling in it, ordered in the transaction of the decision."""

import datetime as dt
from typing import Any

from beoordeling.models import Beoordelingsronde, Commitment, GemeentelijkAkkoord
from beoordeling.selectors import akkoorden_per_gemeente, commitments_per_organisatie, gezamenlijke_oordelen, rondes_met_oordelen
from beoordeling.services.brieven import eerder_verstuurd
from kern.basis.datums import toon_datum
from kern.documenten import brieven
from kern.documenten.brieven import Briefhoofd, Klokregel
from kern.termijnen.models import Termijn
from kern.toestanden.signals import na
from transformatie.brieven import Akkoord, BesluitSnelleToets, BesluitTransformatieplan, Criteriumoordeel, KpiRegel
from transformatie.models import Dossier, SnelleToets, Transformatieplan
from transformatie.services.meldingen import indieners


@na(SnelleToets, "keur_goed", "wijs_af")
def brief_over_toets(toets: SnelleToets, *, op: dt.date, **_: Any) -> None:
    """Order the letter Besluit snelle toets."""
    dossier = toets.dossier
    ronde = rondes_met_oordelen().filter(snelle_toets=toets).latest("nummer")
    klokken = {t.soort_termijn: t for t in Termijn.objects.filter(zaak_id=toets.zaak).order_by("start_op")}
    indienen = klokken.get("indienen_transformatieplan") if toets.status == "goedgekeurd" else None
    gegevens = BesluitSnelleToets(
        hoofd=_hoofd(dossier, op),
        is_goedgekeurd=toets.status == "goedgekeurd",
        motivering=toets.motivering,
        tweede_verzekeraar=str(dossier.tweede),
        terugkoppeling=ronde.terugkoppeling,
        terugkoppeling_op=eerder_verstuurd(ronde),
        instemming=_instemming(ronde),
        klok=_klok("Besluit op de snelle toets", klokken["besluit_snelle_toets"]),
        oordelen=_oordelen(ronde),
        medebeoordeling=_medebeoordeling(ronde),
        karakter=toets.get_karakter_display(),
        experimenteerruimte=toets.experimenteerruimte,
        bedrag_gevraagd=toets.bedrag_gevraagd,
        indienen=_klok("Transformatieplan indienen", indienen) if indienen else None,
    )
    brieven.bestel(gegevens=gegevens, zaak=toets.zaak, onderwerp=toets.pk, op=op, sleutel=f"besluit-snelle-toets:{toets.pk}")


@na(Transformatieplan, "keur_goed", "wijs_af")
def brief_over_plan(plan: Transformatieplan, *, op: dt.date, **_: Any) -> None:
    """Order the letter Besluit transformatieplan."""
    dossier, versie = plan.dossier, plan.ingediende_versie
    if versie is None:
        return
    ronde = rondes_met_oordelen().filter(versie=versie).latest("nummer")
    klok = Termijn.objects.filter(onderwerp=plan.pk, soort_termijn="besluit_transformatieplan").order_by("-start_op").first()
    gegevens = BesluitTransformatieplan(
        hoofd=_hoofd(dossier, op),
        is_goedgekeurd=plan.status == "goedgekeurd",
        versie=versie.nummer,
        motivering=plan.motivering,
        tweede_verzekeraar=str(dossier.tweede),
        terugkoppeling=ronde.terugkoppeling,
        terugkoppeling_op=eerder_verstuurd(ronde),
        instemming=_instemming(ronde),
        klok=_klok("Besluit op het transformatieplan", klok),
        oordelen=_oordelen(ronde),
        medebeoordeling=_medebeoordeling(ronde),
        experimenteerruimte=dossier.snelle_toets.experimenteerruimte,
        bedrag_gevraagd=versie.bedrag_gevraagd,
        bedrag_toegekend=plan.bedrag_toegekend if plan.status == "goedgekeurd" else None,
        kpis=tuple(KpiRegel(k.nummer, k.omschrijving, k.meten_op, k.bedrag) for k in versie.kpi_lijst),
        akkoorden=_akkoorden(plan),
        raakt_sociaal_domein=dossier.raakt_sociaal_domein,
        versie_sha256=versie.sha256,
    )
    brieven.bestel(
        gegevens=gegevens, zaak=plan.zaak, onderwerp=plan.pk, op=op, sleutel=f"besluit-transformatieplan:{versie.pk}:{plan.status}"
    )


def _hoofd(dossier: Dossier, op: dt.date) -> Briefhoofd:
    return Briefhoofd(
        kenmerk=dossier.kenmerk,
        datum=op,
        afzender=dossier.coordinerend.naam,
        geadresseerden=tuple(o.naam for o in indieners(dossier)),
        plan=dossier.titel,
    )


def _klok(wat: str, termijn: Termijn | None) -> Klokregel:
    assert termijn is not None
    return Klokregel(wat, termijn.start_op, termijn.einde_op, termijn.regel, termijn.reden)


def _instemming(ronde: Beoordelingsronde) -> str:
    """How the terugkoppeling became joint; a differing opinion itself stays internal (1c.2)."""
    if ronde.vastgesteld_op is None:  # a decision from before 1c.2 held
        return ""
    dag = toon_datum(ronde.vastgesteld_op)
    if ronde.is_vastgesteld_door_stilte:
        return f"De terugkoppeling is vastgesteld op {dag}, nadat de tweede zorgverzekeraar niet binnen de termijn had gereageerd."
    if ronde.afwijkend_standpunt:
        return f"De terugkoppeling is vastgesteld op {dag}, nadat de tweede zorgverzekeraar zijn standpunt had gegeven."
    return f"De tweede zorgverzekeraar stemde in op {dag}."


def _oordelen(ronde: Beoordelingsronde) -> tuple[Criteriumoordeel, ...]:
    """The points on which both insurers think the same; what they judge apart stays between them (1c.2)."""
    samen = gezamenlijke_oordelen(ronde)
    return tuple(Criteriumoordeel(p.titel, samen[p.code].label) for p in ronde.punten if p.code in samen)


def _medebeoordeling(ronde: Beoordelingsronde) -> str:
    namen = [b.organisatie.in_zin for b in ronde.alle_beoordelingen if b.afgerond_op and b.rol not in ("coordinerend", "tweede")]
    return f"Ook beoordeeld door: {', '.join(namen)}." if namen else ""


def _akkoorden(plan: Transformatieplan) -> tuple[Akkoord, ...]:
    rijen: list[tuple[Commitment | GemeentelijkAkkoord, str]] = [(c, "commitment") for c in commitments_per_organisatie(plan).values()]
    rijen += [(a, "goedkeuring van de onderdelen in het sociaal domein") for a in akkoorden_per_gemeente(plan).values()]
    return tuple(Akkoord(r.organisatie.naam, wat, r.gegeven_op) for r, wat in rijen if r.gegeven_op)
