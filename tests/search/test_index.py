"""The index follows the record: after a load, after acts, and when asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from nemawashi.access.viewers import PUBLIC
from nemawashi.search import index, queries
from nemawashi.search.models import Entry, Posting
from nemawashi.search.terms import Audience, Noun
from nemawashi.sources.models import Source


def _state() -> list[tuple[Any, ...]]:
    return list(Entry.objects.order_by("ref").values_list("ref", "audience", "title", "words", "parties", "digest"))


def test_load_leaves_nothing_to_index(record: Any) -> None:
    assert Entry.objects.count() > 1000

    done = index.rebuild()

    assert (done.written, done.gone) == (0, 0)


def test_every_noun_of_the_record_is_in_the_index(record: Any) -> None:
    nouns = set(Entry.objects.values_list("noun", flat=True))

    assert nouns == {str(noun) for noun in Noun} - {"clause", "position", "decision", "meeting-paper"}


def test_index_made_afresh_says_the_same(record: Any) -> None:
    before, answers = _state(), [hit.ref for hit in queries.answer("water", viewer=PUBLIC).hits]

    done = index.rebuild(afresh=True)

    assert done.written == len(before)
    assert _state() == before
    assert [hit.ref for hit in queries.answer("water", viewer=PUBLIC).hits] == answers


def test_row_that_changed_is_found_by_its_new_words_alone(record: Any, refs: Callable[..., list[str]]) -> None:
    source = Source.objects.create(slug="steppe", title="Horses of the steppe", language="en", kind="news")
    index.rebuild()
    source.title = "Zebras of the steppe"
    source.save()
    assert refs("zebras") == []

    done = index.rebuild()

    assert (done.written, done.gone) == (1, 0)
    assert refs("zebras") == [source.ref]
    source.title = "Gazelles of the steppe"
    source.save()
    index.refresh({Noun.SOURCE: [source.slug]})
    assert refs("zebras") == []
    assert refs("gazelles") == [source.ref]


def test_row_that_is_gone_loses_its_entry(record: Any, refs: Callable[..., list[str]]) -> None:
    source = Source.objects.create(slug="zebra", title="Zebras", language="en", kind="news")
    index.rebuild()
    assert refs("zebras") == ["source/zebra"]

    source.delete()

    assert refs("zebras") == []
    assert index.rebuild().gone == 1
    assert not Entry.objects.filter(ref="source/zebra").exists()


def test_changed_table_of_equivalents_makes_every_entry_anew(record: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "edition", lambda: "another")

    assert index.rebuild().written == Entry.objects.count()


def test_keys_of_replaced_entries_are_in_no_audience(record: Any) -> None:
    Source.objects.update(publisher=F("title"))
    index.rebuild()

    keys = set()
    for audience in Audience:
        posting = Posting.objects.get(token=f"f:audience:{audience}")
        keys |= set(index.BitMap.deserialize(bytes(posting.names)))

    assert keys == set(Entry.objects.values_list("pk", flat=True))


def test_same_answers_on_both_databases(record: Any) -> None:
    """The order is computed here and not by the database; these literals hold on SQLite and on PostgreSQL."""
    assert connection.vendor in ("sqlite", "postgresql")
    answers = {
        words: [hit.ref for hit in queries.answer(words, viewer=PUBLIC).hits[:4]]
        for words in ("locust", "Токаев", "水資源", "summit Tokyo")
    }

    assert answers == ANSWERS


ANSWERS = {
    "locust": [
        "remit/remit-locusts",
        "commitment/com-2020-locust",
        "commitment/com-2015-locust",
        "assistance/project-locust-1",
    ],
    "Токаев": ["person/tokayev", "meeting/summit-2025-tokyo", "meeting/fmm-2004-astana", "source/seed-000"],
    "水資源": [
        "recommendation/rec-water-2025",
        "agenda-item/exp-2025-water-2",
        "meeting/energy-2025-tokyo",
        "meeting/exp-2025-water",
    ],
    "summit Tokyo": [
        "meeting/summit-2025-tokyo",
        "text/doc-2025-tokyo-declaration",
        "source/iirmfa-summit",
        "assistance/business-2025-158",
    ],
}
