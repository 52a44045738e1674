"""One dossier's life up to the approved plan, step by step, through the same services as the screens, on a clock of its own."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Self

from beoordeling.models import AkkoordStatus, Beoordeling, CommitmentStatus, Waardering
from beoordeling.selectors import akkoorden_per_gemeente, commitments_per_organisatie, lopende_ronde
from beoordeling.services import rondes, toewijzing
from config.voorbeeld import financiering, teksten
from config.voorbeeld.wereld import HOOFDREGIO, Wereld
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from kern.organisaties.selectors import zorgkantoren_van
from kern.toestanden.uitvoeren import voer_uit
from transformatie.models import Dossier, Karakter, Kpi, Mijlpaal, Transformatieplan
from transformatie.services import dossiers, partijen
from verantwoording.models import Toekenning

Melder = Callable[[], None]


def doordeweeks(dag: dt.date) -> dt.date:
    """The day itself, or the Friday before a weekend: nobody meets on Saturday."""
    return dag - dt.timedelta(days=max(0, dag.weekday() - 4))


class Planloop:
    """A dossier and the people around it, up to the approved plan; every method takes one or a few steps on day `op`."""

    def __init__(
        self,
        wereld: Wereld,
        *,
        begin: dt.date,
        titel: str = "Hartzorg dichtbij: thuismeten en anderhalvelijnszorg",
        regio: str = HOOFDREGIO,
        penvoerder: str = "Ziekenhuis Waalstad",
        deelnemers: tuple[str, ...] = ("Huisartsencoöperatie Waalstad",),
        gemeenten: tuple[str, ...] = ("Gemeente Nijmegen",),
        raakt_wlz: bool = False,
        bedrag: Decimal = Decimal("8400000"),
        karakter: str = Karakter.OPSCHALING,
        regiocoordinator: str = "Gemeente Almere",
        na_elke_stap: Melder = lambda: None,
    ) -> None:
        self.wereld, self.op, self.bedrag, self.karakter, self.meld = wereld, begin, bedrag, karakter, na_elke_stap
        self.planmaker = wereld.lid(wereld.organisatie(penvoerder), Rol.PLANMAKER)
        self.deelnemers = [wereld.organisatie(n) for n in deelnemers]
        self.gemeenten = [wereld.organisatie(n) for n in gemeenten]
        self.regiocoordinator = wereld.lid(wereld.organisatie(regiocoordinator), Rol.REGIOCOORDINATOR)
        domeinen = ["zvw"] + (["wlz"] if raakt_wlz else []) + (["sociaal"] if gemeenten else [])
        eigen = [self.planmaker.organisatie, *self.deelnemers]
        self.dossier = dossiers.open_dossier(
            titel=titel,
            regios=[wereld.regio(regio)],
            domeinen=domeinen,
            sectoren=sorted({o.sector for o in eigen}),
            gemeenten=self.gemeenten,
            door=self.planmaker,
            op=begin,
            samenvatting="Controles verhuizen van de polikliniek naar huis en de wijk.",
        )
        self.czv = wereld.lid(self.dossier.coordinerend, Rol.BEOORDELAAR)
        self.tweede_persoon = wereld.lid(self.dossier.coordinerend, Rol.BEOORDELAAR, 2)
        assert self.dossier.tweede is not None
        self.tweede = wereld.lid(self.dossier.tweede, Rol.BEOORDELAAR)
        self.nza = wereld.lid(wereld.organisatie("NZa"), Rol.NZA)
        self.meld()

    # --- the clock and the door -------------------------------------------------------------------------------

    def naar(self, dag: dt.date) -> Self:
        """Move the clock forward to a day."""
        assert dag >= self.op, "De klok loopt niet terug."
        self.op = dag
        return self

    def na(self, dagen: int) -> Self:
        return self.naar(self.op + dt.timedelta(days=dagen))

    def zet(self, rij: Any, stap: str, door: Lidmaatschap | None, **gegevens: Any) -> Any:
        """One step through the door, as the screen does it."""
        vers = type(rij)._base_manager.get(pk=rij.pk)
        voer_uit(vers, stap, door=door, op=self.op, **gegevens)
        self.ververs()
        self.meld()
        return vers

    def ververs(self) -> None:
        self.dossier = Dossier.objects.get(pk=self.dossier.pk)

    @property
    def toets(self) -> Any:
        return self.dossier.snelle_toets

    @property
    def plan(self) -> Transformatieplan:
        return Transformatieplan.objects.get(dossier=self.dossier)

    @property
    def toekenning(self) -> Toekenning:
        return Toekenning.objects.get(dossier=self.dossier)

    def beslisser(self, gemeente: Organisatie) -> Lidmaatschap:
        return self.wereld.lid(gemeente, Rol.GEMEENTELIJK_BESLISSER)

    # --- startgesprek and snelle toets ------------------------------------------------------------------------

    def nodig_partijen_uit(self, *, antwoorden: bool = True) -> Self:
        """Invite everybody; unless told otherwise they say at once that they take part."""
        for organisatie in self.deelnemers:
            dossiers.nodig_uit(self.dossier, organisatie, "deelnemer", door=self.planmaker, op=self.op)
        for gemeente in self.gemeenten:
            dossiers.nodig_uit(self.dossier, gemeente, "gemeente", door=self.czv, op=self.op, vraagt_spuk_aan=True)
        if "wlz" in self.dossier.domeinen:
            for kantoor in zorgkantoren_van(self.dossier.regios.all()):
                dossiers.nodig_uit(self.dossier, kantoor, "financier", door=self.czv, op=self.op)
        self.ververs()
        self.meld()
        return self.aanvaard() if antwoorden else self

    def aanvaard(self) -> Self:
        """Every invited party says that it takes part (1a.1)."""
        rollen = {"gemeente": Rol.GEMEENTELIJK_BESLISSER, "financier": Rol.FINANCIER}
        for partij in self.dossier.deelnemende_partijen:
            if partij.is_genodigd:
                lid = self.wereld.lid(partij.organisatie, rollen.get(partij.rol, Rol.PLANMAKER))
                partijen.aanvaard(partij, door=lid, op=self.op)
        self.ververs()
        self.meld()
        return self

    def plan_startgesprek(self, dag: dt.date) -> Self:
        from django.utils import timezone

        moment = timezone.make_aware(dt.datetime.combine(doordeweeks(dag), dt.time(10, 30)))
        self.zet(self.dossier.startgesprek, "plan", self.czv, moment=moment, plaats="Kantoor van de zorgverzekeraar")
        return self

    def houd_startgesprek(self) -> Self:
        self.zet(self.dossier.startgesprek, "houd", self.czv, uitkomst="Werk uit tot snelle toets; betrek de gemeente.", verslag="")
        return self

    def schrijf_toets(self) -> Self:
        toets = self.toets
        toets.inhoud, toets.bedrag_gevraagd = dict(teksten.TOETS), self.bedrag
        toets.save()
        return self

    def bevestig_karakter(self, *leden: Lidmaatschap) -> Self:
        for lid in leden or (self.planmaker, self.czv):
            self.zet(self.toets, "bevestig_karakter", lid, karakter=self.karakter, experimenteerruimte=teksten.EXPERIMENTEERRUIMTE)
        return self

    def dien_toets_in(self) -> Self:
        self.zet(self.toets, "dien_in", self.planmaker)
        return self

    def toets_compleet(self) -> Self:
        self.zet(self.toets, "verklaar_compleet", self.czv)
        return self

    # --- assessing, for both kinds of submission --------------------------------------------------------------

    def wijs_regiocoordinator_toe(self) -> Self:
        toewijzing.wijs_toe(self.dossier, self.regiocoordinator, door=self.czv, op=self.op)
        self.meld()
        return self

    def beoordelaar_van(self, beoordeling: Beoordeling) -> Lidmaatschap:
        return {
            "coordinerend": self.czv,
            "tweede": self.tweede,
            "regiocoordinator": self.regiocoordinator,
        }.get(beoordeling.rol) or self.beslisser(beoordeling.organisatie)

    def beoordeel(self, *rollen: str, waardering: str = Waardering.SUBSTANTIEEL) -> Self:
        """Every (named) reviewer judges every point and finishes."""
        ronde = lopende_ronde(self.dossier)
        assert ronde is not None
        for beoordeling in ronde.beoordelingen.select_related("organisatie", "ronde__dossier").order_by("vastgelegd_op"):
            if (rollen and beoordeling.rol not in rollen) or beoordeling.afgerond_op:
                continue
            door = self.beoordelaar_van(beoordeling)
            for punt in ronde.punten:
                rondes.bewaar_oordeel(
                    beoordeling, punt.code, waardering=waardering, onderbouwing=teksten.OORDEEL, vragen=[], versie=0, door=door
                )
            rondes.rond_af(beoordeling, conclusie="positief", toelichting="", door=door, op=self.op)
            self.meld()
        return self

    def stel_terugkoppeling_op(self, advies: str = "positief") -> Self:
        self.zet(lopende_ronde(self.dossier), "stel_op", self.czv, terugkoppeling=teksten.TERUGKOPPELING, advies=advies)
        return self

    def tweede_stemt_in(self) -> Self:
        self.zet(lopende_ronde(self.dossier), "stem_in", self.tweede)
        return self

    def keur_toets_goed(self) -> Self:
        self.zet(self.toets, "keur_goed", self.czv, motivering="Past bij de opgave van de regio en heeft substantiële impact.")
        return self

    # --- transformatieplan ------------------------------------------------------------------------------------

    def schrijf_plan(self, *, met_go_no_go: bool = True, delen: tuple[int, ...] = (15, 30, 20, 35)) -> Self:
        """Fill the concept: texts, milestones and KPI's that add up to the amount (1f.3)."""
        versie = self.plan.laatste_versie
        versie.inhoud = {**teksten.PLAN, **{k: v for k, v in teksten.TOETS.items() if k.startswith("criterium") or k == "regioplan"}}
        versie.bedrag_gevraagd = self.bedrag
        if self.gemeenten:
            versie.sociale_velden = ["impact_keten"]
        versie.save()
        start = Mijlpaal.objects.create(versie=versie, nummer=1, titel="Meldkamer in gebruik", datum=self.op + dt.timedelta(days=240))
        go = Mijlpaal.objects.create(
            versie=versie, nummer=2, titel="Besluit over opschalen", datum=self.op + dt.timedelta(days=420), is_go_no_go=met_go_no_go
        )
        partijen = [self.planmaker.organisatie, *self.deelnemers]
        rest = self.bedrag
        for i, (wat, indicator, was, wordt) in enumerate(teksten.KPIS):
            deel = rest if i == len(teksten.KPIS) - 1 else (self.bedrag * delen[i] / 100).quantize(Decimal(1))
            rest -= deel
            wie = partijen[i % len(partijen)]
            Kpi.objects.create(
                versie=versie,
                nummer=i + 1,
                omschrijving=wat,
                indicator=indicator,
                uitgangswaarde=was,
                streefwaarde=wordt,
                meetinstrument="Rapportage van het programmabureau",
                meten_op=start.datum + dt.timedelta(days=120 * i),
                bedrag=deel,
                organisatie=wie,
                sector=wie.sector,
                is_sociaal_domein=bool(self.gemeenten) and i == 2,
                na_mijlpaal=go if met_go_no_go and i == 3 else None,
            )
        financiering.verdeel_tweede_kpi(versie, partijen)
        return self

    def dien_plan_in(self) -> Self:
        self.zet(self.plan, "dien_in", self.planmaker)
        return self

    def plan_compleet(self) -> Self:
        self.zet(self.plan, "verklaar_compleet", self.czv)
        return self

    def ondertekenaar(self, organisatie: Organisatie) -> Lidmaatschap:
        rol = {
            Organisatie.Soort.GEMEENTE: Rol.GEMEENTELIJK_BESLISSER,
            Organisatie.Soort.ZORGKANTOOR: Rol.FINANCIER,
        }.get(Organisatie.Soort(organisatie.soort), Rol.PLANMAKER)
        return self.wereld.lid(organisatie, rol)

    def geef_commitment(self, *organisaties: Organisatie) -> Self:
        """Everyone (or these) commits to the frozen version; gemeenten approve their parts."""
        for akkoord in akkoorden_per_gemeente(self.plan).values():
            if akkoord.status == AkkoordStatus.GEVRAAGD and (not organisaties or akkoord.organisatie in organisaties):
                lid = self.beslisser(akkoord.organisatie)
                self.zet(akkoord, "keur_goed", lid, naam=lid.gebruiker.naam, functie=lid.gebruiker.functie)
        for commitment in commitments_per_organisatie(self.plan).values():
            if commitment.status == CommitmentStatus.GEVRAAGD and (not organisaties or commitment.organisatie in organisaties):
                lid = self.ondertekenaar(commitment.organisatie)
                self.zet(commitment, "geef", lid, naam=lid.gebruiker.naam, functie=lid.gebruiker.functie)
        return self

    def keur_plan_goed(self) -> Self:
        self.zet(
            self.plan,
            "keur_goed",
            self.czv,
            motivering="Alle partijen staan achter het plan; de businesscase is realistisch.",
            bedrag_toegekend=self.bedrag,
        )
        return self
