import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("transformatie", "0006_overleg"),
    ]

    operations = [
        migrations.AddField(
            model_name="escalatiegesprek",
            name="overleg",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="escalatiegesprek",
                to="transformatie.overleg",
                verbose_name="overleg",
            ),
        ),
    ]
