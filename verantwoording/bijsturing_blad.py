"""What the page of a bijsturing shows: the deviation, the ways out, what both sides said."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.conf import settings

from kern.basis.geld import toon_bedrag
from transformatie.services.meldingen import indieners
from verantwoording import rechten
from verantwoording.blad import Geldblad
from verantwoording.models import Bijsturing, Bijsturingsbericht, BijsturingStatus, Bijsturingsuitkomst, ToekenningStatus
from verantwoording.services.bijsturing_uitkomsten import Voorstel
from verantwoording.services.terugbetaling import Termijnbedrag

U = Bijsturingsuitkomst
WEGEN = {
    U.TERUGBETALING: (
        "Terugbetalen aan het Zvw-fonds",
        "U spreekt samen een redelijk bedrag af. Er komt een vordering met termijnen, en een brief. Het geld gaat naar het Zvw-fonds, niet naar de pot.",
    ),
    U.SCHUIVEN: (
        "Schuiven binnen het plan",
        "Er begint een bijstelling: bedragen, streefwaarden of dagen van KPI's die nog open staan, veranderen. Het totaal blijft gelijk.",
    ),
    U.EXTRA: (
        "Extra middelen",
        "Alleen als de pot ze heeft, na de plannen in de wachtrij. Het plafond van het plan gaat omhoog. Betalen kan na een aanvullende beschikking van de NZa.",
    ),
    U.BEEINDIGEN: (
        "Het plan geheel of deels beëindigen",
        "U kiest per open KPI of zij vervalt. Wat voor die KPI's was toegezegd, gaat terug naar de pot. Vervallen alle open KPI's, dan eindigt het plan.",
    ),
    U.ANDERS: (
        "Een andere oplossing",
        "Er verandert niets in het grootboek. Beide kanten leggen vast wat zij afspreken en waarom.",
    ),
}


@dataclass(frozen=True)
class Bericht:
    """One thing a side said, with what it proposed in words."""

    rij: Bijsturingsbericht
    schuldenaar: str = ""
    termijnen: tuple[Termijnbedrag, ...] = ()
    kpis: tuple[str, ...] = ()

    @property
    def is_voorstel(self) -> bool:
        return self.rij.soort == Bijsturingsbericht.Soort.VOORSTEL


@dataclass
class Verloop:
    """One bijsturing with everything that was said in it."""

    rij: Bijsturing
    berichten: list[Bericht]

    @property
    def voorstel(self) -> Bericht | None:
        """What lies before the other side now."""
        if self.rij.status != BijsturingStatus.VOORGELEGD:
            return None
        return next((b for b in reversed(self.berichten) if b.is_voorstel), None)

    @property
    def is_open(self) -> bool:
        return self.rij.status != BijsturingStatus.AFGESLOTEN

    @property
    def richting(self) -> str:
        """The deviation in words."""
        afwijking = self.rij.bedrag_afwijking
        if afwijking is None:
            return ""
        return f"{toon_bedrag(abs(afwijking))} {'meer' if afwijking > 0 else 'minder'} dan begroot"

    @property
    def procent(self) -> str:
        """The deviation in per cent, with its sign."""
        return f"{self.rij.procent_afwijking:+.1f}".replace(".", ",") + " procent" if self.rij.procent_afwijking is not None else ""

    @property
    def is_binnen_marge(self) -> bool:
        procent = self.rij.procent_afwijking
        return procent is not None and abs(procent) <= settings.MARGE_BIJSTURING_PROCENT


@dataclass
class Bijsturingsblad:
    """The bijsturingen of one plan as one person sees them; every part is read once."""

    geld: Geldblad
    op: dt.date

    @property
    def marge(self) -> int:
        return int(settings.MARGE_BIJSTURING_PROCENT)

    @cached_property
    def verloop(self) -> list[Verloop]:
        """All of them, the newest first.  Two queries, and one for the KPI's when a proposal names any."""
        rijen = self.geld.toekenning.bijsturingen.select_related("geopend_door", "voorgesteld_door").prefetch_related(
            "berichten__organisatie"
        )
        alles = []
        for rij in rijen:
            rij.toekenning, rij.dossier = self.geld.toekenning, self.geld.dossier
            alles.append(Verloop(rij, [self._bericht(b) for b in rij.berichten.all()]))
        return alles

    def _bericht(self, rij: Bijsturingsbericht) -> Bericht:
        if rij.soort != Bijsturingsbericht.Soort.VOORSTEL:
            return Bericht(rij)
        v = Voorstel.van(rij.uitkomst, rij.bedrag, rij.inhoud)
        wie = next((o.naam for o in indieners(self.geld.dossier) if o.pk == v.schuldenaar), "")
        kpis = tuple(f"{k.kpi}: {k.kpi.omschrijving}" for k in self.geld.kpis if k.pk in v.kpis) if v.kpis else ()
        return Bericht(rij, wie, v.termijnen, kpis)

    @property
    def lopend(self) -> Verloop | None:
        return next((v for v in self.verloop if v.is_open), None)

    @property
    def afgesloten(self) -> list[Verloop]:
        return [v for v in self.verloop if not v.is_open]

    @property
    def is_kant(self) -> bool:
        """Whether this person speaks for one of the two sides."""
        return rechten.PENVOERDER_OF_COORDINERENDE(self.geld.toekenning, self.geld.door)

    @property
    def mag_openen(self) -> bool:
        loopt = self.geld.toekenning.status in (ToekenningStatus.IN_UITVOERING, ToekenningStatus.BEEINDIGD)
        return loopt and self.is_kant and self.lopend is None

    @property
    def niet_beschikt(self) -> Decimal:
        """Extra means that the NZa has not yet granted, in euro (3a.5)."""
        return self.geld.toekenning.bedrag_extra - self.geld.toekenning.bedrag_aanvullend

    @property
    def mag_aanvullen(self) -> bool:
        return self.niet_beschikt > 0 and rechten.NZA_OF_COORDINERENDE(self.geld.toekenning, self.geld.door)
