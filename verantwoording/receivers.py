"""What the floor of the money answers: the stand of the dossier, notices, who may see."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.signals import na, stap_gezet
from transformatie.models import Fase, Transformatieplan
from transformatie.querysets import zicht
from transformatie.services import dossiers
from transformatie.services.meldingen import indieners, meld
from verantwoording.models import KpiVerantwoording, Toekenning, ToekenningStatus

FASE = {
    ToekenningStatus.IN_UITVOERING: Fase.UITVOERING,
    ToekenningStatus.AFGEROND: Fase.AFGEROND,
    ToekenningStatus.BEEINDIGD: Fase.AFGEROND,
}

MELDINGEN = {
    "reserveer": ("middelen gereserveerd", "De middelen zijn gereserveerd. De overeenkomst kan worden opgesteld."),
    "teken": ("overeenkomst getekend", "Alle partijen hebben de overeenkomst getekend. De betaalbeschikking kan worden aangevraagd."),
    "beschik": ("betaalbeschikking afgegeven", "De NZa heeft de betaalbeschikking afgegeven."),
    "weiger_beschikking": ("betaalbeschikking geweigerd", "De NZa heeft de betaalbeschikking geweigerd. De reden staat in het dossier."),
    "start_uitvoering": ("uitvoering gestart", "De uitvoering is gestart. U kunt bewijs bij de KPI's indienen."),
    "rond_af": ("plan afgerond", "Het plan is afgerond."),
    "beeindig": ("plan beëindigd", "Het plan is beëindigd. De reden staat in het dossier."),
}


@na(Transformatieplan, "keur_goed")
def wacht_op_middelen(plan: Transformatieplan, *, op: dt.date, **_: Any) -> None:
    """From approval on the dossier is in the phase of its overeenkomst."""
    dossiers.zet_stand(plan.dossier, fase=Fase.OVEREENKOMST, stand=ToekenningStatus.WACHT.label, op=op)


@receiver(stap_gezet, sender=Toekenning)
def stand_en_melding(sender: type, zaak: Toekenning, naam: str, naar: str, op: dt.date, **_: Any) -> None:
    """The dossier follows its toekenning; the parties hear of it."""
    dossier = zaak.dossier
    gesloten = naar in (ToekenningStatus.AFGEROND, ToekenningStatus.BEEINDIGD)
    dossiers.zet_stand(
        dossier, fase=FASE.get(ToekenningStatus(naar), Fase.OVEREENKOMST), stand=zaak.get_status_display(), op=op, gesloten=gesloten
    )
    onderwerp, tekst = MELDINGEN[naam]
    meld(dossier, dossier.betrokken_organisaties, soort=naam, sleutel=f"{zaak.pk}:{op}", onderwerp=onderwerp, tekst=tekst, op=op)


KPI_MELDINGEN = {
    "dien_bewijs_in": (False, "bewijs ingediend bij {kpi}", "Het bewijs bij {kpi} is ingediend en wacht op uw oordeel."),
    "vraag_aanvulling": (True, "aanvulling gevraagd bij {kpi}", "Bij {kpi} is een aanvulling op het bewijs gevraagd."),
    "ken_toe": (True, "bedrag toegekend bij {kpi}", "Over {kpi} is besloten. De uitkomst staat in het dossier."),
    "betaal_uit": (True, "betaalopdracht gegeven bij {kpi}", "Het bedrag bij {kpi} wordt betaald. U krijgt bericht zodra dat is gebeurd."),
    "rond_betaling_af": (True, "{kpi} is uitbetaald", "{kpi} is uitbetaald. Het uitbetalingsbesluit staat in het dossier."),
}


@receiver(stap_gezet, sender=KpiVerantwoording)
def meld_kpi(sender: type, zaak: KpiVerantwoording, naam: str, op: dt.date, **_: Any) -> None:
    """Submitters hear of decisions, the coordinating insurer of evidence."""
    if naam not in KPI_MELDINGEN:
        return
    aan_indieners, onderwerp, tekst = KPI_MELDINGEN[naam]
    wie = indieners(zaak.dossier) if aan_indieners else [zaak.dossier.coordinerend]
    woorden = {"kpi": str(zaak.kpi)}
    meld(
        zaak.dossier,
        wie,
        soort=naam,
        sleutel=f"{zaak.pk}:{op}",
        onderwerp=onderwerp.format(**woorden),
        tekst=tekst.format(**woorden),
        op=op,
    )


@zicht
def nza_ziet_goedgekeurde_plannen(door: Lidmaatschap) -> Q:
    """The NZa sees every plan from its approval on."""
    return Q(toekenning__isnull=False) if door.rol == Rol.NZA else Q(pk__in=[])
