"""Which documents of a dossier the NZa opens for its judgement, and no others (3a.5)."""

from kern.documenten.models import Document
from kern.documenten.zicht import geeft_zicht
from kern.organisaties.models import Lidmaatschap, Rol
from transformatie.models import Dossier
from verantwoording.rechtmatigheid import BESCHIKKING, OVEREENKOMST
from verantwoording.zicht import VOOR_DE_NZA

ARCHIEF = "rechtmatigheidsarchief"
VOOR_HET_OORDEEL = (*VOOR_DE_NZA, *OVEREENKOMST, *BESCHIKKING, ARCHIEF)


@geeft_zicht
def nza_leest_wat_aantoont(document: Document, door: Lidmaatschap) -> bool:
    """The NZa reads what proves the four parts, in the dossiers it sees."""
    if door.rol != Rol.NZA or document.soort not in VOOR_HET_OORDEEL:
        return False
    return Dossier.objects.zichtbaar_voor(door).filter(pk=document.zaak).exists()
