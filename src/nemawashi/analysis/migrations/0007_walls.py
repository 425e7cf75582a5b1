"""The second wall around the sealed table, on databases that have one."""

from django.db import migrations

from nemawashi.access import walls


class Migration(migrations.Migration):
    dependencies = [("analysis", "0006_coding_rounds")]
    operations = [walls.row_security("analysis_waitingcoding", column="holder_id", setting="user")]
