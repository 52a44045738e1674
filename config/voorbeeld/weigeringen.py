"""Every rule refusing its step, shown at the moment in a dossier's life at which it bites."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import transaction

from beoordeling.selectors import commitments_per_organisatie, lopende_ronde
from beoordeling.services import toewijzing
from config.voorbeeld.levensloop import Levensloop
from config.voorbeeld.wereld import Wereld
from kern.organisaties.models import Organisatie, Rol
from kern.regels.register import regels
from kern.termijnen.models import Termijn
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import voer_uit
from transformatie.services import dossiers, klokken

D = dt.date
GEVRAAGD = (
    "1a.1",
    "1a.3",
    "1b.1",
    "1b.2",
    "1b.3",
    "1c.1",
    "1c.2",
    "1d.1",
    "1d.2",
    "1e.1",
    "1e.2",
    "1e.3",
    "1f.3",
    "1g.5",
    "1g.6",
    "1h.1",
    "2b.1",
    "3a.3",
    "3a.5",
)


class NietGeweigerd(Exception):
    """The attempt went through; it is undone, so that the walk goes on as if it had been refused."""


class Proef:
    """Tries a step that must be refused, prints the sentence, and leaves everything as it was."""

    def __init__(self, schrijf: Callable[[str], object]) -> None:
        self.schrijf, self.afwijkingen, self.gezien = schrijf, [], set()  # type: ignore[var-annotated]

    def doe(self, nummer: str, wat: str, poging: Callable[[], Any]) -> None:
        try:
            with transaction.atomic():
                poging()
                raise NietGeweigerd
        except NietGeweigerd:
            self.afwijkingen.append(f"{nummer} {wat}: niet geweigerd")
        except StapBelet as belet:
            zinnen = [b.tekst for b in belet.beletselen if b.regel == nummer]
            if zinnen:
                self.gezien.add(nummer)
                self.schrijf(f"{nummer:<5} {wat}: geweigerd")
                for zin in zinnen:
                    self.schrijf(f"      {zin}")
                return
            self.afwijkingen.append(f"{nummer} {wat}: geweigerd, maar om iets anders: {belet.tekst}")

    def stap(self, nummer: str, wat: str, loop: Levensloop, rij: Any, naam: str, door: Any, **gegevens: Any) -> None:
        vers = type(rij)._base_manager.get(pk=rij.pk)
        self.doe(nummer, wat, lambda: voer_uit(vers, naam, door=door, op=loop.op, **gegevens))


def loop_weigeringen(wereld: Wereld, schrijf: Callable[[str], object]) -> list[str]:
    """Walk dossiers to the moments that matter and let every rule refuse there."""
    proef = Proef(schrijf)
    loop = _voor_de_toets(wereld, proef)
    _toets_in_behandeling(loop, proef)
    _plan_indienen(loop, proef)
    _plan_besluit(loop, proef)
    _geld(loop, proef)
    _escalatie(loop, proef)
    ontbreekt = [n for n in GEVRAAGD if n not in proef.gezien]
    schrijf(f"{len(proef.gezien)} van de {len(regels())} regels lieten een weigering zien.")
    return proef.afwijkingen + [f"{n}: geen weigering gezien" for n in ontbreekt]


def _voor_de_toets(wereld: Wereld, proef: Proef) -> Levensloop:
    loop = Levensloop(wereld, begin=D(2025, 3, 20), raakt_wlz=True, gemeenten=("Gemeente Nijmegen", "Gemeente Wijchen"))
    moment = dt.datetime(2025, 4, 1, 8, 30, tzinfo=dt.UTC)
    proef.stap("1a.1", "plan startgesprek", loop, loop.dossier.startgesprek, "plan", loop.czv, moment=moment, plaats="kantoor")
    loop.schrijf_toets()
    proef.stap("1a.1", "dien snelle toets in", loop, loop.toets, "dien_in", loop.planmaker)
    loop.nodig_partijen_uit()
    wijchen = loop.wereld.organisatie("Gemeente Wijchen")
    uitnodiging = {"moment": moment, "plaats": "kantoor", "weggelaten": {wijchen.pk: " "}}
    proef.stap("1a.3", "verstuur uitnodiging", loop, loop.dossier.startgesprek, "plan", loop.czv, **uitnodiging)
    loop.plan_startgesprek(D(2025, 4, 1)).naar(D(2025, 4, 1)).houd_startgesprek()
    loop.bevestig_karakter(loop.planmaker)
    proef.stap("1h.1", "dien snelle toets in", loop, loop.toets, "dien_in", loop.planmaker)
    loop.bevestig_karakter(loop.czv)
    _zelfde_concern(wereld, proef)
    return loop


def _zelfde_concern(wereld: Wereld, proef: Proef) -> None:
    """In Flevoland Zilveren Kruis coordinates; De Friesland belongs to the same concern."""
    loop = Levensloop(
        wereld,
        begin=D(2025, 3, 20),
        regio="Flevoland",
        penvoerder="Ziekenhuis Flevopolder",
        deelnemers=(),
        gemeenten=(),
        regiocoordinator="Gemeente Nijmegen",
    )
    friesland = Organisatie.objects.get(naam="De Friesland")
    proef.doe("1c.1", "kies de tweede verzekeraar", lambda: dossiers.kies_tweede(loop.dossier, friesland, door=loop.czv, op=loop.op))
    type(loop.dossier).objects.filter(pk=loop.dossier.pk).update(tweede=friesland)
    loop.ververs()
    proef.stap("1c.1", "dien snelle toets in", loop, loop.toets, "dien_in", loop.planmaker)


def _toets_in_behandeling(loop: Levensloop, proef: Proef) -> None:
    loop.naar(D(2025, 4, 8)).dien_toets_in().naar(D(2025, 4, 10)).toets_compleet()
    proef.stap(
        "1e.1",
        "verklaar incompleet nadat zij compleet was",
        loop,
        loop.toets,
        "verklaar_incompleet",
        loop.czv,
        wat_ontbreekt="Een bijlage.",
    )
    klok = Termijn.objects.get(onderwerp=loop.toets.pk, soort_termijn="besluit_snelle_toets")
    proef.doe(
        "1e.1",
        "verleng zonder instemming",
        lambda: klokken.verleng(loop.dossier, klok, tot=D(2025, 6, 1), reden="Vakantie.", ingestemd=False, door=loop.czv, op=loop.op),
    )
    eigen = loop.wereld.lid(loop.wereld.organisatie("Gemeente Wijchen"), Rol.REGIOCOORDINATOR)
    proef.doe("1b.3", "wijs regiocoordinator toe", lambda: toewijzing.wijs_toe(loop.dossier, eigen, door=loop.czv, op=loop.op))
    loop.beoordeel("coordinerend", "tweede", "gemeente")
    motivering = {"motivering": "Past bij de regio."}
    proef.stap("1c.2", "keur snelle toets goed", loop, loop.toets, "keur_goed", loop.czv, **motivering)
    proef.stap("1c.2", "wijs snelle toets af", loop, loop.toets, "wijs_af", loop.czv, **motivering)
    loop.stel_terugkoppeling_op().tweede_stemt_in()
    proef.stap("1b.3", "keur snelle toets goed", loop, loop.toets, "keur_goed", loop.czv, **motivering)
    loop.wijs_regiocoordinator_toe().beoordeel()
    ronde = lopende_ronde(loop.dossier)
    loop.zet(ronde, "verstuur", loop.czv)
    proef.stap("1c.2", "verstuur de terugkoppeling een tweede keer", loop, ronde, "verstuur", loop.czv)
    loop.naar(D(2025, 5, 6)).keur_toets_goed()


def _plan_indienen(loop: Levensloop, proef: Proef) -> None:
    loop.naar(D(2025, 9, 1))
    proef.stap("2b.1", "dien transformatieplan in", loop, loop.plan, "dien_in", loop.planmaker)
    loop.schrijf_plan()
    versie = loop.plan.laatste_versie
    versie.bedrag_gevraagd = Decimal("8400500")
    versie.save()
    proef.stap("1f.3", "dien transformatieplan in", loop, loop.plan, "dien_in", loop.planmaker)
    versie.bedrag_gevraagd = loop.bedrag
    versie.save()
    loop.naar(D(2025, 9, 7))
    proef.stap("1e.2", "dien transformatieplan in na vier maanden", loop, loop.plan, "dien_in", loop.planmaker)
    klok = Termijn.objects.get(onderwerp=loop.plan.pk, soort_termijn="indienen_transformatieplan")
    klokken.verleng(loop.dossier, klok, tot=D(2025, 9, 20), reden="Op verzoek.", ingestemd=True, door=loop.czv, op=loop.op)
    loop.naar(D(2025, 9, 10)).dien_plan_in().plan_compleet()


def _plan_besluit(loop: Levensloop, proef: Proef) -> None:
    besluit: dict[str, Any] = {"motivering": "Akkoord.", "bedrag_toegekend": loop.bedrag}
    for nummer in ("1b.1", "1b.2", "1b.3", "1c.2"):
        proef.stap(nummer, "keur transformatieplan goed", loop, loop.plan, "keur_goed", loop.czv, **besluit)
    proef.stap("1c.2", "vraag aanpassing", loop, loop.plan, "vraag_aanpassing", loop.czv, gevraagde_aanpassing="Minder KPI's.")
    klok = Termijn.objects.get(onderwerp=loop.plan.pk, soort_termijn="besluit_transformatieplan")
    proef.doe(
        "1e.3",
        "schort op zonder instemming",
        lambda: klokken.schort_op(loop.dossier, klok, reden="Wachten op cijfers.", ingestemd=False, door=loop.czv, op=loop.op),
    )
    proef.doe("1b.2", "haal domein weg", lambda: dossiers.haal_domein_weg(loop.dossier, "sociaal", door=loop.planmaker, op=loop.op))
    gemeente = loop.dossier.deelnemende_gemeenten[0]
    proef.doe(
        "1b.2",
        "haal een gemeente van tafel",
        lambda: dossiers.laat_uitgaan(loop.dossier, gemeente, reden="Zij houdt het op.", door=loop.planmaker, op=loop.op),
    )
    loop.naar(D(2025, 9, 26)).geef_commitment()
    wijchen = commitments_per_organisatie(loop.plan)[loop.wereld.organisatie("Gemeente Wijchen").pk]
    lid = loop.beslisser(wijchen.organisatie)
    loop.zet(wijchen, "weiger", lid, reden="De structurele kosten zijn niet gedekt.")
    proef.stap("1b.1", "keur goed na een weigering", loop, loop.plan, "keur_goed", loop.czv, **besluit)
    loop.zet(wijchen, "geef", lid, naam=lid.gebruiker.naam, functie="wethouder")
    loop.naar(D(2025, 10, 10)).beoordeel().naar(D(2025, 10, 20)).stel_terugkoppeling_op().tweede_stemt_in()
    minder = {**besluit, "bedrag_toegekend": Decimal("8150000")}
    proef.stap("1f.3", "keur transformatieplan goed", loop, loop.plan, "keur_goed", loop.czv, **minder)
    loop.naar(D(2025, 10, 30)).keur_plan_goed()


def _geld(loop: Levensloop, proef: Proef) -> None:
    from verantwoording.services.overeenkomst import stel_overeenkomst_op

    loop.reserveer()
    stel_overeenkomst_op(loop.toekenning, bedrag=Decimal("8000000"), door=loop.czv, op=loop.op)
    proef.stap("1f.3", "teken overeenkomst", loop, loop.toekenning, "teken", loop.czv)
    loop.naar(D(2025, 11, 27)).teken().naar(D(2025, 12, 18)).beschik()
    proef.stap("3a.3", "start uitvoering", loop, loop.toekenning, "start_uitvoering", loop.czv)
    loop.naar(D(2026, 1, 12)).spreek_kostenvorm_af().start_uitvoering()
    proef.stap("1g.6", "dien KPI-bewijs in", loop, loop.kpi(4), "dien_bewijs_in", loop.planmaker, bewijs="Gereed.")
    loop.naar(D(2026, 6, 15)).dien_bewijs_in(1).beoordeel_kpi(1, "deels", Decimal("500000"))
    bedrag = loop.kpi(1).kpi.bedrag
    proef.stap(
        "1g.5", "ken KPI-bedrag toe", loop, loop.kpi(1), "ken_toe", loop.czv, uitkomst="volledig", bedrag=bedrag, motivering="Toch alles."
    )
    loop.zet(loop.kpi(1), "leg_inspanning_vast", loop.czv, inspanning="ja", inspanning_onderbouwing="Alle afgesproken inzet is geleverd.")
    loop.ken_toe(1)
    proef.stap("3a.5", "betaal uit", loop, loop.kpi(1), "betaal_uit", loop.tweede_persoon)
    loop.leg_voortgang_vast().betaal_uit(1)


def _escalatie(loop: Levensloop, proef: Proef) -> None:
    from transformatie.services import escalatie

    knelpunt = escalatie.meld(loop.dossier, knelpunt="De koppeling van systemen staat stil.", door=loop.planmaker, op=loop.op)
    loop.zet(knelpunt, "begin_stap_1", loop.planmaker)
    proef.stap("1d.1", "ga naar stap 2", loop, knelpunt, "ga_naar_stap_2", loop.czv)
    escalatie.leg_gesprek_vast(
        knelpunt,
        organisaties=[loop.planmaker.organisatie, loop.czv.organisatie],
        aanspreekpunten=["bestuurders"],
        gesproken_op=loop.op,
        uitkomst="Geen oplossing.",
        door=loop.planmaker,
        op=loop.op,
    )
    loop.zet(knelpunt, "ga_naar_stap_2", loop.czv)
    proef.stap("1d.2", "ga naar stap 3", loop, knelpunt, "ga_naar_stap_3", loop.czv)
