"""Who may come in, for every page of the assessment."""

from django.http import Http404, HttpRequest

from beoordeling.blad import Blad, blad_van, leest_mee
from beoordeling.rechten import is_toegewezen
from kern.organisaties.models import Lidmaatschap, Rol
from kern.toestanden.stap import StapNietToegestaan
from transformatie.models import Dossier
from transformatie.rechten import handelt_voor_indiener, is_gemeente
from transformatie.selectors.dossier import laad_partijen
from transformatie.views.algemeen import namens, zichtbaar_dossier

NIET_VOOR_U = "Dit is alleen voor wie dit dossier beoordeelt: de twee verzekeraars, de gemeenten en de toegewezen regiocoördinator."
OOK_INDIENER = "U werkt ook voor een indiener van dit plan. Daarom beoordeelt u het niet, ook niet onder een andere rol."


def binnen(request: HttpRequest, kenmerk: str, *, ook_gemeenten: bool = False) -> tuple[Dossier, Lidmaatschap, Blad]:
    """The dossier, for a reviewer; for a submitter these pages do not exist (404), for others who see it: 403 (1c.2).

    `ook_gemeenten` lets in every gemeente that takes part, also one that does not assess, and who is assigned as third.
    """
    dossier = zichtbaar_dossier(request, kenmerk=kenmerk)
    door = namens(request)
    laad_partijen(dossier)
    if door.rol == Rol.PLANMAKER or door.organisatie_id in dossier.indienende_organisaties:
        raise Http404
    if handelt_voor_indiener.test(door, dossier):
        raise StapNietToegestaan(OOK_INDIENER)
    blad = blad_van(dossier)
    if not leest_mee(blad, door) and not (ook_gemeenten and (is_gemeente | is_toegewezen).test(door, dossier)):
        raise StapNietToegestaan(NIET_VOOR_U)
    return dossier, door, blad
