"""Words, their places and what stands between them, in the scripts of the Dialogue."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemawashi.kit import counting
from nemawashi.kit.counting import WORDS, Collection, CountedDocument, Forms, Semantics, TokenGap
from nemawashi.kit.counting.tokens import Tokens, joined, spelled, tokens


def rows(text: str) -> list[tuple[str, int, TokenGap]]:
    cut = tokens([text])
    columns = (cut.ids.tolist(), cut.places.tolist(), cut.gaps.tolist())
    return [(cut.types[number], place, TokenGap(gap)) for number, place, gap in zip(*columns, strict=True)]


def words(text: str, language: str = "en", semantics: Semantics = WORDS) -> list[str]:
    counted = Collection([CountedDocument("one", text, language)]).words(semantics)
    return [counted.types[number] for number in counted.ids.tolist()]


def test_gaps_say_what_stands_before_each_word() -> None:
    assert rows("Asia's co-operation, 1,000 now. “Free”\x1e\x1eЁлка") == [
        ("asia", 0, TokenGap.DOCUMENT),
        ("s", 5, TokenGap.APOSTROPHE),
        ("co", 7, TokenGap.BLANK),
        ("operation", 10, TokenGap.HYPHEN),
        ("1", 21, TokenGap.PUNCTUATION),
        ("000", 23, TokenGap.INSIDE),
        ("now", 27, TokenGap.BLANK),
        ("free", 33, TokenGap.SENTENCE),
        ("елка", 40, TokenGap.CLAUSE),
    ]


def test_points_within_an_abbreviation_or_a_number_end_no_sentence() -> None:
    assert [gap for _, _, gap in rows("The U.S. and 3.5 points.Next")][1:] == [
        TokenGap.BLANK,
        TokenGap.INSIDE,
        TokenGap.SENTENCE,
        TokenGap.BLANK,
        TokenGap.INSIDE,
        TokenGap.BLANK,
        TokenGap.INSIDE,
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The United Kingdom’s co‑operation of 1,000", ["the", "united", "kingdom's", "co-operation", "of", "1,000"]),
        ("ru", "Ёлка и ЕЛКА", ["елка", "и", "елка"]),
        ("ja", "人間の安全保障、中央アジア＋日本", ["人間", "の", "安全保障", "中央", "アジア", "日本"]),
        ("kk", "Қазақстан өңірінде", ["қазақстан", "өңірінде"]),
        ("uz", "O‘zbekiston ma'no", ["oʼzbekiston", "maʼno"]),
        ("tk", "Türkmenistanyň ýaşy", ["türkmenistanyň", "ýaşy"]),
        ("tg", "Ҷумҳурии Тоҷикистон", ["ҷумҳурии", "тоҷикистон"]),
    ],
)
def test_words_are_those_of_the_language(language: str, text: str, expected: list[str]) -> None:
    assert words(text, language) == expected


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ("corridor", "corridors")),
        ("ru", ("коридор", "коридорами")),
        ("kk", ("аймақ", "аймақтар")),
        ("uz", ("mintaqa", "mintaqalarning")),
        ("tk", ("sebit", "sebitleriň")),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, forms: tuple[str, str]) -> None:
    stems = words(" ".join(forms), language, Semantics(forms=Forms.STEM))

    assert len(set(stems)) == 1


def test_places_are_code_points_beyond_the_first_plane() -> None:
    text = "𠮷野家で会う corridor"

    cut = tokens([text])

    places = zip(cut.places.tolist(), cut.lengths.tolist(), strict=True)
    assert [text[place : place + length] for place, length in places] == [*"𠮷野家で会う", "corridor"]
    assert cut.types[0] == "𠮷"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), max_size=5))
def test_every_token_is_the_folded_text_at_its_place(texts: list[str]) -> None:
    texts = [unicodedata.normalize("NFC", re.sub("[\x1c-\x1f]", " ", text)) for text in texts]

    cut = tokens(texts)

    documents = cut.documents(np.arange(len(cut))).tolist()
    for number, document, place, length in zip(
        cut.ids.tolist(), documents, cut.places.tolist(), cut.lengths.tolist(), strict=True
    ):
        assert spelled(cut.types[number]) == spelled(texts[document][place : place + length])
    assert len(cut.begins) == len(texts)


def test_words_longer_than_a_pack_are_told_apart() -> None:
    cut = tokens(["internationalisation internationalisations internationalisation " + "a" * 300 + "b " + "a" * 300 + "c"])

    assert cut.ids.tolist() == [0, 1, 0, 2, 3]


def test_batches_and_scripts_share_one_set_of_types() -> None:
    texts = ["peace " * 90_000, "peace мир", "peace"]

    cut = tokens(texts)

    assert cut.types == ["peace", "мир"]
    assert cut.sizes.tolist() == [90_000, 2, 1]
    assert cut.matrix.range.tolist() == [3, 1]


def test_joining_keeps_documents_and_places() -> None:
    texts = ["-well-known Asia's", "co-operation"]
    parts = tokens(texts)

    whole = joined(parts, texts, hyphens=True, apostrophes=False)

    assert [whole.types[number] for number in whole.ids.tolist()] == ["well-known", "asia", "s", "co-operation"]
    assert whole.begins.tolist() == [0, 3]
    assert whole.places.tolist() == [1, 12, 17, 0]
    assert whole.words_of(parts.documents(np.arange(2)) * 0 + 1).tolist() == [0, 0]


def test_tokens_are_kept_by_the_hash_of_the_words(tmp_path: Path) -> None:
    documents = [CountedDocument("one", "free and open"), CountedDocument("two", "")]
    first = Collection(documents, keep_in=tmp_path)

    written = first.parts
    kept = list(tmp_path.iterdir())
    again = Collection(documents, keep_in=tmp_path).parts

    assert len(kept) == 1
    assert (again.types, again.ids.tolist(), again.begins.tolist()) == (written.types, [0, 1, 2], [0, 3])
    assert Tokens.load(tmp_path / "elsewhere") is None
    assert Collection([*documents, CountedDocument("three", "x")]).hash != first.hash


def test_a_collection_without_words_can_be_asked() -> None:
    empty = Collection([CountedDocument("one", " … "), CountedDocument("two", "")])

    assert counting.frequencies(empty) == []
    assert counting.kwic(empty, "peace").lines() == []
    assert counting.ngrams(empty, 2) == []
    assert counting.collocates(empty, "peace").rows == []


def test_a_dictionary_gives_russian_words_their_lemmas() -> None:
    pytest.importorskip("pymorphy3", reason="the extra lemmas is not installed")

    assert words("людей и людьми в странах", "ru", Semantics(forms=Forms.LEMMA)) == [
        "человек",
        "и",
        "человек",
        "в",
        "страна",
    ]


def test_a_dictionary_cuts_japanese_words() -> None:
    pytest.importorskip("sudachipy", reason="the extra lemmas is not installed")

    assert words("国家安全保障会議、中央アジア", "ja", Semantics(forms=Forms.LEMMA))[-2:] == ["中央", "アジア"]


def test_without_the_extra_a_sentence_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from nemawashi.kit.counting import dictionaries

    for dictionary, library, language in (
        (dictionaries.russian, "pymorphy3", "ru"),
        (dictionaries.japanese, "sudachipy", "ja"),
    ):
        dictionary.cache_clear()
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(dictionaries.NoDictionaryError, match="lemmas"):
            words("слово 言葉", language, Semantics(forms=Forms.LEMMA))
