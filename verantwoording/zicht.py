"""What of the money is open to whom: evidence to the NZa, and the steps that submitters may read back."""

from kern.documenten.models import Document
from kern.documenten.zicht import geeft_zicht
from kern.organisaties.models import Lidmaatschap, Rol
from transformatie.models import Dossier
from transformatie.zicht import mag_lezen, open_voor_indieners

BEWIJSSTUK = "kpi_bewijs"
VOOR_DE_NZA = (BEWIJSSTUK, "uitbetalingsbesluit", "terugbetaling", "eindafrekening")

open_voor_indieners("verantwoording.toekenning")
open_voor_indieners(
    "verantwoording.kpiverantwoording", "dien_bewijs_in", "vraag_aanvulling", "ken_toe", "betaal_uit", "rond_betaling_af", "verval"
)


def leest_bewijsstuk(document: Document, dossier: Dossier, door: Lidmaatschap) -> bool:
    """Whether who sees this dossier may open this piece of evidence; the NZa may, for its judgement (3a.5)."""
    van_zichzelf = document.organisatie_id == door.organisatie_id
    return van_zichzelf or door.rol == Rol.NZA or mag_lezen(document.voor, dossier, door)


@geeft_zicht
def nza_leest_bewijs(document: Document, door: Lidmaatschap) -> bool:
    """The NZa reads evidence and payout decisions of the dossiers it sees (3a.5)."""
    if door.rol != Rol.NZA or document.soort not in VOOR_DE_NZA:
        return False
    return Dossier.objects.zichtbaar_voor(door).filter(pk=document.zaak).exists()
