"""What the host gives to the files of its meeting: styles, page and letterhead."""

import base64
import datetime as dt
import uuid

from django.db import transaction

from nemawashi.access import log
from nemawashi.access.acts import RefusedError, hold, moved_on, require
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit import word
from nemawashi.meetings.models import Meeting
from nemawashi.texts import rules
from nemawashi.texts.models import Letterhead
from nemawashi.texts.terms import Act, Refusal

__all__ = ["set_letterhead"]

LARGEST_LETTERHEAD = 2_000_000  # bytes; it goes into every file


@transaction.atomic
def set_letterhead(
    meeting: Meeting,
    *,
    called: str,
    content: bytes,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Letterhead:
    """Give the Word files of a meeting the styles, the page and the letterhead of ``content``; empty takes them off.

    Nothing of its words is kept in any file but what stands in its headers and footers.
    """
    meeting = hold(meeting, seen=seen, once=once)
    require(rules.is_secretariat(by))
    if content and not _is_letterhead(content):
        raise RefusedError(refuse(Refusal.NOT_A_LETTERHEAD))
    row = Letterhead.objects.create(
        meeting=meeting, name=called, content=base64.b64encode(content).decode("ascii"), set_at=at
    )
    moved_on(meeting)
    facts = {"meeting": meeting.slug, "name": called}
    log.enter(Act.SET_LETTERHEAD, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


def _is_letterhead(content: bytes) -> bool:
    if len(content) > LARGEST_LETTERHEAD:
        return False
    try:
        word.read(word.write(word.WordDocument((word.Passage((word.Run("."),)),), template=content)))
    except word.WordError:
        return False
    return True
