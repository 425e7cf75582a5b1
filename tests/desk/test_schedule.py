"""The schedule: what is due, what waits for a next agenda, and days for the next round, each with its reasons."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from nemawashi.meetings import acts
from nemawashi.meetings.models import Meeting, Track
from nemawashi.parties.models import ForumRow, Party
from nemawashi.parties.queries import forget_forum

PAGE = "/desk/meetings/schedule/"


@pytest.fixture
def planned(done: Callable[..., Any], played: None, db: None) -> Meeting:
    """A senior officials' meeting that has no day, with what was deferred before on its agenda."""
    host = Party.objects.get(slug="uzbekistan")
    row: Meeting = done("host", acts.plan_meeting, Track.objects.get(slug="som"), city="Bukhara", host=host, start=None)
    return row


def told_by(client: Client) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get(PAGE).content.decode())).split())


def test_schedule_says_what_is_due_and_proposes_days_in_the_order_of_levels(
    planned: Meeting, done: Callable[..., Any], client_of: Callable[[str], Client]
) -> None:
    done("host", acts.postpone_meeting, planned, why="An election in the host's country.")
    item = done("japan", acts.propose_agenda_item, planned, title="Glacier melt")
    done("host", acts.defer_agenda_item, item, why="The study is not ready.")
    client = client_of("host")

    words = told_by(client)

    assert "every 24 months; the latest that is known:" in words
    assert "Waits for the next provisional agenda: Glacier melt The study is not ready." in words
    assert "Postponed moved from —, to a day not known yet: An election in the host's country." in words
    assert words.count("All days are working days in 6 capitals.") == 3
    assert words.count("Host in turn:") == 3
    assert words.count("Before Foreign Ministers' Meeting by") == 3
    plans = re.findall(r'href="(/desk/acts/plan_meeting/\w+/\?[^"]+)"', client.get(PAGE).content.decode())
    assert [re.split("[/?]", plan)[4] for plan in plans] == ["som", "fmm"] * 3
    form = client.get(unescape(plans[0])).content.decode()
    assert re.search(r'name="start"[^>]* value="\d{4}-\d\d-\d\d"', form)


def test_delegations_read_the_schedule_and_nobody_else(planned: Meeting, client_of: Callable[[str], Client]) -> None:
    words = told_by(client_of("japan"))

    assert "Tentative" in words
    assert "Plan it for these days" not in words
    assert [client_of(name).get(PAGE).status_code for name in ("kyrgyzstan", "expert", "researcher")] == [200, 404, 404]


def test_a_fixed_host_is_the_one_in_turn(planned: Meeting, client_of: Callable[[str], Client]) -> None:
    ForumRow.objects.update(meeting_rules={"hosting": "fixed", "host": "tajikistan"})
    forget_forum()
    try:
        assert told_by(client_of("host")).count("Host in turn: Tajikistan") == 3
    finally:
        forget_forum()
