"""Who may see a document: higher apps know, this register asks them; where nobody answers, nobody sees."""

from collections.abc import Callable

from kern.documenten.models import Document
from kern.organisaties.models import Lidmaatschap

Zicht = Callable[[Document, Lidmaatschap], bool]
_zichten: list[Zicht] = []


def geeft_zicht(functie: Zicht) -> Zicht:
    """Register `mag_zien(document, lidmaatschap) -> bool`; one yes of any of them is enough."""
    if functie not in _zichten:
        _zichten.append(functie)
    return functie


def mag_zien(document: Document, lidmaatschap: Lidmaatschap | None) -> bool:
    """Whether who acts under this membership may read the document."""
    return lidmaatschap is not None and any(zicht(document, lidmaatschap) for zicht in _zichten)
