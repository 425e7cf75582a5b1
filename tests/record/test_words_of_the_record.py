"""What the shipped record says of its conflicts stands in it in Russian and Japanese, too."""

import re
from functools import lru_cache
from typing import Any

import pytest
import yaml

from nemawashi.record.files import PACKAGED

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


@lru_cache
def rows(name: str) -> list[dict[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((PACKAGED / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  a safe one


@pytest.mark.parametrize(
    ("name", "keys"),
    [("conflicts", ("title", "resolution", "basis")), ("claims", ("note",)), ("meetings", ("venue", "theme"))],
)
def test_words_of_conflicts_and_venues_stand_in_both_languages(name: str, keys: tuple[str, ...]) -> None:
    given = {row["en"]: row for row in rows("words")}
    said = {row[key] for row in rows(name) for key in keys if row.get(key)}
    lettered = {words for words in said if re.search(r"[A-Za-z]{3}", re.sub(MONTHS, "", words))}

    assert len(lettered) > 20
    assert [words for words in lettered if not (given.get(words, {}).get("ru") and given[words].get("ja"))] == []


@pytest.mark.parametrize("name", ["assistance", "concepts", "conflicts", "meetings", "people", "recommendations", "remits"])
def test_no_words_for_readers_name_a_source_by_its_key(name: str) -> None:
    keys = re.compile(r"\bseed-\d{3}\b")
    shown = ("title", "name", "note", "resolution", "basis", "amount_note", "text", "evidence")

    assert [row["id"] for row in rows(name) for key in shown if keys.search(str(row.get(key) or ""))] == []
