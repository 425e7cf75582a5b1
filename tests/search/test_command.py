"""``nemawashi search`` and ``nemawashi reindex``."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from nemawashi.search.models import Entry

KEYS = {
    "ref", "noun", "title", "language", "date", "year", "track", "parties", "pillar", "marked", "href", "score",
}  # fmt: skip


def _search(*words: str, **options: Any) -> Any:
    out = StringIO()
    call_command("search", *words, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def test_hits_have_the_promised_shape(record: Any) -> None:
    hits = _search("locust")

    assert {frozenset(hit) for hit in hits} == {frozenset(KEYS)}
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    project = next(hit for hit in hits if hit["ref"] == "assistance/project-locust-1")
    assert project["parties"][:2] == ["japan", "kyrgyzstan"]
    assert (project["year"], project["date"]) == (2015, "2015-10-24")
    assert project["marked"].startswith("«Locust» management")
    assert project["href"] == "/en/assistance/project-locust-1/"


def test_several_words_need_no_quotes(record: Any) -> None:
    assert _search("Tokyo", "Declaration")[0]["ref"] == "text/doc-2025-tokyo-declaration"


def test_filters_and_limit(record: Any) -> None:
    hits = _search("tourism", noun="meeting", year="2018", limit=1)

    assert [(hit["noun"], hit["year"]) for hit in hits] == [("meeting", 2018)]


def test_nothing_found_is_an_empty_list_and_no_fault(record: Any) -> None:
    assert _search("qwzxv") == []


@pytest.mark.parametrize(
    ("words", "options", "told"),
    [
        (["x"], {"noun": "draft"}, "not a choice"),
        (["x"], {"year": "12"}, "not a year"),
        (["x"], {"limit": 0}, "1 to 1000"),
        ([" "], {}, "no words"),
        (["x" * 201], {}, "at most 200"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(words: list[str], options: dict[str, Any], told: str, record: Any) -> None:
    with pytest.raises(CommandError, match=told) as refused:
        call_command("search", *words, **options)

    assert refused.value.returncode == 2


def test_lines_for_people(record: Any) -> None:
    out, err = StringIO(), StringIO()

    call_command("search", "Kawaguchi", limit=1, stdout=out)
    call_command("search", "qwzxv", stdout=out, stderr=err)

    assert out.getvalue() == "-           person          Yoriko «Kawaguchi»  (person/kawaguchi-yoriko)\n"
    assert "Nothing in the record answers" in err.getvalue()


def test_without_tables_the_command_says_what_to_do(record: Any) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a failed statement ends the transaction of the test on PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_posting RENAME TO gone")

    with pytest.raises(CommandError, match="load-record"):
        call_command("search", "water")


def test_empty_index_is_told_apart_from_an_empty_answer(record: Any) -> None:
    Entry.objects.all().delete()
    err = StringIO()

    call_command("search", "water", json=True, stdout=StringIO(), stderr=err)

    assert "nemawashi reindex" in err.getvalue()


def test_reindex_says_what_it_did(record: Any) -> None:
    out = StringIO()
    Entry.objects.filter(noun="party").delete()

    call_command("reindex", stdout=out)

    assert "7 written" in out.getvalue()
