"""Parts of pages that are written once: they say the same as if they were written anew, and what they show is noted."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from nemawashi.access.counting import counted
from nemawashi.access.viewers import PUBLIC
from nemawashi.meetings.models import Meeting, Track
from nemawashi.portal.corrections import empty_fields
from nemawashi.sources import queries as sources
from nemawashi.sources.models import Citation, Conflict, Source


def _sources(client: Client, language: str = "en") -> str:
    page = client.get(f"/{language}/meetings/fmm-2012-tokyo/").content.decode()
    start = page.index('aria-labelledby="sources"')
    return page[start : page.index("</section>", start)]


def test_a_list_of_sources_follows_its_rows_and_its_reader(client: Client, record: Any) -> None:
    before, again, russian = _sources(client), _sources(client), _sources(client, "ru")
    Source.objects.filter(slug="mofa-2012").update(title="Statement <b>of</b> Tokyo", seen=None)

    renamed = _sources(client)
    Citation.objects.filter(subject_ref="meeting/fmm-2012-tokyo").update(locator="p. 7")

    assert "Joint statement page" in before == again
    assert "/ru/sources/mofa-2012/" in russian
    assert "Statement &lt;b&gt;of&lt;/b&gt; Tokyo" in renamed
    assert "not seen" in renamed
    assert "p. 7" in _sources(client)


def test_a_page_knows_of_a_list_that_was_kept_what_stands_in_it(client: Client, record: Any) -> None:
    path = "/en/meetings/fmm-2012-tokyo/"
    sourced = "Every statement names its source" in client.get(path).content.decode()
    Source.objects.filter(slug="mofa-2012").update(origin="desk")

    feet = ["Every statement names its source" in client.get(path).content.decode() for _ in range(2)]

    assert (sourced, feet) == (True, [False, False])


def test_fields_for_readers_follow_the_language_and_whether_mail_goes_out(settings: Any) -> None:
    settings.MAIL_IS_SET_UP = True
    whole = empty_fields()
    settings.MAIL_IS_SET_UP = False
    with override("ru"):
        russian = empty_fields()

    assert 'name="address"' in whole
    assert 'name="address"' not in empty_fields()
    assert "What is wrong" in whole
    assert "What is wrong" not in russian


@pytest.mark.parametrize("places", [(), (0,), (0, 1), (2, 1, 0)])
def test_questions_are_counted_in_one_statement_in_their_order(record: Any, places: tuple[int, ...]) -> None:
    Conflict.objects.create(slug="without-claims", title="Nobody says", order=9)
    questions = [Meeting.objects.order_by("slug"), Track.objects.none(), sources.conflict_list(viewer=PUBLIC)]
    chosen = [questions[place] for place in places]
    one_by_one = [each.count() for each in chosen]

    with CaptureQueriesContext(connection) as asked:
        numbers = counted(*chosen)

    assert (numbers, len(asked)) == (one_by_one, min(1, len(places)))
