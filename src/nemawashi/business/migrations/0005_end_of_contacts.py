import datetime as dt

from django.db import migrations, models


def _end(apps, schema_editor):
    """The longest time that a consent may name, from its day on."""
    for row in apps.get_model("business", "FirmContact").objects.all():
        row.kept_until = row.consent_on + dt.timedelta(days=3 * 365)
        row.save(update_fields=["kept_until"])


class Migration(migrations.Migration):
    dependencies = [
        ("business", "0004_outcomes"),
    ]

    operations = [
        migrations.AddField("firmcontact", "kept_until", models.DateField(null=True)),
        migrations.AddField("firmcontact", "told_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(_end, migrations.RunPython.noop),
        migrations.AlterField("firmcontact", "kept_until", models.DateField()),
    ]
