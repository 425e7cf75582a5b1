"""A question that is put into SQL once gives what Django's own would, whatever its values."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Count, F
from tests.conftest import NOW

from nemawashi.access import telling
from nemawashi.access.models import Entry, User
from nemawashi.access.prepared import Prepared
from nemawashi.access.seal import SealedError
from nemawashi.access.viewers import PUBLIC, acting_as
from nemawashi.meetings.models import Meeting
from nemawashi.parties.models import Membership
from nemawashi.project.settings import PREPARED
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Text
from nemawashi.texts.positions import DraftPosition


def test_rows_and_instances_are_those_of_the_query(played: None, django_assert_num_queries: Any) -> None:
    of_account = Prepared(lambda pk: User.objects.filter(pk=pk), int)
    of_role = Prepared(
        lambda role, pk: (
            Membership.objects.filter(role=role, user__pk__gt=pk)
            .values_list("user__date_joined", "party__names")
            .order_by("pk")
        ),
        str,
        int,
    )
    of_role.rows("head", 0)

    for user in User.objects.order_by("pk"):
        [same] = of_account.instances(user.pk)
        assert {key: getattr(same, key) for key in _fields(User)} == {key: getattr(user, key) for key in _fields(User)}
        assert (same._state.db, same._state.adding) == (user._state.db, False)
    assert of_account.instances(0) == []
    for role in ("head", "member", "'; --", ""):
        rows = Membership.objects.filter(role=role).values_list("user__date_joined", "party__names").order_by("pk")
        with django_assert_num_queries(1):
            asked = of_role.rows(role, 0)
        assert asked == list(rows)
    assert len(of_role.rows("head", 0)) > 1


def test_rows_that_come_along_are_those_of_the_query_and_ask_for_nothing(
    played: None, django_assert_num_queries: Any
) -> None:
    rows = Meeting.objects.select_related("track", "host", "chair").defer("note").order_by("pk")
    of_state = Prepared(lambda state: rows.filter(state=state), str)
    of_state.rows("held")
    expected = list(rows.filter(state="held"))

    with django_assert_num_queries(1):
        asked = of_state.instances("held")
        along = [[row.track, row.host, row.chair, row.track.names, row.start_on, row.extra] for row in asked]

    assert along == [[row.track, row.host, row.chair, row.track.names, row.start_on, row.extra] for row in expected]
    assert {row.host is None for row in asked} == {True, False}
    assert all(row.get_deferred_fields() == {"note"} for row in asked)
    assert of_state.instances("none") == []


def _fields(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@pytest.mark.django_db
def test_a_value_that_does_not_stand_in_the_statement_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="as it was given"):
        Prepared(lambda key: Session.objects.filter(expire_date=F("expire_date")), str).rows("x")


def test_the_guard_looks_at_a_prepared_statement_as_at_any_other(clean_text: Text, viewer: Any, acting: Any) -> None:
    statement, japan, kazakhstan = clean_text, viewer("japan"), viewer("kazakhstan")
    acting(japan, acts.draft_position, statement.clauses.last(), operation="comment", words="zqcanary")
    with acting_as(japan):
        asked = Prepared(lambda version: DraftPosition.objects.filter(version=version).values_list("pk"), int)
        own = asked.rows(1)
        marks = {queries.own_drafts_mark(statement, viewer=japan) for _ in range(2)}

    assert own
    with acting_as(kazakhstan):
        assert queries.own_drafts_mark(statement, viewer=kazakhstan) not in marks
        with pytest.raises(SealedError, match="for another viewer"):
            asked.rows(1)
    with pytest.raises(SealedError, match="nobody is named"):
        asked.rows(1)


def test_moments_and_what_is_annotated_are_those_of_the_query(played: None, django_assert_num_queries: Any) -> None:
    rows = Entry.objects.annotate(number=Count("notices"), later=F("seq") + 1).order_by("seq")
    since = Prepared(lambda at, until: rows.filter(at__gte=at, at__lt=until), dt.datetime, dt.datetime)
    moments = sorted(Entry.objects.exclude(at=None).values_list("at", flat=True))
    middle, tick = moments[len(moments) // 2], dt.timedelta(microseconds=1)
    since.rows(middle, middle)

    for at, until in [
        (middle, moments[-1]),
        (middle, moments[-1] + tick),
        (middle + tick, moments[-1]),
        (moments[-1], middle),
    ]:
        with django_assert_num_queries(1):
            asked = since.instances(at, until)
        expected = list(rows.filter(at__gte=at, at__lt=until))
        assert [(row.pk, row.at, row.number, row.later) for row in asked] == [
            (row.pk, row.at, row.number, row.later) for row in expected
        ]
    assert since.instances(middle.astimezone(ZoneInfo("Asia/Tokyo")), moments[-1]) == list(
        rows.filter(at__gte=middle, at__lt=moments[-1])
    )


def test_the_day_and_the_list_ask_for_the_same_notices(played: None, viewer: Any) -> None:
    for name in ("host", "japan", "kazakhstan", "expert"):
        person = viewer(name)
        asked = telling.newest_notices(5, viewer=person)
        expected = list(telling.notices(viewer=person)[:5])
        assert [(row.pk, row.is_read, row.entry.ref) for row in asked] == [
            (row.pk, row.is_read, row.entry.ref) for row in expected
        ]
        at = telling.notices(viewer=person).latest("entry_id").entry.at if expected else NOW
        for moment in (at, at + telling.ASKS_FOR, at + telling.ASKS_FOR + dt.timedelta(microseconds=1)):
            waits = {row.entry_id for row in telling.notices(viewer=person) if telling.is_waiting(row, at=moment)}
            assert telling.waiting_count(viewer=person, at=moment) == len(waits)
    assert telling.newest_notices(5, viewer=PUBLIC) == []
    assert telling.waiting_count(viewer=PUBLIC, at=NOW) == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans in no time")
def test_the_database_plans_once_what_is_asked_again(played: None) -> None:
    """From the fifth time on, whatever the values: they go beside the statement and not into it."""
    asked = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT %%access_user%%username%%'"

    def planned() -> int:
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return int(cursor.fetchone()[0])

    before = planned()
    for number in range(PREPARED["prepare_threshold"] + 1):
        User.objects.filter(username=f"nobody {number}").first()

    assert planned() == before + 1
