from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commitments", "0003_receipts")]

    operations = [
        migrations.AddField(
            model_name="progressreport",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
