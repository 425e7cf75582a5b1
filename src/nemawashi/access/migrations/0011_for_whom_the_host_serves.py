"""For which party a person of the host's secretariat serves, whose turn as host comes and goes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0010_who_left")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="serves_for",
            field=models.CharField(
                blank=True,
                default="",
                help_text="the party for which somebody of the host serves; empty: for all",
                max_length=60,
            ),
        ),
    ]
