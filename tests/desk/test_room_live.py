"""What happens in the room reaches its screens: the stream, its fallback, who hears of what, and that no draft is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from tests.texts.unchanged import *  # noqa: F403

from nemawashi.desk.following import room_live
from nemawashi.desk.negotiating import live
from nemawashi.desk.negotiating.places import places
from nemawashi.meetings import acts as meetings
from nemawashi.meetings.models import AgendaItem, Meeting
from nemawashi.texts import acts
from nemawashi.texts.models import Clause


@pytest.fixture(autouse=True)
def watched(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(live, "BEAT", 0.01)
    room_live._marks.clear()
    yield
    thread = live.watch.thread
    if thread:
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def meeting(clause: Clause) -> Meeting:
    row = clause.text.meeting
    assert row is not None
    Meeting.objects.filter(pk=row.pk).update(state="open")
    return Meeting.objects.get(pk=row.pk)


def first(client: Any, meeting: Meeting) -> bytes:
    """The first line that a browser gets; then it hangs up."""
    answer = client.get(f"/desk/meetings/{meeting.slug}/room/live/")
    line = bytes(next(iter(answer.streaming_content)))
    answer._iterator.close()
    room_live._marks.clear()
    return line.partition(b"\n\n")[0]


def test_the_stream_moves_with_the_room_and_with_what_is_tabled_and_never_with_a_draft(
    client_of: Callable[[str], Any], done: Any, meeting: Meeting, clause: Clause
) -> None:
    client, item = client_of("kazakhstan"), AgendaItem.objects.filter(meeting=meeting, state="proposed")[0]
    lines = [first(client, meeting)]
    done("japan", meetings.ask_for_floor, item)
    lines.append(first(client, meeting))
    draft = done("japan", acts.draft_position, clause, operation="comment", words="zqroom words")
    lines.append(first(client, meeting))
    own = first(client_of("japan"), meeting)
    screens = [client_of(name).get(f"/desk/meetings/{meeting.slug}/screen/").content for name in ("japan", "kazakhstan")]
    done("japan", acts.table_position, draft)
    lines.append(first(client, meeting))

    assert lines[0].startswith(b"event: version\ndata: ")
    assert [one == other for one, other in pairwise(lines)] == [False, True, False]
    assert own == lines[2]
    assert [b"zqroom" in page for page in screens] == [False, False]
    assert live.watch.streams == places.taken == 0


def test_who_finds_no_place_polls(client_of: Callable[[str], Any], done: Any, meeting: Meeting, settings: Any) -> None:
    settings.MOST_STREAMS = 0
    client, base = client_of("japan"), f"/desk/meetings/{meeting.slug}/room"

    assert client.get(f"{base}/live/").status_code == 204
    version = client.get(f"{base}/poll/").json()["version"]
    assert client.get(f"{base}/poll/", {"version": version}).status_code == 204
    assert client.get(f"{base}/poll/", {"version": "other"}).json() == {"version": version}


def test_a_stream_says_goodbye_when_its_time_is_over(
    client_of: Callable[[str], Any], meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LONGEST", 0.0)

    assert first(client_of("japan"), meeting) == b"event: bye\ndata: "
