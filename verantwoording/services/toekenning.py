"""From approved plan to finished: what follows from each step, and the acts that are no step."""

import datetime as dt
from decimal import Decimal
from typing import Any

from kern.basis.datums import toon_datum
from kern.organisaties.models import Lidmaatschap
from kern.regels.register import Belet
from kern.toestanden.register import benoem
from kern.toestanden.signals import na
from kern.toestanden.stap import StapBelet
from kern.toestanden.uitvoeren import handeling, voer_uit
from transformatie.models import Mijlpaal, Transformatieplan
from verantwoording import rechten
from verantwoording.models import (
    Betaalbeschikking,
    Kostenvorm,
    KpiVerantwoording,
    Mijlpaalbesluit,
    Rekening,
    Toekenning,
    ToekenningStatus,
    Voortgangsmoment,
)
from verantwoording.selectors import saldi, vergeet
from verantwoording.services import potten

for _stap, _label in (
    ("spreek_kostenvorm_af", "Vorm van kostenregistratie afgesproken"),
    ("leg_voortgang_vast", "Voortgangsmoment vastgelegd"),
    ("besluit_mijlpaal", "Go/no-go-besluit genomen"),
):
    benoem("verantwoording.toekenning", _stap, _label)


@na(Transformatieplan, "keur_goed")
def maak_toekenning(plan: Transformatieplan, **_: Any) -> None:
    """An approved plan waits for its money."""
    Toekenning.objects.create(dossier=plan.dossier, plan=plan, bedrag=plan.bedrag_toegekend)


@na(Toekenning, "beschik")
def bewaar_beschikking(toekenning: Toekenning, *, gegevens: dict[str, Any], **_: Any) -> None:
    """Keep what the NZa granted (3a.5)."""
    Betaalbeschikking.objects.create(
        toekenning=toekenning,
        kenmerk=gegevens["kenmerk"],
        afgegeven_op=gegevens["afgegeven_op"],
        bedrag=gegevens["bedrag"],
        toelichting=gegevens.get("toelichting", ""),
    )


@na(Toekenning, "weiger_beschikking")
def handtekeningen_vervallen(toekenning: Toekenning, *, op: dt.date, **_: Any) -> None:
    """The agreement is to be changed; what was signed no longer counts but stays on record."""
    toekenning.overeenkomst.ondertekeningen.filter(vervallen_op=None).update(vervallen_op=op)


@na(Toekenning, "start_uitvoering")
def open_kpis(toekenning: Toekenning, **_: Any) -> None:
    """Every agreed KPI can be accounted for from now on."""
    versie = toekenning.plan.laatste_versie  # frozen: the plan is approved
    KpiVerantwoording.objects.bulk_create(
        [KpiVerantwoording(toekenning=toekenning, dossier=toekenning.dossier, kpi=k, sleutel=k.sleutel) for k in versie.kpi_lijst]
    )


@na(Toekenning, "rond_af", "beeindig")
def geef_rest_terug(toekenning: Toekenning, *, op: dt.date, **_: Any) -> None:
    """Open KPI's lapse; what is promised but not granted goes back to the pot."""
    for kpi in toekenning.kpis.filter(status__in=["open", "bewijs_ingediend", "beoordeeld"]):
        voer_uit(kpi, "verval", door=None, op=op)
    rest = saldi(toekenning.dossier_id)[Rekening.TOEGEZEGD]
    if rest > 0:
        potten.geef_terug(toekenning, rest, onderwerp=toekenning.pk, op=op)


def spreek_kostenvorm_af(toekenning: Toekenning, *, vorm: str, toelichting: str = "", door: Lidmaatschap, op: dt.date) -> None:
    """Insurer and providers settle how costs are recorded; never by hours (3a.3)."""
    with handeling(toekenning, "spreek_kostenvorm_af", recht=rechten.PENVOERDER_OF_COORDINERENDE, door=door, op=op, feiten={"vorm": vorm}):
        toekenning.refresh_from_db()
        if not toekenning.is_open:
            raise StapBelet([Belet("Dit plan is afgesloten. De vorm van de kostenregistratie staat vast.", "3a.3")])
        if vorm == Kostenvorm.ANDERS and not toelichting.strip():
            raise StapBelet([Belet("Beschrijf de vorm die u afspreekt.", "3a.3", "toelichting")])
        Toekenning.objects.filter(pk=toekenning.pk).update(
            kostenvorm=Kostenvorm(vorm), kostenvorm_toelichting=toelichting, kostenvorm_op=op
        )
        toekenning.refresh_from_db()


def leg_voortgang_vast(
    toekenning: Toekenning, *, besproken_op: dt.date, kosten_tot_nu: Decimal, toelichting: str, door: Lidmaatschap, op: dt.date
) -> Voortgangsmoment:
    """Progress and costs were discussed (3a.1, 3a.5)."""
    with handeling(
        toekenning,
        "leg_voortgang_vast",
        recht=rechten.PENVOERDER_OF_COORDINERENDE,
        door=door,
        op=op,
        feiten={"kosten_tot_nu": kosten_tot_nu},
    ):
        toekenning.refresh_from_db()
        if toekenning.status != ToekenningStatus.IN_UITVOERING:
            raise StapBelet([Belet("Een voortgangsmoment hoort bij een plan in uitvoering.", "3a.5")])
        if besproken_op > op:
            raise StapBelet([Belet("Een voortgangsmoment legt u vast nadat het is geweest.", "3a.5", "besproken_op")])
        if toekenning.gestart_op and besproken_op < toekenning.gestart_op:
            tekst = f"De uitvoering begon op {toon_datum(toekenning.gestart_op)}; een voortgangsmoment is daarna."
            raise StapBelet([Belet(tekst, "3a.5", "besproken_op")])
        vergeet(toekenning)
        return Voortgangsmoment.objects.create(
            toekenning=toekenning, op=besproken_op, kosten_tot_nu=kosten_tot_nu, toelichting=toelichting, door=door.gebruiker
        )


def besluit_mijlpaal(
    toekenning: Toekenning, mijlpaal: Mijlpaal, *, besluit: str, onderbouwing: str, door: Lidmaatschap, op: dt.date
) -> Mijlpaalbesluit:
    """The coordinating insurer decides at a go/no-go milestone (1g.6)."""
    feiten = {"mijlpaal": mijlpaal.nummer, "besluit": besluit}
    with handeling(toekenning, "besluit_mijlpaal", recht=rechten.COORDINERENDE, door=door, op=op, feiten=feiten):
        toekenning.refresh_from_db()
        if mijlpaal.versie != toekenning.plan.ingediende_versie or not mijlpaal.is_go_no_go:
            raise StapBelet([Belet(f"Mijlpaal {mijlpaal.nummer} is geen go/no-go-moment van dit plan.", "1g.6")])
        if toekenning.status != ToekenningStatus.IN_UITVOERING:
            raise StapBelet([Belet("Een go/no-go-besluit hoort bij een plan in uitvoering.", "1g.6")])
        if not onderbouwing.strip():
            raise StapBelet([Belet("Onderbouw dit besluit.", "1g.6", "onderbouwing")])
        vergeet(toekenning)
        return Mijlpaalbesluit.objects.create(
            toekenning=toekenning, sleutel=mijlpaal.sleutel, besluit=besluit, onderbouwing=onderbouwing, op=op, door=door.gebruiker
        )
