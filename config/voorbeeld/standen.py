"""Bringing a dossier to a given point of its life, for the example data and the tests."""

import datetime as dt

from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld

BEGIN = dt.date(2025, 3, 20)


def nieuw(wereld: Wereld, begin: dt.date = BEGIN, **opties: object) -> Levensloop:
    """A dossier with its parties invited."""
    return Levensloop(wereld, begin=begin, **opties).nodig_partijen_uit()  # type: ignore[arg-type]


def toets_klaar_om_in_te_dienen(wereld: Wereld, begin: dt.date = BEGIN, **opties: object) -> Levensloop:
    """Startgesprek held, concept written, karakter confirmed by both sides."""
    loop = nieuw(wereld, begin, **opties).na(4)
    loop.plan_startgesprek(loop.op + dt.timedelta(days=8)).na(8).houd_startgesprek()
    return loop.na(1).schrijf_toets().bevestig_karakter()


def toets_in_beoordeling(wereld: Wereld, begin: dt.date = BEGIN, **opties: object) -> Levensloop:
    """Handed in and found complete; with a regiocoordinator where gemeenten take part."""
    loop = toets_klaar_om_in_te_dienen(wereld, begin, **opties).na(6).dien_toets_in().na(2).toets_compleet()
    return loop.wijs_regiocoordinator_toe() if loop.gemeenten else loop


def toets_klaar_voor_besluit(wereld: Wereld, begin: dt.date = BEGIN, **opties: object) -> Levensloop:
    """Everyone assessed; the joint terugkoppeling is settled."""
    return toets_in_beoordeling(wereld, begin, **opties).na(10).beoordeel().na(3).stel_terugkoppeling_op().na(2).tweede_stemt_in()


def plan_in_opstelling(wereld: Wereld, begin: dt.date = BEGIN, **opties: object) -> Levensloop:
    """The snelle toets is approved and the concept plan is written."""
    return toets_klaar_voor_besluit(wereld, begin, **opties).na(3).keur_toets_goed().na(30).schrijf_plan()


def plan_in_beoordeling(wereld: Wereld, begin: dt.date = BEGIN, **opties: object) -> Levensloop:
    """A version is frozen, complete, and being assessed; nobody committed yet."""
    return plan_in_opstelling(wereld, begin, **opties).na(30).dien_plan_in().na(3).plan_compleet()


def plan_klaar_voor_besluit(wereld: Wereld, begin: dt.date = BEGIN, **opties: object) -> Levensloop:
    """Commitments, judgements and terugkoppeling are there."""
    loop = plan_in_beoordeling(wereld, begin, **opties).na(10).geef_commitment().na(10).beoordeel()
    return loop.na(5).stel_terugkoppeling_op().na(2).tweede_stemt_in()


def toegekend(wereld: Wereld, begin: dt.date = BEGIN, **opties: object) -> Levensloop:
    """The plan is approved and waits for its money."""
    return plan_klaar_voor_besluit(wereld, begin, **opties).na(2).keur_plan_goed()


def beschikt(wereld: Wereld, begin: dt.date = BEGIN, **opties: object) -> Levensloop:
    """Reserved, signed, and the betaalbeschikking is there."""
    return toegekend(wereld, begin, **opties).na(5).reserveer().na(10).teken().na(14).beschik()


def in_uitvoering(wereld: Wereld, begin: dt.date = BEGIN, **opties: object) -> Levensloop:
    """Execution started."""
    return beschikt(wereld, begin, **opties).na(5).spreek_kostenvorm_af().na(5).start_uitvoering()


def kpi_toegekend(wereld: Wereld, begin: dt.date = BEGIN, **opties: object) -> Levensloop:
    """KPI 1 is granted and waits for a second person to pay."""
    loop = in_uitvoering(wereld, begin, **opties).vraag_spuk_aan().na(60).verleen_spuk().leg_voortgang_vast().na(30)
    return loop.dien_bewijs_in(1).na(7).beoordeel_kpi(1).na(2).ken_toe(1)
