"""Who reads the agreement, its signed exemplars, the application and the betaalbeschikking: everybody who sees the money."""

from kern.documenten.models import Document
from kern.documenten.zicht import geeft_zicht
from kern.organisaties.models import Lidmaatschap
from transformatie.models import Dossier
from verantwoording import rechten
from verantwoording.brieven_overeenkomst import AANVRAAG, BETAALBESCHIKKING, OVEREENKOMST
from verantwoording.services.ondertekening import GETEKEND_EXEMPLAAR

CONTRACTSTUKKEN = (OVEREENKOMST, GETEKEND_EXEMPLAAR, AANVRAAG, BETAALBESCHIKKING)


@geeft_zicht
def leest_contractstuk(document: Document, door: Lidmaatschap) -> bool:
    """Both insurers, the submitters, the NZa and the gemeenten who take part; no other financier and no other reviewer."""
    if document.soort not in CONTRACTSTUKKEN:
        return False
    dossier = Dossier.objects.zichtbaar_voor(door).filter(pk=document.zaak).first()
    return dossier is not None and bool(rechten.ziet_geld.test(door, dossier))
