from django.db import migrations

from kern.basis.databank import achter_de_deur


class Migration(migrations.Migration):
    """A term changes state only through voer_uit."""

    dependencies = [("termijnen", "0001_initial"), ("toestanden", "0001_initial")]
    operations = [achter_de_deur("termijnen_termijn", "loopt")]
