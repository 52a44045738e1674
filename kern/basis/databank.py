"""Database guards that migrations put on tables: append-only rows, frozen rows, states behind the door."""

from django.db import migrations

FUNCTIES = """
CREATE OR REPLACE FUNCTION kern_alleen_bijschrijven() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transformatieplan.onderhoud', true) = 'ja' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD WHEN 'TRUNCATE' THEN NULL ELSE NEW END;
  END IF;
  RAISE EXCEPTION 'Aan % wordt alleen bijgeschreven, nooit gewijzigd of verwijderd.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE FUNCTION kern_toestand_door_de_deur() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> TG_ARGV[0] THEN
      RAISE EXCEPTION 'Een nieuwe rij in % begint als %.', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF NEW.status <> OLD.status AND current_setting('transformatieplan.deur', true) IS DISTINCT FROM NEW.id::text THEN
    RAISE EXCEPTION 'De toestand van % verandert alleen door voer_uit.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""
LIGT_VAST = """
CREATE OR REPLACE FUNCTION kern_ligt_vast() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE vrij text[] := string_to_array(TG_ARGV[0], ',');
BEGIN
  IF current_setting('transformatieplan.onderhoud', true) = 'ja' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD WHEN 'TRUNCATE' THEN NULL ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - vrij) = (to_jsonb(OLD) - vrij)
    AND (NEW IS NOT DISTINCT FROM OLD OR to_jsonb(OLD) ->> TG_ARGV[1] IS NULL) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Wat is verstuurd, ligt vast in %.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def alleen_bijschrijven(tabel: str) -> migrations.RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE on the table, except in a maintenance transaction."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {tabel}_bijschrijven BEFORE UPDATE OR DELETE ON {tabel}
          FOR EACH ROW EXECUTE FUNCTION kern_alleen_bijschrijven();
        CREATE TRIGGER {tabel}_niet_legen BEFORE TRUNCATE ON {tabel}
          FOR EACH STATEMENT EXECUTE FUNCTION kern_alleen_bijschrijven();
        """,
        f"DROP TRIGGER {tabel}_bijschrijven ON {tabel}; DROP TRIGGER {tabel}_niet_legen ON {tabel};",
    )


def achter_de_deur(tabel: str, begin: str) -> migrations.RunSQL:
    """Rows start in `begin`, and their status changes only inside `voer_uit`."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {tabel}_deur BEFORE INSERT OR UPDATE OF status ON {tabel}
          FOR EACH ROW EXECUTE FUNCTION kern_toestand_door_de_deur('{begin}');
        """,
        f"DROP TRIGGER {tabel}_deur ON {tabel};",
    )


def ligt_vast(tabel: str, *, open_tot: str = "", vrij: tuple[str, ...] = ()) -> migrations.RunSQL:
    """Rows are not deleted, and change only in the columns `vrij`, until the column `open_tot` is filled; needs LIGT_VAST."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {tabel}_ligt_vast BEFORE UPDATE OR DELETE ON {tabel}
          FOR EACH ROW EXECUTE FUNCTION kern_ligt_vast('{",".join(vrij)}', '{open_tot}');
        CREATE TRIGGER {tabel}_niet_legen BEFORE TRUNCATE ON {tabel}
          FOR EACH STATEMENT EXECUTE FUNCTION kern_ligt_vast('', '');
        """,
        f"DROP TRIGGER {tabel}_ligt_vast ON {tabel}; DROP TRIGGER {tabel}_niet_legen ON {tabel};",
    )
