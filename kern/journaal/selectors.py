"""Reading the journaal."""

import uuid

from kern.journaal.models import Journaalregel


def tijdlijn(zaak: uuid.UUID, limiet: int | None = None) -> list[Journaalregel]:
    """The steps on one dossier, the last one first, with who took them; one query."""
    regels = Journaalregel.objects.filter(zaak=zaak).select_related("organisatie", "gebruiker").order_by("-volgnummer")
    return list(regels[:limiet] if limiet is not None else regels)
