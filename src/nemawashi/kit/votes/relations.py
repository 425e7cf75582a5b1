"""SameVotes in votes, written once in Ibis: they take a table of ``reading.SCHEMA`` and count whole roll calls.

Only yes, abstention and no are votes here: who was absent agreed with nobody. Two agree where they cast the same; they are
opposed where one said yes and the other no. A group is alike on a roll call where all of it that voted, two at least, cast
the same. Rows with no issue count all roll calls; a roll call of several issues counts under each.
"""

from collections.abc import Callable, Sequence
from typing import Any

import ibis

_MOST = 3  # yes, abstain, no are 1, 2, 3


def pairs(votes: Any, states: Sequence[str], issues: Sequence[str]) -> Any:
    """(one, other, year, issue, votes, same, opposed): each two of ``states`` in the order of their codes."""
    cast = _cast(votes, states)
    one = cast.select("call", "year", "issues", one=cast.state, one_said=cast.said)
    other = cast.select("call", other=cast.state, other_said=cast.said)
    met = one.join(other, ["call"]).filter(lambda row: row.one < row.other)
    met = met.mutate(
        same=(met.one_said == met.other_said).cast("int64"),
        opposed=((met.one_said - met.other_said).abs() == 2).cast("int64"),
    )
    return _by_issue(
        met.select("one", "other", "year", "issues", "same", "opposed"),
        issues,
        ["one", "other", "year"],
        lambda row: {"same": row.same.sum().cast("int64"), "opposed": row.opposed.sum().cast("int64")},
    )


def alike(votes: Any, members: Sequence[str], issues: Sequence[str]) -> Any:
    """(year, issue, votes, same, whole): on how many roll calls two or more of a group voted, and all of those alike.

    ``whole``: on how many of them every member voted.
    """
    cast = _cast(votes, members)
    met = cast.group_by(["call", "year", "issues"]).aggregate(
        voting=cast.count().cast("int64"), least=cast.said.min(), most=cast.said.max()
    )
    met = met.filter(met.voting >= 2)
    met = met.mutate(same=(met.least == met.most).cast("int64"), whole=(met.voting == len(members)).cast("int64"))
    return _by_issue(
        met.select("year", "issues", "same", "whole"),
        issues,
        ["year"],
        lambda row: {"same": row.same.sum().cast("int64"), "whole": row.whole.sum().cast("int64")},
    )


def taking_part(votes: Any, states: Sequence[str]) -> Any:
    """(state, said, votes): how often each of ``states`` said what, its absences among it."""
    known = votes.filter(votes.state.isin(list(states)))
    return known.group_by(["state", "said"]).aggregate(votes=known.count().cast("int64"))


def issues(votes: Any) -> Any:
    """(issue, calls): how many roll calls each issue has."""
    calls = votes.select("call", "issues").distinct()
    each = calls.select("call", issue=calls.issues.unnest())
    return each.group_by("issue").aggregate(calls=each.count().cast("int64"))


def span(votes: Any) -> Any:
    """(votes, calls, first, last): one row of the whole table, with its first and last year."""
    return votes.aggregate(
        votes=votes.count().cast("int64"),
        calls=votes.call.nunique().cast("int64"),
        first=votes.year.min().cast("int64"),
        last=votes.year.max().cast("int64"),
    )


def _cast(votes: Any, states: Sequence[str]) -> Any:
    known = votes.filter(votes.state.isin(list(states)), votes.said <= _MOST)
    return known.mutate(year=known.year.cast("int64"), said=known.said.cast("int64"))


def _by_issue(met: Any, only: Sequence[str], keys: list[str], sums: Callable[[Any], dict[str, Any]]) -> Any:
    """The sums of all rows, without an issue, and below them those of each issue that is asked for."""
    tables = [met.mutate(issue=ibis.literal(""))]
    if only:
        parted = met.mutate(issue=met.issues.unnest())
        tables.append(parted.filter(parted.issue.isin(list(only))))
    counted = [each.group_by([*keys, "issue"]).aggregate(votes=each.count().cast("int64"), **sums(each)) for each in tables]
    return counted[0].union(counted[1]) if only else counted[0]
