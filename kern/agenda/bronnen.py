"""The register through which higher apps put their terms and meetings in a person's calendar."""

import datetime as dt
from collections.abc import Callable, Iterable

from kern.agenda.ics import Afspraak
from kern.gebruikers.models import Gebruiker
from kern.organisaties.models import Lidmaatschap

Bron = Callable[[Gebruiker, dt.date], Iterable[Afspraak]]

_bronnen: list[Bron] = []


def agenda_bron(functie: Bron) -> Bron:
    """Register a source: what this person has to come on or after (about) that day, through what they may see, in a fixed number of queries.

    A calendar may lie open on a telephone: name a dossier by its kenmerk, never by its title, and no contents.
    """
    if functie not in _bronnen:
        _bronnen.append(functie)
    return functie


def afspraken_van(gebruiker: Gebruiker, op: dt.date) -> list[Afspraak]:
    """Everything the sources know for this person, the first day on top."""
    alles = [afspraak for bron in _bronnen for afspraak in bron(gebruiker, op)]
    return sorted(alles, key=lambda a: (a.dag, isinstance(a.begin, dt.datetime), a.begin.isoformat(), a.uid))


def lidmaatschappen_van(gebruiker: Gebruiker, op: dt.date) -> list[Lidmaatschap]:
    """As what this person may act on that day; a calendar shows what any of these may see."""
    return list(Lidmaatschap.objects.geldig_op(op).filter(gebruiker=gebruiker).select_related("organisatie", "gebruiker"))
