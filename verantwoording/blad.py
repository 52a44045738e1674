"""What the screens show of the money of one dossier: loaded once, and shaped for the templates."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse

from kern.documenten.models import Document
from kern.organisaties.models import Lidmaatschap, Organisatie
from kern.web.onderdelen import Toon
from transformatie.models import Dossier, Kpi, Mijlpaal, Planversie
from verantwoording import rechten
from verantwoording.bijstelling import onverdeeld_extra
from verantwoording.bijsturing_stand import stand_voor_het_dossier
from verantwoording.models import (
    Beschikkingsaanvraag,
    KpiVerantwoording,
    Mijlpaalbesluit,
    Ondertekening,
    Overeenkomst,
    Rekening,
    Toekenning,
    ToekenningStatus,
    VerantwoordingStatus,
    Voortgangsmoment,
)
from verantwoording.rechtmatigheid import bij_betaling
from verantwoording.selectors import besluiten_per_mijlpaal, saldi, wacht_op_mijlpaal, wie_tekenen
from verantwoording.selectors_betaling import wachtende_sleutel, wie_nog_betaalt
from verantwoording.spuk_rechten import ziet_spuk
from verantwoording.zicht import BEWIJSSTUK, leest_bewijsstuk

S = VerantwoordingStatus
TOON: dict[str, Toon] = {S.BEWIJS_INGEDIEND: "amber", S.BEOORDEELD: "amber", S.TOEGEKEND: "amber", S.OPDRACHT: "amber", S.BETAALD: "groen"}
NUL = Decimal(0)
VOORSCHOT = "Voorschot"
TERUG_TE_BETALEN, TERUGBETAALD = "Terug te betalen", "Terugbetaald"


@dataclass(frozen=True)
class KpiRegel:
    """One line of the table of KPI's: the agreement, where it stands, and who is to move."""

    kpi: Kpi
    rij: KpiVerantwoording | None
    stand: str
    toon: Toon
    aan_zet: str
    wacht_op: Mijlpaal | None

    @property
    def toegekend(self) -> Decimal | None:
        return self.rij.bedrag_toegekend if self.rij else None

    @property
    def is_klaar(self) -> bool:
        return self.rij is not None and self.rij.is_klaar

    @property
    def betaald(self) -> Decimal | None:
        return self.rij.bedrag_toegekend if self.rij and self.rij.status == S.BETAALD else None


@dataclass(frozen=True)
class Partijhandtekening:
    """A party that signs, and its signature if there is one."""

    organisatie: Organisatie
    antwoord: Ondertekening | None

    @property
    def ondertekening(self) -> Ondertekening | None:
        return self.antwoord if self.antwoord is not None and not self.antwoord.is_geweigerd else None

    @property
    def weigering(self) -> Ondertekening | None:
        return self.antwoord if self.antwoord is not None and self.antwoord.is_geweigerd else None


@dataclass(frozen=True)
class Beslismoment:
    """A go/no-go milestone, and what was decided last (1g.6)."""

    mijlpaal: Mijlpaal
    besluit: Mijlpaalbesluit | None
    wachtend: tuple[Kpi, ...]

    @property
    def is_open(self) -> bool:
        return self.besluit is None or self.besluit.besluit != Mijlpaalbesluit.Besluit.GO


@dataclass(frozen=True)
class Strook:
    """One stretch of the bar of balances, in per cent of the grant."""

    naam: str
    uitleg: str
    bedrag: Decimal
    kleur: str
    begin: str
    breedte: str


@dataclass
class Geldblad:
    """The money of one dossier as one person sees it; every part is read once."""

    dossier: Dossier
    toekenning: Toekenning
    door: Lidmaatschap

    def __post_init__(self) -> None:
        self.toekenning.dossier = self.dossier
        self.toekenning.plan = self.dossier.plan

    @cached_property
    def versie(self) -> Planversie:
        """The approved version, whose KPI's are the annex of the agreement."""
        versie = self.dossier.plan.ingediende_versie
        assert versie is not None, "Een goedgekeurd plan heeft een bevroren versie."
        return versie

    @cached_property
    def kpis(self) -> list[KpiVerantwoording]:
        """The accounts, once execution started. One query."""
        met_open = self.toekenning.kpis.annotate(open_bij=wie_nog_betaalt())
        rijen: list[KpiVerantwoording] = list(met_open.select_related("kpi__na_mijlpaal", "kpi__organisatie").order_by("kpi__nummer"))
        for rij in rijen:
            rij.toekenning, rij.dossier = self.toekenning, self.dossier
        self.toekenning.__dict__["_betaald"] = sum((r.bedrag_uit for r in rijen), NUL)
        return rijen

    @cached_property
    def overeenkomst(self) -> Overeenkomst | None:
        return getattr(self.toekenning, "overeenkomst", None)

    @cached_property
    def voortgang(self) -> list[Voortgangsmoment]:
        """Moments of progress, the newest first. One query."""
        momenten = list(self.toekenning.voortgang.select_related("door").order_by("-op", "-vastgelegd_op"))
        self.toekenning.__dict__["_eerste_voortgang"] = momenten[-1] if momenten else None
        return momenten

    @cached_property
    def regels(self) -> list[KpiRegel]:
        """The table of KPI's: the accounts, or the agreements as long as execution has not started."""
        return [self._regel(r.kpi, r) for r in self.kpis] or [self._regel(k, None) for k in self.versie.kpi_lijst]

    def _regel(self, kpi: Kpi, rij: KpiVerantwoording | None) -> KpiRegel:
        if rij is None:
            return KpiRegel(kpi, None, "afgesproken", "neutraal", "", None)
        wacht = kpi.na_mijlpaal if not rij.is_klaar and wacht_op_mijlpaal(self.toekenning, kpi) else None
        stand, toon = str(rij.get_status_display()), TOON.get(rij.status, "neutraal")
        if rij.status == S.TOEGEKEND and not rij.bedrag_toegekend:
            stand, toon = "niets toegekend", "neutraal"
        elif wacht is not None and rij.status == S.OPEN:
            stand, toon = f"wacht op mijlpaal {wacht.nummer}", "amber"
        elif rij.aanvulling_gevraagd:
            stand, toon = "aanvulling gevraagd", "amber"
        return KpiRegel(kpi, rij, stand, toon, self._wie(rij, wacht is not None), wacht)

    def _wie(self, rij: KpiVerantwoording, wacht: bool) -> str:
        if rij.is_klaar:
            return ""
        if rij.status == S.TOEGEKEND:
            eigen = self.door.organisatie_id == self.dossier.coordinerend_id and rij.toegekend_door_id != self.door.gebruiker_id
            return "u" if eigen else f"een tweede persoon bij {self.dossier.coordinerend}"
        if rij.status == S.OPDRACHT:
            return "u" if self.door.organisatie_id in rij.open_bij else "wie de betaling uitvoert"  # type: ignore[attr-defined]  # an annotation of the query
        if wacht and rij.status == S.OPEN:
            return ""
        wie = self.dossier.penvoerder if rij.status == S.OPEN else self.dossier.coordinerend
        return "u" if wie.pk == self.door.organisatie_id else wie.naam

    @property
    def totaal_afgesproken(self) -> Decimal:
        return sum((r.kpi.bedrag for r in self.regels), NUL)

    @property
    def totaal_toegekend(self) -> Decimal:
        return sum((r.toegekend or NUL for r in self.regels), NUL)

    @property
    def totaal_betaald(self) -> Decimal:
        return sum((r.betaald or NUL for r in self.regels), NUL)

    @property
    def telt_op(self) -> bool:
        """Whether the KPI's add up to what is agreed, or else granted, with the extra means that were given to KPI's (1f.3)."""
        return self.totaal_afgesproken == self.moet_optellen_tot

    @cached_property
    def moet_optellen_tot(self) -> Decimal:
        """What the KPI's are together: as agreed, with the extra means that an adjustment divided. One query when there are any."""
        extra = self.toekenning.bedrag_extra
        return self.overeengekomen + (extra - onverdeeld_extra(self.toekenning) if extra else NUL)

    @property
    def overeengekomen(self) -> Decimal:
        return self.overeenkomst.bedrag if self.overeenkomst else self.toekenning.bedrag

    @cached_property
    def handtekeningen(self) -> list[Partijhandtekening]:
        """Every party that signs, with what it answered, in a fixed order. One query."""
        gezet = self.overeenkomst.ondertekeningen.filter(vervallen_op=None).select_related("document") if self.overeenkomst else []
        per_organisatie = {o.organisatie_id: o for o in gezet}
        return [Partijhandtekening(o, per_organisatie.get(o.pk)) for o in wie_tekenen(self.toekenning)]

    @property
    def nog_te_tekenen(self) -> list[Organisatie]:
        return [h.organisatie for h in self.handtekeningen if h.ondertekening is None]

    @property
    def weigering(self) -> Partijhandtekening | None:
        """The party that refused this version, if one did."""
        return next((h for h in self.handtekeningen if h.weigering is not None), None)

    @property
    def aanvraag(self) -> Beschikkingsaanvraag | None:
        return getattr(self.toekenning, "aanvraag", None)

    @cached_property
    def beslismomenten(self) -> list[Beslismoment]:
        """The go/no-go milestones with their last decision. Two queries."""
        besluiten = besluiten_per_mijlpaal(self.toekenning)
        mijlpalen = [m for m in self.versie.mijlpalen.all() if m.is_go_no_go]
        return [
            Beslismoment(m, besluiten.get(m.sleutel), tuple(r.kpi for r in self.regels if r.kpi.na_mijlpaal_id == m.pk and not r.is_klaar))
            for m in mijlpalen
        ]

    @cached_property
    def saldi(self) -> dict[str, Decimal]:
        """The balance per account. One query."""
        return saldi(self.dossier.pk)

    @property
    def is_geboekt(self) -> bool:
        return self.toekenning.gereserveerd_op is not None

    @property
    def terug_naar_pot(self) -> Decimal:
        """What went back when the plan ended."""
        return self.toekenning.plafond + self.saldi[Rekening.POT] if self.is_geboekt else NUL

    @cached_property
    def stroken(self) -> list[Strook]:
        """The grant, cut up by where the money is; the parts add up to the whole."""
        delen = [
            ("Uitbetaald", "Op rekening van de ontvanger", self.saldi[Rekening.UITBETAALD], "var(--tp-groen)"),
            ("Te betalen", "Toegekend per KPI, nog niet betaald", self.saldi[Rekening.TE_BETALEN], "var(--tp-accent)"),
            (VOORSCHOT, "Betaald vooruit op een volgende KPI", self.saldi[Rekening.VOORSCHOT], "var(--tp-amber)"),
            ("Toegezegd", "Gereserveerd, nog niet per KPI toegekend", self.saldi[Rekening.TOEGEZEGD], "var(--tp-petrol)"),
            (TERUG_TE_BETALEN, "Teruggevraagd voor het Zvw-fonds", self.saldi[Rekening.TE_VORDEREN], "var(--tp-rood)"),
            (TERUGBETAALD, "Ontvangen voor het Zvw-fonds", self.saldi[Rekening.ZVW_FONDS], "var(--tp-inkt-zacht)"),
            ("Terug naar de pot", "Niet toegekend, of vervallen", self.terug_naar_pot, "var(--tp-lijn-sterk)"),
        ]
        stroken, begin = [], NUL
        for naam, uitleg, bedrag, kleur in delen:
            breedte = bedrag * 100 / self.toekenning.plafond
            stroken.append(Strook(naam, uitleg, bedrag, kleur, f"{begin:.2f}", f"{breedte:.2f}"))
            begin += breedte
        return [s for s in stroken if s.bedrag or s.naam not in ("Terug naar de pot", VOORSCHOT, TERUG_TE_BETALEN, TERUGBETAALD)]

    @property
    def is_in_uitvoering(self) -> bool:
        return self.toekenning.status == ToekenningStatus.IN_UITVOERING

    @property
    def ziet_bewijs(self) -> bool:
        return bool(rechten.ziet_bewijs.test(self.door, self.dossier))

    @cached_property
    def ziet_oordeel(self) -> bool:
        return rechten.ziet_oordeel(self.door, self.dossier)

    @property
    def url_overeenkomst(self) -> str:
        return reverse("overeenkomst", kwargs={"kenmerk": self.dossier.kenmerk})

    @property
    def ziet_spuk(self) -> bool:
        """Whether the page of the SPUK exists for this person (1b.1)."""
        return self.dossier.raakt_sociaal_domein and bool(ziet_spuk.test(self.door, self.dossier))

    @property
    def url_tekenen(self) -> str:
        return reverse("overeenkomst-tekenen", kwargs={"kenmerk": self.dossier.kenmerk})

    @property
    def url_uitbetalingen(self) -> str:
        return reverse("dossier-uitbetalingen", kwargs={"kenmerk": self.dossier.kenmerk})

    @property
    def url_kpis(self) -> str:
        return reverse("kpis", kwargs={"kenmerk": self.dossier.kenmerk})


MET_CONTRACT = ("overeenkomst__brief__document", "overeenkomst__kassier", "aanvraag__brief", "beschikking")


def geldblad(dossier: Dossier, door: Lidmaatschap) -> Geldblad | None:
    """The money of this dossier, when there is any and this person may see it; remembered on the dossier. One query."""
    if "_geldblad" not in dossier.__dict__:
        mag = hasattr(dossier, "plan") and dossier.plan.bedrag_toegekend is not None and rechten.ziet_geld.test(door, dossier)
        met_stand = Toekenning.objects.select_related(*MET_CONTRACT).annotate(
            _sleutel_wacht=wachtende_sleutel(), **stand_voor_het_dossier()
        )
        rijen = met_stand.filter(dossier=dossier) if mag else []
        dossier.__dict__["_geldblad"] = next((Geldblad(dossier, t, door) for t in rijen), None)
    blad: Geldblad | None = dossier.__dict__["_geldblad"]
    return blad


def inhoud_van(blad: Geldblad, regel: KpiRegel) -> dict[str, Any]:
    """What this person may read of the account of one KPI; submitters read a judgement once it became a decision."""
    rij = regel.rij
    if rij is None or not blad.ziet_bewijs:
        return {"rij": None, "bewijsstukken": [], "rechtmatigheid": []}
    is_besloten = rij.status in (S.TOEGEKEND, S.OPDRACHT, S.BETAALD)
    return {
        "rij": rij,
        "ziet_oordeel": bool(rij.resultaat) and (blad.ziet_oordeel or is_besloten),
        "is_besloten": is_besloten,
        "bewijsstukken": bewijsstukken(blad, rij),
        "rechtmatigheid": bij_betaling(rij) if is_besloten else [],
    }


def bewijsstukken(blad: Geldblad, rij: KpiVerantwoording) -> list[tuple[Document, bool]]:
    """The files with the evidence, and whether this person may open them. One query."""
    stukken = Document.objects.filter(zaak=blad.dossier.pk, soort=BEWIJSSTUK, onderwerp=rij.pk).order_by("op", "vastgelegd_op")
    return [(d, leest_bewijsstuk(d, blad.dossier, blad.door)) for d in stukken]
