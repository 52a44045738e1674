"""What follows from each step of a KPI: postings, the payout, the letter."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from kern.documenten import brieven
from kern.documenten.brieven import Briefhoofd
from kern.organisaties.models import Lidmaatschap
from kern.toestanden.signals import na
from transformatie.services.meldingen import indieners
from verantwoording.brieven import Onderdeel, Uitbetalingsbesluit
from verantwoording.models import Boeking, KpiVerantwoording, Rekening, Uitbetaling
from verantwoording.services.grootboek import verplaats


@na(KpiVerantwoording, "ken_toe")
def boek_toekenning(kpi: KpiVerantwoording, *, op: dt.date, **_: Any) -> None:
    """What is granted for this KPI becomes payable."""
    if kpi.bedrag_toegekend:
        verplaats(
            kpi.dossier,
            Boeking.Soort.KPI_TOEGEKEND,
            van=Rekening.TOEGEZEGD,
            naar=Rekening.TE_BETALEN,
            bedrag=kpi.bedrag_toegekend,
            onderwerp=kpi.pk,
            op=op,
        )


@na(KpiVerantwoording, "betaal_uit")
def betaal(kpi: KpiVerantwoording, *, door: Lidmaatschap, op: dt.date, **_: Any) -> None:
    """The payout exists once, is booked, and its letter is ordered (3a.5)."""
    bedrag = kpi.bedrag_toegekend or Decimal(0)
    Uitbetaling.objects.create(verantwoording=kpi, toekenning=kpi.toekenning, bedrag=bedrag, op=op, door=door.gebruiker)
    verplaats(
        kpi.dossier, Boeking.Soort.UITBETALING, van=Rekening.TE_BETALEN, naar=Rekening.UITBETAALD, bedrag=bedrag, onderwerp=kpi.pk, op=op
    )
    brieven.bestel(
        gegevens=uitbetalingsbesluit(kpi, op=op), zaak=kpi.zaak, onderwerp=kpi.pk, op=op, sleutel=f"uitbetalingsbesluit:{kpi.pk}"
    )


def uitbetalingsbesluit(kpi: KpiVerantwoording, *, op: dt.date) -> Uitbetalingsbesluit:
    """What the letter says, as it stands on this day."""
    dossier, toekenning = kpi.dossier, kpi.toekenning
    kassier = next((p.organisatie for p in dossier.deelnemende_partijen if p.rol == "kassier"), dossier.penvoerder)
    betaald = toekenning.uitbetalingen.aggregate(totaal=Sum("bedrag"))["totaal"] or Decimal(0)
    eerste_voortgang = toekenning.voortgang.order_by("op").first()
    return Uitbetalingsbesluit(
        hoofd=Briefhoofd(
            kenmerk=dossier.kenmerk,
            datum=op,
            afzender=dossier.coordinerend.naam,
            plan=dossier.titel,
            geadresseerden=tuple(o.naam for o in indieners(dossier)),
        ),
        kpi_nummer=kpi.kpi.nummer,
        kpi_naam=kpi.kpi.omschrijving,
        bewijs_ingediend_op=kpi.bewijs_ingediend_op or op,
        oordeel=kpi.get_resultaat_display(),
        toekenning=kpi.uitkomst,
        motivering=kpi.motivering,
        bedrag_kpi=kpi.kpi.bedrag,
        bedrag_toegekend=kpi.bedrag_toegekend,
        ontvanger=kassier.naam,
        inspanning=kpi.inspanning_onderbouwing if kpi.inspanning == "ja" else "",
        betaald_op=op,
        plan_toegekend=toekenning.bedrag,
        plan_betaald=betaald,
        rechtmatigheid=(
            Onderdeel("Goedgekeurd plan en getekende overeenkomst met KPI-afspraken", toekenning.getekend_op),
            Onderdeel("Betaalbeschikking van de NZa", toekenning.beschikt_op),
            Onderdeel("Vorm van kostenregistratie en bewijs van de KPI", kpi.bewijs_ingediend_op),
            Onderdeel("Monitoring en bijsturing", eerste_voortgang.op if eerste_voortgang else None),
        ),
    )
