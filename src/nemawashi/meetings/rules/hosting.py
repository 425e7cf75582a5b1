"""Whose turn it is to host, and why: by the forum's rule, from who hosted when; and who offers, confirms and withdraws."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.meetings.rules.convening import is_secretariat
from nemawashi.meetings.terms import OfferState, Refusal
from nemawashi.parties.terms import HostingRule

__all__ = ["ChairTerm", "HostTurn", "chair_term", "may_confirm_host", "may_offer_to_host", "may_withdraw_offer", "turns"]


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


@dataclass(frozen=True, slots=True)
class ChairTerm:
    """Which party chairs since when, and until when at the latest; ``until`` None: until the next meeting."""

    party: str
    since: dt.date
    until: dt.date | None


def chair_term(hosted: Sequence[tuple[str, dt.date]], *, months: int | None, today: dt.date) -> ChairTerm | None:
    """The host of the latest meeting chairs until the next one, or until its term is over; None where nobody hosted."""
    latest = max(((on, party) for party, on in hosted if on <= today), default=None)
    if latest is None:
        return None
    since, party = latest
    if months is None:
        return ChairTerm(party, since, None)
    count = since.year * 12 + since.month - 1 + months
    first_of_next = dt.date((count + 1) // 12, (count + 1) % 12 + 1, 1)
    last_of_month = (first_of_next - dt.timedelta(days=1)).day
    return ChairTerm(party, since, dt.date(count // 12, count % 12 + 1, min(since.day, last_of_month)))


def may_offer_to_host(by: Viewer, *, rule: str, has_offered: bool) -> Verdict:
    """A participant offers to host the next meeting of a track, once; where the host is fixed nobody does.

    Under rotation an offer is possible, too: whose turn it is may be unable to host.
    """
    return first(
        GRANTED if by.may_act and by.is_participant else refuse(Refusal.NOT_A_PARTICIPANT),
        refuse(Refusal.HOST_IS_FIXED) if rule == HostingRule.FIXED else GRANTED,
        refuse(Refusal.OFFERED_ALREADY) if has_offered else GRANTED,
    )


def may_confirm_host(by: Viewer, *, state: str, is_another_confirmed: bool) -> Verdict:
    """The secretariat confirms one open offer for a track, in the name of the parties that agreed to it."""
    return first(
        is_secretariat(by),
        GRANTED if state == OfferState.OFFERED else refuse(Refusal.OFFER_ENDED),
        refuse(Refusal.HOST_CONFIRMED_ALREADY) if is_another_confirmed else GRANTED,
    )


def may_withdraw_offer(by: Viewer, *, owner: str, state: str, why: str) -> Verdict:
    """A party withdraws its own offer until a meeting was planned on it; what was confirmed, with a reason."""
    return first(
        GRANTED if by.may_act and by.party == owner else refuse(Refusal.NOT_ITS_OFFER),
        GRANTED if state in (OfferState.OFFERED, OfferState.CONFIRMED) else refuse(Refusal.OFFER_ENDED),
        refuse(Refusal.NO_REASON) if state == OfferState.CONFIRMED and not why.strip() else GRANTED,
    )
