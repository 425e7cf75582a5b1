"""Since when an account acts for nobody, so that its personal data can leave when the time of the forum is over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0009_sealed_acts_say_nothing_in_plain")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="left_at",
            field=models.DateTimeField(
                blank=True, null=True, help_text="since when it acts for nobody, as far as was seen"
            ),
        ),
    ]
