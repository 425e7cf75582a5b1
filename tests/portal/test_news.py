"""The Atom feeds, read by a parser that knows nothing of their writer."""

import datetime as dt
import io
import zipfile
from typing import Any

import feedparser
from django.test import Client

from nemawashi.sources.models import Claim, Ruling

LOADED = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)


def test_news_of_a_track_are_meetings_and_adopted_texts(client: Client, loaded: Any) -> None:
    feed = feedparser.parse(client.get("/en/feeds/tracks/fmm.atom").content)

    assert feed.bozo == 0
    assert {entry.title for entry in feed.entries} == {
        "Held: 4th Foreign Ministers' Meeting, Tokyo",
        "Joint statement of 2012",
    }
    assert {entry.id[:9] for entry in feed.entries} == {"urn:uuid:"}
    assert feed.feed.updated == "2026-01-15T09:00:00Z"
    assert {link.rel: link.href for link in feed.feed.links} == {
        "self": "http://testserver/en/feeds/tracks/fmm.atom",
        "alternate": "http://testserver/en/meetings/?track=fmm",
    }


def test_rulings_tell_who_preferred_what_and_why(client: Client, loaded: Any) -> None:
    feed = feedparser.parse(client.get("/en/feeds/rulings.atom").content)

    (entry,) = feed.entries
    assert feed.bozo == 0
    assert entry.title == "Number of meetings: 9"
    assert [
        part for part in ("dated count", "Joint statement page", "reference 2", "Curator") if part not in entry.summary
    ] == []
    assert (entry.link, entry.updated) == ("http://testserver/en/conflicts/c01-count/", "2026-01-01T00:00:00Z")


def test_ruling_on_what_is_not_public_is_in_no_feed(client: Client, loaded: Any) -> None:
    hidden = Claim.objects.create(
        slug="c02-1", conflict=loaded.conflict, identity="c02-1", subject_ref="meeting/fmm-next", property_name="city",
        kind="fact", value="Bukhara",
    )  # fmt: skip
    before = client.get("/en/feeds/rulings.atom")
    Ruling.objects.create(
        subject_ref="meeting/fmm-next", property_name="city", verdict="prefers", claim=hidden, reason="Quietly agreed",
        by_name="Curator", at=LOADED,
    )  # fmt: skip

    answer = client.get("/en/feeds/rulings.atom")

    assert (answer.content, answer.headers["ETag"]) == (before.content, before.headers["ETag"])
    archive = zipfile.ZipFile(io.BytesIO(client.get("/en/take-away/nemawashi-caj-record.zip").content))
    whole = b"".join(archive.read(name) for name in archive.namelist())
    assert [part for part in (b"Bukhara", b"Quietly", b"fmm-next") if part in whole] == []
    assert b"count_of_meetings" in whole


def test_hostile_words_stay_words_in_news(client: Client, loaded: Any) -> None:
    loaded.tokyo.note = "</summary><script>\x01alert(1)</script>\ufffe"
    loaded.tokyo.save()

    feed = feedparser.parse(client.get("/en/feeds/meetings.atom").content)

    assert feed.bozo == 0
    assert len(feed.entries) == 2
