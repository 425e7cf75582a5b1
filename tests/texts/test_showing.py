"""What the chair shows to the room: which paragraph, to whom, until when."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from nemawashi.meetings import acts
from nemawashi.meetings.models import AgendaItem, Meeting, MeetingRoom
from nemawashi.meetings.terms import Refusal
from nemawashi.texts import acts as texts
from nemawashi.texts.models import Text
from nemawashi.texts.terms import Refusal as TextRefusal


@pytest.fixture
def meeting(played: None, db: None) -> Meeting:
    row = Meeting.objects.get(track__slug="fmm", state="announced")
    Meeting.objects.filter(pk=row.pk).update(state="open")
    row.refresh_from_db()
    return row


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return meeting.agenda_items.get(state="proposed")


def test_put_on_screen_shows_a_paragraph_to_all_until_another_item_is_called(
    meeting: Meeting, item: AgendaItem, logged: Any, refused: Any, done: Any, client_of: Callable[[str], Client]
) -> None:
    text = Text.objects.filter(meeting=meeting).get(state="under_negotiation")
    first, second = list(text.clauses.filter(is_deleted=False).order_by("rank"))[:2]
    screen, room = (f"/desk/meetings/{meeting.slug}/{page}/" for page in ("screen", "room"))

    def words(clause: Any) -> bool:
        start = clause.wordings.filter(language=text.language).latest("number").words[:12]
        return start in client_of("kazakhstan").get(screen).content.decode().split('class="screen__wall', 1)[1]

    row, entries = logged("host", texts.put_on_screen, second)
    assert (row, entries) == (second, [("clause.shown", "", "parties", second.ref)])
    assert (words(second), MeetingRoom.objects.get().shown_ref) == (True, str(second.pk))
    assert refused("host", texts.put_on_screen, second) is TextRefusal.SHOWN_ALREADY
    assert refused("japan", texts.put_on_screen, first) is TextRefusal.NOT_THE_SECRETARIAT
    assert f"/desk/acts/put_on_screen/{first.pk}/" in client_of("host").get(room).content.decode()
    assert "put_on_screen" not in client_of("japan").get(room).content.decode()
    done("host", acts.call_item, item)
    assert MeetingRoom.objects.get().shown_ref == ""
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    assert refused("host", texts.put_on_screen, first) is Refusal.HELD_ALREADY
