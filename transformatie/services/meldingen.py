"""Telling the organisations of a dossier what happened, through the outbox."""

import datetime as dt
from collections.abc import Iterable

from kern.berichten import services as berichten
from kern.organisaties.models import Organisatie
from transformatie.models import Dossier


def meld(
    dossier: Dossier,
    organisaties: Iterable[Organisatie | None],
    *,
    soort: str,
    sleutel: str,
    onderwerp: str,
    tekst: str,
    op: dt.date,
    adres: str | None = None,
) -> None:
    """One notice to every person of these organisations; the same `sleutel` is told once.  It leads to the dossier unless told otherwise."""
    aan = berichten.leden_van([o for o in organisaties if o is not None], op=op)
    berichten.schrijf(
        aan=aan,
        soort=soort,
        sleutel=f"{soort}:{dossier.pk}:{sleutel}",
        onderwerp=f"{dossier.kenmerk}: {onderwerp}",
        tekst=tekst,
        op=op,
        zaak=dossier.pk,
        adres=dossier.get_absolute_url() if adres is None else adres,
    )


def indieners(dossier: Dossier) -> list[Organisatie]:
    """The submitting organisations, each once."""
    return [o for o in dossier.betrokken_organisaties if o.pk in dossier.indienende_organisaties]


def verzekeraars(dossier: Dossier) -> list[Organisatie | None]:
    return [dossier.coordinerend, dossier.tweede]
