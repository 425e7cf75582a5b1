"""A set of positions to a compilation in brackets, and back.

::

    from nemawashi.kit.brackets import writing

    text = writing.compilation(clauses, positions)       # lines as delegations type them
    assert set(writing.positions(text, clauses)) == set(positions)

A clause is one line: its number and its words, with a bracket around every stretch that a party wants out and a bracket
with every word that a party wants in. Positions on a clause as a whole stand on lines of their own, set in by two blanks;
new clauses before it stand above. A position that crosses another is continued in a further bracket; both have the same
``#1``, as have the two brackets of words that replace others.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nemawashi.kit.brackets.written import (
    Heading,
    NotationError,
    escaped,
    line,
    plain,
    put,
    taken,
)
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed

_EMPTY = "{}"
_HEAD = re.compile(r"\[(?P<head>(?:\\.|[^\\\[\]:])*)(?::(?: |(?=\]))|(?=\]))", re.S)
_PLAIN = re.compile(r"(?:\\.|[^\\\[\]])+", re.S)


def compilation(clauses: Sequence[BaseClause], asked: Iterable[Proposed]) -> str:
    """All clauses with all positions. Raises ValueError for a position that stands on none of them, or on older words."""
    by_clause: dict[str, list[Proposed]] = defaultdict(list)
    for each in asked:
        by_clause[each.key].append(each)
    places = {clause.key: place for place, clause in enumerate(clauses, start=1)}
    strange = by_clause.keys() - places.keys()
    if strange:
        raise ValueError(f"positions stand on clauses that the text does not have: {', '.join(sorted(strange))}")
    out: list[str] = []
    for clause in clauses:
        held = by_clause.get(clause.key, [])
        for each in held:
            _check(each, clause, places)
        apart = [each for each in held if not each.operation.has_place]
        out += [_apart(each, places) for each in apart if each.operation == Operation.NEW_CLAUSE_BEFORE]
        words = _within(clause.words, [each for each in held if each.operation.has_place])
        number = _number(clause)
        out.append(number + (line(words) if words or number else _EMPTY))
        out += [_apart(each, places) for each in apart if each.operation != Operation.NEW_CLAUSE_BEFORE]
    return "\n".join(out) + "\n"


def streamlined(clauses: Sequence[BaseClause], asked: Iterable[Proposed]) -> str:
    """The compilation without comments and reasons, and with one bracket for all who ask for the same."""
    return compilation(clauses, merged(asked))


def merged(asked: Iterable[Proposed]) -> tuple[Proposed, ...]:
    """Positions that ask for the same made one of all their parties; who asks for words need not be told to support them."""
    out: dict[tuple[object, ...], Proposed] = {}
    for each in asked:
        if each.operation == Operation.COMMENT:
            continue
        words = each.words if each.operation.is_spanned else each.words.strip()
        what = (each.key, each.operation, each.wording, each.start, each.end, words, each.target)
        held = out.get(what)
        parties = tuple(dict.fromkeys([*(held.parties if held else ()), *each.parties]))
        backing = dict.fromkeys([*(held.supporters if held else ()), *each.supporters])
        against = dict.fromkeys([*(held.opponents if held else ()), *each.opponents])
        out[what] = replace(
            each,
            words=words,
            parties=parties,
            supporters=tuple(name for name in backing if name not in parties),
            opponents=tuple(name for name in against if name not in parties),
            why="",
            place="",
        )
    return tuple(out.values())


def positions(text: str, clauses: Sequence[BaseClause]) -> tuple[Proposed, ...]:
    """The positions of a text that ``compilation`` wrote. Raises ``NotationError`` with the line where it is another text."""
    out: list[Proposed] = []
    above: list[tuple[Heading, str, int]] = []
    place = -1
    for count, written in enumerate(text.split("\n"), start=1):
        if written.startswith("  ["):
            heading, words = _bracket_apart(written[2:], count)
            if heading.operation == Operation.NEW_CLAUSE_BEFORE:
                above.append((heading, words, count))
            elif place < 0:
                raise NotationError(f"line {count}: a position stands above the first clause")
            else:
                out.append(_proposed(heading, clauses[place], words, clauses, count))
        elif written.strip():
            place += 1
            if place >= len(clauses):
                raise NotationError(f"line {count}: the text has more clauses than it should")
            clause = clauses[place]
            out += [_proposed(heading, clause, words, clauses, line_of) for heading, words, line_of in above]
            above = []
            out += _read_within(written, clause, count)
    if above or place + 1 != len(clauses):
        raise NotationError(f"the text has {place + 1} of {len(clauses)} clauses")
    return tuple(out)


def is_apart(written: str) -> bool:
    """Whether a line holds one position on a clause as a whole, in the notation of ``compilation``."""
    return _heading_apart(written) is not None


def is_above(written: str) -> bool:
    """Whether such a line stands above its clause and not behind it."""
    heading = _heading_apart(written)
    return heading is not None and heading.operation == Operation.NEW_CLAUSE_BEFORE


def apart(written: str, clause: BaseClause, clauses: Sequence[BaseClause]) -> Proposed | None:
    """The position of such a line; None where it is none, or names a clause that the text does not have."""
    try:
        heading, words = _bracket_apart(written.strip(), 0)
        return _proposed(heading, clause, words, clauses, 0)
    except NotationError:
        return None


def _heading_apart(written: str) -> Heading | None:
    try:
        heading, _words = _bracket_apart(written.strip(), 0)
    except NotationError:
        return None
    return heading if not heading.operation.has_place else None


def _check(each: Proposed, clause: BaseClause, places: dict[str, int]) -> None:
    if each.wording != clause.wordings[-1][0]:
        raise ValueError(f"a position on {clause.key} stands on wording {each.wording}, which is not the latest")
    if not 0 <= each.start <= each.end <= len(clause.words):
        raise ValueError(f"a position on {clause.key} lies outside the clause")
    if each.target and each.target not in places:
        raise ValueError(f"a position on {clause.key} names a clause that the text does not have: {each.target}")


def _number(clause: BaseClause) -> str:
    number = clause.number
    return f"{escaped(number)}{' ' if number.endswith(')') else '. '}" if number else ""


def _heading(each: Proposed, places: dict[str, int], *, link: int = 0, span: bool = True) -> str:
    target = -1
    if each.operation.has_target:
        target = places[each.target] if each.target else 0
    return put(
        Heading(
            each.operation, each.parties, each.supporters, each.opponents, link, each.why,
            (each.start, each.end) if span else (0, 0), target,
        )
    )  # fmt: skip


def _apart(each: Proposed, places: dict[str, int]) -> str:
    words = f": {escaped(each.words)}" if each.words else ""
    return f"  [{_heading(each, places)}{words}]"


@dataclass(slots=True)
class _Stretch:
    """A position over words while they are written: its heads for the words that go and for those that come."""

    start: int
    end: int
    order: int
    head: str
    put: str = ""


def _within(words: str, asked: Sequence[Proposed]) -> str:
    """The words with a bracket for each position: a sweep over the borders, the longer stretch outside."""
    if not asked:
        return escaped(words)
    points: dict[int, list[str]] = defaultdict(list)
    spans: list[tuple[int, Proposed]] = []
    for order, each in enumerate(asked):
        if each.operation.is_spanned and each.operation.takes_out and each.end > each.start:
            spans.append((order, each))
        else:
            span = each.end > each.start
            points[each.end if span else each.start].append(_point(each, span=span))
    crossing = _crossing([each for _order, each in spans])
    stretches = []
    for count, (order, each) in enumerate(spans):
        comes = each.operation.takes_words
        link = count + 1 if comes or count in crossing else 0
        outgoing = replace(each, operation=Operation.DELETE, why="") if comes else each
        coming = f"[{_heading(each, {}, link=link, span=False)}: {escaped(each.words)}]" if comes else ""
        stretches.append(
            _Stretch(each.start, each.end, order, f"[{_heading(outgoing, {}, link=link, span=False)}: ", coming)
        )
    borders = sorted({0, len(words), *points, *(s.start for s in stretches), *(s.end for s in stretches)})
    out: list[str] = []
    opened: list[_Stretch] = []
    for place, at in enumerate(borders):
        ending = [each for each in opened if each.end == at]
        again: list[_Stretch] = []
        while any(each in opened for each in ending):
            top = opened.pop()
            out.append("]")
            if top in ending:
                ending.remove(top)
                if top.put:
                    points[at].append(top.put)
            else:
                again.append(top)
        out += points[at]
        coming_in = [*again, *(each for each in stretches if each.start == at)]
        for stretch in sorted(coming_in, key=lambda s: (-s.end, s.order)):
            out.append(stretch.head)
            opened.append(stretch)
        if place + 1 < len(borders):
            out.append(escaped(words[at : borders[place + 1]]))
    return "".join(out)


def _point(each: Proposed, *, span: bool) -> str:
    said = _heading(each, {}, span=span)
    return f"[{said}: {escaped(each.words)}]" if each.words else f"[{said}]"


def _crossing(spans: Sequence[Proposed]) -> set[int]:
    """Which stretches are continued in a second bracket: those that cross one that began before and ends within them."""
    return {
        count for count, each in enumerate(spans)
        if any(other.start < each.start < other.end < each.end for other in spans)
    }  # fmt: skip


def _bracket_apart(written: str, count: int) -> tuple[Heading, str]:
    opening = _HEAD.match(written)
    heading = taken(opening["head"]) if opening else None
    if opening is None or heading is None or not written.endswith("]"):
        raise NotationError(f"line {count}: this is no position of the notation")
    words = written[opening.end() : -1]
    if not re.fullmatch(r"(?:\\.|[^\\\[\]])*", words, re.S):
        raise NotationError(f"line {count}: a bracket within a position is not escaped")
    return heading, plain(words)


def _proposed(heading: Heading, clause: BaseClause, words: str, clauses: Sequence[BaseClause], count: int) -> Proposed:
    if heading.target > len(clauses):
        raise NotationError(f"line {count}: there is no clause {heading.target}")
    return Proposed(
        clause.key, heading.operation, clause.wordings[-1][0], *heading.span, words,
        clauses[heading.target - 1].key if heading.target > 0 else "",
        heading.parties, heading.supporters, heading.opponents, heading.why, f"line {count}",
    )  # fmt: skip


@dataclass(slots=True)
class _Open:
    heading: Heading
    start: int
    counts: bool  # whether its words are the clause's own
    held: list[str] = field(default_factory=list)


def of_line(
    written: str, printed: Mapping[str, Sequence[int]], clauses: Sequence[BaseClause], last: int
) -> tuple[int, list[Proposed]] | None:
    """The clause that a single line of ours holds, and its positions; None for a line that is not ours to the letter.

    ``printed``: places of clauses by their ``bare_line``. Of several that read alike it is the first behind ``last``.
    """
    try:
        base, parsed = _parsed(written, 0)
    except NotationError:
        return None
    places = printed.get(base, ())
    place = next((at for at in places if at > last), places[-1] if places else None)
    if place is None:
        return None
    first = len(plain(_number(clauses[place])))
    if any(start < first for _heading, start, _end, _words in parsed.closed):
        return None  # a bracket around the number is none of ours
    return place, _asked_within(parsed, clauses[place], first, 0)


def bare_line(clause: BaseClause) -> str:
    """The number and the words of a clause as they stand in its line, without any bracket."""
    return plain(_number(clause)) + clause.words


@dataclass(slots=True)
class _Parsed:
    closed: list[tuple[Heading, int, int, str]]
    linked: dict[int, tuple[int, int]]


def _read_within(written: str, clause: BaseClause, count: int) -> list[Proposed]:
    """The positions on the words of one clause; its own words have to be those of the base."""
    number = _number(clause)
    if number and not written.startswith(number):
        raise NotationError(f"line {count}: the clause should have the number {clause.number}")
    base, parsed = _parsed(written[len(number) :], count)
    if base != clause.words:
        raise NotationError(f"line {count}: without its brackets the clause is not the one of the base")
    return _asked_within(parsed, clause, 0, count)


def _parsed(written: str, count: int) -> tuple[str, _Parsed]:
    """The words of a line without its brackets, and the brackets with their places in these words."""
    base: list[str] = []
    at = 0
    opened: list[_Open] = []
    parsed = _Parsed([], {})
    place = 0
    while place < len(written) and written != _EMPTY:
        sign = written[place]
        if sign == "[":
            head = _HEAD.match(written, place)
            heading = taken(head["head"]) if head else None
            if head is None or heading is None:
                raise NotationError(f"line {count}, sign {place + 1}: a bracket has no head of the notation")
            is_own = heading.operation == Operation.DELETE and written[head.end() : head.end() + 1] != "]"
            opened.append(_Open(heading, at, is_own))
            place = head.end()
        elif sign == "]":
            if not opened:
                raise NotationError(f"line {count}, sign {place + 1}: a bracket closes that was not opened")
            _close(opened.pop(), at, parsed.linked, parsed.closed)
            place += 1
        else:
            words = _PLAIN.match(written, place)
            if words is None:
                raise NotationError(f"line {count}, sign {place + 1}: a backslash stands alone")
            said = plain(words[0])
            if opened and not opened[-1].counts:
                opened[-1].held.append(said)
            else:
                base.append(said)
                at += len(said)
            place = words.end()
    if opened:
        raise NotationError(f"line {count}: a bracket is not closed")
    return "".join(base), parsed


def _asked_within(parsed: _Parsed, clause: BaseClause, first: int, count: int) -> list[Proposed]:
    """``first``: how many signs of the line are its number."""
    out = []
    closed, linked = parsed.closed, parsed.linked
    replaced = {heading.link for heading, _start, _end, _words in closed if heading.operation == Operation.REPLACE}
    for heading, start, end, words_in in closed:
        if heading.operation == Operation.DELETE and heading.link:
            if heading.link in replaced or linked.get(heading.link, (start, end))[0] != start:
                continue
            start, end = linked[heading.link]
        elif heading.operation == Operation.REPLACE and heading.link:
            start, end = linked.get(heading.link, (start, end))
        elif heading.span != (0, 0):
            start, end = heading.span[0] + first, heading.span[1] + first
        out.append(
            replace(_proposed(heading, clause, words_in, (), count), start=max(0, start - first), end=max(0, end - first))
        )
    return out


def _close(each: _Open, at: int, linked: dict[int, tuple[int, int]], closed: list[tuple[Heading, int, int, str]]) -> None:
    if each.heading.link and each.heading.operation == Operation.DELETE:
        low, high = linked.get(each.heading.link, (each.start, at))
        linked[each.heading.link] = (min(low, each.start), max(high, at))
    closed.append((each.heading, each.start, at, "".join(each.held)))
