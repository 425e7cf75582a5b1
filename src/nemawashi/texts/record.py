"""Texts from the record's file of documents and back. The record holds outlines, never a text's own words."""

from collections.abc import Mapping, Sequence
from typing import Any

from nemawashi.meetings.models import Meeting
from nemawashi.parties.models import Dialogue
from nemawashi.parties.queries import forum_as_recorded
from nemawashi.sources.record import FileRow, Footing, Load, filled_row, keys, write
from nemawashi.texts.models import Text
from nemawashi.texts.terms import TextState, TextType


def load_texts(rows: Sequence[FileRow], load: Load) -> None:
    """Texts as issued; a draft that was reported and never adopted stands as withdrawn.

    Its existence is public, because a source tells of it.
    """
    home, meetings = keys(Dialogue)[forum_as_recorded().slug], keys(Meeting)
    for row in rows:
        load.cite(f"text/{row.key}", row.data["sources"])
    write(Text, (_text(row, home, meetings) for row in rows))


def _text(row: FileRow, dialogue: int, meetings: Mapping[str, int]) -> Text:
    data = row.data
    languages = data.get("languages") or []
    return Text(
        slug=row.key,
        dialogue_id=dialogue,
        meeting_id=meetings[data["meeting"]] if data.get("meeting") else None,
        title=data["title"],
        type=data["type"],
        state=TextState.WITHDRAWN if data["type"] == TextType.DRAFT_DECLARATION else TextState.ISSUED,
        language="en" if "en" in languages or not languages else languages[0],
        languages=languages,
        adopted_on=data.get("adopted"),
        place=data.get("place"),
        url=data.get("url"),
        structure=data.get("structure") or [],
        note=data.get("note"),
        order=row.order,
        is_published=True,
    )


def text_row(text: Text, footing: Footing) -> dict[str, Any]:
    """Needs ``meeting`` fetched with the text."""
    return filled_row(
        id=text.slug,
        title=text.title,
        type=text.type,
        adopted=text.adopted_on,
        meeting=text.meeting.slug if text.meeting else None,
        place=text.place,
        languages=text.languages,
        url=text.url,
        structure=text.structure,
        note=text.note,
        sources=footing.sources(text.ref),
    )
