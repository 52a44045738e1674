"""Questions about the money of a dossier."""

import uuid
from decimal import Decimal

from django.db.models import Sum

from kern.organisaties.models import Organisatie
from transformatie.models import Kpi
from transformatie.services.meldingen import indieners
from verantwoording.models import Boekingsregel, Mijlpaalbesluit, Rekening, Toekenning


def wie_tekenen(toekenning: Toekenning) -> list[Organisatie]:
    """Both insurers and every submitting party sign the overeenkomst."""
    dossier = toekenning.dossier
    return [o for o in (dossier.coordinerend, dossier.tweede) if o is not None] + indieners(dossier)


def saldi(dossier_id: uuid.UUID) -> dict[str, Decimal]:
    """The balance per account of one dossier, in euro."""
    rij = Boekingsregel.objects.filter(dossier_id=dossier_id).values_list("rekening").annotate(totaal=Sum("bedrag"))
    return {r: Decimal(0) for r in Rekening.values} | dict(rij)


def wacht_op_mijlpaal(toekenning: Toekenning, kpi: Kpi) -> bool:
    """Whether the go/no-go this KPI depends on has not (yet) been decided as go (1g.6)."""
    if kpi.na_mijlpaal is None:
        return False
    laatste = Mijlpaalbesluit.objects.filter(toekenning=toekenning, sleutel=kpi.na_mijlpaal.sleutel).order_by("-op", "-vastgelegd_op").first()
    return laatste is None or laatste.besluit != Mijlpaalbesluit.Besluit.GO
