"""Every change to the reference data goes through here, so that none escapes the journaal."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models, transaction

from kern.journaal import services as journaal
from kern.organisaties.models import Lidmaatschap
from kern.toestanden.register import benoem
from kern.toestanden.uitvoeren import vergrendel

REFERENTIE = uuid.UUID("5a1e7f0c-0000-4000-8000-000000000001")
"""The zaak under which changes to organisations, regions, people and days stand in the journaal."""

VOEG_TOE, WIJZIG, VERWIJDER = "voeg_toe", "wijzig", "verwijder"
MET_INHOUD = {
    "naam",
    "soort",
    "sector",
    "grootte",
    "concern",
    "regio",
    "eerste",
    "tweede",
    "van",
    "tot",
    "bron",
    "is_onzeker",
    "datum",
    "gemeente",
} | {
    "mandaathouder",
    "zorgkantoor",
    "spuk_2025",
    "spuk_2026",
    "is_twijfelachtig",
    "rol",
    "mag_tekenen",
    "organisatie",
    "lidmaatschap",
}
PERSOONLIJK = {"gebruikers.gebruiker", "organisaties.contactpersoon"}

M = TypeVar("M", bound=models.Model)


def voeg_toe(rij: M, *, door: Lidmaatschap | None, op: dt.date) -> M:
    """Add a row and record it."""
    return _boek(rij, VOEG_TOE, lambda: rij.save(force_insert=True), _feiten(rij, _velden(rij)), door=door, op=op)


def wijzig(rij: M, *, door: Lidmaatschap | None, op: dt.date) -> M:
    """Save a changed row and record what it was and became; nothing changed means nothing recorded."""
    oud = type(rij)._default_manager.get(pk=rij.pk)
    anders = [v for v in _velden(rij) if getattr(oud, v.attname) != getattr(rij, v.attname)]
    if not anders:
        return rij
    feiten = {"velden": [v.name for v in anders], "was": _feiten(oud, anders), "wordt": _feiten(rij, anders)}
    return _boek(rij, WIJZIG, rij.save, feiten, door=door, op=op)


def verwijder(rij: M, *, door: Lidmaatschap | None, op: dt.date) -> None:
    """Remove a row and record what it was."""
    _boek(rij, VERWIJDER, rij.delete, _feiten(rij, _velden(rij)), door=door, op=op)


def _boek(rij: M, stap: str, doe: Callable[[], Any], feiten: dict[str, Any], *, door: Lidmaatschap | None, op: dt.date) -> M:
    onderwerp = rij.pk
    with transaction.atomic():
        vergrendel(REFERENTIE)
        doe()
        journaal.schrijf(zaak=REFERENTIE, soort=rij._meta.label_lower, onderwerp=onderwerp, stap=stap, door=door, op=op, feiten=feiten)
    return rij


def _velden(rij: models.Model) -> "list[models.Field[Any, Any]]":
    """The fields a person fills in: no key, no moment, no generated column, no password."""
    return [
        v
        for v in rij._meta.concrete_fields
        if not v.primary_key and not v.generated and v.name not in {"vastgelegd_op", "password", "last_login"}
    ]


def _feiten(rij: models.Model, velden: "list[models.Field[Any, Any]]") -> dict[str, Any]:
    """What may stand in the journaal: of people and contact persons only which fields, never what they say."""
    if rij._meta.label_lower in PERSOONLIJK:
        return {}
    return {v.name: _waarde(getattr(rij, v.name)) for v in velden if v.name in MET_INHOUD}


def _waarde(waarde: Any) -> Any:
    return str(waarde) if isinstance(waarde, models.Model) else waarde


def benoem_handelingen() -> None:
    """Give words to what stands in the journaal about the reference data."""
    onderwerpen = {
        "organisaties.organisatie": "Organisatie",
        "organisaties.concern": "Concern",
        "organisaties.regio": "Regio",
        "organisaties.gemeenteinregio": "Indeling van een gemeente",
        "organisaties.verzekeraarsinregio": "Verzekeraars van een regio",
        "organisaties.lidmaatschap": "Rol van een gebruiker",
        "organisaties.vervanging": "Vervanging",
        "organisaties.contactpersoon": "Contactpersoon",
        "gebruikers.gebruiker": "Gebruiker",
        "termijnen.vrijedag": "Gelijkgestelde dag",
    }
    for soort, naam in onderwerpen.items():
        for stap, woord in ((VOEG_TOE, "toegevoegd"), (WIJZIG, "gewijzigd"), (VERWIJDER, "verwijderd")):
            benoem(soort, stap, f"{naam} {woord}")
    benoem("organisaties.organisatie", "laad_basisgegevens", "Basisgegevens geladen")
    benoem("organisaties.organisatie", "controleer_contacten", "Contactpersonen gecontroleerd")
