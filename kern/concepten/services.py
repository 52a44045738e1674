"""Keeping and forgetting what is typed in a form, for one author with more screens and for more authors at once."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from kern.basis.datums import toon_dag
from kern.concepten.models import Formulierconcept
from kern.concepten.plaats import Plaats
from kern.web.models import Formuliersleutel

HOOGSTENS = 60_000  # characters of one form together
ANDEREN = dt.timedelta(days=14)  # after that a colleague is no longer writing


class ConceptGeweigerd(Exception):
    """A concept that is not kept; says why in Dutch, and which version is there instead (None: none will be)."""

    def __init__(self, tekst: str, *, status: int = 409, versie: int | None = None) -> None:
        super().__init__(tekst)
        self.tekst, self.status, self.versie = tekst, status, versie


@dataclass(frozen=True)
class Stand:
    """What is known about a place: the own concept, and a sentence for each colleague who writes there too."""

    eigen: Formulierconcept | None
    anderen: list[str]


def rijen_bij(organisatie: uuid.UUID, adres: str) -> list[Formulierconcept]:
    """The concepts of one organisation in all forms of one page. One query."""
    rijen = Formulierconcept.objects.filter(organisatie_id=organisatie, plek__startswith=adres)
    return list(rijen.select_related("eigenaar").order_by("gewijzigd_op"))


def stand(plaats: Plaats, rijen: Iterable[Formulierconcept], nu: dt.datetime) -> Stand:
    """The own concept on a place, and the colleagues of the same organisation who write there."""
    eigen, anderen = None, []
    for rij in rijen:
        if rij.plek != plaats.plek:
            continue
        if rij.eigenaar_id == plaats.eigenaar:
            eigen = rij
        elif rij.gewijzigd_op > nu - ANDEREN:
            anderen.append(f"{rij.eigenaar} schrijft hier ook aan, laatst {wanneer(rij.gewijzigd_op, nu)}.")
    return Stand(eigen, anderen)


def wanneer(moment: dt.datetime, nu: dt.datetime) -> str:
    """'om 14:02' today, else 'op do 20 november 2025 om 14:02'."""
    plaatselijk = timezone.localtime(moment)
    klok = f"om {plaatselijk:%H:%M}"
    return klok if plaatselijk.date() == timezone.localtime(nu).date() else f"op {toon_dag(plaatselijk.date())} {klok}"


@transaction.atomic
def bewaar(plaats: Plaats, inhoud: dict[str, str], *, versie: int, sleutel: uuid.UUID | None, nu: dt.datetime) -> Formulierconcept | None:
    """Keep what is typed, on top of the version this screen knew; nothing but empty fields leaves no concept.

    Raises ConceptGeweigerd when the form was sent meanwhile, when another screen of this person is ahead, or when it is too much.
    """
    houd = {v: inhoud[v].replace("\x00", "") for v in plaats.velden if v in inhoud}
    if sum(len(t) for t in houd.values()) > HOOGSTENS:
        raise ConceptGeweigerd("Uw tekst is te lang om vanzelf te bewaren. Zij staat nog op dit scherm.", status=413)
    if sleutel and Formuliersleutel.objects.filter(gebruiker_id=plaats.eigenaar, sleutel=sleutel).exists():
        raise ConceptGeweigerd("Dit formulier is al verstuurd.")
    rij = _eigen(plaats).select_for_update().first()
    _eis_bij(rij, versie, nu)
    if not any(t.strip() for t in houd.values()):
        if rij is not None:
            rij.delete()
        return None
    return _schrijf(plaats, rij, houd, nu)


def _eis_bij(rij: Formulierconcept | None, versie: int, nu: dt.datetime) -> None:
    """Refuse a screen that does not know what is kept: the text on it stays, and its author chooses."""
    if rij is None and versie:
        raise ConceptGeweigerd("U hebt dit formulier intussen elders verstuurd of weggegooid. Wat hier staat is niet bewaard.", versie=0)
    if rij is not None and rij.versie != versie:
        raise ConceptGeweigerd(
            f"U schreef dit formulier ook in een ander venster, laatst {wanneer(rij.gewijzigd_op, nu)}. Wat hier staat is niet bewaard.",
            versie=rij.versie,
        )


def _schrijf(plaats: Plaats, rij: Formulierconcept | None, inhoud: dict[str, str], nu: dt.datetime) -> Formulierconcept:
    if rij is None:
        rij = Formulierconcept(eigenaar_id=plaats.eigenaar, organisatie_id=plaats.organisatie, plek=plaats.plek, versie=0)
    nieuw = rij.versie == 0
    rij.inhoud, rij.basis, rij.gewijzigd_op, rij.versie = inhoud, plaats.basis, nu, rij.versie + 1
    try:
        with transaction.atomic():
            rij.save(force_insert=nieuw)
    except IntegrityError as fout:  # two windows began at the same moment
        raise ConceptGeweigerd(
            "U schrijft dit formulier ook in een ander venster. Wat hier staat is niet bewaard.", versie=_eigen(plaats).get().versie
        ) from fout
    return rij


def vergeet(plaats: Plaats) -> None:
    """Forget the concept of a form that was sent."""
    _eigen(plaats).delete()


def ruim_op(voor: dt.datetime) -> int:
    """Forget concepts nobody touched since this moment."""
    return Formulierconcept.objects.filter(gewijzigd_op__lt=voor).delete()[0]


def _eigen(plaats: Plaats) -> QuerySet[Formulierconcept]:
    return Formulierconcept.objects.filter(eigenaar_id=plaats.eigenaar, organisatie_id=plaats.organisatie, plek=plaats.plek)
