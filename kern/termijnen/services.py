"""The verbs of the clock: start, meet, let lapse, suspend, resume, extend, pass.

All take the dossier's lock first, step through `voer_uit` as the system, and leave a row in the journaal.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from kern.basis.datums import toon_datum
from kern.journaal import services as journaal
from kern.organisaties.models import Organisatie
from kern.termijnen import kalender
from kern.termijnen.models import Opschorting, Termijn, TermijnStatus, VrijeDag
from kern.termijnen.signals import termijn_overschreden
from kern.termijnen.soorten import soort_van
from kern.toestanden.register import benoem
from kern.toestanden.stap import StapNietMogelijk
from kern.toestanden.uitvoeren import vergrendel, voer_uit

benoem(Termijn.soort(), "start", "Termijn gestart")


def gelijkgestelde_dagen() -> frozenset[dt.date]:
    """The equated free days: those the calendar knows by itself, and those beheer added."""
    return kalender.GELIJKGESTELD | frozenset(VrijeDag.objects.values_list("datum", flat=True))


def start(
    *,
    zaak: uuid.UUID,
    onderwerp: uuid.UUID,
    soort: str,
    verantwoordelijk: Organisatie,
    op: dt.date,
    duur: str | None = None,
    regel: str | None = None,
    opent_escalatie: bool | None = None,
    einde_op: dt.date | None = None,
) -> Termijn:
    """Start a term on its day 0 with the defaults of its kind; `einde_op` sets the last day itself.

    The same start again returns the term that runs; another start while one is open is refused (409).
    A given `einde_op` before the start becomes the start.
    """
    aard = soort_van(soort)
    with _op_slot(zaak):
        if lopend := Termijn.objects.open().filter(onderwerp=onderwerp, soort_termijn=soort).first():
            if lopend.start_op == op:
                return lopend
            raise StapNietMogelijk(f"Er loopt al een termijn sinds {toon_datum(lopend.start_op)}: {aard.naam}.")
        lengte = "" if einde_op else (duur or aard.duur)
        einde = _einde(op, lengte, einde_op, schuift=aard.schuift)
        termijn = Termijn.objects.create(
            zaak_id=zaak,
            onderwerp=onderwerp,
            soort_termijn=soort,
            regel=aard.regel if regel is None else regel,
            duur=lengte,
            start_op=op,
            ruw_op=einde.ruw,
            einde_op=einde.einde,
            reden=einde.reden,
            verantwoordelijk=verantwoordelijk,
            opent_escalatie=aard.opent_escalatie if opent_escalatie is None else opent_escalatie,
        )
        journaal.schrijf(
            zaak=zaak,
            soort=Termijn.soort(),
            onderwerp=termijn.pk,
            stap="start",
            naar=termijn.status,
            door=None,
            op=op,
            regels=[termijn.regel] if termijn.regel else [],
            feiten=_feiten(termijn),
        )
        return termijn


def _einde(op: dt.date, lengte: str, einde_op: dt.date | None, *, schuift: bool | None) -> kalender.Einde:
    """The last day: the one that was set, never before the start, else the one that is computed."""
    if einde_op:
        return kalender.Einde(op, max(op, einde_op), max(op, einde_op), "Deze dag is zelf vastgesteld, niet berekend.")
    return kalender.bereken(op, lengte, gelijkgesteld=gelijkgestelde_dagen(), schuift=schuift)


def haal(onderwerp: uuid.UUID, soort: str, op: dt.date) -> Termijn | None:
    """What the term asked for was done on this day; too late counts as alsnog, also before a sweep saw it.

    Returns the term, or None when none is open (nothing to meet, or met before).
    """
    gevonden = Termijn.objects.open().filter(onderwerp=onderwerp, soort_termijn=soort).first()
    if gevonden is None:
        return None
    with _op_slot(gevonden.zaak_id):
        termijn = Termijn.objects.open().filter(pk=gevonden.pk).first()
        if termijn is None:
            return None
        if termijn.status == TermijnStatus.LOOPT and op > termijn.einde_op:
            overschrijd(termijn)
        _sluit_opschorting(termijn, op)
        stap = "haal_alsnog" if termijn.status == TermijnStatus.OVERSCHREDEN else "haal"
        return voer_uit(termijn, stap, door=None, op=op, feiten=_feiten(termijn))


def overschrijd(termijn: Termijn) -> Termijn:
    """The last day has passed; counts from the day after it, whenever this is noticed."""
    with _op_slot(termijn.zaak_id):
        termijn.refresh_from_db()
        op = termijn.einde_op + dt.timedelta(days=1)
        voer_uit(termijn, "overschrijd", door=None, op=op, feiten=_feiten(termijn))
        termijn_overschreden.send(Termijn, termijn=termijn, op=op)
        termijn.refresh_from_db()
        return termijn


def laat_vervallen(onderwerp: uuid.UUID, op: dt.date, soort: str | None = None) -> list[Termijn]:
    """The open terms of this subject (all, or of one kind) have lost their object; returns them."""
    open_termijnen = Termijn.objects.open().van(onderwerp)
    if soort is not None:
        open_termijnen = open_termijnen.filter(soort_termijn=soort)
    vervallen = []
    for gevonden in open_termijnen:
        with _op_slot(gevonden.zaak_id):
            termijn = Termijn.objects.open().filter(pk=gevonden.pk).first()
            if termijn is not None:
                _sluit_opschorting(termijn, op)
                vervallen.append(voer_uit(termijn, "verval", door=None, op=op, feiten=_feiten(termijn)))
    return vervallen


def schort_op(termijn: Termijn, op: dt.date) -> Termijn:
    """The term stands still from the day after this one; only on a day on which it runs.

    Raises StapBelet before the start or after the end, StapNietMogelijk when the term is late or closed.
    """
    with _op_slot(termijn.zaak_id):
        termijn.refresh_from_db()
        if termijn.status == TermijnStatus.OPGESCHORT and termijn.opschortingen.filter(gevraagd_op=op, ontvangen_op=None).exists():
            return termijn
        voer_uit(termijn, "schort_op", door=None, op=op, feiten=_feiten(termijn) | {"gevraagd_op": op})
        Opschorting.objects.create(termijn=termijn, gevraagd_op=op)
        return termijn


def hervat(termijn: Termijn, op: dt.date) -> Termijn:
    """The answer was received on this day; the end is computed anew with every day that stood still."""
    with _op_slot(termijn.zaak_id):
        termijn.refresh_from_db()
        if termijn.status == TermijnStatus.LOOPT and termijn.opschortingen.filter(ontvangen_op=op).exists():
            return termijn
        lopend = termijn.opschortingen.filter(ontvangen_op=None).first()
        if lopend and op < lopend.gevraagd_op:
            raise StapNietMogelijk(f"De termijn staat stil sinds {toon_datum(lopend.gevraagd_op)}. Kies die dag of een latere.")
        _sluit_opschorting(termijn, op)
        einde_op, reden = _einde_na_opschorting(termijn)
        feiten = _feiten(termijn) | {"einde_op": einde_op, "ontvangen_op": op}
        return voer_uit(termijn, "hervat", door=None, op=op, feiten=feiten, einde_op=einde_op, reden=reden)


def verleng(termijn: Termijn, tot: dt.date, op: dt.date) -> Termijn:
    """A later last day was agreed; only later than the present end (StapBelet), also when that has passed."""
    with _op_slot(termijn.zaak_id):
        termijn.refresh_from_db()
        feiten = _feiten(termijn) | {"einde_op": tot, "verlengd_vanaf": termijn.einde_op}
        return voer_uit(termijn, "verleng", door=None, op=op, feiten=feiten, tot=tot)


def _einde_na_opschorting(termijn: Termijn) -> tuple[dt.date, str]:
    """From the start with all stretches; after an extension from the agreed day with the stretches since."""
    stukken = [(o.gevraagd_op, o.ontvangen_op) for o in termijn.opschortingen.all() if o.ontvangen_op is not None]
    dagen = gelijkgestelde_dagen()
    schuift = soort_van(termijn.soort_termijn).schuift
    if termijn.duur and termijn.verlengd_tot is None:
        einde = kalender.bereken(termijn.start_op, termijn.duur, stukken, dagen, schuift)
        return einde.einde, einde.reden
    vanaf = termijn.verlengd_tot or termijn.ruw_op
    sinds = [s for s in stukken if termijn.verlengd_op is None or s[0] >= termijn.verlengd_op]
    if schuift is None:
        schuift = bool(termijn.duur) and kalender.lees_duur(termijn.duur).schuift
    stil = kalender.dagen_stil(sinds)
    einde_op, zinnen = kalender.schuif(vanaf, stil, schuift and stil > 0, dagen)
    vooraf = f"De termijn is in overleg verlengd tot en met {toon_datum(vanaf)}." if termijn.verlengd_tot else "De dag is zelf vastgesteld."
    return einde_op, " ".join([vooraf, *zinnen])


def _sluit_opschorting(termijn: Termijn, op: dt.date) -> None:
    for lopend in termijn.opschortingen.filter(ontvangen_op=None):
        lopend.ontvangen_op = max(op, lopend.gevraagd_op)
        lopend.save(update_fields=["ontvangen_op"])


def _feiten(termijn: Termijn) -> dict[str, Any]:
    return {"soort": termijn.soort_termijn, "naam": termijn.naam, "regel": termijn.regel, "einde_op": termijn.einde_op}


@contextmanager
def _op_slot(zaak: uuid.UUID) -> Iterator[None]:
    """One transaction, with the dossier's lock taken before any row is read for change."""
    with transaction.atomic():
        vergrendel(zaak)
        yield
