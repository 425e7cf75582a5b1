"""Which party is host since when, and for which one somebody is invited into the host's secretariat."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0016_last_days_of_offices")]

    operations = [
        migrations.CreateModel(
            name="HostTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("meeting_ref", models.CharField(max_length=160)),
                ("since_at", models.DateTimeField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={"ordering": ["-pk"]},
        ),
        migrations.AddField(
            model_name="personinvitation",
            name="serves_for",
            field=models.CharField(
                blank=True, default="", help_text="into the host's secretariat of a party", max_length=60
            ),
        ),
    ]
