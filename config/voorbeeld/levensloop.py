"""One dossier's life, step by step, through the same services as the screens, on a clock of its own."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from beoordeling.models import AkkoordStatus, Beoordeling, CommitmentStatus, Waardering
from beoordeling.selectors import akkoorden_per_gemeente, commitments_per_organisatie, lopende_ronde
from beoordeling.services import rondes, toewijzing
from config.voorbeeld import financiering, kosten, teksten
from config.voorbeeld.wereld import HOOFDREGIO, Wereld
from kern.organisaties.models import Lidmaatschap, Organisatie, Rol
from kern.organisaties.selectors import zorgkantoren_van
from kern.toestanden.uitvoeren import voer_uit
from transformatie.models import Dossier, Karakter, Kpi, Mijlpaal, Transformatieplan
from transformatie.services import dossiers, partijen
from verantwoording.models import KpiVerantwoording, Spukaanvraag, Toekenning
from verantwoording.selectors import wie_tekenen
from verantwoording.services import toekenning as toekenningen
from verantwoording.services.beschikkingsaanvraag import bevestig_aanvraag
from verantwoording.services.betaalopdracht import markeer_betaald, stel_sleutel_voor, stem_in_met_sleutel, verdeel_naar_sleutel
from verantwoording.services.ondertekening import registreer_ondertekening
from verantwoording.services.overeenkomst import stel_overeenkomst_op
from verantwoording.services.spuk import vraag_spuk_aan
from verantwoording.services.verdeling import leg_verdeling_vast

Melder = Callable[[], None]


@cache
def _leeg_blad() -> bytes:
    blad = io.BytesIO()
    schrijver = PdfWriter()
    schrijver.add_blank_page(width=595, height=842)
    schrijver.write(blad)
    return blad.getvalue()


def getekend_exemplaar() -> SimpleUploadedFile:
    """A file that stands for a signed agreement in the examples: one empty page."""
    return SimpleUploadedFile("ondertekende overeenkomst.pdf", _leeg_blad(), "application/pdf")


def doordeweeks(dag: dt.date) -> dt.date:
    """The day itself, or the Friday before a weekend: nobody meets on Saturday."""
    return dag - dt.timedelta(days=max(0, dag.weekday() - 4))


class Levensloop:
    """A dossier and the people around it; every method takes one or a few steps on day `op`."""

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

    def naar(self, dag: dt.date) -> "Levensloop":
        """Move the clock forward to a day."""
        assert dag >= self.op, "De klok loopt niet terug."
        self.op = dag
        return self

    def na(self, dagen: int) -> "Levensloop":
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

    def nodig_partijen_uit(self, *, antwoorden: bool = True) -> "Levensloop":
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

    def aanvaard(self) -> "Levensloop":
        """Every invited party says that it takes part (1a.1)."""
        rollen = {"gemeente": Rol.GEMEENTELIJK_BESLISSER, "financier": Rol.FINANCIER}
        for partij in self.dossier.deelnemende_partijen:
            if partij.is_genodigd:
                lid = self.wereld.lid(partij.organisatie, rollen.get(partij.rol, Rol.PLANMAKER))
                partijen.aanvaard(partij, door=lid, op=self.op)
        self.ververs()
        self.meld()
        return self

    def plan_startgesprek(self, dag: dt.date) -> "Levensloop":
        from django.utils import timezone

        moment = timezone.make_aware(dt.datetime.combine(doordeweeks(dag), dt.time(10, 30)))
        self.zet(self.dossier.startgesprek, "plan", self.czv, moment=moment, plaats="Kantoor van de zorgverzekeraar")
        return self

    def houd_startgesprek(self) -> "Levensloop":
        self.zet(self.dossier.startgesprek, "houd", self.czv, uitkomst="Werk uit tot snelle toets; betrek de gemeente.", verslag="")
        return self

    def schrijf_toets(self) -> "Levensloop":
        toets = self.toets
        toets.inhoud, toets.bedrag_gevraagd = dict(teksten.TOETS), self.bedrag
        toets.save()
        return self

    def bevestig_karakter(self, *leden: Lidmaatschap) -> "Levensloop":
        for lid in leden or (self.planmaker, self.czv):
            self.zet(self.toets, "bevestig_karakter", lid, karakter=self.karakter, experimenteerruimte=teksten.EXPERIMENTEERRUIMTE)
        return self

    def dien_toets_in(self) -> "Levensloop":
        self.zet(self.toets, "dien_in", self.planmaker)
        return self

    def toets_compleet(self) -> "Levensloop":
        self.zet(self.toets, "verklaar_compleet", self.czv)
        return self

    # --- assessing, for both kinds of submission --------------------------------------------------------------

    def wijs_regiocoordinator_toe(self) -> "Levensloop":
        toewijzing.wijs_toe(self.dossier, self.regiocoordinator, door=self.czv, op=self.op)
        self.meld()
        return self

    def beoordelaar_van(self, beoordeling: Beoordeling) -> Lidmaatschap:
        return {
            "coordinerend": self.czv,
            "tweede": self.tweede,
            "regiocoordinator": self.regiocoordinator,
        }.get(beoordeling.rol) or self.beslisser(beoordeling.organisatie)

    def beoordeel(self, *rollen: str, waardering: str = Waardering.SUBSTANTIEEL) -> "Levensloop":
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

    def stel_terugkoppeling_op(self, advies: str = "positief") -> "Levensloop":
        self.zet(lopende_ronde(self.dossier), "stel_op", self.czv, terugkoppeling=teksten.TERUGKOPPELING, advies=advies)
        return self

    def tweede_stemt_in(self) -> "Levensloop":
        self.zet(lopende_ronde(self.dossier), "stem_in", self.tweede)
        return self

    def keur_toets_goed(self) -> "Levensloop":
        self.zet(self.toets, "keur_goed", self.czv, motivering="Past bij de opgave van de regio en heeft substantiële impact.")
        return self

    # --- transformatieplan ------------------------------------------------------------------------------------

    def schrijf_plan(self, *, met_go_no_go: bool = True, delen: tuple[int, ...] = (15, 30, 20, 35)) -> "Levensloop":
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

    def dien_plan_in(self) -> "Levensloop":
        self.zet(self.plan, "dien_in", self.planmaker)
        return self

    def plan_compleet(self) -> "Levensloop":
        self.zet(self.plan, "verklaar_compleet", self.czv)
        return self

    def ondertekenaar(self, organisatie: Organisatie) -> Lidmaatschap:
        rol = {
            Organisatie.Soort.GEMEENTE: Rol.GEMEENTELIJK_BESLISSER,
            Organisatie.Soort.ZORGKANTOOR: Rol.FINANCIER,
        }.get(Organisatie.Soort(organisatie.soort), Rol.PLANMAKER)
        return self.wereld.lid(organisatie, rol)

    def geef_commitment(self, *organisaties: Organisatie) -> "Levensloop":
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

    def keur_plan_goed(self) -> "Levensloop":
        self.zet(
            self.plan,
            "keur_goed",
            self.czv,
            motivering="Alle partijen staan achter het plan; de businesscase is realistisch.",
            bedrag_toegekend=self.bedrag,
        )
        return self

    # --- money ------------------------------------------------------------------------------------------------

    def reserveer(self) -> "Levensloop":
        self.zet(self.toekenning, "reserveer", self.czv)
        return self

    def teken(self) -> "Levensloop":
        overeenkomst = stel_overeenkomst_op(self.toekenning, bedrag=self.bedrag, door=self.czv, op=self.op)
        for organisatie in wie_tekenen(self.toekenning):
            registreer_ondertekening(
                overeenkomst,
                organisatie,
                naam="Mr. A. de Graaf",
                functie="bestuurder",
                getekend_op=self.op,
                door=self.czv,
                op=self.op,
                bestand=getekend_exemplaar(),
            )
        self.meld()
        self.zet(self.toekenning, "teken", self.czv)
        return self

    def stel_overeenkomst_op(self) -> "Levensloop":
        """The agreement lies ready; nobody signed yet."""
        stel_overeenkomst_op(self.toekenning, bedrag=self.bedrag, door=self.czv, op=self.op)
        self.meld()
        return self

    def vraag_spuk_aan(self) -> "Levensloop":
        """The first gemeente asks SPUK for the KPI in the social domain: a tenth of its amount, over two years (1b.1)."""
        sociaal = [k for k in self.plan.laatste_versie.kpi_lijst if k.is_sociaal_domein]
        if not self.gemeenten or not sociaal:
            return self
        deel = (sociaal[0].bedrag / 20).quantize(Decimal(1))
        begroting = {self.op.year: deel, self.op.year + 1: deel}
        beslisser = self.beslisser(self.gemeenten[0])
        vraag_spuk_aan(self.dossier, begroting=begroting, mijlpalen={sociaal[0].nummer: deel * 2}, door=beslisser, op=self.op)
        self.meld()
        return self

    def verleen_spuk(self) -> "Levensloop":
        """The ministry granted what was asked."""
        for rij in Spukaanvraag.objects.filter(dossier=self.dossier, status="aangevraagd"):
            kenmerk = f"SPUK-{self.op:%y}-{self.dossier.volgnummer:04d}"
            self.zet(rij, "verleen", self.beslisser(rij.organisatie), kenmerk=kenmerk, bedrag=rij.bedrag_gevraagd, besloten_op=self.op)
        return self

    def vraag_beschikking_aan(self) -> "Levensloop":
        """Both sides confirm the joint application, which sends it to the NZa (3a.5)."""
        for door in (self.czv, self.planmaker):
            bevestig_aanvraag(self.toekenning, door=door, op=self.op)
        self.meld()
        return self

    def beschik(self, door: Lidmaatschap | None = None) -> "Levensloop":
        if self.toekenning.aanvraag.verzonden_op is None:
            self.vraag_beschikking_aan()
        kenmerk = f"TB/REG-{self.op:%y%m%d}-{self.dossier.volgnummer:03d}"
        self.zet(self.toekenning, "beschik", door or self.nza, kenmerk=kenmerk, afgegeven_op=self.op, bedrag=self.bedrag)
        return self

    def spreek_kostenvorm_af(self) -> "Levensloop":
        toekenningen.spreek_kostenvorm_af(self.toekenning, vorm="kostenplaats", door=self.planmaker, op=self.op)
        self.meld()
        return self

    def start_uitvoering(self) -> "Levensloop":
        self.zet(self.toekenning, "start_uitvoering", self.czv)
        financiering.leg_financiering_vast(self)
        return self

    def leg_voortgang_vast(self, kosten: Decimal = Decimal("410000")) -> "Levensloop":
        toekenningen.leg_voortgang_vast(
            self.toekenning,
            besproken_op=self.op,
            kosten_tot_nu=kosten,
            toelichting="Op schema; werving loopt.",
            door=self.planmaker,
            op=self.op,
        )
        self.meld()
        return self

    def houd_kosten_bij(self, prognose: int = 103) -> "Levensloop":
        """A confirmed budget and a statement of the quarter that is over, with this forecast in per cent (3a.1)."""
        kosten.stel_begroting_vast(self)
        kosten.geef_standen(self, prognose)
        return self

    def besluit_go(self) -> "Levensloop":
        mijlpaal = self.plan.laatste_versie.mijlpalen.get(nummer=2)
        toekenningen.besluit_mijlpaal(
            self.toekenning, mijlpaal, besluit="go", onderbouwing="De eerste fase haalt de doelen.", door=self.czv, op=self.op
        )
        self.meld()
        return self

    def kpi(self, nummer: int) -> KpiVerantwoording:
        return KpiVerantwoording.objects.get(toekenning=self.toekenning, kpi__nummer=nummer)

    def dien_bewijs_in(self, nummer: int) -> "Levensloop":
        self.zet(
            self.kpi(nummer),
            "dien_bewijs_in",
            self.planmaker,
            bewijs="De meldkamer draait sinds maart; het verslag van de audit is bijgevoegd.",
        )
        return self

    def beoordeel_kpi(self, nummer: int, resultaat: str = "behaald", bedrag_behaald: Decimal | None = None) -> "Levensloop":
        self.zet(
            self.kpi(nummer),
            "beoordeel",
            self.czv,
            resultaat=resultaat,
            bedrag_behaald=bedrag_behaald,
            oordeel="Gezien en in orde.",
        )
        return self

    def ken_toe(
        self, nummer: int, bedrag: Decimal | None = None, *, voorschot_op: int | None = None, voorschot: Decimal | None = None
    ) -> "Levensloop":
        """The decision on a KPI, with if they want an advance on a later one (1g.4)."""
        rij = self.kpi(nummer)
        bedrag = rij.kpi.bedrag if bedrag is None else bedrag
        uitkomst = "volledig" if bedrag == rij.kpi.bedrag else "gedeeltelijk" if bedrag else "geen"
        extra = {"voorschot_op": self.kpi(voorschot_op), "voorschot_bedrag": voorschot} if voorschot_op else {}
        self.zet(rij, "ken_toe", self.czv, uitkomst=uitkomst, bedrag=bedrag, motivering="Conform de afspraken in de overeenkomst.", **extra)
        return self

    def geef_betaalopdracht(self, nummer: int) -> "Levensloop":
        self.zet(self.kpi(nummer), "betaal_uit", self.tweede_persoon)
        return self

    def betaal_uit(self, nummer: int) -> "Levensloop":
        """The order is given, and every insurer pays its line the same day."""
        self.geef_betaalopdracht(nummer)
        for regel in self.kpi(nummer).betaalopdracht.regels.filter(betaald_op=None).select_related("opdracht__verantwoording"):
            door = self.wereld.lid(regel.verzekeraar, Rol.BEOORDELAAR)
            markeer_betaald(regel, betaald_op=self.op, referentie=regel.opdracht.kenmerk, door=door, op=self.op)
        self.ververs()
        self.meld()
        return self

    def spreek_sleutel_af(self, procent_tweede: Decimal = Decimal("37.5")) -> "Levensloop":
        """Both insurers agree how they share the payments of this plan."""
        eerste, tweede = self.czv.organisatie, self.tweede.organisatie
        sleutel = stel_sleutel_voor(self.toekenning, {eerste: 100 - procent_tweede, tweede: procent_tweede}, door=self.czv, op=self.op)
        stem_in_met_sleutel(self.toekenning, sleutel.pk, door=self.tweede, op=self.op)
        self.meld()
        return self

    def verdeel(self, nummer: int, *delen: int) -> "Levensloop":
        """Who received the payment divides it over the parties, in percent in the order of the parties."""
        uitbetaling = self.kpi(nummer).uitbetaling
        partijen = [self.planmaker.organisatie, *self.deelnemers]
        bedragen = verdeel_naar_sleutel(uitbetaling.bedrag, [(o, Decimal(d)) for o, d in zip(partijen, delen, strict=True)])
        leg_verdeling_vast(uitbetaling, dict(bedragen), door=self.planmaker, op=self.op)
        self.meld()
        return self
