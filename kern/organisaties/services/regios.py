"""Changing regions: who insures them and which gemeenten belong to them, per period, with the history kept."""

import datetime as dt
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from kern.basis.datums import toon_datum
from kern.organisaties.models import GemeenteInRegio, Lidmaatschap, Organisatie, Regio, VerzekeraarsInRegio
from kern.organisaties.regels import Beheerfout, concern_bezwaar
from kern.organisaties.services import boek
from kern.toestanden.uitvoeren import vergrendel

P = TypeVar("P", VerzekeraarsInRegio, GemeenteInRegio)


def nieuw_paar(paar: VerzekeraarsInRegio, *, door: Lidmaatschap | None, op: dt.date) -> VerzekeraarsInRegio:
    """Give a region another pair of insurers from `paar.van`; the present pair ends the day before (1c.1)."""
    with transaction.atomic():
        vergrendel(boek.REFERENTIE)
        _toets_paar(paar)
        _sluit_vorige_af(VerzekeraarsInRegio.objects.filter(regio=paar.regio), paar, door=door, op=op)
        return boek.voeg_toe(paar, door=door, op=op)


def verbeter_paar(paar: VerzekeraarsInRegio, *, door: Lidmaatschap | None, op: dt.date) -> VerzekeraarsInRegio:
    """Correct a pair or its period (1c.1)."""
    with transaction.atomic():
        vergrendel(boek.REFERENTIE)
        _toets_paar(paar)
        _toets_overlap(VerzekeraarsInRegio.objects.filter(regio=paar.regio), paar)
        return boek.wijzig(paar, door=door, op=op)


def deel_in(indeling: GemeenteInRegio, *, door: Lidmaatschap | None, op: dt.date) -> GemeenteInRegio:
    """Place a gemeente in another region of the same division; where it was ends the day before."""
    with transaction.atomic():
        vergrendel(boek.REFERENTIE)
        _sluit_vorige_af(_zelfde_indeling(indeling), indeling, door=door, op=op)
        return boek.voeg_toe(indeling, door=door, op=op)


def verbeter_indeling(indeling: GemeenteInRegio, *, door: Lidmaatschap | None, op: dt.date) -> GemeenteInRegio:
    """Correct where a gemeente belongs, from when until when, or confirm an uncertain row."""
    with transaction.atomic():
        vergrendel(boek.REFERENTIE)
        _toets_overlap(_zelfde_indeling(indeling), indeling)
        return boek.wijzig(indeling, door=door, op=op)


def verzekeraars() -> list[Organisatie]:
    """The insurers one can choose from, with their concern."""
    return list(Organisatie.objects.filter(soort=Organisatie.Soort.ZORGVERZEKERAAR).select_related("concern"))


def _toets_paar(paar: VerzekeraarsInRegio) -> None:
    if paar.regio.soort != Regio.Soort.ZORGKANTOORREGIO:
        raise Beheerfout("Alleen een zorgkantoorregio heeft een eerste en een tweede verzekeraar.")
    if bezwaar := concern_bezwaar(paar.eerste, paar.tweede):
        raise Beheerfout(bezwaar, "tweede")


def _zelfde_indeling(indeling: GemeenteInRegio):  # type: ignore[no-untyped-def]  # a queryset of whichever model comes in
    return GemeenteInRegio.objects.filter(gemeente=indeling.gemeente, regio__soort=indeling.regio.soort)


def _sluit_vorige_af(rijen, nieuw: P, *, door: Lidmaatschap | None, op: dt.date) -> None:  # type: ignore[no-untyped-def]  # a queryset of whichever model comes in
    """End the row that runs on the first day of the new one; a later row stands in the way."""
    if later := rijen.filter(van__gte=nieuw.van).order_by("van").first():
        raise Beheerfout(f"Er is al een periode die op {toon_datum(later.van)} begint. Verbeter die, of kies een latere eerste dag.", "van")
    for vorige in rijen.filter(Q(tot__isnull=True) | Q(tot__gte=nieuw.van)):
        vorige.tot = nieuw.van - dt.timedelta(days=1)
        boek.wijzig(vorige, door=door, op=op)


def _toets_overlap(rijen, rij: P) -> None:  # type: ignore[no-untyped-def]  # a queryset of whichever model comes in
    """No two periods share a day."""
    anderen = rijen.exclude(pk=rij.pk).filter(Q(tot__isnull=True) | Q(tot__gte=rij.van))
    if rij.tot is not None:
        anderen = anderen.filter(van__lte=rij.tot)
    if ander := anderen.order_by("van").first():
        tot = f"tot en met {toon_datum(ander.tot)}" if ander.tot else "zonder einde"
        raise Beheerfout(f"Deze periode overlapt met die van {toon_datum(ander.van)} {tot}.", "van")
