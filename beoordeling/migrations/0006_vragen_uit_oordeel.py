from typing import Any

from django.db import migrations


def verhuis(apps: Any, schema_editor: Any) -> None:
    """Each string becomes a question at the point as a whole."""
    Oordeel, Vraag = apps.get_model("beoordeling", "Oordeel"), apps.get_model("beoordeling", "Vraag")
    for oordeel in Oordeel.objects.exclude(vragen=[]).iterator():
        for tekst in oordeel.vragen:
            Vraag.objects.create(beoordeling_id=oordeel.beoordeling_id, punt=oordeel.punt, tekst=tekst, steller_id=oordeel.door_id)


class Migration(migrations.Migration):
    """The questions of a judgement are rows of their own from now on (1c.2)."""

    dependencies = [("beoordeling", "0005_een_instemming_die_telt")]
    operations = [
        migrations.RunPython(verhuis, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="oordeel", name="vragen"),
    ]
