"""The engine: one sweep walks every clock for one peildatum.

Everything is read from the database, so a sweep that was down catches up, and a sweep that runs twice or in
parallel does nothing twice: each term is handled in its own transaction under its dossier's lock.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from kern.termijnen import berichten, services
from kern.termijnen.models import Klokronde, Termijn, Termijnmelding, TermijnStatus
from kern.toestanden.stap import StapGeweigerd
from kern.toestanden.uitvoeren import vergrendel

logger = logging.getLogger(__name__)

HERINNERINGEN = {
    14: Termijnmelding.Niveau.HERINNERING_14,
    7: Termijnmelding.Niveau.HERINNERING_7,
    1: Termijnmelding.Niveau.HERINNERING_1,
}
TE_OUD = dt.timedelta(hours=26)
BEWAAR_RONDEN = dt.timedelta(days=90)

Rondegast = Callable[[dt.date], None]
_gasten: list[Rondegast] = []


def bij_ronde(functie: Rondegast) -> Rondegast:
    """Let another app act on passing time: called as f(peildatum) once per sweep, in its own transaction."""
    if functie not in _gasten:
        _gasten.append(functie)
    return functie


def loop_klokken(peildatum: dt.date) -> Klokronde:
    """Walk all clocks: reminders, terms that passed (and the terms that these start), and what other apps hang on time.

    A failure in one term or guest is logged and counted on the sweep; the others go on.
    """
    ronde = Klokronde.objects.create(peildatum=peildatum)
    fouten: list[str] = []
    gezien: set[uuid.UUID] = set()
    _loop_termijnen(peildatum, gezien, fouten)
    for gast in _gasten:
        with _vang_op(f"{gast.__module__}.{gast.__qualname__}", fouten), transaction.atomic():
            gast(peildatum)
    _loop_termijnen(peildatum, gezien, fouten)
    ronde.aantal = len(gezien)
    ronde.fout = _vat_samen(fouten)
    ronde.klaar_op = timezone.now()
    ronde.save()
    Klokronde.objects.filter(vastgelegd_op__lt=ronde.klaar_op - BEWAAR_RONDEN).delete()
    return ronde


def laatste_ronde() -> Klokronde | None:
    """The last sweep that finished."""
    return Klokronde.objects.filter(klaar_op__isnull=False).order_by("-klaar_op").first()


def laatste_ronde_te_oud(nu: dt.datetime | None = None) -> bool:
    """Whether beheer must be warned: no sweep finished in the last 26 hours."""
    laatste = laatste_ronde()
    return laatste is None or laatste.klaar_op is None or (nu or timezone.now()) - laatste.klaar_op > TE_OUD


def te_melden(termijn: Termijn, peildatum: dt.date) -> list[Termijnmelding.Niveau]:
    """The reminders whose day has come, the most urgent last; none whose day lay before the term began."""
    if peildatum > termijn.einde_op or peildatum < termijn.start_op:
        return []
    begin = termijn.verlengd_op or termijn.start_op
    return [niveau for dagen, niveau in HERINNERINGEN.items() if begin < termijn.einde_op - dt.timedelta(days=dagen) <= peildatum]


def _loop_termijnen(peildatum: dt.date, gezien: set[uuid.UUID], fouten: list[str]) -> None:
    """Handle what is due, in order of last day, until no step has made a new term due."""
    while nieuw := [t for t in _aan_de_beurt(peildatum) if t.pk not in gezien]:
        for termijn in nieuw:
            gezien.add(termijn.pk)
            with _vang_op(f"termijn {termijn.pk}", fouten), transaction.atomic():
                _behandel(termijn, peildatum)


def _aan_de_beurt(peildatum: dt.date) -> Iterator[Termijn]:
    """Running terms that passed, or with a reminder that was not yet recorded."""
    grens = peildatum + dt.timedelta(days=max(HERINNERINGEN))
    lopend = (
        Termijn.objects.filter(status=TermijnStatus.LOOPT, einde_op__lte=grens).order_by("einde_op", "pk").prefetch_related("meldingen")
    )
    for termijn in lopend:
        gemeld = {m.niveau for m in termijn.meldingen.all() if m.einde_op == termijn.einde_op}
        if peildatum > termijn.einde_op or set(te_melden(termijn, peildatum)) - gemeld:
            yield termijn


def _behandel(gezien: Termijn, peildatum: dt.date) -> None:
    """Look again under the lock, then pass or remind; somebody else's row is left to them."""
    vergrendel(gezien.zaak_id)
    lopend = Termijn.objects.select_for_update(skip_locked=True, of=("self",)).select_related("verantwoordelijk")
    termijn = lopend.filter(pk=gezien.pk, status=TermijnStatus.LOOPT).first()
    if termijn is None:
        return
    if peildatum > termijn.einde_op:
        services.overschrijd(termijn)
        _meld(termijn, [Termijnmelding.Niveau.OVERSCHREDEN], peildatum)
    else:
        _meld(termijn, te_melden(termijn, peildatum), peildatum)


def _meld(termijn: Termijn, niveaus: list[Termijnmelding.Niveau], peildatum: dt.date) -> None:
    """Record the levels that were not recorded before, and tell people only the most urgent of them."""
    gemeld = set(termijn.meldingen.filter(einde_op=termijn.einde_op).values_list("niveau", flat=True))
    for niveau in niveaus:
        if niveau in gemeld:
            continue
        is_dringendste = niveau == niveaus[-1]
        Termijnmelding.objects.create(
            termijn=termijn, niveau=niveau, einde_op=termijn.einde_op, op=peildatum, overgeslagen=not is_dringendste
        )
        if is_dringendste:
            berichten.meld(termijn, niveau, op=peildatum)


@contextmanager
def _vang_op(waar: str, fouten: list[str]) -> Iterator[None]:
    """Log what goes wrong inside and note it in Dutch, so that the sweep goes on."""
    try:
        yield
    except Exception as fout:
        logger.exception("Klokronde: %s mislukt.", waar)
        fouten.append(f"{waar}: {fout.tekst}" if isinstance(fout, StapGeweigerd) else waar)


def _vat_samen(fouten: list[str]) -> str:
    if not fouten:
        return ""
    return f"{len(fouten)} mislukt, de eerste bij {fouten[0]}"[: Klokronde._meta.get_field("fout").max_length]
