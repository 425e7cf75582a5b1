"""What changed since a day, as a page and as Atom; and the page about the record with whom to write to."""

import datetime as dt
import re
from typing import Any

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.architecture import inventory
from tests.portal.conftest import LOADED

from nemawashi.access import clock
from nemawashi.access.terms import Circle
from nemawashi.access.viewers import Viewer
from nemawashi.portal import changes, names
from nemawashi.sources import acts
from nemawashi.sources.models import Claim, RecordRow, Source

CURATOR = Viewer(name="expert", circle=Circle.EXPERTS)


def _source(record: Any, title: str) -> Source:
    return acts.add_source(record.caj, title=title, by=CURATOR, at=clock.database_moment())


def _loaded(key: str) -> None:
    row = {"file": "x", "key": key, "line": 1, "object_ref": key, "digest": "", "data": {}, "loaded_at": LOADED}
    RecordRow.objects.create(**row)


def test_every_public_act_has_words_for_readers() -> None:
    acts_of = [act for noun in inventory.NOUNS for act in inventory.acts(noun)]
    public = {str(act) for act in acts_of if "visibility `public`" in _page(act.name.lower())}

    assert set(changes.EVENTS) == public


def _page(name: str) -> str:
    return (inventory.PAGES / f"{name}.md").read_text(encoding="utf-8")


def test_every_noun_that_can_be_chosen_has_a_name() -> None:
    assert set(changes.SHOWN_NOUNS) == set(names.PLURALS)


def test_acts_since_a_day_stand_there_by_name_and_link(client: Client, record: Any) -> None:
    row = _source(record, "A release of the ministry")
    claim = Claim.objects.get()
    acts.reopen_ruling(claim, reason="two releases say so", by=CURATOR, at=clock.database_moment())

    page = client.get("/en/changes/").content.decode()
    later = client.get("/en/changes/", {"since": f"{clock.today() + dt.timedelta(days=1)}"}).content.decode()
    of_sources = client.get("/en/changes/?noun=source").content.decode()

    assert f'<a href="/en/sources/{row.slug}/">A release of the ministry</a>' in page
    assert "A ruling was opened again" in page
    assert "two releases say so" in page
    assert ("A release" in later, "No act on the public record since then." in later) == (False, True)
    assert ("A release" in of_sources, "opened again" in of_sources) == (True, False)


def test_acts_of_a_demonstration_are_left_out_with_their_number(client: Client, record: Any, settings: Any) -> None:
    settings.DEMO = True
    for title in ("One", "Two"):
        _source(record, title)

    page = " ".join(client.get("/en/changes/").content.decode().split())
    of_meetings = client.get("/en/changes/?noun=meeting").content.decode()
    asked = client.get("/en/changes/?fiction=1").content.decode()

    assert "2 rows of the demonstration are left out here." in page
    assert ("left out here" in of_meetings, "left out here" in asked, "One</a>" in asked) == (False, False, True)


def test_rows_of_files_are_counted_and_of_one_noun_named(client: Client, record: Any) -> None:
    for key in ("meeting/fmm-2012-tokyo", "party/japan", "meeting/nobody-announced-it"):
        _loaded(key)

    since = f"{LOADED:%Y-%m-%d}"
    page = client.get("/en/changes/", {"since": since}).content.decode()
    of_meetings = client.get("/en/changes/", {"since": since, "noun": "meeting"}).content.decode()

    assert re.findall(r"noun=(\w+)\">[^<]+</a>: (\d+)", page) == [("meeting", "1"), ("party", "1")]
    assert '<a href="/en/meetings/fmm-2012-tokyo/">' in of_meetings
    assert "nobody-announced" not in page + of_meetings


@pytest.mark.parametrize("query", ["since=yesterday", "since=2026-13-01", "since=0001-01-01", "noun=position", "noun=user"])
def test_what_is_no_day_and_no_noun_is_refused(query: str, client: Client, record: Any) -> None:
    assert client.get(f"/en/changes/?{query}").status_code == 400


def test_a_day_too_far_away_is_called_so(client: Client, record: Any) -> None:
    page = client.get("/en/changes/?since=9999-12-31").content.decode()

    assert "9999-12-31 is too early or too late. Choose a day of the years 1900 to 2200." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_three_acts_as_for_one(count: int, client: Client, record: Any) -> None:
    for number in range(count):
        _source(record, f"Release {number}")
    client.get("/en/changes/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/en/changes/")

    assert len(asked) == STATEMENTS


STATEMENTS = 3


def test_the_feed_has_the_same_acts(client: Client, record: Any) -> None:
    _source(record, "A release of the ministry")

    answer = client.get("/ru/feeds/changes.atom")
    again = client.get("/ru/feeds/changes.atom", headers={"If-None-Match": answer.headers["ETag"]})
    read = feedparser.parse(answer.content)

    assert (read.bozo, again.status_code) == (0, 304)
    assert read.entries[0].title.endswith(": A release of the ministry")
    assert read.entries[0].link.startswith("http://testserver/ru/sources/")


def test_the_page_about_the_record_names_the_contact_or_says_that_there_is_none(
    client: Client, record: Any, settings: Any
) -> None:
    settings.CONTACT = "desk@example.org"
    named = client.get("/en/about/").content.decode()
    settings.CONTACT = ""
    unnamed = client.get("/en/about/").content.decode()

    assert '<a href="mailto:desk@example.org">desk@example.org</a>' in named
    assert "has named no address to write to" in unnamed
    assert "mailto:" not in unnamed
