"""How far states agreed, as counts of roll calls: added up over years, shares with their intervals, kept as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nemawashi.kit.faults import DamagedError
from nemawashi.kit.votes.intervals import wilson

VERSION = 1
_NUMBERS = ("rows", "calls", "left_out", "first", "last")
_NAMED = ("about", "states", "lacking", "members", "issues")
ALL = ""  # the issue of all roll calls


@dataclass(frozen=True, slots=True)
class SameVotes:
    """On how many roll calls two or more voted, and on how many of those alike.

    ``beside``: of two, on how many one said yes and the other no; of a group, on how many all of it voted.
    """

    votes: int = 0
    same: int = 0
    beside: int = 0

    def __add__(self, other: "SameVotes") -> "SameVotes":
        return SameVotes(self.votes + other.votes, self.same + other.same, self.beside + other.beside)

    @property
    def share(self) -> float | None:
        return self.same / self.votes if self.votes else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.same, self.votes) if self.votes else None


Years = Mapping[int, SameVotes]


@dataclass(frozen=True)
class CountedVotes:
    """What was counted of a table for the states of a forum and its groups.

    ``about``: what the table says of itself. ``lacking``: asked states of which it has no line. ``cast``: how often each
    state said what. ``of_pairs`` by both states in the order of their codes and issue, ``of_groups`` by group and issue.
    """

    about: Mapping[str, str]
    rows: int
    calls: int
    left_out: int
    first: int
    last: int
    states: Sequence[str]
    lacking: Sequence[str]
    members: Mapping[str, Sequence[str]]
    issues: Mapping[str, int]
    cast: Mapping[str, Mapping[int, int]]
    of_pairs: Mapping[tuple[str, str, str], Years] = field(default_factory=dict)
    of_groups: Mapping[tuple[str, str], Years] = field(default_factory=dict)

    def between(self, one: str, other: str, issue: str = ALL) -> Years:
        """By year, whichever of the two is named first."""
        first, second = sorted((one, other))
        return self.of_pairs.get((first, second, issue), {})

    def among(self, group: str, issue: str = ALL) -> Years:
        return self.of_groups.get((group, issue), {})

    def written(self) -> str:
        """As JSON, one line a row."""
        content = {
            "version": VERSION,
            **{name: getattr(self, name) for name in (*_NUMBERS, *_NAMED)},
            "cast": {state: {str(key): count for key, count in held.items()} for state, held in self.cast.items()},
            "pairs": _rows(self.of_pairs),
            "groups": _rows(self.of_groups),
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _rows(counts: Mapping[Any, Years]) -> list[list[Any]]:
    return [
        [*key, year, each.votes, each.same, each.beside]
        for key, years in sorted(counts.items())
        for year, each in sorted(years.items())
    ]


def read(text: str) -> CountedVotes:
    """What ``written`` wrote. Raises ``DamagedError`` for anything else."""
    try:
        held = json.loads(text)
        if held["version"] != VERSION:
            raise DamagedError("what was counted of the votes is of another release: import the table again")
        return CountedVotes(
            **{name: held[name] for name in (*_NUMBERS, *_NAMED)},
            cast={state: {int(key): count for key, count in each.items()} for state, each in held["cast"].items()},
            of_pairs=by_key((tuple(row[:3]), row[3:]) for row in held["pairs"]),
            of_groups=by_key((tuple(row[:2]), row[2:]) for row in held["groups"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise DamagedError("what was counted of the votes cannot be read: import the table again") from fault


def by_key(rows: Iterable[tuple[Any, Sequence[int]]]) -> dict[Any, dict[int, SameVotes]]:
    """Rows of a key with year, votes, same and what stands beside, by key and year."""
    counts: dict[Any, dict[int, SameVotes]] = {}
    for key, (year, *numbers) in rows:
        counts.setdefault(key, {})[year] = SameVotes(*numbers)
    return counts


def within(years: Years, first: int | None = None, last: int | None = None) -> SameVotes:
    """All years together, or those from ``first`` to ``last``."""
    chosen = (each for year, each in years.items() if (first is None or first <= year) and (last is None or year <= last))
    return sum(chosen, SameVotes())
