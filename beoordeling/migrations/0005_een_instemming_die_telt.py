from django.db import migrations, models

TELT = models.Q(("status", "vervallen"), _negated=True)


def per_versie(naam: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=("versie", "organisatie"), condition=TELT, name=naam)


class Migration(migrations.Migration):
    """Who left and came back is asked again on the same version; what lapsed stays on record (1b.1)."""

    dependencies = [("beoordeling", "0004_teruggave_en_volgers")]
    operations = [
        migrations.RemoveConstraint("commitment", "een_commitment_per_versie"),
        migrations.AddConstraint("commitment", per_versie("een_commitment_per_versie")),
        migrations.RemoveConstraint("gemeentelijkakkoord", "een_akkoord_per_versie"),
        migrations.AddConstraint("gemeentelijkakkoord", per_versie("een_akkoord_per_versie")),
    ]
