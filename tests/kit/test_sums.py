"""Sums in a question: as figures, with a scale, in words and in signs."""

import pytest

from nemawashi.kit.words.analysis import asked
from nemawashi.kit.words.lexicon import Lexicon
from nemawashi.kit.words.sums import counted_in_figures, sums


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("700 million dollars", [700_000_000]),
        ("about 24 bn yen and 1.3 billion", [24_000_000_000, 1_300_000_000]),
        ("seven hundred million", [700_000_000]),
        ("семьсот миллионов долларов", [700_000_000]),
        ("2,4 млрд иен", [2_400_000_000]),
        ("24 миллиарда", [24_000_000_000]),
        ("七億ドル", [700_000_000]),
        ("240億円の支援", [24_000_000_000]),
        ("3億5,000万円", [350_000_000]),
        ("三兆円", [3_000_000_000_000]),
        ("1,000 trainees in 2004", []),
        ("the first meeting of five", []),
        ("兆し", []),
        ("", []),
    ],
)
def test_what_a_sum_comes_to(question: str, values: list[int]) -> None:
    assert [each.value for each in sums(question)] == values


def test_a_sum_is_asked_for_in_figures_and_with_each_scale() -> None:
    (part,) = asked("24 billion", Lexicon([]))

    assert [way.tokens for way in part.ways] == [
        ("n:24000000000",), ("n:24", "t:billion"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "read"), [("第三回外相会合", "第3回外相会合"), ("二千人の研修生", "2000人の研修生"), ("三菱", "三菱")]
)
def test_what_is_counted_in_signs_is_read_as_figures(typed: str, read: str) -> None:
    assert counted_in_figures(typed) == read
