"""To which entry of the log a sealed act of a party belongs is sealed with it, and so is the salt of its digest."""

import uuid
from typing import Any

import nemawashi.access.models
import nemawashi.access.parts
from django.db import migrations, models

from nemawashi.access import moving, walls

NAMES = ("entry_ref", "salt")


def put_together(apps: Any, schema_editor: Any) -> None:
    for row in moving.rows_of(schema_editor, apps.get_model("access", "SealedEntry")):
        owner = f"party-{row.party_id}"
        about = moving.together(row, NAMES, owner=owner)
        moving.change(row, about=about, content=moving.resealed(row.content, owner=owner))


def take_apart(apps: Any, schema_editor: Any) -> None:
    for row in moving.rows_of(schema_editor, apps.get_model("access", "SealedEntry")):
        about, owner = moving.opened(row), f"party-{row.party_id}"
        content = moving.resealed(row.content, owner=owner, is_back=True)
        moving.change(row, entry_ref=uuid.UUID(about["entry_ref"]), salt=about.get("salt", ""), content=content)


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0008_ties_to_a_ministry_s_sign_in"),
    ]

    operations = [
        walls.written_over(),
        migrations.AddField("sealedentry", "about", nemawashi.access.parts.SealedParts(default=dict)),
        migrations.AlterField("sealedentry", "entry_ref", models.UUIDField(unique=True, null=True)),
        migrations.RunPython(put_together, take_apart),
        migrations.RemoveField("sealedentry", "entry_ref"),
        migrations.RemoveField("sealedentry", "salt"),
        walls.no_order("access_sealedentry"),
    ]
