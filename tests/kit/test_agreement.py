"""Agreement between assessors, against values computed by hand and a published example."""

import pytest

from nemawashi.kit.agreement import krippendorff_alpha, raw_agreement


@pytest.mark.parametrize(
    ("scores", "share"),
    [([], 1.0), ([1], 1.0), ([1, 1], 1.0), ([1, 0], 0.0), ([1, 1, 0], 1 / 3), ([-1, 0, 1], 0.0)],
)
def test_raw_agreement_is_the_share_of_equal_pairs(scores: list[int], share: float) -> None:
    assert raw_agreement(scores) == share


def test_alpha_of_krippendorffs_published_ordinal_example() -> None:
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C/D: ordinal alpha is 0.815."""
    missing = 0
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, missing, missing, missing],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, missing, 3],
        [missing, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, missing],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, missing],
    ]
    units = [[score for score in unit if score != missing] for unit in zip(*observers, strict=True)]

    alpha = krippendorff_alpha(units)

    assert alpha is not None
    assert round(alpha, 3) == 0.815


def test_alpha_computed_by_hand() -> None:
    """Units (1,1), (0,1), (-1,-1): n = 6, totals 2, 1, 3; d(-1,0)=2.25, d(0,1)=4, d(-1,1)=12.25.

    Seen: twice d(0,1) = 8. Chance: 2 (2*1*2.25 + 1*3*4 + 2*3*12.25) / 5 = 36. Alpha = 1 - 8/36.
    """
    assert krippendorff_alpha([[1, 1], [0, 1], [-1, -1]]) == pytest.approx(1 - 8 / 36)


def test_alpha_is_one_when_all_agree_on_different_scores() -> None:
    assert krippendorff_alpha([[1, 1], [0, 0], [-1, -1]]) == 1.0


@pytest.mark.parametrize("units", [[], [[1]], [[1, 1]], [[1, 1], [1, 1]], [[1], [0]]])
def test_alpha_needs_two_values_to_compare(units: list[list[int]]) -> None:
    assert krippendorff_alpha(units) is None


def test_a_unit_of_one_assessor_counts_for_nothing() -> None:
    assert krippendorff_alpha([[1, 1], [0, 0], [-1]]) == krippendorff_alpha([[1, 1], [0, 0]])
