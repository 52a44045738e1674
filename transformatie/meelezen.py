"""Reading along: the Vliegende Brigade reads one dossier for some weeks, and nothing of it but what the parties share (1d.6).

Reading along is not `zichtbaar_voor`: lists, figures, letters, steps and every page that is not named here stay closed.
"""

import datetime as dt

from django.db.models import Q

from kern.basis.datums import vandaag
from kern.documenten.models import Document
from kern.documenten.zicht import geeft_zicht
from kern.organisaties.models import Lidmaatschap
from transformatie.models import Brigadelid, Dossier

BLADEN = {"dossier", "snelle-toets", "plan", "plan-versie", "escalatie", "contacten-dossier"}
"""The pages of a dossier that open for who reads along, by the name of their address."""
NIET_VOOR_MEELEZERS = "De Vliegende Brigade leest in dit dossier alleen mee. Deze bladzijde hoort daar niet bij. (1d.6)"


def meelezend(door: Lidmaatschap, op: dt.date) -> Q:
    """The dossiers this person reads along in, on this day."""
    return Q(pk__in=Brigadelid.objects.leest_mee_op(op).filter(lidmaatschap=door.pk).values("zijspoor__escalatie__dossier"))


def leest_alleen_mee(dossier: Dossier) -> bool:
    """Whether this dossier was opened for somebody who only reads along; `zichtbaar_dossier` noted it."""
    return bool(dossier.__dict__.get("_leest_alleen_mee"))


def noteer_meelezer(dossier: Dossier) -> None:
    """Remember on the dossier that who looks only reads along."""
    dossier.__dict__["_leest_alleen_mee"] = True


def leest_document(document: Document) -> bool:
    """Reading along opens what somebody attached for everyone; no letters and nothing about money."""
    return document.voor == Document.Voor.IEDEREEN and document.soort == "bijlage"


def meelezersstukken(dossier: Dossier) -> list[Document]:
    """The attachments who reads along may open, the newest first. One query."""
    return list(Document.objects.filter(zaak=dossier.pk, voor=Document.Voor.IEDEREEN, soort="bijlage").order_by("-op"))


@geeft_zicht
def bijlagen_voor_meelezers(document: Document, door: Lidmaatschap) -> bool:
    """Who reads along downloads what is for everyone; only the view that hands it out calls this, so here is its clock."""
    return leest_document(document) and Dossier.objects.filter(meelezend(door, vandaag()), pk=document.zaak).exists()
