from django.db import migrations

from kern.basis.databank import alleen_bijschrijven


class Migration(migrations.Migration):
    """The journaal is only ever added to."""

    dependencies = [("journaal", "0001_initial"), ("toestanden", "0001_initial")]
    operations = [alleen_bijschrijven("journaal_journaalregel")]
