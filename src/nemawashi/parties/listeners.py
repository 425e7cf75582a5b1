"""Memberships are on the roll of those who get in: the log has an entry of each, which their own delegation reads."""

from typing import Any

from nemawashi.access import roll
from nemawashi.access.terms import Visibility
from nemawashi.parties.models import Membership


def membership_facts(row: Any) -> roll.Facts:
    """Who acts for which party, in which role."""
    return {"name": row.user.username, "account": f"account/{row.user_id}", "party": row.party.slug, "role": str(row.role)}


MEMBERSHIPS = roll.OnRoll(
    "membership", Membership, lambda facts: Visibility.OWN, membership_facts, frozenset({"user", "party", "role"})
)


def listen() -> None:
    roll.keep(MEMBERSHIPS)
