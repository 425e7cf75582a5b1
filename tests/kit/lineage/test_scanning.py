"""The exhaustive look: equal to a scan of the texts, whatever is asked for."""

from __future__ import annotations

import re
import tempfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemawashi.kit.lineage import Index, IndexedClause, reading, scanning, segment

WORDS = [
    "the", "right", "to", "development", "rights", "Right,", "internationally", "international", "agreed", "well-being",
    "2030", "«вода»", "воды", "水の管理",
]  # fmt: skip
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), min_size=1, max_size=12)
ASKED = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)


def scanned(texts: list[str], asked: str) -> list[int]:
    """By a regular expression over the texts, which knows nothing of tokens."""
    said = re.escape(asked.strip(",«» ")).replace(r"\ ", r"\s+")
    unspaced = "[぀-鿿]"
    start = "" if re.match(unspaced, asked.strip(",«» ")) else r"(?<![^\W_぀-鿿])"
    end = "" if re.search(f"{unspaced}$", asked.strip(",«» ")) else r"(?![^\W_぀-鿿])"
    wanted = re.compile(f"{start}{said}{end}", re.IGNORECASE)
    return [n for n, text in enumerate(texts) if wanted.search(text.replace("»", '"').replace("«", '"'))]


@settings(max_examples=150, deadline=None)
@given(TEXTS, ASKED)
def test_what_is_counted_is_what_a_scan_of_the_texts_counts(texts: list[list[str]], asked: list[str]) -> None:
    whole = [" ".join(words) for words in texts]
    words = " ".join(asked)
    wanted = scanned(whole, words.replace("»", '"').replace("«", '"').strip('"'))
    clauses = [IndexedClause(str(n), text, f"d{n % 3}", f"20{n:02}") for n, text in enumerate(whole)]
    with tempfile.TemporaryDirectory() as folder, Index.build(folder, clauses) as index:
        uses, is_whole = index.uses(words)

    assert is_whole
    assert [int(use.clause.id) for use in uses] == sorted(wanted, reverse=True)


@pytest.mark.parametrize(
    ("text", "asked", "stretch"),
    [
        ("The Right to  Development of all", "right to development", "Right to  Development"),
        ("rights to development, and the right\u00a0to development", "right to development", "right\u00a0to development"),
        ("Indo\u2011Pacific partners", "indo-pacific", "Indo\u2011Pacific"),
        ("boʻlib tugʻiladilar", "bo'lib", "boʻlib"),
        ("持続可能な水の管理を行う", "水の管理", "水の管理"),
        ("In 2030.", "2030", "2030"),
    ],
)
def test_the_stretch_is_that_of_the_text(tmp_path, text: str, asked: str, stretch: str) -> None:
    with Index.build(tmp_path, [IndexedClause("a", text, "d", "2020")]) as index:
        ((use,), _) = index.uses(asked)

    assert use.clause.text[use.start : use.end] == stretch


def test_what_was_taken_out_is_not_counted_and_several_segments_are(tmp_path) -> None:
    with Index.build(tmp_path, [IndexedClause(f"a{n}", "the rule of law", "d", "2020") for n in range(300)]) as index:
        index.add([IndexedClause("b", "The rule of law.", "e", "2021")])
        index.remove(["a7"])

        assert [len(index.uses(words)[0]) for words in ("rule of law", "law", "rule", "of the rule")] == [300, 300, 300, 0]
        assert index.uses("the rule of law")[0][0].clause.id == "b"


def test_frequent_words_are_found_by_a_look_at_all_tokens_as_by_their_list(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(scanning, "_PIECE", 5)
    texts = ["of the lake and the sea", "the lake of the", "sea of the lake", "and", "the the lake", "of the"]
    with Index.build(tmp_path / "index", [IndexedClause(f"c{n}", text) for n, text in enumerate(texts)]) as index:
        (segment,) = index._state.segments
        for asked in ("the lake", "of the lake", "lake", "the the", "of the", "sea of the lake", "lake of sea"):
            short = (reading.hashed(asked.split()) & 0xFFFF).astype("uint16")
            wanted = [n for n, text in enumerate(texts) if f" {asked} " in f" {text} "]
            assert scanning.in_a_row(segment, short).tolist() == wanted
            last = segment.beginning(asked.split()[-1][:2])
            assert set(wanted) <= set(scanning.in_a_row(segment, short, last).tolist())


def test_who_needs_the_newest_few_has_the_same_clauses_in_the_same_order_as_who_needs_all(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(segment, "_AT_FIRST", 3)
    monkeypatch.setattr(scanning, "_listed", lambda *_asked: None)
    texts = ["the law of the sea", "law of the land", "the sea", "the law of the sea", "of the law", "law of the seals"]
    clauses = [IndexedClause(f"c{n}", text, f"d{n}", f"20{10 + n % 3}") for n, text in enumerate(texts)]
    with Index.build(tmp_path / "index", clauses) as index:
        index.add([IndexedClause("later", "the law of the sea", "e", "2011"), IndexedClause("x", "the law", "e", "2012")])
        for asked in ("law of the sea", "the", "the la", "sea", "of the moon"):
            of = {"before": "", "language": "", "is_cut": True}
            whole = list(scanning.rows(index._state, asked, **of))
            assert list(scanning.rows(index._state, asked, **of, most=300)) == whole
            first, second = ([at for at in whole if at[0] == number] for number in (0, 1))
            few = list(scanning.rows(index._state, asked, **of, most=2))
            assert few == [at for at in whole if at in (*first[:2], *second[:2])]


def test_the_lists_of_all_words_that_a_cut_one_may_be_are_joined_up_to_so_many(tmp_path, monkeypatch) -> None:
    texts = ["the small boats", "the smaller boat", "a small lake", "the lake", "the smallest of all", "no lake"]
    with Index.build(tmp_path / "index", [IndexedClause(f"c{n}", text) for n, text in enumerate(texts)]) as index:
        (held,) = index._state.segments
        begun = held.beginning("smal")
        alone = reading.mixed(begun.codes)
        pairs = reading.mixed(reading.paired(reading.hashed(["the"]), begun.codes))

        assert set(begun.codes.tolist()) == set(reading.hashed(["small", "smalle"]).tolist())
        assert np.flatnonzero(begun.table).tolist() == sorted(int(code & 0xFFFF) for code in begun.codes)
        assert held.any_of(alone, most=4).tolist() == [0, 1, 2, 4]
        assert held.any_of(alone, most=3) is None
        assert held.any_of(alone, pairs, most=3).tolist() == [0, 1, 4]
        assert held.any_of(reading.mixed(reading.hashed(["small", "moon"])), most=9) is None
        assert held.beginning("moon").codes.tolist() == []
        held.__dict__["stems"] = []  # a segment of before, which does not know its words
        assert held.beginning("moon").codes.tolist() == reading.hashed(["moon"]).tolist()


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5])
def test_the_last_clauses_with_frequent_words_are_the_last_of_all(tmp_path, monkeypatch, most: int) -> None:
    monkeypatch.setattr(segment, "_AT_FIRST", 3)
    monkeypatch.setattr(scanning, "_listed", lambda *_asked: None)
    texts = ["the sea", "the sea", "a lake", "the sea", "the sea", "the river"]
    with Index.build(tmp_path / "index", [IndexedClause(f"c{n}", text) for n, text in enumerate(texts)]) as index:
        text = index._state.rarity.read("the sea")

        assert scanning.last_ones(index._state, 0, text, None, most).tolist() == [0, 1, 3, 4][-most:]
