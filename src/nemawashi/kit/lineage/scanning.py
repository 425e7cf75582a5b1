"""Every clause in which words stand as they were asked for: a look at all tokens, then at the texts that they lead to.

Completing looks at the best few; whoever asks for the first and the last use needs all. Words stand in a clause when they
stand there in a row as whole words, in whatever case, with whatever quotation marks, dashes, apostrophes and blanks. Of
words that are still being typed the last may be the beginning of one.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nemawashi.kit.lineage import reading
from nemawashi.kit.lineage.searching import allowed, first_of_each, standing
from nemawashi.kit.lineage.segment import Beginning, Segment, SomeClauses, in_rows
from nemawashi.kit.lineage.values import IndexedClause
from nemawashi.kit.lineage.weighing import Read

if TYPE_CHECKING:
    from nemawashi.kit.lineage.state import State

Array = npt.NDArray[Any]
_TYPED = 300  # clauses of a segment of which the newest wordings are told while somebody types
_PIECE = 1 << 16  # tokens looked at in one step
_MOST_BEGUN = 6_000  # postings of all words that the last may be; a look at all tokens takes no longer than more of them
_FEW = 500  # postings of which a shorter list is not looked for
MOST = 20_000  # clauses whose text is read; who asks for "the" is told that not all were
MARKS = " \t\n.,;:!?\"'()[]{}<>«»*/、。，；：「」『』（）"
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
    asked = folded(words)[0].strip(MARKS)
    if not any(map(str.isalnum, asked)):
        return [], True
    places = list(rows(state, asked, before=before, language=language, is_cut=False))
    return list(_read(state, places[:MOST], asked, is_cut=False)), len(places) <= MOST


def typed(state: "State", words: str, *, before: str, language: str, limit: int) -> list[list[Standing]]:
    """The newest clauses with the words being typed, of which the last may be cut: for each wording, those that have it."""
    asked = folded(words)[0].lstrip(f"{MARKS}-")
    is_cut = asked[-1:].isalnum()
    asked = asked.rstrip(MARKS)
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


def rows(
    state: "State", asked: str, *, before: str, language: str, is_cut: bool, most: int = 0
) -> Iterator[tuple[int, int]]:
    """Where the tokens of words stand in a row, the newest first: all clauses that have the words, and some more.

    ``most``: no more than so many of each segment. Clauses are looked for as they are asked for, so that who needs the
    newest few of frequent words does not wait for all.
    """
    tokens = reading.words(asked) or reading.words(f"x {asked}")[1:]
    if not tokens:
        return
    codes = reading.hashed(tokens)
    short = (codes & np.uint32(0xFFFF)).astype(np.uint16)
    dated = []
    for number, segment in enumerate(state.segments):
        last = segment.beginning(tokens[-1]) if is_cut else None
        heads = allowed(segment, before=before, language=language, document="")
        dated.append(_dated(state, number, _looked_for(segment, codes, short, last, is_lazy=most > 0), heads, most))
    yield from ((number, at) for _, number, at in heapq.merge(*dated))


def _dated(
    state: "State", number: int, parts: Iterable[Array], heads: Array | None, most: int
) -> Iterator[tuple[int, int, int]]:
    """Clauses of a segment that are there and may be told, the newest first; of each part all are older than the last."""
    segment = state.segments[number]
    left = most or segment.count
    for owners in parts:
        owners, _ = standing(state, number, owners, owners, heads)
        days = segment.days[segment.heads[owners]]
        chosen = np.argsort(-days, kind="stable")[:left]
        yield from zip((-days[chosen]).tolist(), [number] * len(chosen), owners[chosen].tolist(), strict=True)
        left -= len(chosen)
        if not left:
            return


def _looked_for(
    segment: Segment, codes: reading.Hashes, short: Array, last: Beginning | None, *, is_lazy: bool
) -> Iterator[Array]:
    """The clauses with these tokens in a row; where no list leads to them, those among the newest before the others."""
    listed = _listed(segment, codes, short, last)
    newest = segment.newest if is_lazy and listed is None else None
    if newest is not None:
        yield newest.numbers[in_a_row(newest, short, last)]
    owners = in_a_row(segment, short, last) if listed is None else listed
    yield owners if newest is None else np.setdiff1d(owners, newest.numbers, assume_unique=True)


def last_ones(state: "State", number: int, text: Read, heads: Array | None, most: int) -> Array:
    """The clauses of a segment that have the tokens of a text in a row: so many at most, those that were added last."""
    segment = state.segments[number]
    owners = _listed(segment, text.codes, text.short, None)
    if owners is None:
        last = segment.last_ones
        some = last.numbers[in_a_row(last, text.short)]
        some, _ = standing(state, number, some, some, heads)
        owners = some if len(some) >= most or len(last.numbers) == segment.count else in_a_row(segment, text.short)
    owners, _ = standing(state, number, owners, owners, heads)
    return owners[-most:]


def _listed(segment: Segment, codes: reading.Hashes, short: Array, last: Beginning | None) -> Array | None:
    """The clauses that have these tokens in a row; ``last``: which tokens the last one may be, where it is cut.

    None where all are too frequent to have a list.
    """
    whole = codes if last is None else codes[:-1]
    pairs = reading.mixed(reading.pairs(whole))  # two words next to each other are rarer than either
    owners = segment.shortest(np.concatenate([reading.mixed(whole), pairs]))
    if last is not None and (owners is None or len(owners) > _FEW):
        begun = segment.any_of(*_of_last(whole, last), most=_MOST_BEGUN)
        owners = begun if owners is None or (begun is not None and len(begun) < len(owners)) else owners
    if owners is None:
        return None
    return _owners(segment, _first_ones(segment, _places(segment, owners), short, last), len(short))


def _of_last(whole: reading.Hashes, last: Beginning) -> list[reading.Hashes]:
    """The words that the last may be and, where one stands before it, their pairs with that."""
    alone = reading.mixed(last.codes)
    return [alone, reading.mixed(reading.paired(whole[-1:], last.codes))] if len(whole) else [alone]


def in_a_row(segment: Segment | SomeClauses, short: Array, last: Beginning | None = None) -> Array:
    """The same by a look at all tokens."""
    return _owners(segment, _first_ones(segment, _scanned(segment, short, last), short, last), len(short))


def _places(segment: Segment, numbers: Array) -> Array:
    """Where the tokens of some clauses stand."""
    starts = segment.starts[numbers].astype(np.int64)
    return in_rows(starts, segment.starts[numbers + 1].astype(np.int64) - starts)


def _owners(segment: Segment | SomeClauses, at: Array, length: int) -> Array:
    """Of places in the tokens, clause by clause, the clauses that have room for the row that begins there."""
    of = np.searchsorted(segment.starts, at.astype(segment.starts.dtype), "right").astype(np.int64) - 1
    of = of[at + length <= segment.starts[of + 1].astype(np.int64)]
    return of[first_of_each(of)]


def _scanned(segment: Segment | SomeClauses, short: Array, last: Beginning | None) -> Array:
    """Places at which the row may begin, by a look at all tokens for the rarest of its words and the one beside it.

    Tokens are looked at piece by piece, so that what is worked out of a piece never leaves the cache of the processor.
    """
    whole = len(short) if last is None else len(short) - 1
    places: list[Array] = []
    first = min(int(np.argmin(segment.frequency[short[:whole]])), max(0, whole - 2)) if whole else 0
    for start in range(0, len(segment.tokens), _PIECE):
        piece = segment.tokens[start : start + _PIECE + 1]
        if not whole:
            hits = last.table.take(piece[:_PIECE]) if last is not None else np.zeros(0, bool)
        elif whole == 1:
            hits = piece[:_PIECE] == short[0]
        else:
            hits = piece[:-1] == short[first]
            hits &= piece[1:] == short[first + 1]
        if hits.any():
            places.append(np.flatnonzero(hits) + (start - first))
    return np.concatenate(places) if places else np.zeros(0, np.int64)


def _first_ones(segment: Segment | SomeClauses, at: Array, short: Array, last: Beginning | None) -> Array:
    """Of places in the tokens those at which the row begins, whatever clauses it is in."""
    at = at[(at >= 0) & (at + len(short) <= len(segment.tokens))]
    for nth in reversed(range(len(short))):  # the first ones of frequent words were looked at where they were found
        there = segment.tokens.take(at + nth)
        at = at[last.table.take(there) if last is not None and nth == len(short) - 1 else there == short[nth]]
    return at
