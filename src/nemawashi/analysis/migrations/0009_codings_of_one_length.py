"""Waiting codings are sealed anew, in tokens that tell neither length nor moment, and lie in the file in no order."""

from typing import Any

from django.db import migrations

from nemawashi.access import moving, walls


def forwards(apps: Any, schema_editor: Any) -> None:
    _seal_anew(apps, schema_editor, is_back=False)


def backwards(apps: Any, schema_editor: Any) -> None:
    _seal_anew(apps, schema_editor, is_back=True)


def _seal_anew(apps: Any, schema_editor: Any, *, is_back: bool) -> None:
    for row in moving.rows_of(schema_editor, apps.get_model("analysis", "WaitingCoding")):
        moving.change(row, content=moving.resealed(row.content, owner=f"user-{row.holder_id}", is_back=is_back))


class Migration(migrations.Migration):

    dependencies = [
        ("analysis", "0008_spans_of_passages"),
    ]

    operations = [
        walls.written_over(),
        migrations.RunPython(forwards, backwards),
        walls.no_order("analysis_waitingcoding"),
    ]
