from django.db import migrations

PLAFOND = """
CREATE OR REPLACE FUNCTION verantwoording_nooit_meer_dan_toegekend() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE plafond numeric; betaald numeric;
BEGIN
  SELECT bedrag INTO plafond FROM verantwoording_toekenning WHERE id = NEW.toekenning_id FOR UPDATE;
  SELECT least(plafond, min(bedrag)) INTO plafond FROM verantwoording_betaalbeschikking WHERE toekenning_id = NEW.toekenning_id;
  SELECT coalesce(sum(bedrag), 0) INTO betaald FROM verantwoording_uitbetaling WHERE toekenning_id = NEW.toekenning_id;
  IF betaald + NEW.bedrag > plafond THEN
    RAISE EXCEPTION 'Er kan niet meer worden uitbetaald dan is toegekend.' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM verantwoording_kpiverantwoording k
                 WHERE k.id = NEW.verantwoording_id AND k.toekenning_id = NEW.toekenning_id AND k.bedrag_toegekend = NEW.bedrag) THEN
    RAISE EXCEPTION 'Een uitbetaling is het bedrag dat voor deze KPI is toegekend.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION verantwoording_bedrag_staat_vast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Een bedrag in % staat vast zodra het is vastgelegd.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER verantwoording_toekenning_bedrag BEFORE UPDATE OF bedrag ON verantwoording_toekenning
  FOR EACH ROW WHEN (OLD.bedrag IS DISTINCT FROM NEW.bedrag) EXECUTE FUNCTION verantwoording_bedrag_staat_vast();
CREATE TRIGGER verantwoording_beschikking_bedrag BEFORE UPDATE OF bedrag ON verantwoording_betaalbeschikking
  FOR EACH ROW WHEN (OLD.bedrag IS DISTINCT FROM NEW.bedrag) EXECUTE FUNCTION verantwoording_bedrag_staat_vast();
CREATE TRIGGER verantwoording_kpi_bedrag BEFORE UPDATE OF bedrag_toegekend ON verantwoording_kpiverantwoording
  FOR EACH ROW WHEN (OLD.bedrag_toegekend IS NOT NULL AND OLD.bedrag_toegekend IS DISTINCT FROM NEW.bedrag_toegekend)
  EXECUTE FUNCTION verantwoording_bedrag_staat_vast();
"""

TERUG = """
DROP TRIGGER verantwoording_toekenning_bedrag ON verantwoording_toekenning;
DROP TRIGGER verantwoording_beschikking_bedrag ON verantwoording_betaalbeschikking;
DROP TRIGGER verantwoording_kpi_bedrag ON verantwoording_kpiverantwoording;
DROP FUNCTION verantwoording_bedrag_staat_vast;
CREATE OR REPLACE FUNCTION verantwoording_nooit_meer_dan_toegekend() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE plafond numeric; betaald numeric;
BEGIN
  SELECT bedrag INTO plafond FROM verantwoording_toekenning WHERE id = NEW.toekenning_id FOR UPDATE;
  SELECT coalesce(sum(bedrag), 0) INTO betaald FROM verantwoording_uitbetaling WHERE toekenning_id = NEW.toekenning_id;
  IF betaald + NEW.bedrag > plafond THEN
    RAISE EXCEPTION 'Er kan niet meer worden uitbetaald dan is toegekend.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """A payout is what its own KPI was granted, within grant and betaalbeschikking; amounts stay as they were given."""

    dependencies = [("verantwoording", "0002_bewaking")]
    operations = [migrations.RunSQL(PLAFOND, TERUG)]
