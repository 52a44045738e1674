"""What of paying waits on a person: open lines, a key to agree to, a payment to divide; three queries at most."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Lidmaatschap, Rol
from kern.web.adressen import dossieradres
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.models import Dossier, Partij
from transformatie.models.dossier import Partijrol
from verantwoording.models import Betaalopdrachtregel, Toekenning, Uitbetaling, Verdeling
from verantwoording.selectors_betaling import open_regel, wachtende_sleutel
from verantwoording.werkvoorraad import _onbevangen


@werkvoorraad_bron
def uitbetalingen(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """The work of the insurers that pay, and of who divides what came in."""
    if namens.rol == Rol.BEOORDELAAR:
        return [*_te_betalen(namens), *_sleutels(namens)]
    return list(_te_verdelen(namens)) if namens.rol == Rol.PLANMAKER else []


def _item(dossier: Dossier, wat: str, toelichting: str, knop: str, sinds: dt.date, anker: str) -> Werkitem:
    return Werkitem(
        wat=wat,
        toelichting=toelichting,
        dossier_kenmerk=dossier.kenmerk,
        dossier_titel=dossier.titel,
        dossier_url=dossier.get_absolute_url(),
        uiterlijk=None,
        url=dossieradres("dossier-uitbetalingen", dossier.kenmerk) + anker,
        knop=knop,
        sinds=sinds,
    )


def _te_betalen(namens: Lidmaatschap) -> Iterator[Werkitem]:
    eigen = _onbevangen(namens, "opdracht__verantwoording__dossier_id")
    rijen = Betaalopdrachtregel.objects.filter(open_regel(), eigen, verzekeraar_id=namens.organisatie_id)
    for r in rijen.select_related("opdracht__verantwoording__kpi", "opdracht__verantwoording__dossier__hoofdregio").order_by(
        "opdracht__op", "pk"
    ):
        rij = r.opdracht.verantwoording
        wat = f"Betaal bij {rij.kpi}" if r.soort == Betaalopdrachtregel.Soort.KPI else f"Betaal het voorschot bij {rij.kpi}"
        yield _item(rij.dossier, f"{wat} en leg dat vast", toon_bedrag(r.bedrag), "Leg vast", r.opdracht.op, f"#regel-{r.pk}")


def _sleutels(namens: Lidmaatschap) -> Iterator[Werkitem]:
    rijen = Toekenning.objects.filter(wachtende_sleutel(), _onbevangen(namens, "dossier_id"), dossier__tweede_id=namens.organisatie_id)
    for t in rijen.select_related("dossier__hoofdregio", "dossier__coordinerend"):
        wat, sinds = "Stem in met de verdeelsleutel", t.getekend_op or t.gereserveerd_op or t.dossier.gewijzigd_op
        yield _item(t.dossier, wat, f"voorstel van {t.dossier.coordinerend}", "Bekijk", sinds, "#sleutel")


def _te_verdelen(namens: Lidmaatschap) -> Iterator[Werkitem]:
    """Payments this organisation received as kassier or penvoerder, in a plan with more parties, that were not divided."""
    rollen = Partij.objects.filter(dossier_id=OuterRef("toekenning__dossier_id"), uit_op=None)
    anderen = rollen.exclude(organisatie_id=namens.organisatie_id).filter(
        rol__in=[Partijrol.INDIENER, Partijrol.DEELNEMER, Partijrol.PENVOERDER, Partijrol.KASSIER]
    )
    gedaan = Verdeling.objects.filter(uitbetaling=OuterRef("pk"), vervallen_op=None)
    rijen = Uitbetaling.objects.filter(
        Q(verantwoording__betaalopdracht__ontvanger_id=namens.organisatie_id), ~Exists(gedaan), Exists(anderen)
    )
    for u in rijen.select_related("verantwoording__kpi", "verantwoording__dossier__hoofdregio").order_by("op", "pk"):
        rij = u.verantwoording
        wat = f"Leg vast hoe de betaling van {rij.kpi} is verdeeld"
        yield _item(rij.dossier, wat, toon_bedrag(u.bedrag), "Verdeel", u.op, f"#verdeling-{rij.kpi.nummer}")
