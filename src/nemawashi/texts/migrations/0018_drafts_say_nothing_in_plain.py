"""Of a draft, and of a file with drafts, the table says in plain whose it is and what became of it, and nothing else."""

import uuid
from datetime import datetime
from typing import Any

import django.db.models.deletion
import nemawashi.access.parts
import nemawashi.access.seal
import nemawashi.texts.terms
from django.db import migrations, models

from nemawashi.access import codec, moving, walls

WORDS = ("words", "why", "instruction", "taken_from")
OF_DRAFT = (
    "clause_id", "operation", "target_id", "language", "wording_number", "start", "end", *WORDS,
    "drafted_at", "changed_at", "changed_by",
)  # fmt: skip
OF_FILE = ("text_id", "kind", "name", "sent_at", "sent_by", "taken_at")
READ: dict[str, Any] = {name: datetime.fromisoformat for name in ("drafted_at", "changed_at", "sent_at", "taken_at")}
READ |= {name: uuid.UUID for name in ("clause_id", "target_id")}


def put_together(apps: Any, schema_editor: Any) -> None:
    for row in moving.rows_of(schema_editor, apps.get_model("texts", "DraftPosition"), "clause"):
        owner = f"party-{row.party_id}"
        place = codec.places(owner).of(f"text/{row.clause.text_id}")
        moving.change(row, place=place, about=moving.together(row, OF_DRAFT, owner=owner))
    for row in moving.rows_of(schema_editor, apps.get_model("texts", "DraftFile")):
        owner = f"party-{row.party_id}"
        moving.change(
            row,
            place=codec.places(owner).of(f"text/{row.text_id}"),
            about=moving.together(row, OF_FILE, owner=owner),
            content=moving.resealed(row.content, owner=owner),
        )


def take_apart(apps: Any, schema_editor: Any) -> None:
    for row in moving.rows_of(schema_editor, apps.get_model("texts", "DraftPosition")):
        moving.change(row, **_columns(row, OF_DRAFT, WORDS))
    for row in moving.rows_of(schema_editor, apps.get_model("texts", "DraftFile")):
        content = moving.resealed(row.content, owner=f"party-{row.party_id}", is_back=True)
        moving.change(row, content=content, **_columns(row, OF_FILE, ("name",)))


def _columns(row: Any, names: tuple[str, ...], sealed: tuple[str, ...]) -> dict[str, Any]:
    about = moving.opened(row)
    values = {name: READ.get(name, lambda value: value)(about[name]) for name in names if name in about}
    again = {name: moving.resealed(about.get(name, ""), owner=f"party-{row.party_id}", is_back=True) for name in sealed}
    return values | again


def link(to: str, **more: Any) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, **more)


def may_be_empty(model: str, **fields: Any) -> list[Any]:
    """Columns that are about to go, so that on the way back they stand empty until they are filled."""
    return [migrations.AlterField(model, name, field) for name, field in fields.items()]


def about_and_place(model: str) -> list[Any]:
    return [
        migrations.AddField(model, "place", nemawashi.access.parts.PlaceField(default=0), preserve_default=False),
        migrations.AddField(model, "about", nemawashi.access.parts.SealedParts(default=dict)),
    ]


class Migration(migrations.Migration):

    dependencies = [
        ("texts", "0017_language_of_positions"),
    ]

    operations = [
        walls.written_over(),
        migrations.AlterModelOptions(
            name="draftposition",
            options={"base_manager_name": "objects", "default_manager_name": "objects", "ordering": ["pk"]},
        ),
        migrations.AlterModelOptions(
            name="draftfile",
            options={"base_manager_name": "objects", "default_manager_name": "objects", "ordering": ["pk"]},
        ),
        *about_and_place("draftposition"),
        *about_and_place("draftfile"),
        *may_be_empty(
            "draftposition",
            clause=link("texts.clause", null=True),
            operation=models.CharField(choices=nemawashi.texts.terms.operations, max_length=20, null=True),
            wording_number=models.PositiveSmallIntegerField(null=True),
            drafted_at=models.DateTimeField(null=True),
            changed_at=models.DateTimeField(null=True),
            changed_by=models.CharField(max_length=150, null=True),
        ),
        *may_be_empty(
            "draftfile",
            text=link("texts.text", null=True),
            kind=models.CharField(max_length=12, null=True),
            name=nemawashi.access.seal.SealedWords(blank=True, default=""),
            sent_at=models.DateTimeField(null=True),
            sent_by=models.CharField(max_length=150, null=True),
        ),
        migrations.RunPython(put_together, take_apart),
        *(migrations.RemoveField("draftposition", name.removesuffix("_id")) for name in OF_DRAFT),
        *(migrations.RemoveField("draftfile", name.removesuffix("_id")) for name in OF_FILE),
        migrations.AddIndex(
            "draftposition", models.Index(fields=["party", "state", "place"], name="drafts_of_a_party")
        ),
        migrations.AddIndex("draftfile", models.Index(fields=["party", "place"], name="files_of_a_party")),
        walls.no_order("texts_draftposition"),
        walls.no_order("texts_draftfile"),
    ]
