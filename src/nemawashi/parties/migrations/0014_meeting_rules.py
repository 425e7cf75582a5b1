from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0013_of_whom_a_second_factor_is_asked"),
    ]

    operations = [
        migrations.AddField(
            model_name="forumrow",
            name="meeting_rules",
            field=models.JSONField(
                blank=True, default=dict, help_text="``terms.MeetingRules`` as the file says them"
            ),
        ),
    ]
