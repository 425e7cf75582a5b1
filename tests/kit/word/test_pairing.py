"""Two files laid beside each other, passage by passage and letter by letter."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.word.making import p, r, word_file

from nemawashi.kit import word
from nemawashi.kit.word import differing
from nemawashi.kit.word.pairing import PassageFate, compared, paired

A = "The Ministers reaffirmed their commitment to a free and open international order."
B = "They welcomed the progress made in the management of water resources in the region."
C = "The Ministers decided to hold expert meetings on disaster risk reduction every year."
D = "Participants noted the growing volume of trade and agreed to remove barriers at borders."

RU = "Министры подтвердили приверженность свободному и открытому международному порядку."
RU2 = "Стороны приветствовали прогресс в управлении водными ресурсами региона."

CASES = [
    pytest.param([A, B], [A, B], ["kept", "kept"], id="nothing changed"),
    pytest.param([A, B, C], [A, B.replace("water", "energy"), C], ["kept", "changed", "kept"], id="a word changed"),
    pytest.param([A, C], [A, B, C], ["kept", "inserted", "kept"], id="inserted"),
    pytest.param([A, B, C], [A, C], ["kept", "deleted", "kept"], id="deleted"),
    pytest.param([A, B, C, D], [B, C, D, A], ["kept", "kept", "kept", "moved"], id="moved"),
    pytest.param([A, f"{B} {C}", D], [A, B, C, D], ["kept", "split", "kept"], id="split"),
    pytest.param([A, B, C, D], [A, f"{B} {C}", D], ["kept", "merged", "kept"], id="merged"),
    pytest.param([], [A], ["inserted"], id="from nothing"),
    pytest.param([A], [], ["deleted"], id="to nothing"),
    pytest.param(
        ["外相は法の支配を再確認した。"], ["外相は法の支配に基づく秩序を再確認した。"], ["changed"], id="Japanese"
    ),
    pytest.param(["Preamble", A], ["PREAMBLE", A], ["changed", "kept"], id="a heading in capitals"),
    pytest.param([RU, RU2], [RU2, RU.replace("открытому", "справедливому")], ["kept", "moved"], id="Russian, moved"),
    pytest.param([RU], [unicodedata.normalize("NFD", RU)], ["kept"], id="Russian in decomposed letters"),
    pytest.param([f"{A} {B} {C}", D], [A, B, C, D], ["split", "kept"], id="split in three"),
    pytest.param(
        [f"1. {A}", f"2. {B}"], [f"1. {A}", f"2. {D}", f"3. {B}"], ["kept", "inserted", "changed"], id="renumbered"
    ),
    pytest.param(
        ["Year", "Japan", "2004", "Kazakhstan", "2006", "End"],
        ["Year", "Kazakhstan", "2006", "Japan", "2004", "End"],
        ["kept", "moved", "moved", "kept", "kept", "kept"],
        id="rows of a table in another order",
    ),
]


@pytest.mark.parametrize(("old", "new", "fates"), CASES)
def test_fate_of_passages(old: list[str], new: list[str], fates: list[str]) -> None:
    assert [str(pair.fate) for pair in compared(old, new)] == fates


def test_difference_shows_the_words_and_the_comma() -> None:
    [pair] = compared(["We note, with concern, the state of water."], ["We note with grave concern, the state of water."])

    assert pair.steps == (
        ("kept", "We note", "We note"),
        ("deleted", ",", ""),
        ("kept", " with", " with"),
        ("inserted", "", " grave"),
        ("kept", " concern, the state of water.", " concern, the state of water."),
    )


@given(st.text("ab ,.法и", max_size=30), st.text("ab ,.法и", max_size=30))
def test_changes_applied_to_one_wording_give_the_other(before: str, after: str) -> None:
    found = differing.hunks(before, after)

    assert differing.applied(before, found) == after
    assert "".join(step[1] for step in differing.steps(before, after)) == before
    assert "".join(step[2] for step in differing.steps(before, after)) == after


@given(st.integers(0, 10**6))
def test_every_passage_is_in_exactly_one_pair(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    texts = [A, B, C, D, f"{A} {B}", "Short.", "", A.replace("free", "fair")]
    old, new = ([rng.choice(texts) for _ in range(rng.randrange(7))] for _ in range(2))

    pairs = paired(old, new)

    assert sorted(at for pair in pairs for at in pair.old) == list(range(len(old)))
    assert sorted(at for pair in pairs for at in pair.new) == list(range(len(new)))
    assert all(old[pair.old[0]].split() == new[pair.new[0]].split() for pair in pairs if pair.fate is PassageFate.KEPT)


def test_japanese_joins_without_a_blank() -> None:
    one, other = "外相は法の支配に基づく秩序を再確認した。", "両国は水資源管理における協力の進展を歓迎した。"

    [pair] = compared([one + other], [one, other])

    assert (pair.fate, pair.new, {step[0] for step in pair.steps}) == (PassageFate.SPLIT, one + other, {"kept"})


def test_number_typed_is_the_same_as_one_from_a_list() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    typed = word.read(word_file(p(r(f"1. {A}")) + p(r(f"2.\u00a0{B}")) + p(r(f"5. {C}"))))
    automatic = word.read(word_file(p(r(A), listed) + p(r(B), listed) + p(r(C), listed), numbering=numbering))

    fates = [[str(pair.fate) for pair in word.compared_files(*two)] for two in ((typed, automatic), (automatic, typed))]

    assert fates == [["kept", "kept", "changed"]] * 2


@given(st.lists(st.sampled_from([A, B, C, D, RU, "", "1.", "Short.", f"{A} {B}"])))
def test_file_is_the_same_as_itself(texts: list[str]) -> None:
    assert {pair.fate for pair in compared(texts, texts)} <= {PassageFate.KEPT}


@given(st.integers(0, 10**6))
def test_pairs_tell_the_words_of_both_sides(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    old = [" ".join(rng.choice(f"{A} {RU}".split()) for _ in range(rng.randrange(1, 9))) for _ in range(rng.randrange(6))]
    new = [text.replace("the", "a") for text in rng.sample(old, len(old))] + ["New."] * rng.randrange(2)

    pairs = compared(old, new)

    assert sorted(" ".join(pair.old for pair in pairs).split()) == sorted(" ".join(old).split())
    assert " ".join(pair.new for pair in pairs if pair.new) == " ".join(new)
    assert all("".join(step[1] for step in pair.steps) == pair.old for pair in pairs if pair.steps)
    assert all("".join(step[2] for step in pair.steps) == pair.new for pair in pairs if pair.steps)
