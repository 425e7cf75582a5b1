"""Notices of silence become notices of acts, with the entry of the log that each was told of; their table goes next."""

import datetime as dt
from typing import Any

from django.db import migrations


def carry_over(apps: Any, schema_editor: Any) -> None:
    entries = apps.get_model("access", "Entry").objects
    told = apps.get_model("access", "Notice").objects
    for row in apps.get_model("texts", "Notice").objects.select_related("text__meeting").order_by("pk"):
        entry = entries.filter(event=row.event, object_ref=f"text/{row.text.slug}", at=row.at).first()
        if entry is None:
            continue
        clauses = row.facts.get("clauses") or []
        names = {"symbol": row.text.symbol or row.text.title, "title": row.text.title, "count": len(clauses)}
        if "kind" in row.facts:
            names["kind"] = row.facts["kind"]
        opens = row.event in ("silence.opened", "silence.extended")
        ends_at = row.facts.get("ends_at") if opens else None
        zone = row.facts.get("zone") or (row.text.meeting.zone if row.text.meeting else "")
        for circle in ("host", "negotiation"):
            told.get_or_create(
                entry=entry,
                who=circle,
                party="",
                defaults={
                    "circle": circle,
                    "about": {"names": names, "page": ["silence", row.text.slug], "by": "" if entry.party else "secretariat"},
                    "until": dt.datetime.fromisoformat(ends_at) if ends_at else None,
                    "zone": zone,
                    "mailed_at": row.mailed_at,
                },
            )


def carry_back(apps: Any, schema_editor: Any) -> None:
    """What the older table held of it; the head of the log is left out, as nothing of it was kept."""
    texts = apps.get_model("texts", "Text").objects
    kept = apps.get_model("texts", "Notice").objects
    codes = dict(apps.get_model("parties", "Party").objects.values_list("slug", "code"))
    rows = apps.get_model("access", "Notice").objects.filter(who="negotiation", about__page__0="silence")
    for row in rows.select_related("entry").order_by("pk"):
        text = texts.filter(slug=row.about["page"][1]).first()
        if text is not None:
            facts = {**row.entry.facts, "who": codes.get(row.entry.party, "")}
            kept.create(
                text=text,
                event=row.entry.event,
                key=f"{row.entry.event}:{row.entry.ref}",
                facts=facts,
                at=row.entry.at,
                mailed_at=row.mailed_at,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_notices_of_every_act"),
        ("parties", "0005_silence_as_answer"),
        ("texts", "0011_silence_as_answer"),
    ]
    operations = [migrations.RunPython(carry_over, carry_back)]
