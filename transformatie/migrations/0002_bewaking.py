from django.db import migrations

from kern.basis.databank import achter_de_deur

BEVROREN = """
CREATE OR REPLACE FUNCTION transformatie_versie_bevroren() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transformatieplan.onderhoud', true) = 'ja' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF OLD.bevroren_op IS NOT NULL THEN
    RAISE EXCEPTION 'Een ingediende planversie verandert niet meer.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER transformatie_planversie_bevroren BEFORE UPDATE OR DELETE ON transformatie_planversie
  FOR EACH ROW EXECUTE FUNCTION transformatie_versie_bevroren();

CREATE OR REPLACE FUNCTION transformatie_deel_bevroren() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE versie uuid;
BEGIN
  IF current_setting('transformatieplan.onderhoud', true) = 'ja' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  versie := CASE TG_OP WHEN 'INSERT' THEN NEW.versie_id ELSE OLD.versie_id END;
  IF EXISTS (SELECT 1 FROM transformatie_planversie WHERE id = versie AND bevroren_op IS NOT NULL) THEN
    RAISE EXCEPTION 'Een ingediende planversie verandert niet meer.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER transformatie_kpi_bevroren BEFORE INSERT OR UPDATE OR DELETE ON transformatie_kpi
  FOR EACH ROW EXECUTE FUNCTION transformatie_deel_bevroren();
CREATE TRIGGER transformatie_mijlpaal_bevroren BEFORE INSERT OR UPDATE OR DELETE ON transformatie_mijlpaal
  FOR EACH ROW EXECUTE FUNCTION transformatie_deel_bevroren();
"""


class Migration(migrations.Migration):
    """States change only behind the door; a version that was handed in does not change at all."""

    dependencies = [("transformatie", "0001_initial"), ("toestanden", "0001_initial")]
    operations = [
        achter_de_deur("transformatie_startgesprek", "aangevraagd"),
        achter_de_deur("transformatie_snelletoets", "concept"),
        achter_de_deur("transformatie_transformatieplan", "in_opstelling"),
        achter_de_deur("transformatie_escalatie", "gemeld"),
        migrations.RunSQL(BEVROREN, migrations.RunSQL.noop),
    ]
