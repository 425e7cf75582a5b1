"""Who plays: one person per role, with accounts that exist in demo mode only."""

import datetime as dt

from nemawashi.access import roll
from nemawashi.access.models import User
from nemawashi.access.viewers import Viewer
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Membership, Party
from nemawashi.project.round import words


def enlist(script: words.RoundScript | None = None, *, at: dt.datetime) -> None:
    """Create the demo accounts that are missing, with their offices; whose office ended since is not appointed again.

    Touches nobody else's account. ``at``: when the round begins.
    """
    with roll.dated(at):
        _enlist(script)


def _enlist(script: words.RoundScript | None) -> None:
    for player in (script or words.demo()).accounts:
        if User.objects.filter(username=player.name).exists():
            continue
        user = User(username=player.name, circle=player.circle, is_demo=True)
        user.first_name, user.last_name = player.first_name, player.last_name
        user.set_password(player.password)
        user.save()
        if player.party and player.role:
            party = Party.objects.get(slug=player.party)
            Membership.objects.create(user=user, party=party, role=player.role)


def viewer(name: str) -> Viewer:
    """The viewer behind a demo account."""
    return parties.viewer_of(User.objects.get(username=name))
