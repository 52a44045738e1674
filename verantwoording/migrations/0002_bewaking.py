from django.db import migrations

from kern.basis.databank import achter_de_deur, alleen_bijschrijven

GELD = """
CREATE OR REPLACE FUNCTION verantwoording_boeking_sluit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE saldo numeric;
BEGIN
  SELECT sum(bedrag) INTO saldo FROM verantwoording_boekingsregel WHERE boeking_id = NEW.boeking_id;
  IF saldo <> 0 THEN
    RAISE EXCEPTION 'Boeking % sluit niet: het verschil is %.', NEW.boeking_id, saldo USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER verantwoording_boeking_sluit AFTER INSERT ON verantwoording_boekingsregel
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION verantwoording_boeking_sluit();

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
CREATE TRIGGER verantwoording_nooit_meer_dan_toegekend BEFORE INSERT ON verantwoording_uitbetaling
  FOR EACH ROW EXECUTE FUNCTION verantwoording_nooit_meer_dan_toegekend();
"""

WEG = """
DROP TRIGGER verantwoording_boeking_sluit ON verantwoording_boekingsregel;
DROP TRIGGER verantwoording_nooit_meer_dan_toegekend ON verantwoording_uitbetaling;
"""


class Migration(migrations.Migration):
    """The ledger balances and is only added to; nothing is paid above the grant; states change behind the door."""

    dependencies = [("verantwoording", "0001_initial"), ("toestanden", "0001_initial")]
    operations = [
        achter_de_deur("verantwoording_toekenning", "wacht"),
        achter_de_deur("verantwoording_kpiverantwoording", "open"),
        alleen_bijschrijven("verantwoording_boeking"),
        alleen_bijschrijven("verantwoording_boekingsregel"),
        alleen_bijschrijven("verantwoording_uitbetaling"),
        migrations.RunSQL(GELD, WEG),
    ]
