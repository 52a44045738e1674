from django.db import migrations

NETTO = """
CREATE OR REPLACE FUNCTION verantwoording_opdracht_past() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE plafond numeric := verantwoording_plafond(NEW.toekenning_id); al numeric;
BEGIN
  SELECT coalesce(sum(bedrag), 0) INTO al FROM verantwoording_betaalopdracht WHERE toekenning_id = NEW.toekenning_id;
  SELECT al - coalesce(sum(r.bedrag), 0) INTO al
    FROM verantwoording_betaalopdrachtregel r JOIN verantwoording_betaalopdracht o ON o.id = r.opdracht_id
    WHERE o.toekenning_id = NEW.toekenning_id AND r.vervallen_op IS NOT NULL;
  SELECT al - coalesce(sum(r.bedrag), 0) INTO al
    FROM verantwoording_boekingsregel r JOIN verantwoording_boeking b ON b.id = r.boeking_id
    LEFT JOIN verantwoording_boeking c ON c.id = b.corrigeert_id
    JOIN verantwoording_voorschot v ON v.id = coalesce(c.onderwerp, b.onderwerp)
    WHERE v.toekenning_id = NEW.toekenning_id AND r.rekening = 'te_vorderen' AND coalesce(c.soort, b.soort) = 'vordering';
  IF al + NEW.bedrag > plafond THEN
    RAISE EXCEPTION 'Er kan niet meer worden uitbetaald dan is toegekend.' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM verantwoording_kpiverantwoording k
                 WHERE k.id = NEW.verantwoording_id AND k.toekenning_id = NEW.toekenning_id AND k.bedrag_toegekend IS NOT NULL) THEN
    RAISE EXCEPTION 'Een betaalopdracht hoort bij een KPI waarvoor een bedrag is toegekend.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""
BRUTO = """
CREATE OR REPLACE FUNCTION verantwoording_opdracht_past() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE plafond numeric := verantwoording_plafond(NEW.toekenning_id); al numeric;
BEGIN
  SELECT coalesce(sum(bedrag), 0) INTO al FROM verantwoording_betaalopdracht WHERE toekenning_id = NEW.toekenning_id;
  IF al + NEW.bedrag > plafond THEN
    RAISE EXCEPTION 'Er kan niet meer worden uitbetaald dan is toegekend.' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM verantwoording_kpiverantwoording k
                 WHERE k.id = NEW.verantwoording_id AND k.toekenning_id = NEW.toekenning_id AND k.bedrag_toegekend IS NOT NULL) THEN
    RAISE EXCEPTION 'Een betaalopdracht hoort bij een KPI waarvoor een bedrag is toegekend.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """What was ordered counts without the lines that lapsed and the advances that are claimed back (3a.5, 1g.4)."""

    dependencies = [("verantwoording", "0011_spuk")]

    operations = [migrations.RunSQL(NETTO, BRUTO)]
