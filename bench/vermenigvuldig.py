"""Copies of every dossier with everything that hangs on it, made in SQL."""

from django.apps import apps
from django.db import connection, models

from transformatie.models import Dossier

OPAAK = {"zaak", "zaak_id", "onderwerp"}  # keys of dossiers and their rows without a foreign key


def vermenigvuldig(keer: int) -> None:
    """Make `keer - 1` copies of all dossiers; every key of a copy is the old key hashed with the number of the copy."""
    gebonden = _gebonden()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers: copies are born in the state of their original
        for nummer in range(1, keer):
            for model in gebonden:
                velden = [v for v in model._meta.concrete_fields if not v.generated and not isinstance(v, models.AutoField)]
                kolommen = ", ".join(f'"{v.column}"' for v in velden)
                waarden = ", ".join(_waarde(model, v, nummer, gebonden) for v in velden)
                origineel = _alleen_originelen(model)
                cursor.execute(f'INSERT INTO "{model._meta.db_table}" ({kolommen}) SELECT {waarden} FROM {origineel}')  # noqa: S608
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE")


def _gebonden() -> list[type[models.Model]]:
    """Every table whose rows belong to a dossier, directly or through another."""
    alle = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed]
    gevonden: list[type[models.Model]] = [Dossier]
    while nieuw := [m for m in alle if m not in gevonden and _hangt_aan(m, gevonden)]:
        gevonden += nieuw
    return gevonden


def _hangt_aan(model: type[models.Model], gevonden: list[type[models.Model]]) -> bool:
    return any(v.name in OPAAK or (v.is_relation and v.related_model in gevonden) for v in model._meta.concrete_fields)


def _alleen_originelen(model: type[models.Model]) -> str:
    """The rows as they were before the first copy, kept aside."""
    tabel = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMPORARY TABLE IF NOT EXISTS "bench_{tabel}" ON COMMIT DROP AS SELECT * FROM "{tabel}"')  # noqa: S608
    return f'"bench_{tabel}"'


def _waarde(model: type[models.Model], veld: models.Field, nummer: int, gebonden: list[type[models.Model]]) -> str:
    kolom = f'"{veld.column}"'
    if veld.name in OPAAK or (isinstance(veld, models.UUIDField) and veld.primary_key):
        return f"md5({kolom}::text || '{nummer}')::uuid"
    if veld.is_relation and veld.related_model in gebonden:
        return f"md5({kolom}::text || '{nummer}')::uuid"
    if model is Dossier and veld.name == "volgnummer":
        return f"{kolom} + {1000 * nummer}"
    if model is Dossier and veld.name == "kenmerk":
        return f"'TP-' || jaar || '-' || lpad((volgnummer + {1000 * nummer})::text, 4, '0')"
    if _is_uniek(model, veld):
        return f"left({kolom} || ':{nummer}', {veld.max_length or 200})"
    return kolom


def _is_uniek(model: type[models.Model], veld: models.Field) -> bool:
    """A text that may occur once in its table."""
    alleen = {c.fields[0] for c in model._meta.constraints if isinstance(c, models.UniqueConstraint) and len(c.fields) == 1}
    return isinstance(veld, models.CharField) and (veld.unique or veld.name in alleen)
