"""What told rows of the record apart becomes their origin."""

from typing import Any

from django.db import migrations


def forwards(apps: Any, schema_editor: Any) -> None:
    apps.get_model("assistance", "Undertaking").objects.filter(is_from_record=True).update(origin="record")


def backwards(apps: Any, schema_editor: Any) -> None:
    apps.get_model("assistance", "Undertaking").objects.filter(origin="record").update(is_from_record=True)


class Migration(migrations.Migration):

    dependencies = [
        ('assistance', '0005_origin_of_rows'),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
