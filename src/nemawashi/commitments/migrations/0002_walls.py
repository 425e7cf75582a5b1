"""The second wall around the sealed table, on databases that have one."""

from django.db import migrations

from nemawashi.access import walls


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]
    operations = [walls.row_security("commitments_waitingscore", column="assessor_id", setting="user")]
