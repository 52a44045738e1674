"""What of the adjustments waits on a person, over all dossiers (1g.6)."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from beoordeling.rechten import is_tekenbevoegd
from kern.organisaties.models import Lidmaatschap, Rol
from kern.web.panelen import Werkitem, werkvoorraad_bron
from verantwoording.models import Bijstelling, Bijstellingsakkoord, BijstellingStatus
from verantwoording.werkvoorraad import _onbevangen

S = BijstellingStatus


@werkvoorraad_bron
def bijstellingen(namens: Lidmaatschap, op: dt.date) -> list[Werkitem]:
    """To decide or process for the coordinating insurer, to answer for who it touches. At most two queries."""
    werk = list(_czv(namens)) if namens.rol == Rol.BEOORDELAAR else []
    return [*werk, *_te_beantwoorden(namens)] if is_tekenbevoegd(namens) else werk


def _czv(namens: Lidmaatschap) -> Iterator[Werkitem]:
    open_ = Bijstellingsakkoord.objects.filter(bijstelling=OuterRef("pk"), vervallen_op=None).exclude(antwoord="akkoord")
    rijen = Bijstelling.objects.filter(
        _onbevangen(namens, "dossier_id"), dossier__coordinerend=namens.organisatie_id, status__in=[S.VOORGELEGD, S.AKKOORD]
    )
    for b in rijen.select_related("dossier__hoofdregio").annotate(wacht=Exists(open_)):
        wacht = b.status == S.VOORGELEGD and b.wacht
        wat = "Partijen antwoorden op de bijstelling" if wacht else "Beslis over de bijstelling"
        yield _item(b, "Verwerk de bijstelling in een nieuwe versie" if b.status == S.AKKOORD else wat, is_aan_zet=not wacht)


def _te_beantwoorden(namens: Lidmaatschap) -> Iterator[Werkitem]:
    gevraagd = Bijstellingsakkoord.objects.filter(
        organisatie_id=namens.organisatie_id, vervallen_op=None, antwoord="", bijstelling__status=S.VOORGELEGD
    )
    for a in gevraagd.select_related("bijstelling__dossier__hoofdregio"):
        yield _item(a.bijstelling, "Stem in met de bijstelling van het plan, of leg uit waarom niet")


def _item(b: Bijstelling, wat: str, *, is_aan_zet: bool = True) -> Werkitem:
    return Werkitem(
        wat=wat,
        toelichting="Regel 1g.6",
        dossier_kenmerk=b.dossier.kenmerk,
        dossier_titel=b.dossier.titel,
        dossier_url=b.dossier.get_absolute_url(),
        uiterlijk=None,
        url=b.get_absolute_url(),
        knop="Bekijk",
        is_aan_zet=is_aan_zet,
        sinds=b.besloten_op or b.voorgelegd_op,
    )
