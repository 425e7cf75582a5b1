"""Every clause in which words stand as they were asked for: a look at all tokens, then at the texts that they lead to.

Completing looks at the best few; whoever asks for the first and the last use needs all. Words stand in a clause when they
stand there in a row as whole words, in whatever case, with whatever quotation marks, dashes, apostrophes and blanks. Of
words that are still being typed the last may be the beginning of one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nemawashi.kit.lineage import reading
from nemawashi.kit.lineage.searching import allowed, standing
from nemawashi.kit.lineage.segment import Segment
from nemawashi.kit.lineage.values import IndexedClause

if TYPE_CHECKING:
    from nemawashi.kit.lineage.state import State

Array = npt.NDArray[Any]
_TYPED = 300  # clauses of a segment of which the newest wordings are told while somebody types
MOST = 20_000  # clauses whose text is read; who asks for "the" is told that not all were
_MARKS = " \t\n.,;:!?\"'()[]{}<>«»*/、。，；：「」『』（）"
_SAME = str.maketrans(
    dict.fromkeys("ʻʼʽˈʹ‘’´′`＇", "'")
    | dict.fromkeys("“”„‟«»‹›", '"')
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\u00a0\u202f\u2009\u3000\t\n\r", " ")
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A clause in which the words stand, from ``start`` to ``end`` for the first time."""

    clause: IndexedClause
    start: int
    end: int


def uses(state: "State", words: str, *, before: str, language: str) -> tuple[list[Standing], bool]:
    """All clauses in which the words stand, the newest first, and whether that is all."""
    asked = folded(words)[0].strip(_MARKS)
    if not any(map(str.isalnum, asked)):
        return [], True
    places = rows(state, asked, before=before, language=language, is_cut=False)
    return list(_read(state, places[:MOST], asked, is_cut=False)), len(places) <= MOST


def typed(state: "State", words: str, *, before: str, language: str, limit: int) -> list[list[Standing]]:
    """The newest clauses with the words being typed, of which the last may be cut: for each wording, those that have it."""
    asked = folded(words)[0].lstrip(_MARKS)
    is_cut = asked[-1:].isalnum()
    asked = asked.rstrip(_MARKS)
    if not any(map(str.isalnum, asked)):
        return []
    wordings: dict[bytes, list[Standing]] = {}
    for number, at in rows(state, asked, before=before, language=language, is_cut=is_cut, most=_TYPED):
        segment = state.segments[number]
        key = segment.tokens[int(segment.starts[at]) : int(segment.starts[at + 1])].tobytes()
        if key not in wordings and len([one for one in wordings.values() if one]) >= limit:
            break
        if key not in wordings or wordings[key]:
            wordings.setdefault(key, []).extend(_read(state, [(number, at)], asked, is_cut=is_cut))
    return [same for same in wordings.values() if same]


def _read(state: "State", places: list[tuple[int, int]], asked: str, *, is_cut: bool) -> Iterator[Standing]:
    for number, at in places:
        clause = state.clause(number, at)
        if span := placed(clause.text, asked, is_cut=is_cut):
            yield Standing(clause, *span)


def placed(text: str, asked: str, *, is_cut: bool = False) -> tuple[int, int] | None:
    """Where folded words stand in a text for the first time as whole words, in code points; None where they do not."""
    plain, origins = folded(text)
    at = plain.find(asked)
    while at >= 0:
        end = at + len(asked)
        if not _goes_on(plain, at) and (is_cut or not _goes_on(plain, end)):
            return (origins[at], origins[end - 1] + 1) if origins else (at, end)
        at = plain.find(asked, at + 1)
    return None


def _goes_on(text: str, at: int) -> bool:
    """Whether a word goes on over this border; there are no words where there are no blanks."""
    if not 0 < at < len(text):
        return False
    one, other = text[at - 1], text[at]
    return one.isalnum() and other.isalnum() and not (reading.is_unspaced(one) or reading.is_unspaced(other))


def folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and where each of its signs stood; nothing of that where none has moved."""
    plain = text.translate(_SAME)
    lower = plain.lower()
    if len(lower) != len(plain):
        lower = "".join(small if len(small := sign.lower()) == 1 else sign for sign in plain)
    if "  " not in lower:
        return lower, []
    kept = [n for n, sign in enumerate(lower) if sign != " " or not n or lower[n - 1] != " "]
    return "".join([lower[n] for n in kept]), kept


def rows(state: "State", asked: str, *, before: str, language: str, is_cut: bool, most: int = 0) -> list[tuple[int, int]]:
    """Where the tokens of words stand in a row, the newest first: all clauses that have the words, and some more.

    ``most``: no more than so many of each segment.
    """
    tokens = reading.words(asked) or reading.words(f"x {asked}")[1:]
    if not tokens:
        return []
    codes = reading.hashed(tokens)
    short = (codes & np.uint32(0xFFFF)).astype(np.uint16)
    dated: list[tuple[int, int, int]] = []
    for number, segment in enumerate(state.segments):
        owners = _in_a_row(segment, codes, short, segment.beginning(tokens[-1]) if is_cut else None)
        heads = allowed(segment, before=before, language=language, document="")
        owners, _ = standing(state, number, owners, owners, heads)
        days = segment.days[segment.heads[owners]]
        if 0 < most < len(owners):
            chosen = np.argsort(-days, kind="stable")[:most]
            owners, days = owners[chosen], days[chosen]
        dated += zip((-days).tolist(), [number] * len(owners), owners.tolist(), strict=True)
    return [(number, at) for _, number, at in sorted(dated)]


def _in_a_row(segment: Segment, codes: reading.Hashes, short: Array, last: Array | None) -> Array:
    """The clauses that have these tokens in a row; ``last``: which tokens the last one may be, where it is cut."""
    whole = len(short) if last is None else len(short) - 1
    features = reading.mixed(codes[:whole])
    if whole > 1:  # two words next to each other are rarer than either
        features = np.concatenate([features, reading.mixed(reading.pairs(codes[:whole]))])
    owners = segment.shortest(features)
    if len(owners):
        starts, ends = segment.starts[owners].astype(np.int64), segment.starts[owners + 1].astype(np.int64)
        lengths = ends - starts
        at = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths) + np.arange(int(lengths.sum()))
        of = np.repeat(owners, lengths)
        at, of = _first_ones(segment, at, of, short, last)
    else:
        rarest = int(np.argmin(segment.frequency[short[:whole]])) if whole else 0
        if whole:
            at = np.flatnonzero(segment.tokens == short[rarest]) - rarest
            at = at[at >= 0]
        else:
            at = np.flatnonzero(last[segment.tokens]) if last is not None else np.zeros(0, np.int64)
        of = np.searchsorted(segment.starts, at, "right").astype(np.int64) - 1
        at, of = _first_ones(segment, at, of, short, last)
    return np.unique(of).astype(np.int64)


def _first_ones(segment: Segment, at: Array, of: Array, short: Array, last: Array | None) -> tuple[Array, Array]:
    """Of places in the tokens those at which the row begins, and whose clause has room for all of it."""
    room = at + len(short) <= segment.starts[of + 1].astype(np.int64)
    at, of = at[room & (at >= segment.starts[of])], of[room & (at >= segment.starts[of])]
    for nth, token in enumerate(short):
        there = segment.tokens[at + nth]
        keep = last[there] if last is not None and nth == len(short) - 1 else there == token
        at, of = at[keep], of[keep]
    return at, of
