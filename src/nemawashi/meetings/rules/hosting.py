"""Whose turn it is to host, and why: by the forum's rule, from who hosted when."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nemawashi.parties.terms import HostingRule

__all__ = ["HostTurn", "turns"]


@dataclass(frozen=True, slots=True)
class HostTurn:
    """A party in the order in which the rule calls it: when it hosted last (None: never), how often; ``waits`` in days."""

    party: str
    last: dt.date | None
    count: int
    waits: int | None = None


def turns(
    rule: str, parties: Mapping[str, str], hosted: Sequence[tuple[str, dt.date]], *, fixed: str = "", today: dt.date
) -> list[HostTurn]:
    """The participants (slug to the name by which they are ordered) as the rule calls them, the next one first.

    ``hosted``: who hosted and when, in any order. In rotation the one after the last host is next; by offer, the one that
    has waited longest is asked first, those that never hosted before all; where the host is fixed, it is the only one.
    """
    days: dict[str, list[dt.date]] = {}
    for party, on in hosted:
        if on <= today:
            days.setdefault(party, []).append(on)
    rows = [_turn(party, days.get(party, []), today) for party in sorted(parties, key=lambda slug: (parties[slug], slug))]
    if rule == HostingRule.FIXED:
        return [row for row in rows if row.party == fixed]
    if rule == HostingRule.ALPHABETICAL:
        last = max(((row.last, row.party) for row in rows if row.last), default=None)
        place = next((number for number, row in enumerate(rows, 1) if last and row.party == last[1]), 0)
        return rows[place:] + rows[:place]
    return sorted(rows, key=lambda row: (row.last is not None, row.last or today, row.count))


def _turn(party: str, days: Sequence[dt.date], today: dt.date) -> HostTurn:
    last = max(days, default=None)
    return HostTurn(party, last, len(days), (today - last).days if last else None)
