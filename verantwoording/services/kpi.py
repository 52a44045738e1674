"""What follows from each step of a KPI: postings, the payout, the letter."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from kern.documenten import brieven
from kern.documenten.brieven import Briefhoofd
from kern.toestanden.signals import na
from transformatie.services.meldingen import indieners
from verantwoording.brieven import Onderdeel, Uitbetalingsbesluit
from verantwoording.models import Betaalopdrachtregel, Boeking, KpiVerantwoording, Rekening, Uitbetaling
from verantwoording.rechtmatigheid import bij_betaling
from verantwoording.services.grootboek import verplaats


@na(KpiVerantwoording, "ken_toe")
def boek_toekenning(kpi: KpiVerantwoording, *, op: dt.date, **_: Any) -> None:
    """What is granted for this KPI becomes payable, less what was already paid as an advance (1g.4)."""
    if kpi.te_betalen:
        verplaats(
            kpi.dossier,
            Boeking.Soort.KPI_TOEGEKEND,
            van=Rekening.TOEGEZEGD,
            naar=Rekening.TE_BETALEN,
            bedrag=kpi.te_betalen,
            onderwerp=kpi.pk,
            op=op,
        )


@na(KpiVerantwoording, "rond_betaling_af")
def betaal(kpi: KpiVerantwoording, *, op: dt.date, **_: Any) -> None:
    """All lines of the order are paid: the payout exists once, by who gave the order, and its letter is ordered (3a.5)."""
    bedrag, opdracht = kpi.bedrag_toegekend or Decimal(0), kpi.betaalopdracht
    Uitbetaling.objects.create(verantwoording=kpi, toekenning=kpi.toekenning, bedrag=bedrag, op=kpi.betaald_op or op, door=opdracht.door)
    brieven.bestel(
        gegevens=uitbetalingsbesluit(kpi, op=op), zaak=kpi.zaak, onderwerp=kpi.pk, op=op, sleutel=f"uitbetalingsbesluit:{kpi.pk}"
    )


def uitbetalingsbesluit(kpi: KpiVerantwoording, *, op: dt.date) -> Uitbetalingsbesluit:
    """What the letter says, as it stands on this day."""
    dossier, toekenning = kpi.dossier, kpi.toekenning
    voorschot = getattr(kpi, "voorschot_gegeven", None)
    voorschotregels = kpi.betaalopdracht.regels.filter(soort=Betaalopdrachtregel.Soort.VOORSCHOT, betaald_op__isnull=False)
    voorschot_betaald = voorschotregels.aggregate(totaal=Sum("bedrag"))["totaal"] or Decimal(0)
    betaald = toekenning.uitbetalingen.aggregate(totaal=Sum("bedrag"))["totaal"] or Decimal(0)
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
        bedrag_verrekend=kpi.verrekend,
        voorschot=voorschot_betaald,
        voorschot_op=str(voorschot.voor.kpi) if voorschot and voorschot_betaald else "",
        ontvanger=kpi.betaalopdracht.ontvanger.naam,
        inspanning=kpi.inspanning_onderbouwing if kpi.inspanning == "ja" else "",
        betaald_op=kpi.betaald_op,
        plan_toegekend=toekenning.plafond,
        plan_betaald=betaald,
        rechtmatigheid=tuple(Onderdeel(d.wat, d.op) for d in bij_betaling(kpi, op)),
    )
