import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Help beside the ladder gets a key of its own for the bestuurlijke groep, and the people of the brigade."""

    dependencies = [
        ("organisaties", "0004_rol_vliegende_brigade"),
        ("transformatie", "0003_conceptveld"),
    ]

    operations = [
        migrations.AddField(
            model_name="escalatie",
            name="tussen",
            field=models.ManyToManyField(blank=True, related_name="+", to="organisaties.organisatie", verbose_name="waar het knelt"),
        ),
        migrations.AddField(
            model_name="zijspoor",
            name="agendasleutel",
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.RunSQL("UPDATE transformatie_zijspoor SET agendasleutel = gen_random_uuid()", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="zijspoor",
            name="agendasleutel",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="zijspoor",
            name="gevraagd_door",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisaties.organisatie",
                verbose_name="gevraagd door",
            ),
        ),
        migrations.AddField(
            model_name="zijspoor",
            name="reden_verlenging",
            field=models.CharField(blank=True, max_length=500, verbose_name="reden van de verlenging"),
        ),
        migrations.AddField(
            model_name="zijspoor",
            name="verlengd_op",
            field=models.DateField(blank=True, null=True, verbose_name="verlengd op"),
        ),
        migrations.AlterField(
            model_name="zijspoor",
            name="generiek",
            field=models.TextField(max_length=2000, verbose_name="het knelpunt"),
        ),
        migrations.CreateModel(
            name="Brigadelid",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("vastgelegd_op", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("van", models.DateField(verbose_name="leest mee vanaf")),
                ("tot", models.DateField(verbose_name="leest mee tot en met")),
                (
                    "lidmaatschap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="brigadewerk", to="organisaties.lidmaatschap"
                    ),
                ),
                (
                    "zijspoor",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="leden", to="transformatie.zijspoor"),
                ),
            ],
            options={
                "verbose_name": "lid van de Vliegende Brigade",
                "verbose_name_plural": "leden van de Vliegende Brigade",
                "ordering": ["van", "vastgelegd_op"],
                "constraints": [
                    models.UniqueConstraint(fields=("zijspoor", "lidmaatschap"), name="brigadelid_een_keer_per_zijspoor"),
                    models.CheckConstraint(condition=models.Q(("tot__gte", models.F("van"))), name="brigadelid_tot_na_van"),
                ],
            },
        ),
    ]
