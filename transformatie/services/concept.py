"""Saving a concept while it is written, by more than one author, without losing anything.

Each field carries the mark of the text its author last read.  A field that nobody else changed is written; a field
that both changed stays as it is stored, and the second author gets both texts.
"""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from kern.organisaties.models import Lidmaatschap
from kern.toestanden.stap import StapNietMogelijk, StapNietToegestaan
from kern.toestanden.uitvoeren import vergrendel
from transformatie import rechten
from transformatie.models import Conceptveld, Dossier, PlanStatus, Planversie, SnelleToets, ToetsStatus

Stuk = SnelleToets | Planversie
BEDRAG = "bedrag_gevraagd"
SOCIAAL = "sociaal_"
TOETS_OPEN = [ToetsStatus.CONCEPT, ToetsStatus.INCOMPLEET]
PLAN_OPEN = [PlanStatus.IN_OPSTELLING, PlanStatus.INCOMPLEET, PlanStatus.IN_AANPASSING]


@dataclass(frozen=True)
class Botsing:
    """A field that somebody else changed too: who, when, and their text."""

    veld: str
    wie: str
    op: dt.datetime | None
    hun_tekst: str


@dataclass(frozen=True)
class Bewaring:
    """What became of one save: the fields that changed, those that clash, and the marks to go on from."""

    bewaard: list[str]
    botsingen: list[Botsing]
    merken: dict[str, str]
    om: dt.datetime


def dossier_van(stuk: Stuk) -> Dossier:
    return stuk.dossier if isinstance(stuk, SnelleToets) else stuk.plan.dossier


def is_open(stuk: Stuk) -> bool:
    """Whether this concept can still be written."""
    if isinstance(stuk, SnelleToets):
        return stuk.status in TOETS_OPEN
    return not stuk.is_bevroren and stuk.plan.status in PLAN_OPEN and not _is_vervallen(stuk)


def _is_vervallen(stuk: Stuk) -> bool:
    """Whether the approval under this plan lapsed, so that nothing can be handed in any more (1e.2)."""
    return isinstance(stuk, Planversie) and stuk.plan.dossier.snelle_toets.status == ToetsStatus.VERVALLEN


def eis_schrijver(stuk: Stuk, door: Lidmaatschap) -> None:
    """Only a planmaker of a submitting party writes, and only while the concept is open."""
    if not rechten.INDIENER(dossier_van(stuk), door):
        raise StapNietToegestaan(f"Dit kan alleen {rechten.INDIENER.wie}.")
    if _is_vervallen(stuk):
        raise StapNietMogelijk("De goedkeuring van de snelle toets is vervallen. Dit plan verandert niet meer.")
    if not is_open(stuk):
        wat = "De snelle toets" if isinstance(stuk, SnelleToets) else "Deze versie van het plan"
        raise StapNietMogelijk(f"{wat} is ingediend of gesloten en verandert niet meer.")


def waarden(stuk: Stuk) -> dict[str, str]:
    """Everything an author writes, as text per field."""
    alles = {v.sleutel: _regels(str(stuk.inhoud.get(v.sleutel, ""))) for v in stuk.format.velden}
    alles[BEDRAG] = "" if stuk.bedrag_gevraagd is None else str(stuk.bedrag_gevraagd)
    if isinstance(stuk, Planversie):
        alles |= {f"{SOCIAAL}{v.sleutel}": "ja" if v.sleutel in stuk.sociale_velden else "" for v in stuk.format.velden}
    return alles


def _regels(tekst: str) -> str:
    """One kind of line end, as browsers and people differ in it."""
    return tekst.replace("\r\n", "\n").replace("\r", "\n")


def merk(tekst: str) -> str:
    """A short mark of a text, to see whether it is still the same."""
    return hashlib.sha256(_regels(tekst).encode()).hexdigest()[:16]


def merken(stuk: Stuk) -> dict[str, str]:
    return {veld: merk(tekst) for veld, tekst in waarden(stuk).items()}


@transaction.atomic
def bewaar(stuk: Stuk, nieuw: dict[str, str], *, gelezen: dict[str, str], door: Lidmaatschap) -> Bewaring:
    """Write the fields of `nieuw` that only this author changed since the marks in `gelezen`; report the others.

    Raises StapNietToegestaan for who may not write, StapNietMogelijk when the concept is closed.
    """
    vergrendel(dossier_van(stuk).pk)
    stuk.refresh_from_db()
    eis_schrijver(stuk, door)
    nu, om = waarden(stuk), timezone.now()
    anders = {v: _regels(t) for v, t in nieuw.items() if v in nu and _regels(t) != nu[v]}
    zelf = {v: t for v, t in anders.items() if merk(t) != gelezen.get(v)}
    botst = [v for v in zelf if merk(nu[v]) != gelezen.get(v)]
    schrijf = {v: t for v, t in zelf.items() if v not in botst}
    if schrijf:
        _zet(stuk, nu | schrijf)
        _noteer(stuk.pk, list(schrijf), door, om)
    return Bewaring(sorted(schrijf), _botsingen(stuk.pk, botst, nu), merken(stuk), om)


def _zet(stuk: Stuk, alles: dict[str, str]) -> None:
    stuk.inhoud = dict(stuk.inhoud) | {v.sleutel: alles[v.sleutel] for v in stuk.format.velden}
    stuk.bedrag_gevraagd = Decimal(alles[BEDRAG]) if alles[BEDRAG] else None
    velden = ["inhoud", "bedrag_gevraagd", "concept_versie"]
    if isinstance(stuk, Planversie):
        stuk.sociale_velden = [v.sleutel for v in stuk.format.velden if alles.get(f"{SOCIAAL}{v.sleutel}")]
        velden.append("sociale_velden")
    stuk.concept_versie += 1
    stuk.save(update_fields=velden)


def _noteer(onderwerp: uuid.UUID, velden: list[str], door: Lidmaatschap, om: dt.datetime) -> None:
    Conceptveld.objects.bulk_create(
        [Conceptveld(onderwerp=onderwerp, veld=veld, door_id=door.gebruiker_id, gewijzigd_op=om) for veld in velden],
        update_conflicts=True,
        unique_fields=["onderwerp", "veld"],
        update_fields=["door", "gewijzigd_op"],
    )


def _botsingen(onderwerp: uuid.UUID, velden: list[str], nu: dict[str, str]) -> list[Botsing]:
    if not velden:
        return []
    schrijvers = {c.veld: c for c in Conceptveld.objects.filter(onderwerp=onderwerp, veld__in=velden).select_related("door")}
    return [
        Botsing(
            v,
            schrijvers[v].door.naam if v in schrijvers else "Iemand anders",
            schrijvers[v].gewijzigd_op if v in schrijvers else None,
            nu[v],
        )
        for v in velden
    ]
