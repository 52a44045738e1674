import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Questions to the submitters as rows, the team inside an insurer, and judgements that are taken over (1c.2)."""

    dependencies = [
        ("beoordeling", "0002_bewaking"),
        ("organisaties", "0004_rol_vliegende_brigade"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="beoordelingsronde",
            name="samen",
            field=models.JSONField(blank=True, default=dict, verbose_name="wat beide verzekeraars samen zeggen, per punt van verschil"),
        ),
        migrations.AddField(
            model_name="oordeel",
            name="overgenomen_van",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="beoordeling.oordeel"
            ),
        ),
        migrations.CreateModel(
            name="Adviesverzoek",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("vastgelegd_op", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                (
                    "rol",
                    models.CharField(
                        choices=[
                            ("coordinator", "coördinator"),
                            ("relatiebeheerder", "relatiebeheerder"),
                            ("financieel", "financieel deskundige"),
                            ("jurist", "jurist"),
                            ("data_analist", "data-analist"),
                            ("medisch_adviseur", "medisch adviseur"),
                            ("volksgezondheid", "kenner van de volksgezondheid"),
                            ("regiokenner", "kenner van de regio"),
                            ("technologie", "technologisch expert"),
                            ("organisatie", "organisatiekundige"),
                            ("clienten", "cliëntvertegenwoordiger"),
                            ("communicatie", "communicatiedeskundige"),
                        ],
                        max_length=20,
                        verbose_name="rol",
                    ),
                ),
                (
                    "punten",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None, verbose_name="punten"),
                ),
                ("vraag", models.TextField(max_length=3000, verbose_name="vraag")),
                ("uiterlijk_op", models.DateField(verbose_name="uiterlijk")),
                ("gevraagd_op", models.DateField()),
                ("herinnerd_op", models.DateField(blank=True, null=True)),
                ("ingetrokken_op", models.DateField(blank=True, null=True)),
                ("gegeven_op", models.DateField(blank=True, null=True)),
                (
                    "aan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adviesverzoeken", to="organisaties.lidmaatschap"
                    ),
                ),
                (
                    "beoordeling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adviesverzoeken", to="beoordeling.beoordeling"
                    ),
                ),
                (
                    "gevraagd_door",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "verzoek om deeladvies",
                "verbose_name_plural": "verzoeken om deeladvies",
                "ordering": ["vastgelegd_op"],
            },
        ),
        migrations.CreateModel(
            name="Bundelvraag",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("vastgelegd_op", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("nummer", models.PositiveSmallIntegerField()),
                ("punt", models.CharField(max_length=30)),
                ("veld", models.CharField(blank=True, max_length=40)),
                ("citaat", models.CharField(blank=True, max_length=500)),
                ("tekst", models.CharField(max_length=1000, verbose_name="vraag")),
                ("antwoord", models.TextField(blank=True, max_length=10000, verbose_name="antwoord")),
                ("antwoord_om", models.DateTimeField(blank=True, null=True)),
                (
                    "antwoord_door",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "verstuurde vraag",
                "verbose_name_plural": "verstuurde vragen",
                "ordering": ["nummer"],
            },
        ),
        migrations.CreateModel(
            name="Vraag",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("vastgelegd_op", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("punt", models.CharField(max_length=30)),
                ("veld", models.CharField(blank=True, max_length=40, verbose_name="passage")),
                ("citaat", models.CharField(blank=True, max_length=500, verbose_name="citaat")),
                ("tekst", models.CharField(max_length=1000, verbose_name="vraag")),
                (
                    "beoordeling",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="vragen", to="beoordeling.beoordeling"),
                ),
                ("steller", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "verstuurd_als",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bronnen",
                        to="beoordeling.bundelvraag",
                    ),
                ),
            ],
            options={
                "verbose_name": "vraag",
                "verbose_name_plural": "vragen",
                "ordering": ["vastgelegd_op"],
            },
        ),
        migrations.CreateModel(
            name="Vragenbundel",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("vastgelegd_op", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("nummer", models.PositiveSmallIntegerField()),
                ("verstuurd_op", models.DateField()),
                ("reden", models.CharField(blank=True, max_length=1000, verbose_name="wat er nieuw is")),
                ("beantwoord_op", models.DateField(blank=True, null=True)),
                (
                    "beantwoord_door",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "beantwoord_namens",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisaties.organisatie"
                    ),
                ),
                (
                    "ronde",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bundels", to="beoordeling.beoordelingsronde"
                    ),
                ),
                (
                    "verstuurd_door",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "vragenbundel",
                "verbose_name_plural": "vragenbundels",
                "ordering": ["nummer"],
            },
        ),
        migrations.AddField(
            model_name="bundelvraag",
            name="bundel",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="vragen", to="beoordeling.vragenbundel"),
        ),
        migrations.CreateModel(
            name="Deeladvies",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("vastgelegd_op", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("punt", models.CharField(max_length=30)),
                ("tekst", models.TextField(max_length=10000, verbose_name="advies")),
                ("gewijzigd_op", models.DateTimeField(auto_now=True)),
                (
                    "verzoek",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="adviezen", to="beoordeling.adviesverzoek"),
                ),
            ],
            options={
                "verbose_name": "deeladvies",
                "verbose_name_plural": "deeladviezen",
                "constraints": [models.UniqueConstraint(fields=("verzoek", "punt"), name="een_deeladvies_per_punt")],
            },
        ),
        migrations.AddConstraint(
            model_name="vragenbundel",
            constraint=models.UniqueConstraint(fields=("ronde", "nummer"), name="bundel_nummer_uniek"),
        ),
        migrations.AddConstraint(
            model_name="bundelvraag",
            constraint=models.UniqueConstraint(fields=("bundel", "nummer"), name="bundelvraag_nummer_uniek"),
        ),
    ]
