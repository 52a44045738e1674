"""One dossier's whole life: after the approved plan its money, through the same services as the screens."""

import io
from decimal import Decimal
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from config.voorbeeld import financiering, kosten
from config.voorbeeld.planloop import Planloop
from kern.organisaties.models import Lidmaatschap, Rol
from verantwoording.models import KpiVerantwoording, Spukaanvraag
from verantwoording.selectors import wie_tekenen
from verantwoording.services import toekenning as toekenningen
from verantwoording.services.beschikkingsaanvraag import bevestig_aanvraag
from verantwoording.services.betaalopdracht import markeer_betaald, stel_sleutel_voor, stem_in_met_sleutel, verdeel_naar_sleutel
from verantwoording.services.ondertekening import registreer_ondertekening
from verantwoording.services.overeenkomst import stel_overeenkomst_op
from verantwoording.services.spuk import vraag_spuk_aan
from verantwoording.services.verdeling import leg_verdeling_vast


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


class Levensloop(Planloop):
    """A dossier from its first day to its last euro; every method takes one or a few steps on day `op`."""

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
