"""What of the SPUK waits on a person, over all dossiers; two queries at most."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Exists, F, OuterRef

from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Lidmaatschap, Rol
from kern.web.adressen import dossieradres
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.models import Dossier, Partij
from verantwoording.models import Spukaanvraag, Spukmijlpaal, SpukStatus, Spukverantwoording, Toekenning
from verantwoording.models.spuk import TELT_MEE

JULI = (7, 14)
"""The last day on which the SiSa block of the year before can be handed in: before 15 July."""


@werkvoorraad_bron
def spuk(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """Applying and accounting for the gemeente, judging milestones for the coordinating insurer."""
    match namens.rol:
        case Rol.GEMEENTELIJK_BESLISSER:
            return [*_aan_te_vragen(namens, op), *_eigen(namens, op)]
        case Rol.BEOORDELAAR:
            return list(_mijlpalen(namens))
    return []


def _item(dossier: Dossier, wat: str, toelichting: str, sinds: dt.date | None, *, uiterlijk: dt.date | None = None) -> Werkitem:
    return Werkitem(
        wat=wat,
        toelichting=toelichting,
        dossier_kenmerk=dossier.kenmerk,
        dossier_titel=dossier.titel,
        dossier_url=dossier.get_absolute_url(),
        uiterlijk=uiterlijk,
        url=dossieradres("spuk", dossier.kenmerk),
        knop="Bekijk",
        is_aan_zet=True,
        sinds=sinds,
    )


def _aan_te_vragen(namens: Lidmaatschap, op: dt.date) -> Iterator[Werkitem]:
    """Signed agreements of plans for which this gemeente said that it asks SPUK, as long as the window is open."""
    if op > settings.SPUK_LAATSTE_AANVRAAGDAG:
        return
    mee = Partij.objects.filter(
        dossier_id=OuterRef("dossier_id"), organisatie_id=namens.organisatie_id, rol="gemeente", uit_op=None, vraagt_spuk_aan=True
    )
    gedaan = Spukaanvraag.objects.filter(dossier_id=OuterRef("dossier_id"), organisatie_id=namens.organisatie_id, status__in=TELT_MEE)
    rijen = Toekenning.objects.filter(Exists(mee), ~Exists(gedaan), getekend_op__isnull=False, beeindigd_op=None)
    for t in rijen.select_related("dossier__hoofdregio"):
        yield _item(t.dossier, "Vraag de SPUK aan", "Regel 1b.1", t.getekend_op, uiterlijk=settings.SPUK_LAATSTE_AANVRAAGDAG)


def _eigen(namens: Lidmaatschap, op: dt.date) -> Iterator[Werkitem]:
    """What this gemeente still has to account for or to close, per application that runs."""
    vorig = Spukverantwoording.objects.filter(aanvraag=OuterRef("pk"), jaar=op.year - 1)
    eind = Spukverantwoording.objects.filter(aanvraag=OuterRef("pk"), is_eind=True)
    rijen = Spukaanvraag.objects.filter(organisatie_id=namens.organisatie_id, status__in=[SpukStatus.VERLEEND, SpukStatus.VASTGESTELD])
    for a in rijen.annotate(heeft_vorig=Exists(vorig), heeft_eind=Exists(eind)).select_related("dossier__hoofdregio"):
        if a.status == SpukStatus.VASTGESTELD:
            wat = "Betaal SPUK terug en leg dat vast" if a.bedrag_terug else "Sluit de SPUK af"
            yield _item(a.dossier, wat, toon_bedrag(a.bedrag_terug), a.vastgesteld_op)
        elif not a.heeft_vorig and not a.heeft_eind and a.verleend_op is not None and a.verleend_op.year < op.year:
            wat = f"Verantwoord de SPUK over {op.year - 1}"
            yield _item(a.dossier, wat, "SiSa, voor 15 juli", a.verleend_op, uiterlijk=dt.date(op.year, *JULI))


def _mijlpalen(namens: Lidmaatschap) -> Iterator[Werkitem]:
    """Milestones of which the KPI was granted or refused but the SPUK not yet judged."""
    from verantwoording.werkvoorraad import _onbevangen

    beslist = ("toegekend", "opdracht", "betaald", "vervallen")
    open_ = Spukmijlpaal.objects.filter(
        is_gerealiseerd=None,
        aanvraag__status=SpukStatus.VERLEEND,
        aanvraag__dossier__coordinerend=namens.organisatie_id,
        aanvraag__dossier__kpi_verantwoordingen__sleutel=F("sleutel"),
        aanvraag__dossier__kpi_verantwoordingen__status__in=beslist,
    )
    aanvragen = Spukaanvraag.objects.filter(_onbevangen(namens, "dossier_id"), pk__in=open_.values("aanvraag"))
    for a in aanvragen.select_related("dossier__hoofdregio", "organisatie"):
        yield _item(a.dossier, "Beoordeel de SPUK-mijlpalen", str(a.organisatie), a.verleend_op)
