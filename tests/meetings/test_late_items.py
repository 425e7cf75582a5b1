"""Items proposed after the deadline of the forum's rules wait for the chair's leave; the agenda lists its versions."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import acts
from nemawashi.meetings.models import Meeting, Track
from nemawashi.meetings.terms import Refusal
from nemawashi.parties.models import ForumRow, Party
from nemawashi.parties.queries import forget_forum


@pytest.fixture
def som(done: Callable[..., Any], played: None, db: None) -> Iterator[Meeting]:
    """A meeting whose agenda has been closed for proposals since long."""
    ForumRow.objects.update(meeting_rules={"agenda_days": 14})
    forget_forum()
    words = {"city": "Bukhara", "host": Party.objects.get(slug="uzbekistan"), "start": ImpreciseDate(2020, 2, 3)}
    yield done("host", acts.plan_meeting, Track.objects.get(slug="som"), **words)
    forget_forum()


def test_admit_late_item_takes_a_late_item_onto_the_agenda(
    som: Meeting, logged: Any, refused: Any, done: Callable[..., Any], client_of: Callable[[str], Client]
) -> None:
    assert refused("japan", acts.propose_agenda_item, som, title="Floods", why_late=" ") is Refusal.LATE_WITHOUT_REASON
    item = done("japan", acts.propose_agenda_item, som, title="Floods", why_late=" The flood of last week. ")
    assert (item.state, item.reason) == ("late", "The flood of last week.")
    assert refused("japan", acts.admit_late_item, item, why="x") is Refusal.NOT_THE_SECRETARIAT
    assert refused("host", acts.admit_late_item, item, why=" ") is Refusal.NO_REASON

    row, entries = logged("host", acts.admit_late_item, item, why="All agree.", seen=1)

    assert (row.state, row.reason, row.version) == ("proposed", "All agree.", 2)
    assert entries == [("agenda.late_item_admitted", "", "parties", item.ref)]
    assert refused("host", acts.admit_late_item, item, why="x") is Refusal.NOT_LATE
    assert done("host", acts.propose_agenda_item, som, title="The chair's own").state == "proposed"
    page = client_of("japan").get(f"/desk/meetings/{som.slug}/agenda/").content.decode()
    assert [f"Version {number}" in page for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert "A late item of the agenda was given leave: “Floods”." in page
    assert "Items are proposed until 20 January 2020" in page
