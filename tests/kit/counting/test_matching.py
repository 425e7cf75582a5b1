"""What a pattern matches, and what happens where matches meet."""

from __future__ import annotations

import math

import pytest

from nemawashi.kit import counting
from nemawashi.kit.counting import Collection, CountedDocument, Cross, Overlap, Semantics
from nemawashi.kit.counting.matching import surfaces
from nemawashi.kit.faults import UnreadableError

TEXT = (
    "The Corridor of Peace and Stability, the corridors of peace. A free and open Indo-Pacific; free, and open. "
    "Central Asia’s co-operation. Peace is the aim; stability follows.\n\nPeace\n\nand stability"
)


def hits(text: str, *patterns: str, language: str = "en", **how: object) -> list[str]:
    collection = Collection([CountedDocument("one", text, language)])
    semantics = how.pop("semantics", counting.SEARCH)
    stands = counting.matches(collection, patterns, semantics)  # type: ignore[arg-type]
    overlap = how.pop("overlap", Overlap.ALL)
    return surfaces(collection, counting.apart(stands, overlap, [0] * len(patterns)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("corridor", ["Corridor"]),
        ("corridor* of peace", ["Corridor of Peace", "corridors of peace"]),
        ("corridor? of", ["corridors of"]),
        ("corridor|arc of peace", ["Corridor of Peace"]),
        ("free and open", ["free and open"]),
        ("central asia", ["Central Asia"]),
        ("central asia's", ["Central Asia’s"]),
        ("cooperation", []),
        ("co-operation", ["co-operation"]),
        ("co operation", ["co-operation"]),
        ("indo-pac*", ["Indo-Pacific"]),
        ("corridor * peace", ["Corridor of Peace"]),
        ("peace ~2 stability", ["Peace and Stability"]),
        ("peace and stability", ["Peace and Stability"]),
        ("stability, the", ["Stability, the"]),
        ("stability the", []),
    ],
)
def test_pattern_matches(pattern: str, expected: list[str]) -> None:
    assert hits(TEXT, pattern) == expected


@pytest.mark.parametrize(
    ("cross", "expected"),
    [
        (Cross.STOP, ["free and open"]),
        (Cross.SENTENCE, ["free and open", "free, and open"]),
    ],
)
def test_punctuation_is_crossed_where_that_was_asked(cross: Cross, expected: list[str]) -> None:
    assert hits(TEXT, "free and open", semantics=Semantics("split", "split", cross=cross)) == expected


def test_clauses_are_crossed_only_where_everything_is() -> None:
    clause = Semantics("split", "split", cross=Cross.CLAUSE)
    everything = Semantics("split", "split", cross=Cross.DOCUMENT)

    assert hits(TEXT, "peace and stability", semantics=clause) == ["Peace and Stability"]
    assert hits(TEXT, "peace and stability", semantics=everything) == ["Peace and Stability", "Peace\n\nand stability"]


def test_capitals_count_where_they_are_kept() -> None:
    kept = Semantics("split", "split", case="keep")

    assert hits(TEXT, "Corridor of Peace", semantics=kept) == ["Corridor of Peace"]
    assert hits(TEXT, "corridor* of peace", semantics=kept) == ["corridors of peace"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("安全保障", ["安全保障", "安全保障"]),
        ("人間の安全保障", ["人間の安全保障"]),
        ("アジア", ["アジア"]),
        ("中央アジア", ["中央アジア"]),
        ("インド", []),
        ("インド*", ["インドネシア"]),
    ],
)
def test_japanese_is_matched_sign_by_sign_and_katakana_by_whole_words(pattern: str, expected: list[str]) -> None:
    text = "人間の安全保障。国家安全保障会議、中央アジアとインドネシア"

    assert hits(text, pattern, language="ja") == expected


def test_russian_folds_its_yo() -> None:
    assert hits("Всё ещё взаимодействия", "все еще взаимодейств*", language="ru") == ["Всё ещё взаимодействия"]


@pytest.mark.parametrize(
    ("overlap", "expected"),
    [
        (Overlap.ALL, ["Equatorial Guinea", "Guinea", "Guinea-Bissau", "Guinea"]),
        (Overlap.CODE, ["Equatorial Guinea", "Guinea-Bissau"]),
        (Overlap.BOOK, ["Equatorial Guinea", "Guinea-Bissau"]),
        (Overlap.NONE, ["Equatorial Guinea", "Guinea-Bissau"]),
    ],
)
def test_what_lies_within_a_longer_match_counts_as_asked(overlap: Overlap, expected: list[str]) -> None:
    patterns = ("guinea", "equatorial guinea", "guinea-bissau")

    assert hits("Equatorial Guinea and Guinea-Bissau", *patterns, overlap=overlap) == expected


@pytest.mark.parametrize("wrong", ["", "   ", "* *", "…", "a ~5 b ~5 c", "x" * 401])
def test_a_pattern_without_a_word_is_refused(wrong: str) -> None:
    with pytest.raises(UnreadableError):
        hits(TEXT, wrong)


def test_many_patterns_are_found_as_each_alone() -> None:
    patterns = ["corridor*", "peace", "free and open", "central asia", "and"]

    one_by_one = sorted(hit for each in patterns for hit in hits(TEXT, each))

    assert sorted(hits(TEXT, *patterns)) == one_by_one


def test_lines_are_sorted_by_the_neighbours() -> None:
    collection = Collection([CountedDocument("a", "peace now. No peace again"), CountedDocument("b", "peace")])

    lines = counting.kwic(collection, "peace").lines(["R1"])

    assert [(line.id, line.left, line.right) for line in lines] == [
        ("b", "", ""),
        ("a", "peace now. No ", " again"),
        ("a", "", " now. No peace again"),
    ]


def test_window_counts_words_and_not_their_parts() -> None:
    collection = Collection([CountedDocument("a", "one well-being three four peace five co-operation’s seven eight")])

    (line,) = counting.kwic(collection, "peace", window=3).lines()

    assert (line.left, line.right, line.first) == ("well-being three four ", " five co-operation’s seven", 5)


def test_collocates_count_what_stands_in_the_window() -> None:
    collection = Collection([CountedDocument("a", "x peace y z peace y"), CountedDocument("b", "y")])

    table = counting.collocates(collection, "peace", window=1, least=1)

    assert table.hits == 2
    assert {row.word: (row.count, row.left, row.right, row.frequency) for row in table.rows} == {
        "y": (2, 0, 2, 3),
        "x": (1, 1, 0, 1),
        "z": (1, 1, 0, 1),
    }
    best = {row.word: row for row in table.rows}["y"]
    assert best.expected == pytest.approx(4 * 3 / 7)
    assert best.log_dice == pytest.approx(14 + math.log2(2 * 2 / (2 + 3)))


def test_sequences_stop_at_punctuation_unless_asked() -> None:
    collection = Collection([CountedDocument("a", "free and open. Free and open, free")])

    assert counting.ngrams(collection, 3) == [(("free", "and", "open"), 2)]
    assert counting.ngrams(collection, 2, least=1, semantics=counting.QUANTEDA) == [
        (("free", "and"), 2),
        (("and", "open"), 2),
        (("open", "free"), 2),
    ]


def test_dispersion_is_nought_where_a_word_is_even() -> None:
    collection = Collection([CountedDocument("a", "even once"), CountedDocument("b", "even other")])

    spread = {row.word: (row.range, row.dp, row.per_million) for row in counting.frequencies(collection)}

    assert spread == {"even": (2, 0.0, 500_000.0), "once": (1, 0.5, 250_000.0), "other": (1, 0.5, 250_000.0)}
