"""Published examples, and what is known without a calculator."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nemawashi.kit.coding import agreeing
from nemawashi.kit.faults import Fault

_ = -1
# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), A and B, and C with what is missing.
BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
NOMINAL = [list(b"aabbdcccedda"), list(b"babbbcccedDd".replace(b"D", b"d"))]
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]


def table(coders: list[list[int]]) -> np.ndarray:
    values = sorted({value for row in coders for value in row if value >= 0})
    return np.array([[values.index(value) if value >= 0 else -1 for value in row] for row in coders]).T


@pytest.mark.parametrize(("coders", "expected"), [(BINARY, 0.095), (NOMINAL, 0.692), (FOUR, 0.743)])
def test_alpha_is_that_of_the_published_examples(coders: list[list[int]], expected: float) -> None:
    value = agreeing.alpha(table(coders)).value

    assert value is not None
    assert round(value, 3) == expected


def test_ac1_is_that_of_the_published_example() -> None:
    """Gwet, Handbook of Inter-Rater Reliability, four raters: 0.775 with 95 % from 0.461 to 1."""
    measure = agreeing.ac1(table(FOUR), 5)

    assert measure.value == pytest.approx(0.77544, abs=5e-6)
    assert measure.low == pytest.approx(0.461, abs=0.003)
    assert measure.high == 1.0


def test_raw_agreement_is_the_mean_over_units() -> None:
    assert agreeing.raw(table(FOUR)).value == pytest.approx(0.8181818)


def test_distance_of_sets_is_masi() -> None:
    sets = [frozenset("ab"), frozenset("a"), frozenset("bc"), frozenset("d"), frozenset()]

    distances = agreeing.masi(sets)

    assert distances[0].tolist() == pytest.approx([0, 1 - 1 / 2 * 2 / 3, 1 - 1 / 3 * 1 / 3, 1, 1])
    assert distances[4].tolist() == [1, 1, 1, 1, 0]


def test_sets_that_lie_within_each_other_agree_in_part() -> None:
    rows = [("1", "A", frozenset("ab")), ("1", "B", frozenset("a")), ("2", "A", frozenset("c")), ("2", "B", frozenset("c"))]

    figures = agreeing.agreement(agreeing.codings(rows))

    seen, chance = (2 / 3) * 2, 2 * (2 / 3) + 2 * (1 + 1) * 2
    assert figures.whole.raw.value == 0.5
    assert figures.sets.value == pytest.approx(1 - 3 * seen / chance)
    assert {each.code: (each.raw.value, each.given) for each in figures.codes} == {
        "a": (1.0, 2),
        "b": (0.5, 1),
        "c": (1.0, 2),
    }


def test_where_all_is_one_value_there_is_no_alpha() -> None:
    figures = agreeing.agreement(agreeing.codings([(unit, coder, frozenset("x")) for unit in "123" for coder in "AB"]))

    assert figures.whole.alpha.value is None
    assert figures.whole.raw.value == 1.0


def test_interval_narrows_with_the_units() -> None:
    widths = []
    for times in (1, 20):
        measure = agreeing.alpha(np.tile(table(BINARY), (times, 1)))
        assert measure.low is not None
        assert measure.high is not None
        widths.append(measure.high - measure.low)

    assert widths[1] < widths[0] / 3


LONG = "unit,coder,code\n1,A,peace\n1,A,trade\n1,B,peace\n2,A,\n2,B,trade\n3,A,peace\n"
WIDE = "id;A;B\n1;peace|trade;peace\n2;-;trade\n3;peace;\n"


@pytest.mark.parametrize("text", [LONG, WIDE])
def test_both_shapes_of_table_say_the_same(text: str, tmp_path: Path) -> None:
    file = tmp_path / "codings.csv"
    file.write_text(text, encoding="utf-8")

    held = agreeing.read(file)

    assert (held.units, held.coders, held.codes) == (["1", "2", "3"], ["A", "B"], ["peace", "trade"])
    assert agreeing.disagreements(held) == [
        ("1", {"A": ["peace", "trade"], "B": ["peace"]}),
        ("2", {"A": [], "B": ["trade"]}),
    ]
    assert agreeing.agreement(held).whole.units == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"unit,coder\n1,A\n", b"coder,code\nA,x\n", b"unit,coder,code\n,A,x\n", b"\xff\xfe\xfd", b"unit,A,A\n1,x,y"],
)
def test_what_is_no_table_of_codings_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "codings.csv"
    file.write_bytes(content)

    with pytest.raises(Fault):
        agreeing.agreement(agreeing.read(file))
