import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kern.basis.models
from kern.basis.databank import ligt_vast


class Migration(migrations.Migration):
    """Signing in the application, with its evidence; the joint application to the NZa."""

    dependencies = [
        ("documenten", "0002_initial"),
        ("organisaties", "0006_contactpersoon_per_zaak"),
        ("verantwoording", "0005_rechtmatigheid"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Beschikkingsaanvraag",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("vastgelegd_op", models.DateTimeField(auto_now_add=True, verbose_name="vastgelegd op")),
                ("ronde", models.PositiveSmallIntegerField(default=1)),
                ("bedrag", kern.basis.models.BedragField(decimal_places=2, max_digits=14, verbose_name="aangevraagd bedrag")),
                ("opgesteld_op", models.DateField(verbose_name="klaargezet op")),
                ("verzekeraar_op", models.DateField(blank=True, null=True, verbose_name="bevestigd door de coördinerende zorgverzekeraar")),
                ("penvoerder_op", models.DateField(blank=True, null=True, verbose_name="bevestigd door de penvoerder")),
                ("verzonden_op", models.DateField(blank=True, null=True, verbose_name="verstuurd aan de NZa")),
            ],
            options={
                "verbose_name": "aanvraag van de betaalbeschikking",
                "verbose_name_plural": "aanvragen van betaalbeschikkingen",
            },
        ),
        migrations.RemoveField(
            model_name="overeenkomst",
            name="document",
        ),
        migrations.AddField(
            model_name="ondertekening",
            name="bevestigd_met",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="ondertekening",
            name="document",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documenten.document"
            ),
        ),
        migrations.AddField(
            model_name="ondertekening",
            name="gebruiker",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="ondertekening",
            name="is_geweigerd",
            field=models.BooleanField(default=False, verbose_name="geweigerd"),
        ),
        migrations.AddField(
            model_name="ondertekening",
            name="reden",
            field=models.TextField(blank=True, max_length=3000, verbose_name="reden van de weigering"),
        ),
        migrations.AddField(
            model_name="ondertekening",
            name="sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="ondertekening",
            name="versie",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="versie van de overeenkomst"),
        ),
        migrations.AddField(
            model_name="ondertekening",
            name="wijze",
            field=models.CharField(
                choices=[
                    ("toepassing", "in deze toepassing"),
                    ("geupload", "op papier, ondertekend exemplaar toegevoegd"),
                    ("geregistreerd", "op papier, vastgelegd door de coördinerende zorgverzekeraar"),
                ],
                default="geregistreerd",
                max_length=14,
                verbose_name="hoe",
            ),
        ),
        migrations.AddField(
            model_name="overeenkomst",
            name="brief",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documenten.brief",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="overeenkomst",
            name="kassier",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisaties.organisatie",
                verbose_name="wie het geld ontvangt",
            ),
        ),
        migrations.AddField(
            model_name="overeenkomst",
            name="versie",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="versie"),
        ),
        migrations.AddConstraint(
            model_name="ondertekening",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_geweigerd", False), models.Q(("reden", ""), _negated=True), _connector="OR"),
                name="weigering_heeft_een_reden",
            ),
        ),
        migrations.AddConstraint(
            model_name="ondertekening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("wijze", "toepassing"), _negated=True), models.Q(("sha256", ""), _negated=True), _connector="OR"
                ),
                name="tekenen_in_de_toepassing_noemt_het_document",
            ),
        ),
        migrations.AddField(
            model_name="beschikkingsaanvraag",
            name="brief",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documenten.brief",
                verbose_name="brief",
            ),
        ),
        migrations.AddField(
            model_name="beschikkingsaanvraag",
            name="penvoerder_door",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="beschikkingsaanvraag",
            name="toekenning",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="aanvraag", to="verantwoording.toekenning"
            ),
        ),
        migrations.AddField(
            model_name="beschikkingsaanvraag",
            name="verzekeraar_door",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name="beschikkingsaanvraag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verzonden_op", None), models.Q(("penvoerder_op__isnull", False), ("verzekeraar_op__isnull", False)), _connector="OR"
                ),
                name="aanvraag_verzonden_na_beide_bevestigingen",
            ),
        ),
        ligt_vast("verantwoording_ondertekening", vrij=("vervallen_op",)),
    ]
