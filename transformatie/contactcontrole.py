"""The yearly check of one's contact persons, and the question for one at board level where there is none (ours, 1d.4)."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from kern.berichten import services as berichten
from kern.organisaties.models import Contactpersoon, Lidmaatschap, Organisatie
from kern.termijnen.ronde import bij_ronde
from kern.web.panelen import Werkitem
from transformatie.models import Dossier, Partij

WAT = "Controleer uw contactpersonen"
BESTUUR = Contactpersoon.Niveau.BESTUUR


def met_stand(organisaties: "QuerySet[Organisatie]") -> "QuerySet[Organisatie]":
    """Organisations with their oldest check, and whether an open dossier of theirs has nobody at board level."""
    eigen = Contactpersoon.objects.filter(organisatie=OuterRef("pk")).order_by()
    oudste = eigen.values("organisatie").annotate(oudste=Min("gecontroleerd_op")).values("oudste")
    bestuur = Contactpersoon.objects.filter(Q(zaak=None) | Q(zaak=OuterRef("pk")), organisatie=OuterRef(OuterRef("pk")), niveau=BESTUUR)
    aan_tafel = Partij.objects.filter(dossier=OuterRef("pk"), organisatie=OuterRef(OuterRef("pk")), uit_op=None, aanvaard_op__isnull=False)
    dossiers = Dossier.objects.filter(
        Q(coordinerend=OuterRef("pk")) | Q(tweede=OuterRef("pk")) | Exists(aan_tafel), ~Exists(bestuur), is_gesloten=False
    )
    return organisaties.annotate(oudste=Subquery(oudste), mist_bestuur=Exists(dossiers))


def _waarom(mist_bestuur: bool, oudste: dt.date | None, op: dt.date) -> str:
    """Why an organisation has to look at its contact persons now, or an empty string."""
    if mist_bestuur:
        return "er is nog niemand op bestuurlijk niveau"
    if oudste is not None and op >= uiterlijk(oudste):
        return f"langer dan {settings.DAGEN_CONTACTCONTROLE} dagen geleden gecontroleerd (onze termijn)"
    return ""


def uiterlijk(oudste: dt.date) -> dt.date:
    """The day on which the oldest check is a year old (ours, 1d.4)."""
    return oudste + dt.timedelta(days=settings.DAGEN_CONTACTCONTROLE)


def met_contactstand(dossiers: "QuerySet[Dossier]", door: Lidmaatschap) -> "QuerySet[Dossier]":
    """Dossiers with the oldest check of the own organisation and for which cases it has somebody at board level, in the query itself."""
    eigen = Contactpersoon.objects.filter(organisatie=door.organisatie_id).order_by()
    oudste = eigen.values("organisatie").annotate(oudste=Min("gecontroleerd_op")).values("oudste")
    return dossiers.annotate(
        contacten_oudste=Subquery(oudste), bestuur_voor=ArraySubquery(eigen.filter(niveau=BESTUUR).values("zaak").distinct())
    )


def controle_item(dossiers: Iterable[Any], door: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """Everybody of the organisation is asked; one of them confirms for all.  For dossiers that were read `met_contactstand`."""
    eigen = [d for d in dossiers if not d.is_gesloten and _doet_mee(d, door.organisatie_id)]
    if not eigen:
        return []
    oudste = eigen[0].contacten_oudste
    zonder = [d for d in eigen if None not in d.bestuur_voor and d.pk not in d.bestuur_voor]
    if not (waarom := _waarom(bool(zonder), oudste, op)):
        return []
    adres = reverse("contacten-eigen")
    return [
        Werkitem(
            wat=WAT,
            toelichting=waarom,
            dossier_kenmerk="voor al uw dossiers",
            dossier_titel="Contactpersonen van uw organisatie",
            dossier_url=adres,
            uiterlijk=None if zonder else uiterlijk(oudste),
            url=adres,
            knop="Controleer",
            sinds=oudste,
        )
    ]


def _doet_mee(dossier: Dossier, organisatie_id: uuid.UUID) -> bool:
    """Whether this organisation is at the table: as an insurer, or as a party that accepted."""
    if organisatie_id in (dossier.coordinerend_id, dossier.tweede_id):
        return True
    return any(p.organisatie_id == organisatie_id and not p.is_genodigd for p in dossier.deelnemende_partijen)


@bij_ronde
def vraag_om_controle(peildatum: dt.date) -> None:
    """One notice to everybody of an organisation whose contact persons must be looked at; the key tells it once. Three queries and one write each."""
    aan_de_beurt = Q(oudste__lte=peildatum - dt.timedelta(days=settings.DAGEN_CONTACTCONTROLE)) | Q(mist_bestuur=True)
    organisaties: list[Any] = list(met_stand(Organisatie.objects.filter(lidmaatschappen__isnull=False)).filter(aan_de_beurt).distinct())
    leden: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    geldig = Lidmaatschap.objects.geldig_op(peildatum).filter(organisatie__in=organisaties, gebruiker__is_active=True)
    for organisatie_id, gebruiker_id in geldig.values_list("organisatie_id", "gebruiker_id"):
        leden[organisatie_id].add(gebruiker_id)
    for organisatie in organisaties:
        wat = f"bestuur:{peildatum.year}" if organisatie.mist_bestuur else str(organisatie.oudste)
        berichten.schrijf(
            aan=sorted(leden[organisatie.pk]),
            soort="contactcontrole",
            sleutel=f"contactcontrole:{organisatie.pk}:{wat}",
            onderwerp="controleer uw contactpersonen",
            tekst=f"{organisatie.aan_het_begin}: {_waarom(organisatie.mist_bestuur, organisatie.oudste, peildatum)}. Loop uw contactpersonen na en bevestig ze in een keer (1d.4).",
            op=peildatum,
            adres=reverse("contacten-eigen"),
        )
