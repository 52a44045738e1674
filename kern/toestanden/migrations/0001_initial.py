from django.db import migrations

from kern.basis.databank import FUNCTIES


class Migration(migrations.Migration):
    """The database functions behind append-only tables and guarded states."""

    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(FUNCTIES, migrations.RunSQL.noop)]
