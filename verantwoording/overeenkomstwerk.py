"""What of the agreement waits on a person: signing it, and confirming the application to the NZa; two queries at most."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from kern.basis.geld import toon_bedrag
from kern.organisaties.models import Lidmaatschap, Rol
from kern.web.adressen import dossieradres
from kern.web.panelen import Werkitem, werkvoorraad_bron
from transformatie.models import Dossier, Kpi, Partij, Planversie
from transformatie.models.dossier import INDIENEND, Partijrol
from verantwoording.models import Ondertekening, Toekenning, ToekenningStatus
from verantwoording.rechten_tekenen import is_tekenbevoegd
from verantwoording.werkvoorraad import _onbevangen

TEKENENDE_ROLLEN = (Rol.PLANMAKER, Rol.BEOORDELAAR, Rol.GEMEENTELIJK_BESLISSER)


@werkvoorraad_bron
def overeenkomst(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """Signing for everybody who signs, confirming the application for the penvoerder."""
    if namens.rol not in TEKENENDE_ROLLEN:
        return []
    return [*_te_tekenen(namens), *(_te_bevestigen(namens) if namens.rol == Rol.PLANMAKER else [])]


def _item(
    dossier: Dossier, wat: str, pagina: str, toelichting: str, sinds: dt.date | None, *, knop: str, is_aan_zet: bool = True
) -> Werkitem:
    return Werkitem(
        wat=wat,
        toelichting=toelichting,
        dossier_kenmerk=dossier.kenmerk,
        dossier_titel=dossier.titel,
        dossier_url=dossier.get_absolute_url(),
        uiterlijk=None,
        url=dossieradres(pagina, dossier.kenmerk),
        knop=knop,
        is_aan_zet=is_aan_zet,
        sinds=sinds,
    )


def _mee_als(namens: Lidmaatschap) -> Q:
    """The plans whose agreement this organisation signs, in the role of this person."""
    partijen = Partij.objects.filter(dossier_id=OuterRef("dossier_id"), organisatie_id=namens.organisatie_id, uit_op=None)
    if namens.rol == Rol.BEOORDELAAR:
        eigen = Q(dossier__coordinerend=namens.organisatie_id) | Q(dossier__tweede=namens.organisatie_id)
        return eigen & _onbevangen(namens, "dossier_id")
    if namens.rol == Rol.PLANMAKER:
        return Q(Exists(partijen.filter(rol__in=INDIENEND)))
    nieuwer = Planversie.objects.filter(plan=OuterRef("versie__plan"), nummer__gt=OuterRef("versie__nummer"), bevroren_op__isnull=False)
    deel = Q(organisatie_id=namens.organisatie_id) | Q(delen__organisatie_id=namens.organisatie_id)
    kpis = Kpi.objects.filter(deel, ~Exists(nieuwer), versie__plan=OuterRef("plan_id"), versie__bevroren_op__isnull=False)
    return Q(Exists(partijen.filter(rol__in=[*INDIENEND, Partijrol.GEMEENTE]))) & Q(Exists(kpis))


def _te_tekenen(namens: Lidmaatschap) -> Iterator[Werkitem]:
    """Agreements that wait for the answer of this organisation; who is not entitled reads that a colleague signs."""
    antwoorden = Ondertekening.objects.filter(overeenkomst__toekenning=OuterRef("pk"), vervallen_op=None)
    klaar = antwoorden.filter(Q(organisatie_id=namens.organisatie_id) | Q(is_geweigerd=True))
    rijen = Toekenning.objects.filter(_mee_als(namens), ~Exists(klaar), status=ToekenningStatus.GERESERVEERD, overeenkomst__isnull=False)
    mag = is_tekenbevoegd(namens)
    for t in rijen.select_related("dossier__hoofdregio", "overeenkomst"):
        wat, pagina = ("Teken de overeenkomst", "overeenkomst-tekenen") if mag else ("Een collega tekent de overeenkomst", "overeenkomst")
        bedrag, sinds = toon_bedrag(t.overeenkomst.bedrag), t.overeenkomst.opgesteld_op
        yield _item(t.dossier, wat, pagina, bedrag, sinds, knop="Teken" if mag else "Bekijk", is_aan_zet=mag)


def _te_bevestigen(namens: Lidmaatschap) -> Iterator[Werkitem]:
    """Applications for the betaalbeschikking that the penvoerder has not confirmed (3a.5)."""
    eigen = Partij.objects.filter(
        dossier_id=OuterRef("dossier_id"), organisatie_id=namens.organisatie_id, rol=Partijrol.PENVOERDER, uit_op=None
    )
    rijen = Toekenning.objects.filter(Exists(eigen), status=ToekenningStatus.GETEKEND, aanvraag__isnull=False, aanvraag__penvoerder_op=None)
    for t in rijen.select_related("dossier__hoofdregio", "aanvraag"):
        bedrag = toon_bedrag(t.aanvraag.bedrag)
        yield _item(t.dossier, "Bevestig de aanvraag bij de NZa", "overeenkomst", bedrag, t.aanvraag.opgesteld_op, knop="Bevestig")
