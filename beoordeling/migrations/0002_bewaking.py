from django.db import migrations

from kern.basis.databank import achter_de_deur


class Migration(migrations.Migration):
    """States change only through voer_uit."""

    dependencies = [("beoordeling", "0001_initial"), ("toestanden", "0001_initial")]
    operations = [
        achter_de_deur("beoordeling_beoordelingsronde", "open"),
        achter_de_deur("beoordeling_commitment", "gevraagd"),
        achter_de_deur("beoordeling_gemeentelijkakkoord", "gevraagd"),
    ]
