"""A close look at the few candidates whose words are read: what two clauses share, told by what matters.

The index compares words and knows nothing more of them. Here figures, dates and symbols are words of one class, for the
next resolution has other ones; long names of treaties and lists of names weigh as one name, however many words they have;
and what changed places counts as kept.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy.typing as npt
from rapidfuzz.distance import Indel

from nemawashi.kit.lineage import reading
from nemawashi.kit.lineage.measures import as_string

Array = npt.NDArray[Any]
FIGURE = "\U00020000"  # beyond the code points of all other tokens
_LEAST = 1e-6
_FIGURE_WEIGHT = 1.0
_FIGURES_MATTER = 0.15
_NAME_WEIGHT = 8.0
_MONTH_NAMES = (
    "january february march april may june july august september october november december "
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
).split()
_MONTHS = frozenset(form(name) for name in _MONTH_NAMES for form in (str.lower, str.title, str.upper)) - {"may"}
_MOVED_ROW = 4  # words in a row that stand elsewhere
_SMALL = r"(?:of|the|for|and|on|in|to|against|with|from|by|its|their|concerning|relating|de|la|&)"
# The first letter comes before the look at what stands in front of it, so that the search leaps from capital to capital.
_LATIN_NAME = rf"[A-Z](?<=[^.!?:]\s.)[\w'’-]*(?:(?:,?\s+{_SMALL}){{0,3}},?\s+\(?[A-Z][\w'’()-]*){{3,}}"
_ASCII_NAME = re.compile(_LATIN_NAME)
_NAME = re.compile(
    rf"{_LATIN_NAME}"
    r"|(?<=[^.!?:]\s)(?:Конвенци|Протокол|Соглашени|Договор|Деклараци|Хартии|Хартию|Рамочн|Меморандум)\w*(?:\s+[^\s,;.:]+){3,12}"
    r"|[一-龯ァ-ヶー・の]{4,60}(?:条約|議定書|協定|宣言|憲章)"
)
_HEADED = re.compile(rf"\(?[A-Z0-9][\w'’()-]*(?:,?\s+(?:{_SMALL}\s+){{0,3}}\(?[A-Z0-9][\w'’()-]*)+")
_HEADING_WORDS = 16
_UNENDED_WORDS, _ENDS = 8, ".;,:!?。；、"


@dataclass(frozen=True, slots=True)
class Looked:
    """The tokens of a clause as one code point each, with what each weighs.

    ``figures``: the part of its weight that figures would have as words; ``named``: which tokens stand in a long name.
    """

    tokens: str
    weights: list[float]
    total: float
    figures: float
    named: frozenset[int]

    @property
    def has_names(self) -> bool:
        return bool(self.named)

    @property
    def is_told_apart(self) -> bool:
        """Whether the close look says something else of this clause than its plain words do."""
        return self.has_names or self.figures >= _FIGURES_MATTER


@dataclass(frozen=True, slots=True)
class InCommon:
    """What a later and an earlier clause share, in weight: in order, in one row, elsewhere, in any order, and of how much.

    ``joined``: neighbours that are neighbours in both; ``same``: words that stand in both, of ``words`` of both together;
    ``beside_names``: the part of what is shared that stands beside the long names of the later clause.
    """

    common: float
    longest: float
    joined: int
    same: int
    moved: float
    bag: float
    mine: float
    theirs: float
    words: int
    beside_names: float


def looked(clean: str, short: Array, weights: Array, *, names: bool = True) -> Looked:
    """A cleaned clause with its tokens and their weights, as the index has them, told by what matters.

    ``names``: whether to look for long names; those of an earlier clause matter where the later one has some.
    """
    words = reading.whole(clean)
    tokens, weigh = as_string(short), weights.tolist()
    if len(words) != len(weigh):  # a letter whose small form is two
        return Looked(tokens, weigh, sum(weigh) or _LEAST, 0.0, frozenset())
    # Letters stand behind figures among the signs of ASCII, which most words begin with.
    figures = [
        n for n, word in enumerate(words) if word[0] < ":" or (word[0] > "~" and word[0].isdigit()) or word in _MONTHS
    ]
    as_words = 0.0
    if figures:
        codes = list(tokens)
        figures += [n + 1 for n in figures if n + 1 < len(words) and len(words[n + 1]) == 1 and words[n + 1].isupper()]
        for n in dict.fromkeys(figures):
            as_words += weigh[n]
            codes[n], weigh[n] = FIGURE, _FIGURE_WEIGHT
        tokens = "".join(codes)
    named = _discounted(clean, weigh) if names else frozenset()
    total = sum(weigh) or _LEAST
    return Looked(tokens, weigh, total, as_words / (as_words + total), named)


def _discounted(clean: str, weigh: list[float]) -> frozenset[int]:
    """Let each long name weigh as one, and say which tokens they have."""
    named: set[int] = set()
    for name in (_ASCII_NAME if clean.isascii() else _NAME).finditer(clean):
        first = reading.count(clean, 0, name.start())
        last = first + reading.count(clean, name.start(), name.end())
        whole = sum(weigh[first:last])
        if whole > _NAME_WEIGHT:
            named.update(range(first, last))
            weigh[first:last] = [weight * _NAME_WEIGHT / whole for weight in weigh[first:last]]
    return frozenset(named)


def shared(later: Looked, earlier: Looked) -> InCommon:
    sums = [0.0, *accumulate(later.weights)]
    common = longest = moved = beside = 0.0
    joined = same = 0
    loose: list[tuple[int, int]] = []
    rest: list[str] = []
    for op in Indel.opcodes(later.tokens, earlier.tokens):
        start, end = op.src_start, op.src_end
        if op.tag == "equal":
            weight = sums[end] - sums[start]
            common += weight
            joined += end - start - 1
            same += end - start
            longest = max(longest, weight)
            if later.named:
                beside += sum([later.weights[n] for n in range(start, end) if n not in later.named])
            continue
        if end - start >= _MOVED_ROW:
            loose.append((start, end))
        if op.dest_end - op.dest_start >= _MOVED_ROW:
            rest.append(earlier.tokens[op.dest_start : op.dest_end])
    if loose and rest:
        for start, end in loose:
            row = 0.0
            count = 0
            for op in Indel.opcodes(later.tokens[start:end], "\x01".join(rest)):
                if op.tag == "equal" and op.src_end - op.src_start >= _MOVED_ROW:
                    row += sums[start + op.src_end] - sums[start + op.src_start]
                    count += op.src_end - op.src_start
            moved += row
            same += count
            joined += max(0, count - 1)
            longest = max(longest, row)
    mine, theirs = later.total, earlier.total
    common += moved
    if moved and Counter(later.tokens) == Counter(earlier.tokens):
        common, same = mine, len(later.tokens)
    known = set(later.tokens)
    bag = sum([weight for token, weight in zip(earlier.tokens, earlier.weights, strict=True) if token in known])
    words = len(later.tokens) + len(earlier.tokens)
    beside = (beside + moved) / max(common, _LEAST)
    return InCommon(common, longest, joined, same, moved, min(bag, mine, theirs), mine, theirs, words, beside)


def is_unended(text: str) -> bool:
    """Whether a clause is a few words without a mark at their end, as names and headings in any writing are."""
    said = text.strip()
    return len(reading.words(said)) <= _UNENDED_WORDS and said[-1:] not in _ENDS


def is_headed(text: str) -> bool:
    """Whether a clause is a heading, whatever its kind says: a few words, each with a capital, and no end."""
    said = text.strip()
    if len(said.split()) > _HEADING_WORDS or said[-1:] in ".;,:!?":
        return False
    return bool(_HEADED.fullmatch(said))
