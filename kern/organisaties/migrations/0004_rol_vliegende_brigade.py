from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisaties", "0003_geen_overlap"),
    ]

    operations = [
        migrations.AlterField(
            model_name="lidmaatschap",
            name="rol",
            field=models.CharField(
                choices=[
                    ("planmaker", "planmaker"),
                    ("beoordelaar", "beoordelaar"),
                    ("gemeentelijk_beslisser", "gemeentelijk beslisser"),
                    ("regiocoordinator", "regiocoördinator"),
                    ("financier", "financier langdurige zorg"),
                    ("nza", "NZa"),
                    ("bestuurlijke_groep", "bestuurlijke groep"),
                    ("vliegende_brigade", "Vliegende Brigade"),
                    ("beheer", "beheer"),
                ],
                max_length=30,
                verbose_name="rol",
            ),
        ),
    ]
