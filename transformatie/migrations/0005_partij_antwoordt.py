from django.db import migrations, models

VERTREK = [
    ("afgewezen", "sloeg de uitnodiging af"),
    ("teruggetrokken", "trok zich terug"),
    ("losgelaten", "van het dossier gehaald"),
    ("na_weigering", "van het dossier gehaald na een weigering"),
]


def wie_meedeed_deed_mee(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Who was at the table before invitations were answered counts as having accepted."""
    partijen = apps.get_model("transformatie", "Partij").objects
    partijen.filter(aanvaard_op=None).update(aanvaard_op=models.F("uitgenodigd_op"))
    partijen.filter(uit_op__isnull=False).update(vertrek="losgelaten")


class Migration(migrations.Migration):
    """An invited party accepts or declines; who left keeps a row with how and why."""

    dependencies = [("transformatie", "0004_zijsporen_en_brigade")]
    operations = [
        migrations.RemoveConstraint("partij", "partij_uniek"),
        migrations.AddField("partij", "aanvaard_op", models.DateField("doet mee sinds", blank=True, null=True)),
        migrations.AddField("partij", "vertrek", models.CharField("hoe vertrokken", max_length=16, choices=VERTREK, blank=True)),
        migrations.AddField("partij", "reden", models.TextField("reden van vertrek", max_length=1000, blank=True)),
        migrations.AddConstraint(
            "partij",
            models.UniqueConstraint(
                fields=("dossier", "organisatie", "rol"), condition=models.Q(("uit_op__isnull", True)), name="partij_uniek"
            ),
        ),
        migrations.AddConstraint(
            "partij",
            models.CheckConstraint(
                condition=models.Q(("vertrek", ""), ("uit_op__isnull", False), _connector="OR"), name="wie_vertrok_is_weg"
            ),
        ),
        migrations.RunPython(wie_meedeed_deed_mee, migrations.RunPython.noop),
    ]
