"""Votes: what the page says with a table and without one, in whose words, and which promises stand beside it."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from nemawashi.analysis import votes as imported
from nemawashi.commitments.models import Commitment
from nemawashi.kit.votes.agreement import CountedVotes, SameVotes

Read = Callable[[str], str]
pytestmark = pytest.mark.one_database

COUNTED = CountedVotes(
    about={"source": "https://example.org/votes", "file": "UNVotes.csv", "sha256": "ab" * 32},
    rows=1500,
    calls=30,
    left_out=2,
    first=1992,
    last=1994,
    states=["JPN", "KAZ", "UZB"],
    lacking=[],
    members={"all": ["JPN", "KAZ"], "central asia": ["KAZ", "UZB"]},
    issues={"hr": 12, "PEACE--BUILDING": 5},
    cast={"JPN": {1: 20, 8: 1}, "KAZ": {1: 9}, "UZB": {1: 3}},
    of_pairs={
        ("JPN", "KAZ", ""): {1992: SameVotes(10, 6, 1), 1994: SameVotes(9, 9, 0)},
        ("JPN", "KAZ", "hr"): {1992: SameVotes(4, 1, 1)},
    },
    of_groups={("central asia", ""): {1992: SameVotes(8, 7, 5)}, ("all", ""): {1992: SameVotes(10, 6, 10)}},
)


@pytest.fixture
def shelf(settings: Any, tmp_path: Path) -> Path:
    settings.VOTES = tmp_path / "votes"
    settings.VOTES.mkdir()
    return tmp_path / "votes"


@pytest.fixture
def at_table(record: Any) -> Any:
    record.kazakhstan.standings.create(dialogue=record.caj, status="participant", from_on="2004-08-28")
    return record


def test_without_a_table_the_page_says_how_to_bring_one(shelf: Path, record: Any, page: Read) -> None:
    for content in (None, "no JSON", COUNTED.written()):  # of the last, only one party sits at the table
        if content is not None:
            (shelf / imported.COUNTED).write_text(content)
        words = page("/en/votes/")
        assert "nemawashi votes import UNVotes.csv" in words
        assert ("fewer than two of these parties" in words) == (content == COUNTED.written())
        assert "What the record promises of support there" in words


def test_the_table_is_told_with_its_source_and_intervals(shelf: Path, at_table: Any, page: Read) -> None:
    imported.keep(COUNTED)
    words = page("/en/votes/")

    assert "1,500 votes in 30 roll calls, 1992 to" in words
    assert 'href="https://example.org/votes"' in words
    assert "2 lines could not be read" in " ".join(words.split())
    for cell in ("78.9 %", "56.7–91.5 %"):  # 15 of 19, by Wilson
        assert cell in words
    assert "Among the Central Asian parties: on 8 roll calls" in " ".join(words.split())
    assert 'lang="en">PEACE--BUILDING' not in words  # an issue without a roll call of both has no row
    assert "human rights" in words
    since = page("/en/votes/?since=1993")
    assert "100.0 %" in since
    assert "78.9 %" not in since
    assert "25.0 %" in page("/en/votes/?issue=hr")
    assert "With Kazakhstan" in page("/en/votes/?with=kazakhstan&among=all")
    assert "78,9 %" in page("/ru/votes/")


def test_what_no_choice_is_is_refused(shelf: Path, at_table: Any, client: Client) -> None:
    imported.keep(COUNTED)
    for unknown in (
        "with=uzbekistan",
        "among=five",
        "issue=me",
        "since=1991",
        "since=1995",
        "as=xml",
        "with=japan&with=japan",
    ):
        assert client.get(f"/en/votes/?{unknown}").status_code == 400


def test_files_have_all_years_and_issues(shelf: Path, at_table: Any, client: Client) -> None:
    imported.keep(COUNTED)
    content = json.loads(client.get("/en/votes/?as=json").content)
    rows = list(csv.DictReader(io.StringIO(client.get("/en/votes/?as=csv").content.decode("utf-8-sig"))))

    assert (content["counts"], content["table"]["source"]) == ("reports of roll calls", "https://example.org/votes")
    assert content["agreement"][0] == {
        **{"one": "JPN", "other": "KAZ", "year": 1992, "issue": None, "votes": 10, "same": 6, "share": 0.6},
        **{"low": 0.3127, "high": 0.8318, "opposed": 1, "whole": None},
    }
    assert [(row["one"], row["year"], row["issue"], row["whole"]) for row in rows] == [
        *(("JPN", "1992", "", ""), ("JPN", "1994", "", ""), ("central asia", "1992", "", "5"), ("JPN", "1992", "hr", "")),
    ]


def test_promises_of_support_stand_beside_the_votes(shelf: Path, record: Any, page: Read) -> None:
    for slug, words in (
        ("seat", "Confirm support for a permanent Security Council seat for a party"),
        ("reform", "Cooperate on reform of the United Nations"),
        ("other", "Act under Security Council resolutions"),
    ):
        Commitment.objects.create(slug=f"com-{slug}", words=words, kind="joint", made_on="2006-06-05", origin="record")
    Commitment.objects.create(slug="com-found", words="UN reform, unseen", kind="joint", state="candidate", origin="record")

    assert {row.slug: row.codes for row in imported.asked_support()} == {
        "com-seat": ("candidacy",),
        "com-reform": ("un-reform",),
    }
    words = page("/en/votes/")
    assert "/en/commitments/com-seat/" in words
    assert "com-other" not in words
    assert "unseen" not in words


def test_the_page_asks_little_of_the_database(shelf: Path, at_table: Any, statements: Callable[[str], int]) -> None:
    imported.keep(COUNTED)
    statements("/en/votes/")
    one = statements("/en/votes/")
    for number in range(3):
        Commitment.objects.create(slug=f"com-un-{number}", words="UN reform", kind="joint", origin="record")

    assert (one, statements("/en/votes/")) == (1, 1)
