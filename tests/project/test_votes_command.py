"""``nemawashi votes``: a table taken in for the pages, and agreement asked on the command line."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from nemawashi.analysis import votes as imported

pytest.importorskip("ibis")
pytestmark = pytest.mark.one_database

TABLE = """rcid,ccode,vote,date,hr
1,740,1,2001-12-01,1
1,705,1,2001-12-01,1
1,704,2,2001-12-01,1
2,740,1,2002-12-01,0
2,705,3,2002-12-01,0
2,704,3,2002-12-01,0
2,999,4,2002-12-01,0
2,999,3,2002-12-01,0
2,950,9,2002-12-01,0
"""


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("votes", *words, stdout=out)
    return out.getvalue()


def test_a_table_is_taken_in_for_the_pages(shipped: None, settings: Any, tmp_path: Path) -> None:
    settings.VOTES = tmp_path / "votes"
    table = tmp_path / "votes.csv"
    table.write_text(TABLE)
    with pytest.raises(CommandError, match="votes import` makes it"):
        run("agreement")
    words = run("import", str(table), "--source", "a table")

    assert "line 8: a vote is one of 1, 2, 3, 8, 9; left out" in words
    assert "a state 999 has no code here: 1 vote, the first in line" in words
    assert "7 votes in 2 roll calls, 2001 to 2002; 1 lines left out" in words
    assert "1 line of a state that was no member then is no vote, the first: line" in words
    assert "the table has no vote of TKM" in words
    held = imported.held()
    assert held is not None
    assert (held.about["source"], held.left_out, set(held.members)) == ("a table", 1, {"all", "central asia"})
    answer = json.loads(run("agreement", "--among", "central asia", "--json"))
    assert (answer["with"], answer["lacking"]) == ("JPN", ["KGZ", "TJK", "TKM"])
    rows = {tuple(row["states"]): row for row in answer["rows"]}
    assert rows[("JPN", "KAZ")] | {"low": 0, "high": 0} == {
        **{"states": ["JPN", "KAZ"], "year": None, "issue": None, "votes": 2, "same": 1, "share": 0.5},
        **{"low": 0, "high": 0, "opposed": 1, "whole": None},
    }
    assert (answer["rows"][-1]["same"], answer["rows"][-1]["whole"]) == (1, 0)
    by_year = json.loads(
        run("agreement", "--with", "kazakhstan", "--among", "uzb,kaz", "--by", "year", "--since", "2002", "--json")
    )
    assert [(row["states"], row["year"], row["same"]) for row in by_year["rows"]] == [
        *((["KAZ", "UZB"], 2002, 1), (["UZB", "KAZ"], 2002, 1)),
    ]
    assert "hr" in run("agreement", "--by", "issue")
    for wrong, why in {
        ("--among", "kaz"): "--among names a group of the forum, or two states",
        ("--issue", "me"): "no roll call of an issue 'me'",
    }.items():
        with pytest.raises(CommandError, match=why):
            run("agreement", *wrong)


def test_a_table_may_go_elsewhere(db: None, settings: Any, tmp_path: Path) -> None:
    settings.VOTES = tmp_path / "votes"
    table = tmp_path / "votes.csv"
    table.write_text(TABLE)
    answer = json.loads(run("import", str(table), "--to", str(tmp_path / "mine.parquet"), "--json"))

    assert (answer["votes"], answer["counted_for"], answer["no_members"]) == (7, [], 1)
    assert not settings.VOTES.exists()
    assert "0.5" in run("agreement", str(tmp_path / "mine.parquet"), "--with", "JPN", "--among", "JPN,KAZ")
