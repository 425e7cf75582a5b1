from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0017_host_terms"),
    ]

    operations = [
        migrations.AddField(
            model_name="forumrow",
            name="mark",
            field=models.JSONField(blank=True, default=dict, help_text="by language, as ``kit.marks`` says it"),
        ),
        migrations.AddField(
            model_name="forumrow",
            name="letterhead",
            field=models.JSONField(blank=True, default=dict, help_text="lines of the head of papers, by language"),
        ),
    ]
