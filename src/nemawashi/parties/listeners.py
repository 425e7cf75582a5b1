"""Memberships are on the roll of those who get in: the log has an entry of each, which their own delegation reads."""

from typing import Any

from nemawashi.access import roll
from nemawashi.access.terms import Visibility
from nemawashi.parties.models import Membership


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


def listen() -> None:
    roll.keep(MEMBERSHIPS)
