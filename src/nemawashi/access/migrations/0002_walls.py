"""The log is append-only in the database itself, and sealed entries have their second wall."""

from django.db import migrations

from nemawashi.access import walls


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [
        walls.append_only("access_entry"),
        walls.row_security("access_sealedentry", column="party_id", setting="party"),
    ]
