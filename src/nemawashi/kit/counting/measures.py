"""Measures of association on arrays: G2, chi2, mutual information, t, logDice, log ratio, BIC, lambda.

Four cells: ``a`` both, ``b`` the first without the second, ``c`` the second without the first, ``d`` neither. G2 after
Dunning (1993) over all four; logDice after Rychlý (2008); BIC after Wilson (2013); log ratio after Hardie (2014), with half
an occurrence where there is none. ``correct``: Yates for small cells, as quanteda does by default.
"""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def expected(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    whole = a + b + c + d
    return (a + b) * (a + c) / whole, (a + b) * (b + d) / whole, (c + d) * (a + c) / whole, (c + d) * (b + d) / whole


def _corrected(cells: tuple[Floats, Floats, Floats, Floats]) -> tuple[Floats, Floats, Floats, Floats]:
    """Yates: half an occurrence towards what is expected, where a cell expects fewer than five and has room for it."""
    a, b, c, d = cells
    whole = a + b + c + d
    small = np.minimum.reduce(expected(a, b, c, d)) < 5
    toward = np.where(small & (np.abs(a * d - b * c) > whole / 2), -0.5 * np.sign(a * d - b * c), 0)
    return a + toward, b - toward, c - toward, d + toward


def g2(a: Floats, b: Floats, c: Floats, d: Floats, *, correct: bool = False) -> Floats:
    """Log-likelihood, negative where there is less than expected."""
    wanted = expected(a, b, c, d)
    cells = _corrected((a, b, c, d)) if correct else (a, b, c, d)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = sum(np.where(cell > 0, cell * np.log(cell / each), 0) for cell, each in zip(cells, wanted, strict=True))
    value = np.maximum(np.asarray(2 * total, np.float64), 0)
    return np.where(a < wanted[0], -value, value)


def chi2(a: Floats, b: Floats, c: Floats, d: Floats, *, correct: bool = False) -> Floats:
    """Pearson's chi-squared, negative where there is less than expected."""
    wanted = expected(a, b, c, d)
    one, two, three, four = _corrected((a, b, c, d)) if correct else (a, b, c, d)
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = (one * four - two * three) ** 2
        value = (a + b + c + d) * cross / ((a + b) * (c + d) * (a + c) * (b + d))
    return np.where(a < wanted[0], -value, value)


def pmi(a: Floats, wanted: Floats, *, base: float = 2) -> Floats:
    """Mutual information. Where the two never meet it is that of a thousand-millionth, as in quanteda, and no infinity."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(np.maximum(a / wanted, 1e-9)) / math.log(base), np.float64)


def t_score(a: Floats, wanted: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return (a - wanted) / np.sqrt(a)


def log_dice(a: Floats, one: Floats, other: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return 14 + np.log2(2 * a / (one + other))


def log_ratio(a: Floats, n_a: float, b: Floats, n_b: float) -> Floats:
    """How often the frequency doubles from the reference to the target."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log2((np.where(a > 0, a, 0.5) / n_a) / (np.where(b > 0, b, 0.5) / n_b))


def bic(g2_value: Floats, whole: float) -> Floats:
    return np.abs(g2_value) - math.log(whole) if whole > 0 else np.abs(g2_value)


def lambda_z(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    """Blaheta and Johnson (2001), as in quanteda: the log odds with half an occurrence added, and its Wald statistic."""
    cells = [cell + 0.5 for cell in (a, b, c, d)]
    value = np.log(cells[0]) - np.log(cells[1]) - np.log(cells[2]) + np.log(cells[3])
    return value, value / np.sqrt(sum(1 / cell for cell in cells))


_erfc = np.vectorize(math.erfc, otypes=[np.float64])


def p_value(statistic: Floats) -> Floats:
    """The chance of a chi-squared as large with one degree of freedom."""
    size = np.abs(np.nan_to_num(np.asarray(statistic, np.float64)))
    if not size.size:
        return size
    values, inverse = np.unique(size, return_inverse=True)
    return np.asarray(_erfc(np.sqrt(values / 2))[inverse], np.float64)
