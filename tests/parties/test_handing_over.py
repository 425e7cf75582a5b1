"""Handing the forum over: who may, what is entered, and that nothing is done behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.texts.unchanged import *  # noqa: F403

from nemawashi.access import clock
from nemawashi.access.models import Entry
from nemawashi.access.terms import Refusal
from nemawashi.parties import acts, queries
from nemawashi.parties.models import Dialogue
from nemawashi.project import tending
from nemawashi.texts import acts as texts
from nemawashi.texts.models import Clause, Text

Browser = Callable[[str], Any]
Done = Callable[..., Any]
THERE = "https://next.example.org/"


def test_behind_it_nothing_is_done_and_every_page_says_where_the_forum_lives(
    client_of: Browser, done: Done, refused: Callable[..., Any], clause: Clause, clean_text: Text, now: dt.datetime
) -> None:
    dialogue = Dialogue.objects.get(slug="caj")
    ends_at = now + dt.timedelta(days=3)
    done("host", texts.open_silence, clean_text, ends_at=ends_at, zone="Asia/Almaty")
    assert refused("japan", acts.hand_over, dialogue, to="x", address=THERE) == "not_the_secretariat"
    done("host", acts.hand_over, dialogue, to="The next host", address=THERE)
    queries.forget_forum()
    entry = Entry.objects.latest("seq")
    assert (entry.event, entry.visibility) == ("forum.handed_over", "public")
    assert entry.facts == {"to": "The next host", "address": THERE}
    for name, act, subject, words in (
        ("host", acts.hand_over, dialogue, {"to": "x", "address": THERE}),
        ("japan", texts.draft_position, clause, {"operation": "comment", "words": "why?"}),
    ):
        assert refused(name, act, subject, **words) == Refusal.MOVED
    clock.set_to(ends_at + dt.timedelta(days=1))
    assert tending.tend().concluded == 0  # it ends where the forum lives
    pages = ("/en/", "/desk/", "/desk/handover/", "/desk/log/", f"/desk/texts/{clean_text.slug}/")
    said = [client_of("host").get(page).content.decode() for page in pages]
    assert [THERE in page for page in said] == [True] * len(pages)
    assert "hand_over" not in said[2]
    assert Entry.objects.latest("seq") == entry
    queries.forget_forum()
