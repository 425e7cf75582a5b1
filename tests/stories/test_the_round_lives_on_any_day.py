"""The fictional round is laid around the moment at which it is first played: whatever the day, something is ahead."""

from __future__ import annotations

import datetime as dt
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from nemawashi.access import clock
from nemawashi.access.models import User
from nemawashi.access.viewers import acting_as
from nemawashi.commitments import queries as commitments
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import Status
from nemawashi.meetings.models import AgendaItem, Meeting
from nemawashi.project.round import cast, play, words
from nemawashi.texts.models import Position, Silence, Text, Wording
from nemawashi.texts.positions import DraftPosition

pytestmark = pytest.mark.one_database

DAYS = ["2026-12-31", "2028-02-29", "2029-11-28", "2030-01-10", "2041-07-06"]


@pytest.fixture(params=DAYS)
def moment(request: pytest.FixtureRequest, shipped: None) -> dt.datetime:
    """A moment at which the round was just laid."""
    at = dt.datetime.fromisoformat(f"{request.param}T21:30:00+00:00")
    clock.set_to(at)
    cast.enlist(at=play.beginning(at))
    play.under_way(at)
    return at


def _status(part: str, at: dt.datetime) -> Status:
    row = Commitment.objects.exclude(origin="record").get(words__contains=part)
    return commitments.status_of(row, today=at.date())


def test_something_is_ahead_runs_is_tabled_and_is_overdue(moment: dt.datetime) -> None:
    meeting = Meeting.objects.get(texts__title=words.demo().statement.title)
    earlier = Meeting.objects.get(texts__title=words.demo().road_map.title)
    silence = Silence.objects.get(text__title=words.demo().arrangement.title)
    with acting_as(cast.viewer("uzbekistan")):
        drafts = DraftPosition.objects.filter(state="draft").count()

    assert (meeting.state, earlier.state) == ("announced", "held")
    assert meeting.start_on is not None
    assert earlier.start_on is not None
    assert earlier.start_on.latest < moment.date() < meeting.start_on.earliest
    assert silence.opened_at < moment < silence.ends_at
    assert Position.objects.filter(outcome="live").count() == 5
    assert drafts == 1
    assert (_status("customs forms", moment), _status("train 120", moment)) == (Status.OVERDUE, Status.UNDER_WAY)


def test_words_name_years_about_this_one(moment: dt.datetime) -> None:
    road_map, statement = (
        Text.objects.get(title=title) for title in (words.demo().road_map.title, words.demo().statement.title)
    )
    assert road_map.meeting is not None
    assert road_map.meeting.start_on is not None
    promised, circulated = road_map.meeting.start_on.year, (moment - dt.timedelta(days=2)).year

    assert moment.year - 2 <= promised < moment.year
    assert years_in(road_map) == {key: {2006, promised, promised + 2} for key in ("en", "ru", "ja")}
    assert years_in(statement) == {key: {circulated + 2} for key in ("en", "ru", "ja")}


def years_in(text: Text) -> dict[str, set[int]]:
    """The years that the words of a text name, by language."""
    figures, found = str.maketrans("〇一二三四五六七八九", "0123456789"), {}
    for row in Wording.objects.filter(clause__text=text):
        named = re.findall(r"\b\d{4}\b|[〇一二三四五六七八九]{4}", row.words)
        found.setdefault(row.language, set()).update(int(year.translate(figures)) for year in named)
    return found


def test_it_is_played_to_its_end_from_there(moment: dt.datetime) -> None:
    list(play.closing(play.Play(moment)))

    statement = Text.objects.get(title=words.demo().statement.title)
    returned = AgendaItem.objects.get(carried_commitment__isnull=False)
    assert statement.state == "issued"
    assert returned.meeting.start_on is not None
    assert returned.meeting.start_on.earliest > moment.date()


def test_the_desk_shows_it(moment: dt.datetime) -> None:
    client = Client()
    client.force_login(User.objects.get(username="japan"), backend="nemawashi.access.accounts.Accounts")

    day = client.get("/desk/").content.decode()
    silence = client.get(
        f"/desk/texts/{Text.objects.get(title=words.demo().arrangement.title).slug}/silence/"
    ).content.decode()

    assert "Silence runs" in day
    assert '<li class="is-late">' in day
    assert "2 days 23 hours left" in silence
    assert "Break silence" in silence


def test_a_first_start_that_was_cut_off_begins_again(shipped: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    whole, at = play.under_way, clock.database_moment()

    def cut_off(now: dt.datetime) -> None:
        list(play.earlier_round(play.Play(now - dt.timedelta(days=400))))
        raise KeyboardInterrupt

    monkeypatch.setattr(play, "under_way", cut_off)
    with pytest.raises(KeyboardInterrupt):
        call_command("demo", "--no-server", stdout=StringIO())
    monkeypatch.setattr(play, "under_way", whole)
    clock.set_to(at)

    call_command("demo", "--no-server", stdout=StringIO())

    assert play.is_played()
    assert Silence.objects.filter(text__title=words.demo().arrangement.title).count() == 1
