"""A redline of two states gives back both, whatever became of clauses between them."""

import datetime as dt
import random

import pytest

from nemawashi.desk.filing import redlines
from nemawashi.desk.negotiating.comparing import ComparableState
from nemawashi.kit import word

pytestmark = pytest.mark.one_database

WORDS = [
    "The",
    "parties",
    "will",
    "publish",
    "figures",
    "of",
    "the",
    "lake",
    ",",
    "every",
    "year",
    "and",
    "on",
    "request",
    ".",
]
AT = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)


def _state(rows: list[tuple[str, str]]) -> ComparableState:
    lines = [(key, str(place), "operative", {"en": words}) for place, (key, words) in enumerate(rows, start=1)]
    return ComparableState("", lambda: lines, AT)


def _read(rows: list[tuple[str, str]]) -> list[str]:
    return [f"{place}.\t{words}" for place, (_key, words) in enumerate(rows, start=1)]


@pytest.mark.parametrize("seed", range(40))
def test_accepting_all_gives_the_later_state_and_rejecting_all_the_earlier(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    before = [(f"k{at}", " ".join(rng.sample(WORDS, 9)) + f" {at}") for at in range(6)]
    after = [(key, words if rng.random() < 0.5 else " ".join(rng.sample(words.split(), 7))) for key, words in before]
    rng.shuffle(after) if seed % 2 else None
    del after[rng.randrange(5)]
    after.insert(rng.randrange(5), ("new", "A clause that is new"))

    blocks = redlines.passages(_state(before), _state(after), "en", {})
    file = word.read(word.write(word.WordDocument(blocks)))

    assert file.accepted == _read(after)
    assert file.rejected == _read(before)
    assert {row.author for row in file.changes if row.author} == {"Chair"}


def test_a_clause_that_went_elsewhere_is_one_move() -> None:
    before = [("a", "First."), ("b", "Second."), ("c", "Third.")]
    blocks = redlines.passages(_state(before), _state([before[2], *before[:2]]), "en", {})
    kinds = [row.kind for row in word.read(word.write(word.WordDocument(blocks))).changes]

    assert (kinds.count("moved from"), kinds.count("moved to")) == (1, 1)
