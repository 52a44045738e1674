"""The letters at the end of the money: the claim with its instalments, and the final account of a plan (3a.4)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kern.documenten import brieven
from kern.documenten.brieven import Briefhoofd, brief
from kern.documenten.models import Document
from transformatie.models import Dossier
from transformatie.services.meldingen import indieners

if TYPE_CHECKING:
    from verantwoording.models import Terugbetaling, Toekenning

NUL = Decimal(0)


@dataclass(frozen=True)
class Termijnregel:
    """One instalment as the letter tells it."""

    nummer: int
    bedrag: Decimal
    uiterlijk_op: dt.date


@brief("terugbetaling", titel="Terugbetaling aan het Zvw-fonds", sjabloon="brieven/terugbetaling.html", voor=Document.Voor.CZV_EN_INDIENERS)
@dataclass(frozen=True)
class Terugbetalingsbrief:
    """What one party pays back, why, and in which instalments; the amounts of the plan are the stand on that day."""

    hoofd: Briefhoofd
    schuldenaar: str
    bedrag: Decimal
    reden: str
    termijnen: tuple[Termijnregel, ...]
    uitbetaald: Decimal
    uit_bijsturing: bool = True
    bijsturing_van: dt.date | None = None
    reden_andere_kant: str = ""

    @property
    def in_een_keer(self) -> bool:
        """Whether it is due at once, on one day."""
        return len(self.termijnen) == 1

    @property
    def eerste(self) -> Termijnregel:
        return self.termijnen[0]


@dataclass(frozen=True)
class Kpiregel:
    """One KPI in the final account: what was agreed, granted, and how it ended."""

    nummer: int
    naam: str
    stand: str
    afgesproken: Decimal
    toegekend: Decimal
    betaald: Decimal


@brief("eindafrekening", titel="Eindafrekening", sjabloon="brieven/eindafrekening.html", voor=Document.Voor.CZV_EN_INDIENERS)
@dataclass(frozen=True)
class Eindafrekening:
    """The whole money of a plan on the day it ended; every amount is a balance of the ledger."""

    hoofd: Briefhoofd
    is_afgerond: bool
    toegekend: Decimal
    extra: Decimal
    uitbetaald: Decimal
    nog_te_betalen: Decimal
    voorschot_open: Decimal
    terug_naar_pot: Decimal
    teruggevorderd: Decimal
    terugbetaald: Decimal
    kpis: tuple[Kpiregel, ...]
    reden: str = ""

    @property
    def plafond(self) -> Decimal:
        """All that was granted, with extra means."""
        return self.toegekend + self.extra

    @property
    def nog_terug_te_betalen(self) -> Decimal:
        return self.teruggevorderd - self.terugbetaald

    @property
    def kosten_voor_het_fonds(self) -> Decimal:
        """What the plan cost the Zvw-fonds so far: paid, less what came back."""
        return self.uitbetaald + self.voorschot_open - self.terugbetaald


def hoofd_van(dossier: Dossier, op: dt.date) -> Briefhoofd:
    """The head of a letter of the coordinating insurer to everyone who submitted."""
    return Briefhoofd(
        kenmerk=dossier.kenmerk,
        datum=op,
        afzender=dossier.coordinerend.naam,
        plan=dossier.titel,
        geadresseerden=tuple(o.naam for o in indieners(dossier)),
    )


def bestel_vordering(vordering: "Terugbetaling", *, op: dt.date) -> None:
    """Order the letter of a claim, once."""
    gegevens = terugbetalingsbrief(vordering, op=op)
    brieven.bestel(gegevens=gegevens, zaak=vordering.zaak, onderwerp=vordering.pk, op=op, sleutel=f"terugbetaling:{vordering.pk}")


def terugbetalingsbrief(vordering: "Terugbetaling", *, op: dt.date) -> Terugbetalingsbrief:
    """What the letter says; of what was agreed in redelijkheid it gives the grounds of both sides."""
    from verantwoording.services.terugbetaling import in_handen

    bijsturing = vordering.bijsturing
    instemming = bijsturing.berichten.filter(soort="instemming").last() if bijsturing else None
    return Terugbetalingsbrief(
        hoofd=hoofd_van(vordering.dossier, op),
        schuldenaar=vordering.schuldenaar.naam,
        bedrag=vordering.bedrag,
        reden=vordering.reden,
        termijnen=tuple(Termijnregel(t.nummer, t.bedrag, t.uiterlijk_op) for t in vordering.termijnen.all()),
        uitbetaald=in_handen(vordering.toekenning) + (vordering.bedrag if bijsturing else NUL),
        uit_bijsturing=bijsturing is not None,
        bijsturing_van=bijsturing.geopend_op if bijsturing else None,
        reden_andere_kant=instemming.tekst if instemming else "",
    )


def bestel_eindafrekening(toekenning: "Toekenning", *, op: dt.date) -> None:
    """Order the final account, once."""
    gegevens = eindafrekening(toekenning, op=op)
    brieven.bestel(gegevens=gegevens, zaak=toekenning.zaak, onderwerp=toekenning.pk, op=op, sleutel=f"eindafrekening:{toekenning.pk}")


def eindafrekening(toekenning: "Toekenning", *, op: dt.date) -> Eindafrekening:
    """What the final account says, from the balances of the ledger."""
    from verantwoording.models import Rekening
    from verantwoording.selectors import saldi

    stand = saldi(toekenning.dossier_id)
    terug = stand[Rekening.TE_VORDEREN] + stand[Rekening.ZVW_FONDS]
    return Eindafrekening(
        hoofd=hoofd_van(toekenning.dossier, op),
        is_afgerond=toekenning.status == "afgerond",
        toegekend=toekenning.bedrag,
        extra=toekenning.bedrag_extra,
        uitbetaald=stand[Rekening.UITBETAALD] + terug,
        nog_te_betalen=stand[Rekening.TE_BETALEN],
        voorschot_open=stand[Rekening.VOORSCHOT],
        terug_naar_pot=toekenning.plafond + stand[Rekening.POT],
        teruggevorderd=terug,
        terugbetaald=stand[Rekening.ZVW_FONDS],
        kpis=tuple(
            Kpiregel(
                nummer=k.kpi.nummer,
                naam=k.kpi.omschrijving,
                stand=k.get_status_display(),
                afgesproken=k.kpi.bedrag,
                toegekend=k.bedrag_toegekend or NUL,
                betaald=(k.bedrag_toegekend or NUL) if k.status == "betaald" else NUL,
            )
            for k in toekenning.kpis.select_related("kpi").order_by("kpi__nummer")
        ),
        reden=toekenning.reden,
    )
