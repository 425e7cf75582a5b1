"""Rows that the record's files made before rows kept their origin are of the record; all others keep what they were given."""

from typing import Any

from django.db import migrations

LOADED = {  # noun of the references: where its rows stand
    "source": ("sources", "Source"),
    "party": ("parties", "Party"),
    "person": ("parties", "Person"),
    "track": ("meetings", "Track"),
    "meeting": ("meetings", "Meeting"),
    "recommendation": ("meetings", "Recommendation"),
    "text": ("texts", "Text"),
    "concept": ("analysis", "Concept"),
}
ALWAYS_LOADED = (
    ("parties", "Dialogue"), ("parties", "Organisation"), ("parties", "Pillar"), ("sources", "Conflict"),
    ("commitments", "Remit"), ("analysis", "DialogueEvent"),
)  # fmt: skip
FILES = "the record"  # in whose name the files' claims and rulings stand


def forwards(apps: Any, schema_editor: Any) -> None:
    for noun, place in LOADED.items():
        refs = apps.get_model("sources", "RecordRow").objects.filter(object_ref__startswith=f"{noun}/")
        slugs = {ref.partition("/")[2] for ref in refs.values_list("object_ref", flat=True)}
        rows = apps.get_model(*place).objects
        keys = [pk for pk, slug in rows.values_list("pk", "slug") if slug in slugs]
        for start in range(0, len(keys), 500):
            rows.filter(pk__in=keys[start : start + 500]).update(origin="record")
    for place in ALWAYS_LOADED:
        apps.get_model(*place).objects.update(origin="record")
    items = apps.get_model("meetings", "AgendaItem").objects.filter(meeting__origin="record", proposed_by=None)
    items.filter(carried_from=None, uptakes=None, overdue_ref="").update(origin="record")
    citations = apps.get_model("sources", "Citation").objects
    citations.filter(claim=None).update(origin="record")
    citations.filter(by_name=FILES).update(origin="record")
    apps.get_model("sources", "Claim").objects.filter(citations__by_name=FILES).update(origin="record")
    apps.get_model("sources", "Ruling").objects.filter(by_name=FILES).update(origin="record")


class Migration(migrations.Migration):

    dependencies = [
        ('analysis', '0003_origin_of_rows'),
        ('commitments', '0007_origin_of_rows'),
        ('meetings', '0006_origin_of_rows'),
        ('parties', '0008_origin_of_rows'),
        ('sources', '0007_origin_of_rows'),
        ('texts', '0016_origin_of_rows'),
    ]

    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
