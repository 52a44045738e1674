from django.db import migrations

# The parent row is locked first, or two transactions at once would both see no overlap.
VERZEKERAARS = """
CREATE FUNCTION organisaties_verzekeraars_zonder_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM organisaties_regio WHERE id = NEW.regio_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT 1 FROM organisaties_verzekeraarsinregio r
    WHERE r.regio_id = NEW.regio_id AND r.id <> NEW.id
      AND daterange(r.van, r.tot, '[]') && daterange(NEW.van, NEW.tot, '[]')
  ) THEN
    RAISE EXCEPTION 'De perioden van de verzekeraars van deze regio overlappen.' USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER organisaties_verzekeraars_zonder_overlap BEFORE INSERT OR UPDATE ON organisaties_verzekeraarsinregio
  FOR EACH ROW EXECUTE FUNCTION organisaties_verzekeraars_zonder_overlap();
"""
INDELING = """
CREATE FUNCTION organisaties_indeling_zonder_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM organisaties_organisatie WHERE id = NEW.gemeente_id FOR NO KEY UPDATE;
  IF EXISTS (
    SELECT 1 FROM organisaties_gemeenteinregio r JOIN organisaties_regio soort ON soort.id = r.regio_id
    WHERE r.gemeente_id = NEW.gemeente_id AND r.id <> NEW.id
      AND soort.soort = (SELECT soort FROM organisaties_regio WHERE id = NEW.regio_id)
      AND daterange(r.van, r.tot, '[]') && daterange(NEW.van, NEW.tot, '[]')
  ) THEN
    RAISE EXCEPTION 'Een gemeente hoort op een dag bij een regio per indeling.' USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER organisaties_indeling_zonder_overlap BEFORE INSERT OR UPDATE ON organisaties_gemeenteinregio
  FOR EACH ROW EXECUTE FUNCTION organisaties_indeling_zonder_overlap();
"""
WEG = """
DROP TRIGGER organisaties_verzekeraars_zonder_overlap ON organisaties_verzekeraarsinregio;
DROP FUNCTION organisaties_verzekeraars_zonder_overlap();
DROP TRIGGER organisaties_indeling_zonder_overlap ON organisaties_gemeenteinregio;
DROP FUNCTION organisaties_indeling_zonder_overlap();
"""


class Migration(migrations.Migration):
    """Periods never overlap: one pair of insurers per region, one region per division for a gemeente."""

    dependencies = [("organisaties", "0002_zoeknaam_en_zinnen")]
    operations = [migrations.RunSQL(VERZEKERAARS + INDELING, WEG)]
