"""Acts are done in turn: at no moment before the last entry of the log, or before what they are done to began."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from tests.texts.unchanged import span

from nemawashi.access import clock, log
from nemawashi.access.acts import LONGEST_WAIT, SKEW
from nemawashi.access.models import Entry
from nemawashi.access.terms import Refusal, Visibility
from nemawashi.sources import acts as sources
from nemawashi.texts import acts, rules
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import Refusal as Texts

Done = Callable[..., Any]
Refused = Callable[..., str]
HAIR = dt.timedelta(milliseconds=1)


def _last() -> Entry:
    return Entry.objects.order_by("-seq")[0]


@pytest.fixture
def now(now: dt.datetime, done: Done, clean_text: Text) -> dt.datetime:
    """The moment of the last entry, half a minute after which the clock stands."""
    clock.set_to(now + dt.timedelta(seconds=30))
    assert _last().at == now
    return now


def test_an_act_at_the_moment_of_the_last_one_is_done(done: Done, clean_text: Text, now: dt.datetime) -> None:
    done("host", acts.issue_revision, clean_text, at=now)

    assert _last().at == now


def test_an_act_that_waited_is_done_at_the_moment_of_the_last_one(done: Done, clean_text: Text, now: dt.datetime) -> None:
    revision = done("host", acts.issue_revision, clean_text, at=now - LONGEST_WAIT)

    assert (revision.issued_at, _last().at) == (now, now)


def test_nobody_waits_longer_than_that(refused: Refused, clean_text: Text, now: dt.datetime) -> None:
    early = now - LONGEST_WAIT - HAIR

    assert refused("host", acts.issue_revision, clean_text, at=early) is Refusal.OUT_OF_ORDER


@pytest.mark.parametrize("at", [dt.timedelta(), dt.timedelta(seconds=10)], ids=["a second", "more"])
def test_an_act_by_a_clock_that_was_set_back_is_refused(
    refused: Refused, clean_text: Text, now: dt.datetime, at: dt.timedelta
) -> None:
    back = now - SKEW - dt.timedelta(minutes=1)
    clock.set_to(back)

    assert refused("host", acts.issue_revision, clean_text, at=back + at) is Refusal.OUT_OF_ORDER


def test_clocks_of_two_servers_may_differ_by_less_than_a_deadline_has_room(
    done: Done, clean_text: Text, now: dt.datetime
) -> None:
    clock.set_to(now - SKEW / 2)

    revision = done("host", acts.issue_revision, clean_text, at=now - SKEW / 2)

    assert (revision.issued_at, SKEW < rules.POST_ROOM) == (now, True)


def test_a_break_is_judged_by_when_it_came_in_and_entered_when_its_turn_came(
    done: Done, refused: Refused, silence: Any, now: dt.datetime
) -> None:
    ends = silence.ends_at
    clock.set_to(ends + dt.timedelta(seconds=20))
    source = {"title": "A note", "url": "https://example.org/note"}
    done("researcher", sources.add_source, silence.text.dialogue, at=ends + dt.timedelta(seconds=10), **source)

    row = done("japan", acts.break_silence, silence, words="Not agreed.", at=ends)
    entry = _last()
    late = refused("kazakhstan", acts.break_silence, silence, words="Not agreed.", at=ends + HAIR)

    assert (row.at, entry.event, entry.at) == (ends, "silence.broken", ends + dt.timedelta(seconds=10))
    assert late is Texts.TOO_LATE


def test_silence_is_not_broken_before_it_was_opened(refused: Refused, silence: Any, now: dt.datetime) -> None:
    clock.set_to(now - dt.timedelta(hours=1))

    before = refused("japan", acts.break_silence, silence, words="Not agreed.", at=now - dt.timedelta(hours=1))

    assert before is Refusal.OUT_OF_ORDER


def test_a_draft_is_not_tabled_before_it_was_drafted(
    done: Done, refused: Refused, clean_text: Text, clause: Clause, now: dt.datetime
) -> None:
    """The log has no moment of a draft; the draft itself has."""
    drafted = now + dt.timedelta(hours=1)
    words = {"operation": "replace", "words": "2029", **span(clause, "2030")}
    draft = done("japan", acts.draft_position, clause, at=drafted, **words)
    clock.set_to(now + dt.timedelta(minutes=1))

    assert log.last_moment() == now
    assert refused("japan", acts.table_position, draft, at=now + dt.timedelta(minutes=1)) is Refusal.OUT_OF_ORDER


def test_others_acts_are_not_held_up_by_a_draft(done: Done, clean_text: Text, clause: Clause, now: dt.datetime) -> None:
    words = {"operation": "replace", "words": "2029", **span(clause, "2030")}
    done("japan", acts.draft_position, clause, at=now + dt.timedelta(hours=1), **words)

    revision = done("host", acts.issue_revision, clean_text, at=now)

    assert revision.issued_at == now


def test_verify_log_tells_of_moments_that_run_backwards(viewer: Done, clean_text: Text, now: dt.datetime) -> None:
    before, out = _last(), StringIO()
    log.enter("text.issued", clean_text, by=viewer("host"), at=now - dt.timedelta(hours=1), visibility=Visibility.PUBLIC)
    entry = _last()

    call_command("verify_log", stdout=out)

    assert out.getvalue().startswith(f"The log is intact: {Entry.objects.count()} entries.\n")
    assert out.getvalue().endswith(
        f"\nThe moment of entry {entry.seq} ({entry.ref}), 2026-11-24 05:00:00.000000, lies before that of entry "
        f"{before.seq}, 2026-11-24 06:00:00.000000: a clock was set back.\n"
    )
