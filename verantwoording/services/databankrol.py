"""What the application may do in the database in production: everything but change or remove what is only ever added to.

The owner of the tables migrates; the application connects as another role, which owns nothing.  So it can neither update a
posting nor switch off the trigger that would refuse it.
"""

from django.db import connection
from psycopg2 import sql

ALLEEN_BIJSCHRIJVEN = """
SELECT DISTINCT c.relname FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE p.proname = 'kern_alleen_bijschrijven' AND n.nspname = current_schema() ORDER BY c.relname
"""


def tabellen_om_bij_te_schrijven() -> list[str]:
    """Every table that a migration made append-only: the ledger, the payouts, the journaal."""
    with connection.cursor() as cursor:
        cursor.execute(ALLEEN_BIJSCHRIJVEN)
        return [naam for (naam,) in cursor.fetchall()]


def maak_rol(rol: str, wachtwoord: str = "") -> None:
    """Make the role if it is not there, and set its password; without one it cannot log in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [rol])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(rol)))
        if wachtwoord:
            cursor.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(rol), sql.Literal(wachtwoord)))


def geef_rechten(rol: str) -> list[str]:
    """Grant what the application needs, and take back what it never needs; running it again changes nothing.

    Gives the tables on which it may only read and add.
    """
    naam, vast = sql.Identifier(rol), tabellen_om_bij_te_schrijven()
    opdrachten = [
        "GRANT USAGE ON SCHEMA public TO {rol}",
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {rol}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {rol}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {rol}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {rol}",
    ]
    with connection.cursor() as cursor:
        for opdracht in opdrachten:
            cursor.execute(sql.SQL(opdracht).format(rol=naam))
        for tabel in vast:
            cursor.execute(sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(tabel), naam))
    return vast
