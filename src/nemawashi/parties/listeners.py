"""On the roll of those who get in: memberships, whose entries their own delegation reads, and the terms of hosts, which
say whose secretariat has the desk, and which everybody reads.
"""

from typing import Any

from nemawashi.access import roll
from nemawashi.access.terms import Visibility
from nemawashi.parties.models import HostTerm, Membership


def membership_facts(row: Any) -> roll.Facts:
    """Who acts for which party, in which role; until when, where a last day was set."""
    facts = {"name": row.user.username, "account": f"account/{row.user_id}", "party": row.party.slug, "role": str(row.role)}
    return facts | ({"until": row.until_on.isoformat()} if row.until_on else {})


MEMBERSHIPS = roll.OnRoll(
    "membership",
    Membership,
    lambda facts: Visibility.OWN,
    membership_facts,
    frozenset({"user", "party", "role", "until_on"}),
)


def term_facts(row: Any) -> roll.Facts:
    """Which party is host. Not with which meeting: it may not have been announced, and everybody reads this."""
    return {"name": row.party.slug, "party": row.party.slug}


HOST_TERMS = roll.OnRoll(
    "host-term",
    HostTerm,
    lambda facts: Visibility.PUBLIC,
    term_facts,
    frozenset({"party"}),
    by_acts=True,
)


def listen() -> None:
    roll.keep(MEMBERSHIPS)
    roll.keep(HOST_TERMS)
