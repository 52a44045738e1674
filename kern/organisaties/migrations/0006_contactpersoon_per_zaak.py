from django.db import migrations, models


class Migration(migrations.Migration):
    """A contact person may be there for one case only (1d.4)."""

    dependencies = [("organisaties", "0005_vervanging")]
    operations = [
        migrations.AddField("contactpersoon", "zaak", models.UUIDField("alleen voor deze zaak", blank=True, null=True, db_index=True)),
    ]
