"""What an act changes is found once the act is committed, and by nobody before or beside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.conftest import NOW

from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings.models import Meeting, Track
from nemawashi.parties.models import Party
from nemawashi.search import around, index
from nemawashi.search.models import Entry


def test_act_brings_the_index_up_to_date_once_it_is_committed(
    acting: Callable[..., Any],
    viewer: Callable[[str], Any],
    refs: Callable[..., list[str]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    from nemawashi.meetings import acts

    host, som, uzbekistan = viewer("host"), Track.objects.get(slug="som"), Party.objects.get(slug="uzbekistan")
    with django_capture_on_commit_callbacks(execute=True):
        meeting = acting(host, acts.plan_meeting, som, city="Samarqand", host=uzbekistan, start=ImpreciseDate(2027))
        acting(viewer("japan"), acts.propose_agenda_item, meeting, title="Zebras of the steppe")

    assert refs("Samarqand senior officials", host)[0] == meeting.ref
    assert refs("Samarqand senior officials", PUBLIC) != refs("Samarqand senior officials", host)
    assert [ref.partition("/")[0] for ref in refs("zebras", host)] == ["agenda-item"]
    assert refs("zebras", PUBLIC) == []


def test_act_stands_when_the_index_cannot_be_written(
    acting: Callable[..., Any],
    viewer: Callable[[str], Any],
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from nemawashi.meetings import acts

    def broken(*args: Any) -> None:
        raise OSError("no room for zebras")

    som, uzbekistan = Track.objects.get(slug="som"), Party.objects.get(slug="uzbekistan")
    monkeypatch.setattr(index, "refresh", broken)
    with django_capture_on_commit_callbacks(execute=True):
        meeting = acting(
            viewer("host"), acts.plan_meeting, som, city="Samarqand", host=uzbekistan, start=ImpreciseDate(2027)
        )

    assert Meeting.objects.filter(pk=meeting.pk).exists()
    assert "the index of search was not brought up to date: OSError" in caplog.text
    assert "zebras" not in caplog.text


def test_every_act_has_rows_around_its_subject(played: None, db: None) -> None:
    """Acts log on rows of these tables; what has no entry of its own leads to rows that have one."""
    from nemawashi.access.models import Entry as LogEntry

    nouns = {ref.partition("/")[0] for ref in LogEntry.objects.exclude(object_ref="").values_list("object_ref", flat=True)}
    known = {"meeting", "agenda-item", "track", "recommendation", "text", "clause", "position", "silence", "commitment"}
    known |= {"account", "membership"}  # whom nobody finds

    assert nouns - known == set()
    assert around.rows_around(object()) is None


def test_index_of_the_played_round_is_what_a_rebuild_makes(played: None, db: None) -> None:
    """Every act of the round refreshed what it changed, so that nothing is left to do."""
    done = index.rebuild()

    assert (done.written, done.gone) == (0, 0)
    assert {"clause", "position", "agenda-item"} <= set(Entry.objects.values_list("noun", flat=True))


def test_index_of_the_whole_story_is_what_a_rebuild_makes(
    played: None, db: None, django_capture_on_commit_callbacks: Any
) -> None:
    from nemawashi.project.round import play

    with django_capture_on_commit_callbacks(execute=True):
        steps = list(play.closing(play.Play(NOW)))

    assert len(steps) > 20
    done = index.rebuild()
    assert (done.written, done.gone) == (0, 0)
