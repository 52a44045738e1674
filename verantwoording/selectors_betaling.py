"""Questions about paying: the key over the insurers, the orders, the advances."""

from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q

from kern.organisaties.models import Organisatie
from transformatie.models.dossier import Partijrol
from verantwoording.models import Betaalopdrachtregel, KpiVerantwoording, Toekenning, Verdeelsleutel, Voorschot
from verantwoording.models.betaalopdracht import HEEL
from verantwoording.selectors import wacht_op_mijlpaal

OPEN_VOOR_VOORSCHOT = ("open", "bewijs_ingediend")


def kassier_van(toekenning: Toekenning) -> Organisatie:
    """Who receives the money: whom the agreement names, or else the kassier of the dossier, or else its penvoerder."""
    overeenkomst, dossier = getattr(toekenning, "overeenkomst", None), toekenning.dossier
    if overeenkomst is not None and overeenkomst.kassier is not None:
        kassier: Organisatie = overeenkomst.kassier
        return kassier
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
    return toekenning._sleutel_wacht  # type: ignore[attr-defined]  # remembered on the object itself


def wachtende_sleutel() -> Exists:
    """For a query of toekenningen: whether the last proposed key waits."""
    later = Verdeelsleutel.objects.filter(toekenning=OuterRef("toekenning"), vastgelegd_op__gt=OuterRef("vastgelegd_op"))
    return Exists(Verdeelsleutel.objects.filter(~Exists(later), toekenning=OuterRef("pk"), akkoord_op=None))


def wie_nog_betaalt() -> ArraySubquery:
    """For a query of KPI's: the insurers that have an open line in its payment order."""
    regels = Betaalopdrachtregel.objects.filter(open_regel(), opdracht__verantwoording=OuterRef("pk"))
    return ArraySubquery(regels.order_by().values("verzekeraar").distinct())


def open_regel() -> Q:
    """Lines of an order that still have to be paid."""
    return Q(betaald_op=None, vervallen_op=None)


def wachtende_voorschotten(kpi: KpiVerantwoording) -> list[Voorschot]:
    """The advances on this KPI that were released but not (wholly) paid. One query."""
    regels = Betaalopdrachtregel.objects.filter(opdracht__verantwoording=OuterRef("van"), soort=Betaalopdrachtregel.Soort.VOORSCHOT)
    rijen = kpi.voorschotten.select_related("van__kpi").annotate(heeft=Exists(regels), wacht=Exists(regels.filter(open_regel())))
    return [v for v in rijen if v.wacht or not v.heeft]


def waarop_een_voorschot_kan(kpi: KpiVerantwoording) -> list[KpiVerantwoording]:
    """The later KPI's that are open, have room, and do not wait for a go/no-go (1g.4, 1g.6). Two queries."""
    if kpi.resultaat == "niet" or kpi.toekenning.status != "in_uitvoering":
        return []
    rijen = kpi.toekenning.kpis.filter(
        status__in=OPEN_VOOR_VOORSCHOT, kpi__nummer__gt=kpi.kpi.nummer, kpi__bedrag__gt=F("bedrag_voorschot")
    ).select_related("kpi__na_mijlpaal")
    return [k for k in rijen.order_by("kpi__nummer") if not wacht_op_mijlpaal(kpi.toekenning, k.kpi)]


def zijn_er_opdrachten(toekenning: Toekenning) -> bool:
    """Whether the first payment order was given: from then on the key stands."""
    return toekenning.betaalopdrachten.exists()
