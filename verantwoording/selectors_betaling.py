"""Questions about paying: the key over the insurers, the orders, the advances."""

from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from kern.organisaties.models import Organisatie
from transformatie.models import Dossier
from transformatie.models.dossier import Partijrol
from verantwoording.models import Betaalopdrachtregel, KpiVerantwoording, Toekenning, Verdeelsleutel, Voorschot
from verantwoording.models.betaalopdracht import HEEL


def kassier_van(dossier: Dossier) -> Organisatie:
    """Who receives the money: the kassier, or else the penvoerder."""
    return next((p.organisatie for p in dossier.deelnemende_partijen if p.rol == Partijrol.KASSIER), dossier.penvoerder)


def geldende_sleutel(toekenning: Toekenning) -> list[tuple[Organisatie, Decimal]]:
    """The share of each insurer in percent, the coordinating one first; without a key that pays everything. Two queries."""
    sleutel = toekenning.verdeelsleutels.filter(akkoord_op__isnull=False).order_by("akkoord_op", "vastgelegd_op").last()
    czv = toekenning.dossier.coordinerend
    if sleutel is None:
        return [(czv, HEEL)]
    delen = [(d.organisatie, d.procent) for d in sleutel.delen.select_related("organisatie")]
    return sorted(delen, key=lambda d: (d[0].pk != czv.pk, d[0].naam))


def voorstel(toekenning: Toekenning) -> Verdeelsleutel | None:
    """The key that was proposed last, as long as nobody agreed to it. One query."""
    laatste = toekenning.verdeelsleutels.order_by("voorgesteld_op", "vastgelegd_op").last()
    return laatste if laatste is not None and laatste.akkoord_op is None else None


def sleutel_wacht(toekenning: Toekenning) -> bool:
    """Whether a proposed key waits for the second insurer; remembered on the row."""
    if not hasattr(toekenning, "_sleutel_wacht"):
        toekenning._sleutel_wacht = voorstel(toekenning) is not None  # type: ignore[attr-defined]  # remembered on the object itself
    return toekenning._sleutel_wacht  # type: ignore[attr-defined,no-any-return]  # remembered on the object itself


def wachtende_sleutel() -> Exists:
    """For a query of toekenningen: whether the last proposed key waits."""
    later = Verdeelsleutel.objects.filter(toekenning=OuterRef("toekenning"), vastgelegd_op__gt=OuterRef("vastgelegd_op"))
    return Exists(Verdeelsleutel.objects.filter(~Exists(later), toekenning=OuterRef("pk"), akkoord_op=None))


def open_regel() -> Q:
    """Lines of an order that still have to be paid."""
    return Q(betaald_op=None, vervallen_op=None)


def wachtende_voorschotten(kpi: KpiVerantwoording) -> list[Voorschot]:
    """The advances on this KPI that were released but not (wholly) paid. One query."""
    regels = Betaalopdrachtregel.objects.filter(opdracht__verantwoording=OuterRef("van"), soort=Betaalopdrachtregel.Soort.VOORSCHOT)
    rijen = kpi.voorschotten.select_related("van__kpi").annotate(heeft=Exists(regels), wacht=Exists(regels.filter(open_regel())))
    return [v for v in rijen if v.wacht or not v.heeft]  # type: ignore[attr-defined]  # annotations of the query


def zijn_er_opdrachten(toekenning: Toekenning) -> bool:
    """Whether the first payment order was given: from then on the key stands."""
    return toekenning.betaalopdrachten.exists()
