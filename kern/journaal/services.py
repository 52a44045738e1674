"""Writing and checking the journaal."""

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from kern.journaal.models import Journaalregel
from kern.organisaties.models import Lidmaatschap

BEGIN = "0" * 64


def bereken_hash(regel: Journaalregel) -> str:
    """SHA-256 over the row's content and the hash before it."""
    return hashlib.sha256(json.dumps(regel.kern(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def schrijf(
    *,
    zaak: uuid.UUID,
    soort: str,
    onderwerp: uuid.UUID,
    stap: str,
    door: Lidmaatschap | None,
    op: dt.date,
    van: str = "",
    naar: str = "",
    regels: list[str] | None = None,
    feiten: dict[str, Any] | None = None,
) -> Journaalregel:
    """Add a row to a dossier's chain; the caller holds the dossier's lock (`vergrendel`)."""
    vorige = Journaalregel.objects.filter(zaak=zaak).order_by("-volgnummer").values("volgnummer", "hash").first()
    regel = Journaalregel(
        zaak=zaak,
        soort=soort,
        onderwerp=onderwerp,
        stap=stap,
        van=van or "",
        naar=naar or "",
        op=op,
        gebruiker_id=door.gebruiker_id if door else None,
        organisatie_id=door.organisatie_id if door else None,
        rol=door.rol if door else "systeem",
        moment=timezone.now(),
        regels=regels or [],
        feiten=json.loads(json.dumps(feiten or {}, cls=DjangoJSONEncoder)),
        volgnummer=(vorige["volgnummer"] + 1) if vorige else 1,
        vorige_hash=vorige["hash"] if vorige else BEGIN,
    )
    regel.hash = bereken_hash(regel)
    regel.save(force_insert=True)
    return regel


def laatste(onderwerp: uuid.UUID) -> Journaalregel | None:
    """The last step taken on one row."""
    return Journaalregel.objects.filter(onderwerp=onderwerp).select_related("organisatie", "gebruiker").order_by("-volgnummer").first()
