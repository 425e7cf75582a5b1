from django.db import migrations, models

import nemawashi.meetings.terms


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0017_letters_of_credentials"),
    ]

    operations = [
        migrations.AddField(
            "minutescorrection",
            "answer",
            models.CharField(choices=nemawashi.meetings.terms.minutes_answers, default="waiting", max_length=12),
        ),
        migrations.AddField(
            "minutescorrection", "why", models.TextField(blank=True, default="", help_text="the host's reason")
        ),
        migrations.AddField("minutescorrection", "answered_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("minutescorrection", "version", models.PositiveIntegerField(default=1)),
    ]
