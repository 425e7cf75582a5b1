"""Likeness of documents, groups of them, and words that stand together."""

from __future__ import annotations

import numpy as np
import pytest

from nemawashi.kit import counting
from nemawashi.kit.counting import Collection, CountedDocument, Cross, Semantics
from nemawashi.kit.faults import UnreadableError

TEXTS = {
    "a": "water energy transport of the region",
    "b": "transport water and energy in the region",
    "c": "culture students language of the region",
    "d": "students learn the language and culture",
    "e": "water energy transport of the region",
}


@pytest.fixture(scope="module")
def collection() -> Collection:
    return Collection([CountedDocument(id, text) for id, text in TEXTS.items()])


def test_the_same_words_are_alike_in_full_and_others_in_part(collection: Collection) -> None:
    alike = counting.similarity(collection)

    assert alike[0, 4] == pytest.approx(1)
    assert alike[0, 1] > alike[0, 2] > 0
    assert np.allclose(alike, alike.T)


def test_groups_hold_what_is_alike(collection: Collection) -> None:
    alike = counting.similarity(collection)

    assert counting.groups(alike, 2) == [[0, 1, 4], [2, 3]]
    assert counting.groups(alike, 5) == [[0], [1], [2], [3], [4]]
    with pytest.raises(UnreadableError):
        counting.groups(alike, 6)


def test_words_near_each_other_are_counted_in_both_directions() -> None:
    texts = Collection([CountedDocument("a", "x y x. y z"), CountedDocument("b", "z x")])

    names, table = counting.cooccurrence(texts, ["x", "y", "z"], window=2, semantics=Semantics(cross=Cross.DOCUMENT))

    # x y, x x, y x, y y (two apart), x y, x z (two apart), y z; z x
    assert (names, table.tolist()) == (["x", "y", "z"], [[2, 3, 2], [3, 2, 1], [2, 1, 0]])


def test_punctuation_ends_a_window_unless_asked() -> None:
    texts = Collection([CountedDocument("a", "x y. z")])

    assert [(tie.one, tie.other, tie.count, tie.jaccard) for tie in counting.network(texts)] == [("x", "y", 1, 1.0)]


def test_a_network_stays_readable(collection: Collection) -> None:
    with pytest.raises(UnreadableError, match="at most 25"):
        counting.network(collection, 26)


def test_life_spans_need_dates(collection: Collection) -> None:
    none = np.zeros(0, np.int64)

    with pytest.raises(UnreadableError, match="give each a date"):
        counting.lives(collection, ["x"], none, none)
