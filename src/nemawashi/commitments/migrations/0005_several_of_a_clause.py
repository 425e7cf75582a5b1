from typing import Any

from django.db import migrations, models


def unlink(apps: Any, schema_editor: Any) -> None:
    """Before, a clause had one commitment: the others stay, without their clause."""
    apps.get_model("commitments", "Commitment").objects.filter(place__gt=0).update(clause=None)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0004_versions_of_reports")]

    operations = [
        migrations.AddField(
            model_name="commitment",
            name="place",
            field=models.PositiveSmallIntegerField(default=0, help_text="which of several promises of the clause"),
        ),
        migrations.RemoveConstraint(model_name="commitment", name="one_commitment_per_clause"),
        migrations.RunPython(migrations.RunPython.noop, unlink),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("clause__isnull", False)), fields=("clause", "place"), name="one_commitment_per_place"
            ),
        ),
    ]
