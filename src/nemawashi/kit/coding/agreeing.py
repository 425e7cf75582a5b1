"""How far coders agree on codes: raw agreement, Krippendorff's alpha, Gwet's AC1, each with an interval of 95 %.

A unit has from each coder nothing (not coded), or a set of codes, which may be empty. Alpha after Krippendorff, *Content
Analysis* (2004), chapter 11, nominal and, for sets, with the distance MASI of Passonneau (2006): a set that lies within the
other is two thirds as alike as their overlap, one that only meets it one third. AC1 after Gwet (2008). Intervals of
alpha by the jackknife over units, with Student's t: wide where units are few. ``kit.agreement`` has the ordinal alpha of
scores.
"""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nemawashi.kit import faults
from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.faults import NotThereError, UnreadableError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Codes = frozenset[str]

LARGEST = 50_000_000  # bytes of a table
MOST_CODINGS = 2_000_000
MOST_SETS = 4_000  # different sets of codes
MOST_CODES = 500
_UNIT = ("unit", "id", "item", "clause", "segment", "unit_id", "document")
_CODER = ("coder", "rater", "annotator", "user", "judge", "assessor")
_CODE = ("code", "codes", "value", "category", "label", "score")
_NOTHING = ("-", "none", "∅", "[]")


@dataclass(frozen=True, slots=True)
class Measure:
    """A coefficient and its interval. ``value`` is None where all is one value, and there is nothing to tell apart."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """How far coders agree on one code, or on whole sets where ``code`` is empty.

    ``units``: those of two coders at least; ``given``: how often the code was given in them.
    """

    code: str
    units: int
    given: int
    raw: Measure
    alpha: Measure
    ac1: Measure


@dataclass(frozen=True)
class Codings:
    """Who gave which codes to what: for each unit a row with the number of a set for each coder, -1 where there is none."""

    units: Sequence[str]
    coders: Sequence[str]
    sets: Sequence[Codes]
    rows: Ints

    @property
    def codes(self) -> list[str]:
        return sorted(frozenset[str]().union(*self.sets))

    @property
    def compared(self) -> npt.NDArray[np.bool_]:
        """The units that two coders at least coded."""
        return np.asarray((self.rows >= 0).sum(axis=1) > 1)


def codings(rows: Iterable[tuple[str, str, Codes]]) -> Codings:
    """Codings from unit, coder and set; several of one coder on one unit are put together."""
    units: dict[str, int] = {}
    coders: dict[str, int] = {}
    held: dict[tuple[int, int], Codes] = {}
    for unit, coder, codes in rows:
        key = units.setdefault(unit, len(units)), coders.setdefault(coder, len(coders))
        held[key] = held.get(key, frozenset()) | codes
        if len(held) > MOST_CODINGS:
            raise UnreadableError(f"there are more than {MOST_CODINGS:,} codings")
    sets: dict[Codes, int] = {}
    table = np.full((len(units), len(coders)), -1, np.int64)
    for (unit_at, coder_at), codes in held.items():
        table[unit_at, coder_at] = sets.setdefault(codes, len(sets))
    return Codings(list(units), list(coders), list(sets), table)


def alpha(rows: Ints, distances: Floats | None = None) -> Measure:
    """Krippendorff's alpha of a table of values (-1: none), units by coders. ``distances``: None for nominal ones."""
    counts, weights = _counts(rows)
    if not len(counts):
        return Measure(None, None, None)
    apart = 1 - np.eye(counts.shape[1]) if distances is None else distances
    near = counts @ apart
    inside = np.einsum("us,us->u", near, counts) / (weights - 1)  # disagreement of a unit; pairs with itself are nought
    totals = counts.sum(axis=0)
    size, seen = float(weights.sum()), float(inside.sum())
    chance = float(totals @ apart @ totals)
    if chance <= 0:
        return Measure(None, None, None)

    def value(size: Floats, seen: Floats, chance: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return 1 - (size - 1) * seen / chance

    whole = float(value(np.array(size), np.array(seen), np.array(chance)))
    without = chance - 2 * (counts @ (apart @ totals)) + np.einsum("us,us->u", near, counts)
    return _jackknifed(whole, value(size - weights, seen - inside, without))


def ac1(rows: Ints, categories: int) -> Measure:
    """Gwet's AC1 among so many categories."""
    counts, weights = _counts(rows, least=1)
    if not len(counts) or categories < 2:
        return Measure(None, None, None)
    shares = counts / weights[:, None]
    paired = weights > 1
    units, pairs = len(counts), int(paired.sum())
    if not pairs:
        return Measure(None, None, None)
    with np.errstate(divide="ignore", invalid="ignore"):
        same = np.where(paired, (counts * (counts - 1)).sum(axis=1) / (weights * (weights - 1)), 0.0)
    means = shares.mean(axis=0)
    chance = float((means * (1 - means)).sum()) / (categories - 1)
    whole = (float(same.sum()) / pairs - chance) / (1 - chance)
    # Gwet's own linearisation: what each unit adds to the agreement and to the chance.
    each = (same - chance) / (1 - chance)
    own = shares @ (1 - means) / (categories - 1)
    each -= 2 * (1 - whole) * (own - chance) / (1 - chance)
    if units < 3:
        return Measure(whole, None, None)
    return _around(whole, math.sqrt(float(((each - whole) ** 2).sum()) / (units * (units - 1))), units - 1)


def raw(rows: Ints) -> Measure:
    """The mean over units of the share of pairs of coders that agree."""
    counts, weights = _counts(rows)
    if not len(counts):
        return Measure(None, None, None)
    same = (counts * (counts - 1)).sum(axis=1) / (weights * (weights - 1))
    size = len(same)
    left = (same.sum() - same) / (size - 1) if size > 1 else same
    whole = _jackknifed(float(same.mean()), left)
    return Measure(whole.value, None if whole.low is None else max(0.0, whole.low), whole.high)


def _counts(rows: Ints, least: int = 2) -> tuple[Floats, Floats]:
    """How often each value was given to each unit of ``least`` coders, and by how many coders."""
    given = (rows >= 0).sum(axis=1)
    rows = rows[given >= least]
    width = int(rows.max(initial=-1)) + 1
    at, coder = np.nonzero(rows >= 0)
    counts = np.bincount(at * width + rows[at, coder], minlength=len(rows) * width).reshape(len(rows), width)
    return counts.astype(np.float64), given[given >= least].astype(np.float64)


def _jackknifed(whole: float, without: Floats) -> Measure:
    """A value with its interval, from the values without each unit. No coefficient passes 1."""
    size = len(without)
    if size < 3 or not np.isfinite(without).all():
        return Measure(whole, None, None)
    return _around(whole, math.sqrt(float(((without - without.mean()) ** 2).sum()) * (size - 1) / size), size - 1)


def _around(whole: float, error: float, freedom: int) -> Measure:
    reach = _student(freedom) * error
    return Measure(whole, max(-1.0, whole - reach), min(1.0, whole + reach))


def _student(freedom: int) -> float:
    """Student's t that 2.5 % pass, by the expansion of Cornish and Fisher; to four digits from three degrees of freedom."""
    z = 1.959963984540054
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


def masi(sets: Sequence[Codes]) -> Floats:
    """How far sets lie apart: 0 the same, 1 with nothing in common."""
    codes = sorted(frozenset[str]().union(*sets))
    table = np.array([[code in each for code in codes] for each in sets], np.float64).reshape(len(sets), len(codes))
    sizes = table.sum(axis=1)
    common = table @ table.T
    union = sizes[:, None] + sizes[None, :] - common
    with np.errstate(divide="ignore", invalid="ignore"):
        jaccard = np.where(union > 0, common / union, 1.0)
    within = common == np.minimum(sizes[:, None], sizes[None, :])
    part = np.where(common == 0, 0.0, np.where(within, 2 / 3, 1 / 3))
    same = (common == sizes[:, None]) & (common == sizes[None, :])
    return 1 - jaccard * np.where(same, 1.0, part)


@dataclass(frozen=True)
class AgreementTable:
    """All figures of some codings. ``whole``: sets that are the same or not; ``sets``: alpha with the distance of sets."""

    codings: Codings
    whole: CodeAgreement
    sets: Measure
    codes: Sequence[CodeAgreement]


def agreement(held: Codings) -> AgreementTable:
    """How far coders agree on each code and on the whole. Raises ``UnreadableError`` where no unit has two coders."""
    compared = held.compared
    if not compared.any():
        raise UnreadableError("no unit was coded by two coders")
    if len(held.sets) > MOST_SETS:
        raise UnreadableError(f"there are more than {MOST_SETS:,} different sets of codes")
    if len(held.codes) > MOST_CODES:
        raise UnreadableError(f"there are more than {MOST_CODES:,} codes")
    whole = CodeAgreement(
        "",
        int(compared.sum()),
        int((held.rows[compared] >= 0).sum()),
        raw(held.rows),
        alpha(held.rows),
        ac1(held.rows, len(held.sets)),
    )
    return AgreementTable(held, whole, alpha(held.rows, masi(held.sets)), [_of_code(held, code) for code in held.codes])


def _of_code(held: Codings, code: str) -> CodeAgreement:
    has = np.array([int(code in each) for each in held.sets] or [0], np.int64)
    rows = np.where(held.rows >= 0, has[held.rows], -1)
    compared = held.compared
    given = int((rows[compared] == 1).sum())
    return CodeAgreement(code, int(compared.sum()), given, raw(rows), alpha(rows), ac1(rows, 2))


def disagreements(held: Codings, *, limit: int | None = None) -> list[tuple[str, Mapping[str, list[str]]]]:
    """The units on which coders disagree, with the codes of each coder that coded them."""
    listed: list[tuple[str, Mapping[str, list[str]]]] = []
    for unit, row in zip(held.units, held.rows.tolist(), strict=True):
        if len({number for number in row if number >= 0}) > 1:
            given = {coder: sorted(held.sets[n]) for coder, n in zip(held.coders, row, strict=True) if n >= 0}
            listed.append((unit, given))
            if limit is not None and len(listed) >= limit:
                break
    return listed


def read(path: Path) -> Codings:
    """Codings from a table in CSV, in one of two shapes.

    Long: columns *unit*, *coder*, *code*, a row for each code; an empty code says that the coder looked and gave none.
    Wide: a column *unit* and one for each coder; several codes apart by ``;`` or ``|``, ``-`` for none, empty: not coded.
    """
    with faults.reading(path):
        if not path.exists():
            raise NotThereError("there is no such file")
        if not path.is_file():
            raise UnreadableError("it is not a file")
        if path.stat().st_size > LARGEST:
            raise UnreadableError(f"the file is larger than {LARGEST // 1_000_000} MB")
        try:
            return _parsed(decoded(path.read_bytes()))
        except csv.Error as fault:
            raise UnreadableError(f"it is no table: {fault}") from fault
        except OSError as fault:
            raise UnreadableError(f"it cannot be opened: {fault.strerror}") from fault


def _parsed(text: str) -> Codings:
    head = text.split("\n", 1)[0]
    if head.lstrip().startswith(("{", "[", "<")):
        raise UnreadableError("it is no table: name the columns unit, coder, code in the first line")
    apart = max(",;\t", key=head.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=apart)
    names = [name.strip() for name in next(table, [])]
    lowered = [name.lower() for name in names]

    def column(known: Sequence[str]) -> int | None:
        return next((lowered.index(name) for name in known if name in lowered), None)

    unit, coder, code = column(_UNIT), column(_CODER), column(_CODE)
    if coder is not None and code is not None:
        if unit is None:
            raise UnreadableError("the table has columns coder and code, and none that is called unit")
        return codings(_long(table, (unit, coder, code)))
    rows = list(table)
    if unit is None and _names_units(rows, len(names)):
        unit = 0
    coders = [at for at, name in enumerate(names) if name and at != unit]
    if len(coders) < 2:
        raise UnreadableError("name the columns unit, coder, code, or unit and one column for each coder")
    if len({names[at] for at in coders}) < len(coders):
        raise UnreadableError("two columns have the same name")
    return codings(_wide(rows, unit, [(at, names[at]) for at in coders]))


def _names_units(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a first column of another name counts or names the units: none comes twice, and others do."""
    first = [row[0].strip() for row in rows if row]
    others = [row[1].strip() for row in rows if len(row) > 1]
    return width > 2 and len(set(first)) == len(first) and len(set(others)) < len(others)


def _long(table: Iterable[Sequence[str]], columns: tuple[int, int, int]) -> Iterable[tuple[str, str, Codes]]:
    for number, row in enumerate(table, 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= max(columns):
            raise UnreadableError(f"row {number} has too few columns")
        unit, coder, code = (row[at].strip() for at in columns)
        if not unit or not coder:
            raise UnreadableError(f"row {number} has no {'coder' if unit else 'unit'}")
        yield unit, coder, _set(code)


def _wide(
    table: Iterable[Sequence[str]], unit: int | None, coders: Sequence[tuple[int, str]]
) -> Iterable[tuple[str, str, Codes]]:
    for number, row in enumerate(table, 2):
        if not any(cell.strip() for cell in row):
            continue
        name = row[unit].strip() if unit is not None and unit < len(row) else ""
        for at, coder in coders:
            cell = row[at].strip() if at < len(row) else ""
            if cell:
                yield name or f"row {number}", coder, _set(cell)


def _set(cell: str) -> Codes:
    if cell.lower() in _NOTHING:
        return frozenset()
    return frozenset(filter(None, (each.strip() for each in cell.replace("|", ";").split(";"))))
