"""Two states of a text as one Word file with tracked changes: accepting all gives the later one, rejecting all the earlier.

A change is that of the parties whose accepted position brought it, and of the chair where no position did. A clause that
went elsewhere is tracked as a move; a number that changed is tracked like words, so that both states read as they were.
"""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nemawashi.desk.negotiating.comparing import ComparableState
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import CHAIR
from nemawashi.kit.word import Change, Passage, Run, differing
from nemawashi.kit.word.negotiated import STYLES, printed
from nemawashi.texts.queries import Negotiation
from nemawashi.texts.terms import Outcome

_Line = tuple[str, str, str, dict[str, str]]  # (clause, number, kind, words by language)


@dataclass(frozen=True, slots=True)
class AcceptedWords:
    """A position that was accepted between the two states: whose it was, what it brought or took, and when."""

    operation: Operation
    words: str
    author: str
    moment: dt.datetime | None


def accepted(whole: Negotiation, one: ComparableState, other: ComparableState) -> dict[str, list[AcceptedWords]]:
    """What was accepted from the earlier state to the later one, by clause; nothing where the later one comes first."""
    out: dict[str, list[AcceptedWords]] = defaultdict(list)
    since, until = one.at, other.at
    if since is None or (until is not None and until <= since):
        return out
    for view in whole.clauses:
        for row in view.ended:
            ended = row.position.outcome_at
            if row.position.outcome == Outcome.ACCEPTED and ended and since < ended and (until is None or ended <= until):
                author = CHAIR if row.held.is_chair else "; ".join(row.codes) or CHAIR
                words = AcceptedWords(row.held.operation, str(row.position.words), author, ended)
                out[str(view.clause.pk)].append(words)
    return out


def passages(
    one: ComparableState, other: ComparableState, language: str, brought: dict[str, list[AcceptedWords]]
) -> tuple[Passage, ...]:
    """The later state with what became of the earlier one tracked on it."""
    return _Redline(one.lines(), other.lines(), language, other.at, brought).written()


class _Redline:
    def __init__(
        self,
        before: Sequence[_Line],
        after: Sequence[_Line],
        language: str,
        moment: dt.datetime | None,
        brought: dict[str, list[AcceptedWords]],
    ) -> None:
        self._before, self._after, self._language = before, after, language
        self._moment, self._brought = moment, brought
        self._olds = {line[0]: line for line in before}
        self._news = {line[0]: line for line in after}
        self._still = _in_order([line[0] for line in before], [line[0] for line in after])
        self._moves: dict[str, str] = {}
        self._all = [row for rows in brought.values() for row in rows if row.operation.is_new_clause]

    def written(self) -> tuple[Passage, ...]:
        out: list[Passage] = []
        shown: set[str] = set()
        for line in self._after:
            if line[0] in self._still:
                out += self._left(shown, until=line[0])
            out.append(self._stands(line))
        return (*out, *self._left(shown, until=""))

    def _left(self, shown: set[str], *, until: str) -> list[Passage]:
        """What stood before a clause of the earlier state and does not stand there now."""
        out = []
        for key, number, kind, words in self._before:
            if key == until:
                break
            if key not in shown and key not in self._still:
                shown.add(key)
                out.append(self._whole(key, "moveFrom" if key in self._news else "del", number, kind, words))
        return out

    def _stands(self, line: _Line) -> Passage:
        key, number, kind, words = line
        old = self._olds.get(key)
        if old is None or key not in self._still:
            return self._whole(key, "ins" if old is None else "moveTo", number, kind, words)
        runs: list[Run] = []
        if printed(old[1]) != printed(number):
            change = self._change(key, "", "", "")
            for kind_, said in (("del", old[1]), ("ins", number)):
                if said:
                    runs.append(Run(f"{printed(said)}\t", (Change(kind_, change.author, change.moment),)))
        was, now = old[3].get(self._language, ""), words.get(self._language, "")
        for what, piece in _steps(was, now):
            made = () if what == "kept" else (self._change(key, "ins" if what == "put" else "del", piece, what),)
            runs.append(Run(piece, made))
        is_renumbered = printed(old[1]) != printed(number)
        return Passage(tuple(runs), STYLES.get(kind, "Clause"), number="" if is_renumbered else printed(number))

    def _whole(self, key: str, change: str, number: str, kind: str, words: dict[str, str]) -> Passage:
        said = words.get(self._language, "")
        made = self._change(key, change, said, "")
        if change.startswith("move"):
            made = Change(change, made.author, made.moment, self._moves.setdefault(key, f"move{len(self._moves) + 1}"))
        runs = [Run(f"{printed(number)}\t", (made,))] if number else []
        return Passage((*runs, Run(said, (made,))), STYLES.get(kind, "Clause"), mark_changes=(made,))

    def _change(self, key: str, kind: str, piece: str, what: str) -> Change:
        row = self._by(key, kind, piece, what)
        return Change(kind, row.author if row else CHAIR, (row.moment if row else None) or self._moment)

    def _by(self, key: str, kind: str, piece: str, what: str) -> AcceptedWords | None:
        """The accepted position that a change is of, where it can be told."""
        rows = self._brought.get(key, [])
        if kind in ("ins", "moveTo") and not what:
            return next((row for row in self._all if _bare(row.words) == _bare(piece)), None)
        if kind in ("del", "moveFrom", "moveTo") and not what:
            whole = Operation.DELETE_CLAUSE if kind == "del" else Operation.MOVE
            return next((row for row in rows if row.operation == whole), None)
        rewording = [row for row in rows if row.operation.rewords]
        if what == "put":
            same = next((row for row in rewording if _bare(piece) and _bare(piece) in _bare(row.words)), None)
            return same or (rewording[0] if len(rewording) == 1 else None)
        return rewording[0] if what and len({row.author for row in rewording}) == 1 else None


def _steps(was: str, now: str) -> Iterator[tuple[str, str]]:
    """What was kept, taken and put, word by word and mark by mark, as one would change it in Word."""
    at = 0
    for hunk in differing.hunks(was, now):
        for what, words in (("kept", was[at : hunk.start]), ("taken", was[hunk.start : hunk.end]), ("put", hunk.words)):
            if words:
                yield what, words
        at = hunk.end
    if was[at:]:
        yield "kept", was[at:]


def _in_order(before: Sequence[str], after: Iterable[str]) -> set[str]:
    """The most clauses that stand in the same order in both; the others moved."""
    at = {key: place for place, key in enumerate(before)}
    ends: list[int] = []
    tails: list[str] = []
    above: dict[str, str] = {}
    for key in after:
        if key not in at:
            continue
        place = bisect_left(ends, at[key])
        above[key] = tails[place - 1] if place else ""
        ends[place : place + 1] = [at[key]]
        tails[place : place + 1] = [key]
    out: set[str] = set()
    key = tails[-1] if tails else ""
    while key:
        out.add(key)
        key = above[key]
    return out


def _bare(words: str) -> str:
    return " ".join(words.split()).strip(" .,;:").casefold()
