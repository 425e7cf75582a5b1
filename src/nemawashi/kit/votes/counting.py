"""A table of votes counted: by DuckDB in this process, or by Spark; both give the same rows."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow.parquet as pq

from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.lineage import engines
from nemawashi.kit.votes import reading, relations
from nemawashi.kit.votes.agreement import ALL, CountedVotes, by_key

MOST_STATES = 60  # of which each pair is counted at once
MOST_ISSUES = 12  # the most frequent ones, of which some tables have thousands
MOST_CELLS = 150_000  # pairs, years and issues together: what a page reads at once
_YEARS = 80


def counted(
    path: Path,
    states: Sequence[str],
    groups: Mapping[str, Sequence[str]],
    *,
    issue: str = ALL,
    left_out: int = 0,
    engine: str = "duckdb",
) -> CountedVotes:
    """Agreement of each two of ``states``, and within each group, by year and by issue.

    Of issues the most frequent ones are counted, fewer the more states there are, and ``issue`` with them.

    Raises ``UnreadableError`` where the file holds no votes or too many states are asked for.
    """
    asked = sorted({*states, *(each for members in groups.values() for each in members)})
    if not 2 <= len(asked) <= MOST_STATES:
        raise UnreadableError(f"agreement is counted of 2 to {MOST_STATES} states at once, not of {len(asked)}")
    facts = reading.about(path)
    with _asking(path, engine) as rows:
        cast: dict[str, dict[int, int]] = {}
        for each in rows(partial(relations.taking_part, states=asked)):
            cast.setdefault(each["state"], {})[each["said"]] = each["votes"]
        known = {each["issue"]: each["calls"] for each in rows(relations.issues)}
        issues = _chosen(known, len(asked), issue)
        pairs = [
            ((each["one"], each["other"], each["issue"]), _numbers(each, "opposed"))
            for each in rows(partial(relations.pairs, states=asked, issues=issues))
        ]
        alike = [
            ((group, each["issue"]), _numbers(each, "whole"))
            for group, members in groups.items()
            for each in rows(partial(relations.alike, members=members, issues=issues))
        ]
        (span,) = rows(relations.span)
    return CountedVotes(
        about=facts,
        rows=span["votes"],
        calls=span["calls"],
        left_out=left_out,
        first=span["first"],
        last=span["last"],
        states=asked,
        lacking=[state for state in asked if state not in cast],
        members={group: list(members) for group, members in groups.items()},
        issues={each: known[each] for each in issues},
        cast={state: dict(sorted(cast[state].items())) for state in sorted(cast)},
        of_pairs=by_key(sorted(pairs)),
        of_groups=by_key(sorted(alike)),
    )


def _chosen(known: Mapping[str, int], states: int, issue: str) -> list[str]:
    """The issues that are counted: the one that was asked for, and the most frequent ones that there is room for."""
    if issue != ALL and issue not in known:
        raise UnreadableError(f"the table has no roll call of an issue {issue!r:.60}")
    room = MOST_CELLS // (states * (states - 1) // 2 * _YEARS) - 1
    frequent = sorted(known, key=lambda each: (-known[each], each))[: max(0, min(room, MOST_ISSUES))]
    return [*frequent, *([issue] if issue != ALL and issue not in frequent else [])]


def _numbers(row: Mapping[str, Any], beside: str) -> list[int]:
    return [row["year"], row["votes"], row["same"], row[beside]]


Rows = Callable[[Callable[[Any], Any]], list[dict[str, Any]]]


@contextmanager
def _asking(path: Path, engine: str) -> Iterator[Rows]:
    """What gives the rows of a relation of the table."""
    folder = Path(mkdtemp(prefix="votes-"))
    held = engines.opened(engine, folder / "aside")

    def rows(relation: Callable[[Any], Any]) -> list[dict[str, Any]]:
        answer = folder / "answer.parquet"
        if answer.is_dir():  # as Spark writes
            shutil.rmtree(answer)
        held.write(relation(held.table(path)), answer)
        given: list[dict[str, Any]] = pq.read_table(answer).to_pylist()
        return given

    try:
        yield rows
    finally:
        held.close()
        shutil.rmtree(folder, ignore_errors=True)
