"""Entries get a salt, and with it the form of digest that covers all of them; those that stand keep the older form."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_tries")]
    operations = [
        # Nullable and without default, so that SQLite adds a column in place: a table made anew would lose its triggers.
        migrations.AddField("entry", "salt", models.CharField(max_length=32, null=True, editable=False)),
    ]
