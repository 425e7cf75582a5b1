"""The exhaustive look: equal to a scan of the texts, whatever is asked for."""

from __future__ import annotations

import re
import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemawashi.kit.lineage import Index, IndexedClause, reading, scanning

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
