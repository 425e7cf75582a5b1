"""A close look at the few candidates whose words are read: what two clauses share, told by what matters.

The index compares words and knows nothing more of them. Here figures, dates and symbols are words of one class, for the
next resolution has other ones; long names of treaties and lists of names weigh as one name, however many words they have;
and what changed places counts as kept.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, compress
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Indel, Opcodes

from nemawashi.kit.lineage import reading
from nemawashi.kit.lineage.measures import InCommon
from nemawashi.kit.lineage.weighing import as_string

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
_DIGIT = re.compile(r"\d")
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


@dataclass(frozen=True)
class Looked:
    """The tokens of a clause as one code point each, with what each weighs.

    ``figures``: the part of its weight that figures would have as words; ``named``: which tokens stand in a long name.
    """

    tokens: str
    weights: list[float]
    total: float
    figures: float
    named: frozenset[int]

    @cached_property
    def sums(self) -> list[float]:
        """The weight of all tokens before each, and of all."""
        return [0.0, *accumulate(self.weights)]

    @cached_property
    def sums_beside(self) -> list[float]:
        """The same of tokens that stand in no long name."""
        return [0.0, *accumulate([0.0 if n in self.named else weight for n, weight in enumerate(self.weights)])]

    @cached_property
    def known(self) -> frozenset[str]:
        """Which tokens stand here."""
        return frozenset(self.tokens)

    @property
    def has_names(self) -> bool:
        return bool(self.named)

    @property
    def is_told_apart(self) -> bool:
        """Whether the close look says something else of this clause than its plain words do."""
        return self.has_names or self.figures >= _FIGURES_MATTER


class CloseLook(NamedTuple):
    """What a later and an earlier clause share.

    ``in_common``: as the measures of words want it, what stands elsewhere with what stands in order; ``moved``: the part
    of the later clause that stands elsewhere; ``beside_names``: the part of what is shared that stands beside the long
    names of the later clause.
    """

    in_common: InCommon
    moved: float
    beside_names: float


def looked(clean: str, tokens: str, weights: Sequence[float], *, names: bool = True) -> Looked:
    """A cleaned clause with its tokens and their weights, as the index has them, told by what matters.

    ``names``: whether to look for long names; those of an earlier clause matter where the later one has some.
    """
    weigh = list(weights)
    as_words = 0.0
    if not clean.isascii() or _DIGIT.search(clean) or not _month_tokens().isdisjoint(tokens):
        words = reading.whole(clean)
        if len(words) != len(weigh):  # a letter whose small form is two
            return Looked(tokens, weigh, sum(weigh) or _LEAST, 0.0, frozenset())
        if figures := _figures(words):
            codes = list(tokens)
            for n in figures:
                as_words += weigh[n]
                codes[n], weigh[n] = FIGURE, _FIGURE_WEIGHT
            tokens = "".join(codes)
    named = _discounted(clean, weigh) if names else frozenset()
    total = sum(weigh) or _LEAST
    return Looked(tokens, weigh, total, as_words / (as_words + total), named)


@cache
def _month_tokens() -> frozenset[str]:
    """The names of months as tokens, each as one code point; other words may have the same."""
    return frozenset(as_string(reading.hashed(name[: reading.STEM] for name in _MONTH_NAMES).astype(np.uint16)))


def _figures(words: list[str]) -> list[int]:
    """Which words are figures, months, or the single capital behind one of these, as in 78/4 A."""
    # Letters stand behind figures among the signs of ASCII, which most words begin with.
    figures = [n for n, word in enumerate(words) if word < ":" or (word > "~" and word[0].isdigit())]
    if not _MONTHS.isdisjoint(words):
        figures = sorted([*figures, *(n for n, word in enumerate(words) if word in _MONTHS)])
    figures += [n + 1 for n in figures if n + 1 < len(words) and len(words[n + 1]) == 1 and words[n + 1].isupper()]
    return list(dict.fromkeys(figures))


def _discounted(clean: str, weigh: list[float]) -> frozenset[int]:
    """Let each long name weigh as one, and say which tokens they have."""
    named: set[int] = set()
    at = last = 0
    for name in (_ASCII_NAME if clean.isascii() else _NAME).finditer(clean):
        first = last + reading.count(clean, at, name.start())
        at = name.end()
        last = first + reading.count(clean, name.start(), at)
        whole = sum(weigh[first:last])
        if whole > _NAME_WEIGHT:
            named.update(range(first, last))
            weigh[first:last] = [weight * _NAME_WEIGHT / whole for weight in weigh[first:last]]
    return frozenset(named)


def shared(later: Looked, earlier: Looked) -> CloseLook:
    sums, sums_beside = later.sums, later.sums_beside if later.named else None
    common = longest = moved = beside = 0.0
    joined = same = 0
    gap = gap_there = last = last_there = 0
    edits = Indel.editops(later.tokens, earlier.tokens)
    for block in edits.as_matching_blocks():
        start, there, size = block.a, block.b, block.size
        if start - last > gap:
            gap = start - last
        if there - last_there > gap_there:
            gap_there = there - last_there
        if size:
            last, last_there = start + size, there + size
            weight = sums[last] - sums[start]
            common += weight
            joined += size - 1
            same += size
            if weight > longest:
                longest = weight
            if sums_beside:
                beside += sums_beside[last] - sums_beside[start]
    if gap >= _MOVED_ROW and gap_there >= _MOVED_ROW:
        for row, count in _elsewhere(later, earlier, Opcodes.from_editops(edits)):
            moved += row
            same += count
            joined += max(0, count - 1)
            longest = max(longest, row)
    mine, theirs = later.total, earlier.total
    common += moved
    if moved and Counter(later.tokens) == Counter(earlier.tokens):
        common, same = mine, len(later.tokens)
    bag = sum(compress(earlier.weights, map(later.known.__contains__, earlier.tokens)))
    words = len(later.tokens) + len(earlier.tokens)
    beside = (beside + moved) / max(common, _LEAST)
    return CloseLook(
        InCommon(common, longest, joined, same, min(bag, mine, theirs), mine, theirs, words), moved / mine, beside
    )


def _elsewhere(later: Looked, earlier: Looked, edits: Opcodes) -> Iterator[tuple[float, int]]:
    """Of each stretch of the later clause that stands not in order: weight and number of its words in rows elsewhere."""
    loose: list[tuple[int, int]] = []
    rest: list[str] = []
    for op in edits:
        if op.tag != "equal":
            if op.src_end - op.src_start >= _MOVED_ROW:
                loose.append((op.src_start, op.src_end))
            if op.dest_end - op.dest_start >= _MOVED_ROW:
                rest.append(earlier.tokens[op.dest_start : op.dest_end])
    others = "\x01".join(rest)
    for start, end in loose if rest else ():
        row, count = 0.0, 0
        for block in Indel.editops(later.tokens[start:end], others).as_matching_blocks():
            if block.size >= _MOVED_ROW:
                at = start + block.a
                row += later.sums[at + block.size] - later.sums[at]
                count += block.size
        yield row, count


def is_unended(text: str) -> bool:
    """Whether a clause is a few words without a mark at their end, as names and headings in any writing are."""
    said = text.strip()
    return len(reading.words(said)) <= _UNENDED_WORDS and said[-1:] not in _ENDS


def is_headed(text: str) -> bool:
    """Whether a clause is a heading, whatever its kind says: a few words, each with a capital, and no end."""
    said = text.strip()
    if said[-1:] in ".;,:!?" or len(said.split()) > _HEADING_WORDS:
        return False
    return bool(_HEADED.fullmatch(said))
