"""About forty example dossiers over all states, with work waiting for every example account."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from beoordeling.selectors import akkoorden_per_gemeente
from beoordeling.services import volgers
from config.voorbeeld import bijsturingen, escalaties, overleggen, standen, teksten
from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from transformatie.services import escalatie

VASTGESTELD_IN_2024 = dt.date(2024, 10, 10)
WIJCHEN = ("Gemeente Nijmegen", "Gemeente Wijchen")
Verder = Callable[[Levensloop], object]


@dataclass(frozen=True)
class Voorbeeld:
    """One example: where it begins (`stand`), how many days before today its last step fell, and what happens after."""

    titel: str
    stand: Callable[..., Levensloop]
    dagen_geleden: int
    verder: Verder = lambda loop: None
    bedrag: str = "8400000"
    opties: dict[str, Any] = field(default_factory=dict)


DUUR: dict[Callable[..., Levensloop], int] = {  # days from the beginning of a dossier to the end of each stand
    standen.nieuw: 0,
    standen.toets_klaar_om_in_te_dienen: 13,
    standen.toets_in_beoordeling: 21,
    standen.toets_klaar_voor_besluit: 36,
    standen.plan_in_opstelling: 69,
    standen.plan_in_beoordeling: 102,
    standen.plan_klaar_voor_besluit: 129,
    standen.toegekend: 131,
    standen.beschikt: 160,
    standen.in_uitvoering: 170,
    standen.kpi_toegekend: 269,
}


def maak_dossiers(wereld: Wereld, *, vandaag: dt.date, meld: Callable[[str], object]) -> int:
    """Make every example through the services, on past dates."""
    aantal = 0
    for voorbeeld in [*_hoofdregio(), *_andere_regios(), _onder_het_kader_van_2023(vandaag)]:
        begin = vandaag - dt.timedelta(days=voorbeeld.dagen_geleden + DUUR[voorbeeld.stand])
        loop = voorbeeld.stand(wereld, begin, titel=voorbeeld.titel, bedrag=Decimal(voorbeeld.bedrag), **voorbeeld.opties)
        voorbeeld.verder(loop)
        aantal += 1
        meld(f"{loop.dossier.kenmerk}  {loop.dossier.titel}: {loop.dossier.fase}, {loop.dossier.stand}")
    return aantal


def _hoofdregio() -> Iterator[Voorbeeld]:
    yield from _eerste_stappen()
    yield from _toetsen()
    yield from _plannen()
    yield from _plannen_bijna_klaar()
    yield from _geld()


def _eerste_stappen() -> Iterator[Voorbeeld]:
    nieuw, klaar = standen.nieuw, standen.toets_klaar_om_in_te_dienen
    yield Voorbeeld("Palliatieve zorg dichtbij huis", _zonder_uitnodigingen, 2, bedrag="3100000", opties={"raakt_wlz": True})
    yield Voorbeeld("Digitale poli Rijk van Nijmegen", nieuw, 4, overleggen.prik_startgesprek, bedrag="2750000", opties={"gemeenten": ()})
    yield Voorbeeld("Samen sneller naar huis", nieuw, 12, lambda v: v.na(2).plan_startgesprek(v.op + dt.timedelta(days=8)), "5400000")
    yield Voorbeeld("Nachtzorg anders", _zonder_antwoord, 5, lambda v: v.na(2).plan_startgesprek(v.op + dt.timedelta(days=9)), "1900000")
    yield Voorbeeld("Eerstelijns verblijf in de wijk", nieuw, 20, _karakter_van_een_kant, "4600000", {"raakt_wlz": True})
    yield Voorbeeld("Valpreventie en herstel", klaar, 3, bedrag="2200000")
    yield Voorbeeld("Jonge mantelzorgers in beeld", klaar, 6, lambda v: v.na(3).dien_toets_in(), "1300000", {"gemeenten": WIJCHEN})


def _toetsen() -> Iterator[Voorbeeld]:
    beoordeling, besluit = standen.toets_in_beoordeling, standen.toets_klaar_voor_besluit
    yield Voorbeeld("Mentale gezondheid in de wijk", beoordeling, 12, _toets_incompleet, "6900000")
    yield Voorbeeld("Wijkklinieken Maas en Waal", beoordeling, 9, bedrag="7300000")
    yield Voorbeeld(
        "Spoedplein 24/7", beoordeling, 34, lambda v: escalaties.met_brigade(v.na(8).beoordeel("coordinerend").na(16)), "12400000"
    )
    yield Voorbeeld("Geboortezorg op één lijn", beoordeling, 11, lambda v: v.na(8).beoordeel().na(1).stel_terugkoppeling_op(), "3800000")
    yield Voorbeeld("Medicatiebegeleiding thuis", besluit, 1, bedrag="2600000")
    yield Voorbeeld(
        "Robotondersteuning in de wijkzorg",
        besluit,
        200,
        lambda v: v.na(2).zet(v.toets, "wijs_af", v.czv, motivering="Geen substantiële impact op een van de vier criteria."),
        "950000",
    )
    yield Voorbeeld(
        "Gezamenlijke inkoop hulpmiddelen",
        standen.toets_klaar_om_in_te_dienen,
        150,
        lambda v: v.zet(v.toets, "trek_in", v.planmaker, reden="De partijen kiezen voor een regulier contract."),
        "700000",
    )


def _plannen() -> Iterator[Voorbeeld]:
    opstelling, beoordeling = standen.plan_in_opstelling, standen.plan_in_beoordeling
    yield Voorbeeld("COPD-zorg zonder drempels", opstelling, 20, bedrag="5100000")
    yield Voorbeeld(
        "Dementievriendelijke ketenzorg",
        opstelling,
        110,
        lambda v: escalaties.streven_verlopen(v.na(80)),
        bedrag="6200000",
        opties={"raakt_wlz": True},
    )
    yield Voorbeeld("Beweegzorg voor chronisch zieken", opstelling, 35, lambda v: v.na(32).dien_plan_in(), "4400000")
    yield Voorbeeld("Oncologie dichterbij", beoordeling, 25, _plan_incompleet, "14800000", {"gemeenten": ()})
    yield Voorbeeld(
        "Hartzorg dichtbij: thuismeten en anderhalvelijnszorg", beoordeling, 40, _wacht_op_wijchen, "8400000", {"gemeenten": WIJCHEN}
    )
    yield Voorbeeld(
        "Kwetsbare ouderen in de eerste lijn", beoordeling, 14, lambda v: overleggen.prik_overleg(v.na(6).geef_commitment()), "9700000"
    )


def _plannen_bijna_klaar() -> Iterator[Voorbeeld]:
    beoordeling, besluit = standen.plan_in_beoordeling, standen.plan_klaar_voor_besluit
    yield Voorbeeld("Jeugd en psychiatrie samen", beoordeling, 44, _gemeente_weigert, "7800000", {"gemeenten": WIJCHEN})
    yield Voorbeeld("Nierzorg thuis", besluit, 3, bedrag="5900000")
    yield Voorbeeld("Gezonde start in Nijmegen-West", besluit, 9, _vraag_aanpassing, "3300000")
    yield Voorbeeld(
        "Eén loket voor revalidatie",
        besluit,
        120,
        lambda v: v.na(2).zet(v.plan, "wijs_af", v.czv, motivering="De businesscase sluit niet binnen vijf jaar."),
        "4100000",
    )
    yield Voorbeeld("Zorgcoördinatie Gelderland-Zuid", standen.toegekend, 18, bedrag="11200000")
    yield Voorbeeld("Diabeteszorg op afstand", standen.toegekend, 30, lambda v: v.na(6).reserveer().na(4).stel_overeenkomst_op(), "6600000")


def _geld() -> Iterator[Voorbeeld]:
    toegekend, uitvoering, betalen = standen.toegekend, standen.in_uitvoering, standen.kpi_toegekend
    yield Voorbeeld("Herstelzorg na een beroerte", toegekend, 45, lambda v: v.na(5).reserveer().na(10).teken(), "7100000")
    yield Voorbeeld("Thuisdialyse voor iedereen", standen.beschikt, 10, bedrag="5200000")
    yield Voorbeeld("Regionaal transferpunt", uitvoering, 60, bedrag="9100000")
    yield Voorbeeld("Longzorg in de buurt", uitvoering, 100, _duurder_dan_begroot, "6000000")
    yield Voorbeeld("Mentale gezondheid Rijk van Nijmegen", uitvoering, 110, _kpi_deels_behaald, "8000000")
    yield Voorbeeld("Slimme triage huisartsenspoedpost", betalen, 4, bedrag="4800000")
    yield Voorbeeld("Anderhalvelijns dermatologie", betalen, 260, _twee_kpis_betaald, "5600000")
    yield Voorbeeld("Zorgpad heup en knie", betalen, 96, bijsturingen.voorstel_ligt_voor, bedrag="6400000")
    yield Voorbeeld("Moeder en kind samen thuis", betalen, 140, bijsturingen.terugbetaling_loopt, bedrag="4200000")
    yield Voorbeeld("Passende GGZ in de regio", betalen, 330, _afgerond, "10300000")
    yield Voorbeeld(
        "Centraal planbureau wijkverpleging",
        uitvoering,
        300,
        lambda v: v.na(90).zet(v.toekenning, "beeindig", v.czv, reden="De partijen kunnen de capaciteit niet leveren."),
        "3900000",
    )


def _andere_regios() -> Iterator[Voorbeeld]:
    def elders(regio: str, penvoerder: str, *gemeenten: str) -> dict[str, Any]:
        coordinator = "Gemeente Apeldoorn" if regio in ("Flevoland", "'t Gooi") else "Gemeente Almere"
        return {"regio": regio, "penvoerder": penvoerder, "deelnemers": (), "gemeenten": gemeenten, "regiocoordinator": coordinator}

    yield Voorbeeld(
        "Positief gezond Polderstad",
        standen.in_uitvoering,
        90,
        bedrag="20000000",
        opties=elders("Flevoland", "Ziekenhuis Flevopolder", "Gemeente Lelystad"),
    )
    yield Voorbeeld(
        "Huisartsenzorg in nieuwe wijken",
        standen.plan_in_beoordeling,
        30,
        bedrag="3500000",
        opties=elders("Flevoland", "Gezondheidscentra Polderstad"),
    )
    yield Voorbeeld(
        "Crisiszorg zonder wachtlijst",
        standen.toets_in_beoordeling,
        15,
        bedrag="7700000",
        opties=elders("Noord-Holland Noord", "GGZ Noorderkwartier", "Gemeente Alkmaar"),
    )
    yield Voorbeeld(
        "Ziekenhuis verplaatste zorg De Kempen",
        standen.kpi_toegekend,
        120,
        lambda v: v.na(1).betaal_uit(1).houd_kosten_bij(99),
        "31500000",
        elders("Zuidoost-Brabant", "Streekziekenhuis De Kempen"),
    )
    yield Voorbeeld(
        "Langer thuis op de Hondsrug", standen.plan_klaar_voor_besluit, 50, bedrag="5800000", opties=elders("Drenthe", "Zorggroep Hondsrug")
    )
    yield Voorbeeld(
        "Huisarts en wijk op de Veluwe",
        standen.toets_klaar_voor_besluit,
        5,
        bedrag="1600000",
        opties=elders("Apeldoorn-Zutphen e.o.", "Huisartsen Hoge Veluwe", "Gemeente Ede"),
    )
    yield Voorbeeld(
        "Zorg op maat aan de Schelde", standen.toegekend, 70, bedrag="2900000", opties=elders("Zeeland", "Zorgcombinatie Zeeuwse Stromen")
    )


def _onder_het_kader_van_2023(vandaag: dt.date) -> Voorbeeld:
    """Handed in in 2024: the other insurers could still read what was intended and ask about it for two weeks."""
    dagen_geleden = (vandaag - VASTGESTELD_IN_2024).days
    opties = {"gemeenten": ()}
    return Voorbeeld(
        "Nazorg na de intensive care", standen.toets_klaar_voor_besluit, dagen_geleden, _voorgelegd_en_later_ingetrokken, "2400000", opties
    )


# --- what happens after the stand -----------------------------------------------------------------------------------


def _zonder_uitnodigingen(wereld: Wereld, begin: dt.date, **opties: Any) -> Levensloop:
    """A dossier whose other financiers are still to be invited (1a.1)."""
    return Levensloop(wereld, begin=begin, **opties)


DUUR[_zonder_uitnodigingen] = 0


def _zonder_antwoord(wereld: Wereld, begin: dt.date, **opties: Any) -> Levensloop:
    """A dossier whose invited parties did not answer yet."""
    return Levensloop(wereld, begin=begin, **opties).nodig_partijen_uit(antwoorden=False)


DUUR[_zonder_antwoord] = 0


def _voorgelegd_en_later_ingetrokken(loop: Levensloop) -> None:
    """Another insurer asks, the two answer and approve once the two weeks are over; the parties choose another way later."""
    voornemen = volgers.leg_voor(loop.dossier, **teksten.VOORNEMEN, door=loop.czv, op=loop.op)
    rik = loop.wereld.accounts["verzekeraar"]
    vraag = volgers.stel_vraag(voornemen, tekst=teksten.VOLGERSVRAAG, door=rik, op=loop.na(5).op)
    volgers.beantwoord(vraag, antwoord=teksten.VOLGERSANTWOORD, door=loop.czv, op=loop.na(3).op)
    loop.naar(voornemen.inzage_tot).na(1).keur_toets_goed().na(40)
    loop.zet(loop.plan, "trek_in", loop.planmaker, reden="De partijen nemen dit op in hun gewone contract.")


def _karakter_van_een_kant(loop: Levensloop) -> None:
    loop.na(3).plan_startgesprek(loop.op + dt.timedelta(days=6)).na(6).houd_startgesprek().schrijf_toets().bevestig_karakter(loop.planmaker)


def _toets_incompleet(loop: Levensloop) -> None:
    loop.zet(
        loop.toets,
        "verklaar_incompleet",
        loop.czv,
        wat_ontbreekt="De cijfers bij het criterium zorggebruik ontbreken.",
        instemming_penvoerder=True,
    )


def _plan_incompleet(loop: Levensloop) -> None:
    loop.zet(
        loop.plan,
        "verklaar_incompleet",
        loop.czv,
        wat_ontbreekt="De maatschappelijke businesscase mist een planning.",
        instemming_penvoerder=True,
    )


def _wacht_op_wijchen(loop: Levensloop) -> None:
    """As in the sketch: one gemeente and one party still have to speak."""
    overleggen.houd_overleg(loop)
    loop.na(8).geef_commitment(loop.planmaker.organisatie, loop.gemeenten[0])
    loop.na(8).beoordeel("coordinerend", "tweede").na(4).stel_terugkoppeling_op().na(2).tweede_stemt_in()


def _gemeente_weigert(loop: Levensloop) -> None:
    loop.na(8).geef_commitment(loop.planmaker.organisatie, *loop.deelnemers, loop.gemeenten[0])
    wijchen = loop.gemeenten[1]
    akkoord = akkoorden_per_gemeente(loop.plan)[wijchen.pk]
    loop.zet(akkoord, "weiger", loop.beslisser(wijchen), reden="De structurele kosten na afloop zijn niet gedekt.")
    loop.na(6)
    knelpunt = escalatie.meld(
        loop.dossier,
        knelpunt="De gemeente en het ziekenhuis komen niet uit de structurele kosten.",
        tussen=[loop.planmaker.organisatie, wijchen],
        door=loop.planmaker,
        op=loop.op,
    )
    loop.zet(knelpunt, "begin_stap_1", loop.planmaker)
    loop.na(7)
    escalatie.leg_gesprek_vast(
        knelpunt,
        organisaties=[loop.planmaker.organisatie, wijchen],
        aanspreekpunten=["bestuurder en wethouder"],
        gesproken_op=loop.op,
        uitkomst="Nog geen oplossing; de gemeente wil eerst de begroting zien.",
        door=loop.planmaker,
        op=loop.op,
    )
    loop.na(3).zet(knelpunt, "ga_naar_stap_2", loop.czv)
    escalaties.plan_overleg(loop, knelpunt, 2, loop.op + dt.timedelta(days=24))


def _vraag_aanpassing(loop: Levensloop) -> None:
    loop.na(1).zet(loop.plan, "vraag_aanpassing", loop.czv, gevraagde_aanpassing="Breng het aantal KPI's terug en werk de borging uit.")
    escalaties.op_de_agenda(loop.na(4))


def _duurder_dan_begroot(loop: Levensloop) -> None:
    """The forecast of the costs is outside the margin (3a.4)."""
    loop.na(60).leg_voortgang_vast().na(30).dien_bewijs_in(1).houd_kosten_bij(114)


def _kpi_deels_behaald(loop: Levensloop) -> None:
    loop.na(60).leg_voortgang_vast().na(20).dien_bewijs_in(1).na(8).beoordeel_kpi(1, "deels", Decimal("700000")).houd_kosten_bij()


def _twee_kpis_betaald(loop: Levensloop) -> None:
    """Two insurers share the payments; KPI 2 brought an advance on KPI 3, whose rest is ordered and still to be paid (1g.4)."""
    loop.spreek_sleutel_af().na(1).betaal_uit(1).houd_kosten_bij().na(6).verdeel(1, 70, 30).na(84).houd_kosten_bij(96)
    loop.dien_bewijs_in(2).na(9).beoordeel_kpi(2).na(3).ken_toe(2, voorschot_op=3, voorschot=Decimal("300000")).na(1).betaal_uit(2)
    loop.na(30).dien_bewijs_in(3).na(7).beoordeel_kpi(3).na(3).ken_toe(3).na(2).geef_betaalopdracht(3)


def _afgerond(loop: Levensloop) -> None:
    loop.na(1).betaal_uit(1).na(60).besluit_go()
    for nummer in (2, 3, 4):
        loop.na(30).dien_bewijs_in(nummer).na(7).beoordeel_kpi(nummer).na(3).ken_toe(nummer).na(1).betaal_uit(nummer)
    loop.na(20).zet(loop.toekenning, "rond_af", loop.czv)
