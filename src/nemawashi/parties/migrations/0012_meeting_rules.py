from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0011_invitations_without_numbers"),
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
