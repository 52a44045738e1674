import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kern.basis.databank import LIGT_VAST, ligt_vast

ANTWOORD = """
CREATE OR REPLACE FUNCTION beoordeling_antwoord_ligt_vast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transformatieplan.onderhoud', true) = 'ja' OR (TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD) THEN
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT 1 FROM beoordeling_vragenbundel WHERE id = NEW.bundel_id AND beantwoord_op IS NOT NULL) THEN
    RAISE EXCEPTION 'De antwoorden zijn verstuurd; vragen en antwoorden veranderen niet meer.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER beoordeling_bundelvraag_antwoord BEFORE INSERT OR UPDATE ON beoordeling_bundelvraag
  FOR EACH ROW EXECUTE FUNCTION beoordeling_antwoord_ligt_vast();
"""
ANTWOORD_TERUG = "DROP TRIGGER beoordeling_bundelvraag_antwoord ON beoordeling_bundelvraag;"


class Migration(migrations.Migration):
    """Who gave an advice for a colleague stands on record; questions that were sent and answers that were given do not change."""

    dependencies = [
        ("beoordeling", "0006_vragen_uit_oordeel"),
        ("toestanden", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="adviesverzoek",
            name="gegeven_door",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.RunSQL(LIGT_VAST, migrations.RunSQL.noop),
        ligt_vast(
            "beoordeling_vragenbundel", open_tot="beantwoord_op", vrij=("beantwoord_op", "beantwoord_door_id", "beantwoord_namens_id")
        ),
        ligt_vast("beoordeling_bundelvraag", vrij=("antwoord", "antwoord_om", "antwoord_door_id")),
        migrations.RunSQL(ANTWOORD, ANTWOORD_TERUG),
        ligt_vast("beoordeling_voornemen"),
        ligt_vast("beoordeling_volgersvraag", open_tot="beantwoord_op", vrij=("antwoord", "beantwoord_op", "beantwoord_namens_id")),
    ]
