from django.db import migrations, models


class Migration(migrations.Migration):
    """A passage of a round may be a part of its clause: a sentence, or a mention."""

    dependencies = [("analysis", "0007_walls")]

    operations = [
        migrations.AddField("roundpassage", "start", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField("roundpassage", "end", models.PositiveIntegerField(blank=True, null=True)),
    ]
